// SPDX-License-Identifier: BSL-1.0
// AArch64 with the 8-bit matrix multiply instructions of Armv8.6.
#pragma once

#include <edgetl/target/arm/neon_dotprod.hpp>

namespace edgetl::target::arm {

struct neon_i8mm : neon_dotprod {
  static constexpr const char*        name  = "neon_i8mm";
  static constexpr kernel::preference trade = kernel::preference::speed;
};

}  // namespace edgetl::target::arm
