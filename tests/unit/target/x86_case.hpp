// SPDX-License-Identifier: BSL-1.0
// Whether the native target is a level of x86 with vector kernels: compilers without flags have none.
#pragma once

#include "cortex_m_helium_case.hpp"

namespace edgetl_test::x86 {

constexpr bool runs_here() {
  constexpr std::string_view level = edgetl::target::native::name;
  return level == "sse41" || level.starts_with("avx");
}

}  // namespace edgetl_test::x86
