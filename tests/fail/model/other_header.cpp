// expect only: edgetl: the compiler's flags lack this target's instructions -> use the flags of docs/targets.md, or target::native
// SPDX-License-Identifier: BSL-1.0
#ifndef EDGETL_POSITIVE_TWIN  // included, but another processor's
#ifdef __x86_64__
#include <edgetl/target/arm/neon.hpp>
#else
#include <edgetl/target/x86/avx2.hpp>
#endif
#endif
#include <edgetl/edgetl.hpp>
