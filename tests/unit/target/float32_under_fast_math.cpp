// SPDX-License-Identifier: BSL-1.0
// Compiled with -ffast-math (tests/unit/CMakeLists.txt); float32_fast_math.cpp is not.
#include "float32_everything.hpp"

namespace {
struct own_lanes : edgetl::target::float32::lanes<xsimd::default_arch> {};
}  // namespace

std::vector<float> edgetl_test::everything_under_fast_math(const std::vector<float>& input) { return everything<own_lanes>(input); }
