// SPDX-License-Identifier: BSL-1.0
// x86 with AVX2 and FMA: 256-bit vectors, exact 16-bit products.
#pragma once

#include <edgetl/target/x86/sse41.hpp>

namespace edgetl::target::x86 {

struct avx2 : sse41 {
  static constexpr const char*        name  = "avx2";
  static constexpr kernel::preference trade = kernel::preference::speed;
};

}  // namespace edgetl::target::x86
