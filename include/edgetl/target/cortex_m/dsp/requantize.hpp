// SPDX-License-Identifier: BSL-1.0
// Requantization in four instructions, bit for bit what quant/arithmetic.hpp does, for factors below 1/2 and sums
// that cannot overflow; the constants of output channels with the input's zero point folded into the bias.
//
// The upper half of 2 * x * factor, rounded with halves up, is gemmlowp's doubling high multiply. SMMLAR adds to it
// half of a last place after the shift and the output's zero point; one less where x is negative, which makes halves
// go away from zero. With a single rounding the product is cut off instead and only half a place is added.
#pragma once

#include <edgetl/kernel/epilogue.hpp>
#include <edgetl/target/cortex_m/dsp/instructions.hpp>

#include <cstdint>
#include <type_traits>

namespace edgetl::target::cortex_m {

enum class rounding : std::int32_t {
  twice,    // tflite_double_rounding
  once,     // tflite_single_rounding
  as_asked  // any other arithmetic, or factors that need its general form: ask the arithmetic
};

// Constants of an output channel, in the order in which they are loaded together.
struct channel {
  std::int32_t factor;
  std::int32_t nudge;  // half a place and the output's zero point, in front of the shift; as_asked: the zero point
  std::int32_t right;  // the shift behind the multiplication; as_asked: the multiplier's shift

  friend constexpr bool operator==(const channel&, const channel&) = default;
};

// Whether the short form holds for sums of at most `largest` in magnitude.
constexpr bool is_short(quant::multiplier by, std::int64_t largest) {
  const int right = -by.shift;
  return right >= 1 && right <= 22 && largest < (std::int64_t{1} << 30) &&
         (largest * by.value >> 31) + 2 + (std::int64_t{1} << (right - 1)) + (std::int64_t{128} << right) <= 2147483647;
}

template <class Arithmetic> constexpr rounding rounding_of() {
  if constexpr (std::is_same_v<Arithmetic, quant::tflite_double_rounding>) return rounding::twice;
  else if constexpr (std::is_same_v<Arithmetic, quant::tflite_single_rounding>) return rounding::once;
  else return rounding::as_asked;
}

constexpr channel make_channel(const quant::channel_scale& own, rounding rule) {
  if (rule == rounding::as_asked) return {own.factor.value, own.zero_point, own.factor.shift};
  const std::int32_t right = -own.factor.shift;
  return {own.factor.value, (std::int32_t{1} << (right - 1)) + own.zero_point * (std::int32_t{1} << right), right};
}

using output_bounds = kernel::bounds<std::int32_t>;

constexpr bool is_narrow(const output_bounds& range) { return range.lowest > -128 || range.highest < 127; }

// The short form, of twice the sum.
template <class Arithmetic, rounding Rule> EDGETL_INLINE std::int32_t requantized_doubled(std::int32_t twice, const channel& own) {
  if constexpr (Rule == rounding::once) return add_product_cut(twice, own.factor, own.nudge) >> own.right;
  else return (add_product_rounded(twice, own.factor, own.nudge) + (twice >> 31)) >> own.right;
}
template <class Arithmetic, rounding Rule> EDGETL_INLINE std::int32_t requantized(std::int32_t sum, const channel& own) {
  if constexpr (Rule != rounding::as_asked) return requantized_doubled<Arithmetic, Rule>(sum * 2, own);
  else  // no output is as far away as 2^30
    return fixed_point::clamp(Arithmetic::requantize(sum, quant::multiplier{own.factor, own.right}), -(1 << 30), 1 << 30) + own.nudge;
}

template <class Arithmetic, rounding Rule> EDGETL_INLINE std::int8_t code_of(std::int32_t sum, const channel& own) {
  return saturate_to_8_bits(requantized<Arithmetic, Rule>(sum, own));
}

// Bounds narrower than 8 bits are rare: what they cut off is cut off behind the kernel.
EDGETL_KERNEL inline void clamp_codes(std::int8_t* codes, std::int32_t count, const output_bounds& range) {
  const auto lowest = static_cast<std::int8_t>(range.lowest), highest = static_cast<std::int8_t>(range.highest);
  for (std::int32_t i = 0; i < count; ++i) codes[i] = fixed_point::clamp(codes[i], lowest, highest);
}

}  // namespace edgetl::target::cortex_m
