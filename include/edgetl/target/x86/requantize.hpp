// SPDX-License-Identifier: BSL-1.0
// Arithmetic policies on vectors of accumulators, bit for bit what quant/arithmetic.hpp does to one.
#pragma once

#include <edgetl/quant/arithmetic.hpp>
#include <edgetl/target/x86/dot.hpp>

#include <cstdint>
#include <type_traits>

namespace edgetl::target::x86 {

// The requantization constants of Count channels, ready for vectors.
template <int Count> struct scales {
  std::int32_t factor[Count] = {};
  std::int32_t right[Count]  = {};  // rounding shift behind the multiplication
  std::int32_t left[Count]   = {};  // shift in front of it
  std::int32_t half[Count]   = {};  // 2^(right - 1), or 0
  std::int32_t mask[Count]   = {};  // 2^right - 1

  constexpr void set(int channel, quant::multiplier by) {
    factor[channel] = by.value;
    right[channel]  = by.shift > 0 ? 0 : -by.shift;
    left[channel]   = by.shift > 0 ? by.shift : 0;
    half[channel]   = right[channel] > 0 ? std::int32_t{1} << (right[channel] - 1) : 0;
    mask[channel]   = static_cast<std::int32_t>((std::uint32_t{1} << right[channel]) - 1);
  }
};

// What holds for all channels of a layer and makes its requantization cheaper.
struct scale_facts {
  bool left  = false;  // some factor is so large that it shifts left
  bool plain = true;   // every channel shifts right by 1 or more, and adding half cannot overflow

  friend constexpr bool operator==(const scale_facts&, const scale_facts&) = default;
};

constexpr scale_facts merged(scale_facts a, scale_facts b) { return {a.left || b.left, a.plain && b.plain}; }

// `largest` bounds the accumulator's magnitude.
constexpr scale_facts facts_of(quant::multiplier by, std::int64_t largest) {
  const int right = by.shift > 0 ? 0 : -by.shift;
  if (right < 1 || right > 30 || largest > 2147483647) return {by.shift > 0, false};
  return {false, ((largest * by.value) >> 31) + 1 + (std::int64_t{1} << (right - 1)) <= 2147483647};
}

// Policies that vectors can follow.
template <class Arithmetic, class Engine, scale_facts Facts> struct vector_requantize {
  static constexpr bool available = false;
};

// x * factor / 2^31, halves up (which is what gemmlowp's nudge and truncation amount to, factors being
// positive), then / 2^right, halves away from zero.
template <class Engine, scale_facts Facts> struct vector_requantize<quant::tflite_double_rounding, Engine, Facts> {
  static constexpr bool available = true;

  using vector = typename Engine::vector;

  template <int Count> EDGETL_INLINE static vector apply(vector x, const scales<Count>& by, int at) {
    if constexpr (Facts.left) x = Engine::shift_left(x, by.left + at);
    const vector factor = Engine::load(by.factor + at);
    const vector nudge  = Engine::all_64(std::int64_t{1} << 30);
    const vector high   = Engine::join_31(Engine::add_64(Engine::product_even(x, factor), nudge),
                                          Engine::add_64(Engine::product_odd(x, factor), nudge));
    if constexpr (Facts.plain) {
      return Engine::shift_right(Engine::add(Engine::add(high, Engine::load(by.half + at)), Engine::sign(high)), by.right + at);
    } else {
      // threshold = mask / 2, and one more where high is negative; no addition that could overflow
      const vector mask      = Engine::load(by.mask + at);
      const vector threshold = Engine::subtract(Engine::halved(mask), Engine::sign(high));
      return Engine::subtract(Engine::shift_right(high, by.right + at), Engine::greater(Engine::bits_and(high, mask), threshold));
    }
  }
};

// (x * factor + 2^(30 + right)) / 2^(31 + right), halves up. The sum's high half is shifted by what is left
// over 32; so the shift must be at least that much.
template <class Engine, scale_facts Facts>
  requires(Facts.plain && !Facts.left)
struct vector_requantize<quant::tflite_single_rounding, Engine, Facts> {
  static constexpr bool available = true;

  using vector = typename Engine::vector;

  // floor((floor(p / 2^31) + half) / 2^right) with p + 0: adding half * 2^31 to p commutes with the first floor
  template <int Count> EDGETL_INLINE static vector apply(vector x, const scales<Count>& by, int at) {
    const vector factor = Engine::load(by.factor + at);
    const vector high   = Engine::join_31(Engine::product_even(x, factor), Engine::product_odd(x, factor));
    return Engine::shift_right(Engine::add(high, Engine::load(by.half + at)), by.right + at);
  }
};

}  // namespace edgetl::target::x86
