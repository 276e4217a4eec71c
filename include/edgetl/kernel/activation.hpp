// SPDX-License-Identifier: BSL-1.0
// The clamp that an operation applies to its result, in codes or in real numbers.
#pragma once

#include <edgetl/core/element.hpp>
#include <edgetl/core/fixed_point.hpp>
#include <edgetl/core/numeric.hpp>
#include <edgetl/kernel/node.hpp>

#include <cstdint>

namespace edgetl::kernel {

enum class activation : std::int32_t { none = 0, relu = 1, relu_n1_to_1 = 2, relu6 = 3, tanh = 4, sign_bit = 5 };

// Inclusive bounds; Number is std::int32_t for codes and float for real values.
template <class Number> struct bounds {
  Number lowest;
  Number highest;

  friend constexpr bool operator==(const bounds&, const bounds&) = default;
};

inline constexpr float float_infinity = __builtin_inff();

constexpr bool is_clamp(activation function) {
  return function == activation::none || function == activation::relu || function == activation::relu_n1_to_1 ||
         function == activation::relu6;
}

constexpr bounds<float> real_bounds(activation function) {
  switch (function) {
    case activation::relu: return {0.0f, float_infinity};
    case activation::relu_n1_to_1: return {-1.0f, 1.0f};
    case activation::relu6: return {0.0f, 6.0f};
    default: return {-float_infinity, float_infinity};
  }
}

// The bounds in codes: those of the element type, narrowed to the quantized real bounds.
constexpr bounds<std::int32_t> code_bounds(activation function, element_type element, quant::affine output) {
  const std::int32_t lowest =
      element == element_type::int16 ? -32768 : (element == element_type::uint8 ? 0 : -128);
  const std::int32_t highest =
      element == element_type::int16 ? 32767 : (element == element_type::uint8 ? 255 : 127);
  bounds<std::int32_t> result{lowest, highest};
  const bounds<float>  real     = real_bounds(function);
  const auto           quantize = [&](float value) {
    const float steps = value / output.scale;
    if (steps >= 65536.0f) return highest;
    if (steps <= -65536.0f) return lowest;
    return fixed_point::clamp(output.zero_point + static_cast<std::int32_t>(numeric::round(steps)), lowest, highest);
  };
  if (real.lowest != -float_infinity) result.lowest = quantize(real.lowest);
  if (real.highest != float_infinity) result.highest = quantize(real.highest);
  return result;
}

}  // namespace edgetl::kernel
