// SPDX-License-Identifier: BSL-1.0
// Affine quantization: real = scale * (code - zero_point), per tensor or per channel along one axis.
// Source: the TensorFlow Lite 8-bit quantization specification.
#pragma once

#include <edgetl/core/element.hpp>
#include <edgetl/core/fixed_point.hpp>
#include <edgetl/core/numeric.hpp>

#include <cstdint>

namespace edgetl::quant {

// Per-tensor parameters; scale > 0 for a quantized tensor, 0 where the tensor has none.
struct affine {
  float        scale      = 0;
  std::int32_t zero_point = 0;

  // code -> real; the product is formed in double and narrowed once.
  constexpr float real(std::int32_t code) const {
    return static_cast<float>(static_cast<double>(scale) * static_cast<double>(static_cast<std::int64_t>(code) - zero_point));
  }

  // real -> code of an integer type: the nearest, halves away from zero, saturated; the zero point for what is no number.
  template <class Code> constexpr Code code(float value) const {
    if (numeric::is_nan(value)) return static_cast<Code>(zero_point);
    const auto  lowest  = static_cast<float>(code_range<Code>::lowest - zero_point);
    const auto  highest = static_cast<float>(code_range<Code>::highest - zero_point);
    const float steps   = fixed_point::clamp(numeric::divide(value, scale), lowest, highest);
    return static_cast<Code>(static_cast<std::int32_t>(numeric::round(steps)) + zero_point);
  }

  friend constexpr bool operator==(const affine&, const affine&) = default;
};

}  // namespace edgetl::quant
