// SPDX-License-Identifier: BSL-1.0
// AArch64 with the dot product instructions of Armv8.2: four 8-bit products per 32-bit lane.
#pragma once

#include <edgetl/target/arm/neon.hpp>

namespace edgetl::target::arm {

struct neon_dotprod : neon {
  static constexpr const char*        name  = "neon_dotprod";
  static constexpr kernel::preference trade = kernel::preference::speed;
};

}  // namespace edgetl::target::arm
