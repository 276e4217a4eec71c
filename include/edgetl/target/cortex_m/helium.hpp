// SPDX-License-Identifier: BSL-1.0
// Cortex-M with Helium, the M-profile vector extension (M55, M85): 128-bit vectors.
#pragma once

#include <edgetl/target/cortex_m/dsp.hpp>

namespace edgetl::target::cortex_m {

struct helium : dsp {
  static constexpr const char*        name  = "helium";
  static constexpr kernel::preference trade = kernel::preference::balanced;
};

}  // namespace edgetl::target::cortex_m
