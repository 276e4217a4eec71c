// SPDX-License-Identifier: BSL-1.0
// Affine quantization: real = scale * (code - zero_point), per tensor or per channel along one axis.
// Source: the TensorFlow Lite 8-bit quantization specification.
#pragma once

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

  friend constexpr bool operator==(const affine&, const affine&) = default;
};

}  // namespace edgetl::quant
