// SPDX-License-Identifier: BSL-1.0
// AArch64 with Advanced SIMD: 128-bit vectors, widening 8-bit products.
#pragma once

#include <edgetl/target/scalar.hpp>

namespace edgetl::target::arm {

struct neon : scalar {
  static constexpr const char*        name  = "neon";
  static constexpr kernel::preference trade = kernel::preference::speed;
};

}  // namespace edgetl::target::arm
