// SPDX-License-Identifier: BSL-1.0
// A positive real factor as an integer multiplier and a power of two, the way TensorFlow Lite encodes it.
#pragma once

#include <edgetl/core/numeric.hpp>

#include <cstdint>

namespace edgetl::quant {

// The factor is multiplier * 2^(shift - 31); multiplier is in [2^30, 2^31) or 0.
struct multiplier {
  std::int32_t value = 0;
  std::int32_t shift = 0;

  friend constexpr bool operator==(const multiplier&, const multiplier&) = default;
};

// factor >= 0 and finite. Below 2^-32 the factor becomes 0.
constexpr multiplier make_multiplier(double factor) {
  if (factor == 0) return {};
  const auto   parts = numeric::split(factor);
  std::int64_t value = numeric::round(parts.fraction * 2147483648.0);
  int          shift = parts.exponent;
  if (value == std::int64_t{1} << 31) {
    value /= 2;
    ++shift;
  }
  if (shift < -31) return {};
  return {static_cast<std::int32_t>(value), shift};
}

// The same, with factors of 2^30 and more held at the largest that a 32-bit shift can apply.
constexpr multiplier saturated_multiplier(double factor) {
  const multiplier encoded = make_multiplier(factor);
  return encoded.shift > 30 ? multiplier{0x7FFFFFFF, 30} : encoded;
}

}  // namespace edgetl::quant
