// SPDX-License-Identifier: BSL-1.0
// Arithmetic policies on vectors of accumulators, bit for bit what quant/arithmetic.hpp does to one, with the
// zero point of the output added.
#pragma once

#include <edgetl/kernel/epilogue.hpp>
#include <edgetl/quant/arithmetic.hpp>
#include <edgetl/target/x86/dot.hpp>
#include <edgetl/target/x86/float_scale.hpp>

#include <cstdint>

namespace edgetl::target::x86 {

// Clamp of the output codes.
using output_range = kernel::bounds<std::int32_t>;
constexpr bool clamps(const output_range& range) { return range.lowest > -128 || range.highest < 127; }

// What holds for all channels of a layer and makes its requantization cheaper.
struct scale_facts {
  bool left  = false;  // some factor is so large that it shifts left
  bool plain = true;   // every channel shifts right by 1 or more, and rounding cannot overflow
  bool clamp = true;   // saturation to 8 bits is not all

  int  float_terms = 0;      // products of floats that are exact for every channel; 0: integers
  bool both_signs  = true;   // accumulators below 0 give other codes than 0 does
  bool from_lowest = false;  // in floats, 0 gives the lowest code in all channels

  friend constexpr bool operator==(const scale_facts&, const scale_facts&) = default;
};

constexpr scale_facts merged(scale_facts a, scale_facts b) { return {a.left || b.left, a.plain && b.plain, a.clamp, a.float_terms, a.both_signs, a.from_lowest}; }

// `largest` bounds the accumulator's magnitude.
constexpr scale_facts facts_of(quant::multiplier by, std::int64_t largest) {
  const int right = by.shift > 0 ? 0 : -by.shift;
  if (right < 1 || right > 22 || largest > 2147483647) return {by.shift > 0, false};
  return {false, ((largest * by.value) >> 31) + 1 + (std::int64_t{1} << (right - 1)) + (std::int64_t{128} << right) <= 2147483647};
}

// The requantization constants of Count channels, ready for vectors.
template <int Count> struct scales {
  alignas(64) std::int32_t factor[Count] = {};
  std::int32_t factor_of_next[Count]    = {};  // in even lanes: the factor of the odd lane behind
  std::int64_t nudge_even[Count / 2]    = {};  // what is added to the 64-bit products
  std::int64_t nudge_odd[Count / 2]     = {};
  std::int32_t right[Count]             = {};  // shift behind the multiplication
  std::int32_t left[Count]              = {};  // shift in front of it
  std::int32_t mask[Count]              = {};  // 2^right - 1
  std::int32_t zero_point[Count]        = {};

  // Where a layer's facts are plain, half a step and the zero point ride on the product: floors nest, so
  // floor((floor(p / 2^31) + n) / 2^right) = floor((p + n * 2^31) / 2^(31 + right)).
  constexpr void set(int lane, quant::multiplier by, std::int32_t zero, bool rounds_twice, bool plain) {
    factor[lane] = by.value;
    if (lane % 2 != 0) factor_of_next[lane - 1] = by.value;
    right[lane]        = by.shift > 0 ? 0 : -by.shift;
    left[lane]         = by.shift > 0 ? by.shift : 0;
    mask[lane]         = static_cast<std::int32_t>((std::uint32_t{1} << right[lane]) - 1);
    zero_point[lane]   = zero;
    std::int64_t nudge = rounds_twice ? std::int64_t{1} << 30 : 0;
    if (plain) nudge += ((std::int64_t{1} << (right[lane] - 1)) + zero * (std::int64_t{1} << right[lane])) * (std::int64_t{1} << 31);
    if (lane % 2 == 0) nudge_even[lane / 2] = nudge;  // GCC 12 miscompiles a choice of arrays under UBSan
    else nudge_odd[lane / 2] = nudge;
  }
  // Where a layer's factors are floats: their bits, in the place of the integers.
  constexpr void set(int lane, float_scale by, std::int32_t zero) {
    factor[lane]         = by.scale;
    factor_of_next[lane] = by.offset;
    left[lane]           = by.rest;
    zero_point[lane]     = zero;
  }
};

// Policies that vectors can follow.
template <class Arithmetic> inline constexpr bool rounds_twice = false;
template <> inline constexpr bool rounds_twice<quant::tflite_double_rounding> = true;

template <class Arithmetic, scale_facts Facts> inline constexpr bool has_vectors = false;
template <scale_facts Facts> inline constexpr bool has_vectors<quant::tflite_double_rounding, Facts> = true;
template <scale_facts Facts> inline constexpr bool has_vectors<quant::tflite_single_rounding, Facts> = Facts.plain;

// Steps above the zero point, where floats give them.
template <dot_engine Engine, scale_facts Facts, int Count>
EDGETL_INLINE typename Engine::vector float_steps(typename Engine::vector x, const scales<Count>& by, int at) {
  return Engine::template steps<Facts.float_terms, Facts.both_signs>(x, by.factor + at, by.left + at, by.factor_of_next + at);
}

// Codes, before they are clamped, of the accumulators of Engine::count channels from `at` on.
//
// Double rounding: x * factor / 2^31 with halves up (what gemmlowp's nudge and truncation amount to, factors
// being positive), then / 2^right with halves away from zero: one less is rounded where x is negative.
template <class Arithmetic, dot_engine Engine, scale_facts Facts, int Count>
EDGETL_INLINE typename Engine::vector requantize_vector(typename Engine::vector x, const scales<Count>& by, int at) {
  if constexpr (Facts.float_terms > 0) return Engine::add(float_steps<Engine, Facts>(x, by, at), Engine::load(by.zero_point + at));
  if constexpr (Facts.left) x = Engine::shift_left(x, by.left + at);
  const auto even = Engine::add_64(Engine::product(x, Engine::load(by.factor + at)), Engine::load(by.nudge_even + at / 2));
  const auto odd  = Engine::add_64(Engine::product(Engine::odd_lanes(x), Engine::load(by.factor_of_next + at)), Engine::load(by.nudge_odd + at / 2));
  const auto high = Engine::join_31(even, odd);
  if constexpr (Facts.plain && rounds_twice<Arithmetic>) {
    return Engine::shift_right(Engine::add(high, Engine::sign(x)), by.right + at);
  } else if constexpr (Facts.plain) {
    return Engine::shift_right(high, by.right + at);
  } else {
    // threshold = mask / 2, and one more where high is negative; no addition that could overflow
    const auto mask      = Engine::load(by.mask + at);
    const auto threshold = Engine::subtract(Engine::halved(mask), Engine::sign(high));
    const auto rounded   = Engine::subtract(Engine::shift_right(high, by.right + at), Engine::greater(Engine::bits_and(high, mask), threshold));
    // far outside the codes the zero point could overflow: hold the value where it is certain to be clamped
    const auto held = Engine::larger(Engine::smaller(rounded, Engine::all(1 << 30)), Engine::all(-(1 << 30)));
    return Engine::add(held, Engine::load(by.zero_point + at));
  }
}

// Any other policy is asked lane by lane.
template <quant::arithmetic Arithmetic, dot_engine Engine, scale_facts Facts, int Count>
EDGETL_INLINE typename Engine::vector requantize(typename Engine::vector x, const scales<Count>& by, int at) {
  if constexpr (!has_vectors<Arithmetic, Facts>) {
    std::int32_t lanes[Engine::count];
    Engine::store(lanes, x);
    for (int i = 0; i < Engine::count; ++i) {
      const std::int32_t steps = Arithmetic::requantize(lanes[i], quant::multiplier{by.factor[at + i], by.left[at + i] - by.right[at + i]});
      lanes[i]                 = fixed_point::clamp(steps, -(1 << 30), 1 << 30) + by.zero_point[at + i];
    }
    return Engine::load(lanes);
  } else {
    return requantize_vector<Arithmetic, Engine, Facts>(x, by, at);
  }
}

}  // namespace edgetl::target::x86
