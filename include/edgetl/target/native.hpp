// SPDX-License-Identifier: BSL-1.0
// The best target for the flags this file is compiled with: the only file that asks about instruction sets.
#pragma once

#include <edgetl/target/scalar.hpp>

namespace edgetl::target {

using native = scalar;

}  // namespace edgetl::target
