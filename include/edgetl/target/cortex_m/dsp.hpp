// SPDX-License-Identifier: BSL-1.0
// Cortex-M with the DSP extension (M4, M7, M33): two 16-bit products per instruction.
#pragma once

#include <edgetl/target/scalar.hpp>

namespace edgetl::target::cortex_m {

struct dsp : scalar {
  static constexpr const char*        name  = "dsp";
  static constexpr kernel::preference trade = kernel::preference::balanced;
};

}  // namespace edgetl::target::cortex_m
