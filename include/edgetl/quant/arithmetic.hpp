// SPDX-License-Identifier: BSL-1.0
// Arithmetic policies: how an accumulator becomes a code again. A policy is part of a model's type; the
// same policy gives the same bytes on every target.
//
//   struct my_rounding {
//     static constexpr const char* name = "my rounding";
//     static constexpr quant::multiplier encode(double factor);                         // factor -> integers
//     static constexpr std::int32_t requantize(std::int32_t accumulator, multiplier m);
//     static constexpr std::int32_t requantize(std::int64_t accumulator, multiplier m); // 16-bit activations
//   };
//
// Satisfied by: tflite_double_rounding (the default), tflite_single_rounding.
#pragma once

#include <edgetl/core/fixed_point.hpp>
#include <edgetl/core/language.hpp>
#include <edgetl/quant/multiplier.hpp>

#include <cstdint>

namespace edgetl::quant {

template <class Policy>
concept encodes_a_factor = requires(double factor) {
  { Policy::encode(factor) } -> same_as<multiplier>;
};
template <class Policy>
concept requantizes_accumulators = requires(std::int32_t narrow, std::int64_t wide, multiplier factor) {
  { Policy::requantize(narrow, factor) } -> same_as<std::int32_t>;
  { Policy::requantize(wide, factor) } -> same_as<std::int32_t>;
};
template <class Policy>
concept arithmetic = encodes_a_factor<Policy> && requantizes_accumulators<Policy>;

// Fails with a sentence that says which part of an arithmetic policy is missing.
template <class Policy> constexpr bool check_arithmetic() {
  static_assert(encodes_a_factor<Policy>,
                "edgetl: an arithmetic policy encodes a real factor -> static constexpr quant::multiplier encode(double factor)");
  static_assert(requantizes_accumulators<Policy>,
                "edgetl: an arithmetic policy requantizes 32-bit and 64-bit accumulators -> "
                "static constexpr std::int32_t requantize(std::int32_t or std::int64_t, quant::multiplier)");
  return arithmetic<Policy>;
}

// 64-bit accumulators of 16-bit activations: the multiplier is reduced to 16 bits and halves go up.
// |accumulator| < 2^47; source: TFLite MultiplyByQuantizedMultiplier(int64_t, ...).
constexpr std::int32_t requantize_reduced(std::int64_t accumulator, multiplier factor) {
  const std::int64_t reduced = factor.value < 0x7FFF0000 ? (factor.value + (1 << 15)) >> 16 : 0x7FFF;
  const int          right   = 15 - factor.shift;
  return static_cast<std::int32_t>((accumulator * reduced + (std::int64_t{1} << (right - 1))) >> right);
}

// gemmlowp's rule and the default of TensorFlow Lite Micro and CMSIS-NN: a rounding doubling high multiply,
// then a rounding shift with halves away from zero.
struct tflite_double_rounding {
  static constexpr const char* name = "tflite_double_rounding";

  static constexpr multiplier encode(double factor) { return saturated_multiplier(factor); }

  static constexpr std::int32_t requantize(std::int32_t accumulator, multiplier factor) {
    const int left  = factor.shift > 0 ? factor.shift : 0;
    const int right = factor.shift > 0 ? 0 : -factor.shift;
    return fixed_point::rounding_divide_by_power_of_two(
        fixed_point::rounding_doubling_high_multiply(fixed_point::shift_left(accumulator, left), factor.value), right);
  }
  static constexpr std::int32_t requantize(std::int64_t accumulator, multiplier factor) {
    return requantize_reduced(accumulator, factor);
  }
};

// One 64-bit product, one rounding with halves up: TFLITE_SINGLE_ROUNDING, CMSIS_NN_USE_SINGLE_ROUNDING.
struct tflite_single_rounding {
  static constexpr const char* name = "tflite_single_rounding";

  static constexpr multiplier encode(double factor) { return saturated_multiplier(factor); }
  static constexpr std::int32_t requantize(std::int32_t accumulator, multiplier factor) {
    const int right = 31 - factor.shift;
    return static_cast<std::int32_t>(
        (static_cast<std::int64_t>(accumulator) * factor.value + (std::int64_t{1} << (right - 1))) >> right);
  }
  static constexpr std::int32_t requantize(std::int64_t accumulator, multiplier factor) {
    return requantize_reduced(accumulator, factor);
  }
};

// An output channel's constants.
struct channel_scale {
  std::int32_t bias;
  multiplier   factor;
  std::int32_t zero_point;
};

// The same channel in the form that is cheapest to requantize: where every accumulator in bias +- range gives the same
// code, as a factor of 0 * 2^-1 and that code. Channels that training left dead have factors of 2^-30 and biases of
// 2^30, and would keep a whole layer from its fast requantization. Requantization is monotone.
template <arithmetic Arithmetic> constexpr channel_scale simplified(channel_scale own, std::int64_t range) {
  const std::int64_t lowest = own.bias - range, highest = own.bias + range;
  if (own.factor.shift > 0 || lowest < -2147483647 || highest > 2147483647) return own;
  const std::int32_t steps = Arithmetic::requantize(static_cast<std::int32_t>(lowest), own.factor);
  if (steps != Arithmetic::requantize(static_cast<std::int32_t>(highest), own.factor) || steps > 65535 || steps < -65535) return own;
  return {0, {0, -1}, own.zero_point + steps};
}

}  // namespace edgetl::quant
