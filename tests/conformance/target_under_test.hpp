// SPDX-License-Identifier: BSL-1.0
// The target that the conformance suite is built for: the best for the compiler's flags, or the one that a
// definition names. The second way serves emulation, where the compiler's flags are not the target's.
#pragma once

#if defined(EDGETL_CONFORMANCE_TARGET)
#include EDGETL_CONFORMANCE_HEADER
namespace edgetl_test {
using target_under_test = EDGETL_CONFORMANCE_TARGET;
}
#else
#include <edgetl/target/native.hpp>
namespace edgetl_test {
using target_under_test = edgetl::target::native;
}
#endif
