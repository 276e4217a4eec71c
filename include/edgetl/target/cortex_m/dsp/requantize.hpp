// SPDX-License-Identifier: BSL-1.0
// Requantization with SMMLAR, bit for bit what quant/arithmetic.hpp does, and the constants of output
// channels with the zero point of the input folded into the bias.
#pragma once

#include <edgetl/kernel/epilogue.hpp>
#include <edgetl/target/cortex_m/dsp/dot.hpp>

#include <cstdint>
#include <type_traits>

namespace edgetl::target::cortex_m {

// What a layer's epilogue may count on.
struct epilogue_facts {
  bool plain = true;   // tflite_double_rounding, every channel shifts right by 1 or more, nothing can overflow
  bool clamp = false;  // the output's bounds are narrower than 8 bits

  friend constexpr bool operator==(const epilogue_facts&, const epilogue_facts&) = default;
};

constexpr bool is_plain(quant::multiplier by, std::int64_t largest) {
  const int right = -by.shift;
  return by.shift < 0 && right <= 22 && largest < (std::int64_t{1} << 30) &&
         ((largest * by.value) >> 31) + 1 + (std::int64_t{1} << (right - 1)) + (std::int64_t{128} << right) <= 2147483647;
}

// A bound of the magnitude of a sum of `terms` products of codes and weights.
constexpr std::int64_t largest_sum(std::int64_t bias, std::int64_t terms) { return (bias < 0 ? -bias : bias) + terms * 128 * 128; }

// A channel's constants in their cheapest form.
template <class Epilogue> constexpr quant::channel_scale channel_of(int c, std::int64_t terms, std::int32_t zero_point) {
  const auto own = Epilogue::channel(c);
  return quant::simplified<typename Epilogue::arithmetic>({own.bias, own.factor, Epilogue::output.zero_point},
                                                          terms * 128 * (128 + (zero_point < 0 ? -zero_point : zero_point)));
}

template <class Epilogue> constexpr epilogue_facts facts_of(std::int32_t channels, std::int64_t terms, std::int32_t zero_point) {
  epilogue_facts all{std::is_same_v<typename Epilogue::arithmetic, quant::tflite_double_rounding>,
                     Epilogue::output.clamp.lowest > -128 || Epilogue::output.clamp.highest < 127};
  for (std::int32_t c = 0; c < channels; ++c) {
    const auto         own  = channel_of<Epilogue>(c, terms, zero_point);
    const std::int64_t fold = terms * 128 * (zero_point < 0 ? -zero_point : zero_point);
    all.plain               = all.plain && is_plain(own.factor, largest_sum(own.bias, terms) + fold);
  }
  return all;
}

template <class Epilogue> constexpr channel make_channel(int c, std::int64_t terms, std::int32_t zero_point, std::int64_t folded, bool plain) {
  const auto own = channel_of<Epilogue>(c, terms, zero_point);
  channel    result{own.factor.value, own.zero_point, own.factor.shift,
                 static_cast<std::int32_t>(static_cast<std::uint32_t>(static_cast<std::uint64_t>(std::int64_t{own.bias} - folded)))};
  if (plain) {
    result.right = -own.factor.shift;
    result.nudge = (std::int32_t{1} << (result.right - 1)) + own.zero_point * (std::int32_t{1} << result.right);
  }
  return result;
}

using output_bounds = kernel::bounds<std::int32_t>;

// 2 * x * factor / 2^32 with halves up is x * factor / 2^31, gemmlowp's first rounding; the second rounds halves
// away from zero, which is one less where x is negative.
EDGETL_INLINE std::int32_t scaled(std::int32_t x, std::int32_t factor, std::int32_t nudge, std::int32_t right) {
  std::int32_t high;
  asm("smmlar %0, %1, %2, %3" : "=r"(high) : "r"(x * 2), "r"(factor), "r"(nudge));  // no intrinsic in GCC 12
  return (high + (x >> 31)) >> right;
}

template <class Arithmetic, epilogue_facts Facts>
EDGETL_INLINE std::int8_t code_of(std::int32_t sum, const channel& own, const output_bounds& range) {
  std::int32_t code;
  if constexpr (Facts.plain) code = scaled(sum, own.factor, own.nudge, own.right);
  else code = fixed_point::clamp(Arithmetic::requantize(sum, quant::multiplier{own.factor, own.right}), -(1 << 30), 1 << 30) + own.nudge;
  if constexpr (Facts.clamp || !Facts.plain) return static_cast<std::int8_t>(fixed_point::clamp(code, range.lowest, range.highest));
  asm("ssat %0, #8, %0" : "+r"(code));
  return static_cast<std::int8_t>(code);
}

}  // namespace edgetl::target::cortex_m
