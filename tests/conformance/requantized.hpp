// SPDX-License-Identifier: BSL-1.0
// Requantization written from its definition in wide integers: what TensorFlow Lite's specification says of a
// sum, a real factor, a zero point and a fused clamp. Shares nothing with edgetl but the names of activations.
#pragma once

#include <edgetl/kernel/activation.hpp>

#include <cmath>
#include <cstdint>

#include "../unit/unit.hpp"

namespace edgetl_test {

// A factor as a 31-bit fraction and a power of two.
struct encoded_factor {
  std::int64_t value = 0;
  int          shift = 0;
};
inline encoded_factor encode_factor(double factor) {
  encoded_factor result{};
  result.value = static_cast<std::int64_t>(std::round(std::frexp(factor, &result.shift) * 2147483648.0));
  if (result.value == std::int64_t{1} << 31) result.value /= 2, ++result.shift;
  if (result.shift < -31) return {};
  return result;
}

// A register of 32 bits holds this of a number.
constexpr std::int64_t in_32_bits(std::int64_t value) { return static_cast<std::int32_t>(static_cast<std::uint32_t>(static_cast<std::uint64_t>(value))); }

inline std::int64_t requantize_sum(std::int64_t sum, double factor, bool once) {
  const encoded_factor by = encode_factor(factor);
  if (once) return in_32_bits(single_rounding(sum, by.value, by.shift));
  const std::int64_t shifted = in_32_bits(sum * (std::int64_t{1} << (by.shift > 0 ? by.shift : 0)));
  return double_rounding(shifted, by.value, by.shift < 0 ? by.shift : 0);
}

// 16-bit activations with 64-bit sums: the factor has 15 bits, halves go up.
inline std::int64_t requantize_wide_sum(std::int64_t sum, double factor) {
  const encoded_factor by      = encode_factor(factor);
  const std::int64_t   reduced = by.value >= 0x7FFF0000 ? 0x7FFF : (by.value + 0x8000) / 0x10000;
  return in_32_bits(divide_half_up(sum * reduced, std::int64_t{1} << (15 - by.shift)));
}

struct code_bounds {
  std::int64_t lowest, highest;
};
inline code_bounds bounds_of(edgetl::kernel::activation function, double lowest_code, double highest_code, float scale, int zero_point) {
  using edgetl::kernel::activation;
  const auto code = [&](float real) {
    const double wanted = zero_point + std::round(static_cast<double>(real / scale));
    return wanted < lowest_code ? lowest_code : (wanted > highest_code ? highest_code : wanted);
  };
  double lowest = lowest_code, highest = highest_code;
  if (function == activation::relu || function == activation::relu6) lowest = code(0);
  if (function == activation::relu6) highest = code(6);
  if (function == activation::relu_n1_to_1) lowest = code(-1), highest = code(1);
  return {static_cast<std::int64_t>(lowest), static_cast<std::int64_t>(highest)};
}

inline double clamp_real(edgetl::kernel::activation function, double value) {
  using edgetl::kernel::activation;
  const double lowest  = function == activation::relu_n1_to_1 ? -1 : 0;
  const double highest = function == activation::relu_n1_to_1 ? 1 : 6;
  if (function != activation::none && value < lowest) return lowest;
  if ((function == activation::relu6 || function == activation::relu_n1_to_1) && value > highest) return highest;
  return value;
}

constexpr double limit(double value, std::int64_t lowest, std::int64_t highest) {
  return value < static_cast<double>(lowest) ? static_cast<double>(lowest) : (value > static_cast<double>(highest) ? static_cast<double>(highest) : value);
}

}  // namespace edgetl_test
