// SPDX-License-Identifier: BSL-1.0
// x86 with AVX-VNNI: four 8-bit products per 32-bit lane, 256-bit vectors.
#pragma once

#include <edgetl/target/x86/avx2.hpp>

namespace edgetl::target::x86 {

struct avx_vnni : avx2 {
  static constexpr const char*        name  = "avx_vnni";
  static constexpr kernel::preference trade = kernel::preference::speed;
};

}  // namespace edgetl::target::x86
