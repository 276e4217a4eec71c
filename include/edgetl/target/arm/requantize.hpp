// SPDX-License-Identifier: BSL-1.0
// Arithmetic policies on vectors of four accumulators, bit for bit what quant/arithmetic.hpp does to one; and
// the store of codes.
#pragma once

#include <edgetl/config.hpp>
#include <edgetl/kernel/epilogue.hpp>
#include <edgetl/quant/arithmetic.hpp>

#include EDGETL_NEON_HEADER

#include <cstddef>
#include <cstdint>

namespace edgetl::target::arm {

// What holds for all channels of a layer and makes its requantization cheaper.
struct scale_facts {
  bool right = true;   // every factor is below 1/2: all shift right by 1 or more
  bool left  = false;  // some factor is 1 or more: it shifts left

  friend constexpr bool operator==(const scale_facts&, const scale_facts&) = default;
};

constexpr scale_facts merged(scale_facts a, scale_facts b) { return {a.right && b.right, a.left || b.left}; }
// A factor of 0 gives 0 whatever the shift: it shifts as the others do.
constexpr quant::multiplier shifted_right_if_zero(quant::multiplier by) { return by.value == 0 ? quant::multiplier{0, -1} : by; }
constexpr scale_facts       facts_of(quant::multiplier by) {
  const std::int32_t shift = shifted_right_if_zero(by).shift;
  return {shift < 0, shift > 0};
}

// The requantization constants of Count channels, ready for vectors.
template <int Count> struct scales {
  std::int32_t factor[Count] = {};
  std::int32_t shift[Count]  = {};  // by how much to the left

  constexpr void set(int channel, quant::multiplier by) {
    factor[channel] = by.value;
    shift[channel]  = shifted_right_if_zero(by).shift;
  }
};

// Policies that vectors can follow.
template <class Arithmetic, scale_facts Facts> struct vector_requantize {
  static constexpr bool available = false;
};

// x * factor / 2^31 to nearest (SQRDMULH is gemmlowp's rounding doubling high multiply, factors being
// positive), then / 2^right with halves away from zero: SRSHL rounds halves up, so negative numbers are
// lowered by one before it.
template <scale_facts Facts> struct vector_requantize<quant::tflite_double_rounding, Facts> {
  static constexpr bool available = true;

  EDGETL_INLINE static int32x4_t apply(int32x4_t x, int32x4_t factor, int32x4_t shift) {
    if constexpr (Facts.left) x = vshlq_s32(x, vmaxq_s32(shift, vdupq_n_s32(0)));
    x = vqrdmulhq_s32(x, factor);
    if constexpr (Facts.right) {
      return vrshlq_s32(vsraq_n_s32(x, x, 31), shift);
    } else {
      // only where a shift follows
      const int32x4_t right = vminq_s32(shift, vdupq_n_s32(0));
      return vrshlq_s32(vsraq_n_s32(x, vandq_s32(x, right), 31), right);
    }
  }
};

// (x * factor + half) / 2^(31 - shift), halves up. SQDMULH cuts the product off at 2^31, and what it cuts
// off cannot change a result that is shifted on to the right.
template <scale_facts Facts> struct vector_requantize<quant::tflite_single_rounding, Facts> {
  static constexpr bool available = true;

  EDGETL_INLINE static int32x4_t apply(int32x4_t x, int32x4_t factor, int32x4_t shift) {
    if constexpr (Facts.right) {
      return vrshlq_s32(vqdmulhq_s32(x, factor), shift);
    } else {
      const int32x4_t right = vsubq_s32(shift, vdupq_n_s32(31));
      const int64x2_t low   = vrshlq_s64(vmull_s32(vget_low_s32(x), vget_low_s32(factor)), vmovl_s32(vget_low_s32(right)));
      const int64x2_t high  = vrshlq_s64(vmull_high_s32(x, factor), vmovl_high_s32(right));
      return vuzp1q_s32(vreinterpretq_s32_s64(low), vreinterpretq_s32_s64(high));
    }
  }
};

// Zero point and clamp of the output codes. Most clamps are what saturation does anyway.
struct output_range {
  std::int16_t zero_point;
  std::int8_t  lowest, highest;

  constexpr explicit output_range(const kernel::code_output& output)
      : zero_point(static_cast<std::int16_t>(output.zero_point)),
        lowest(static_cast<std::int8_t>(output.clamp.lowest)),
        highest(static_cast<std::int8_t>(output.clamp.highest)) {}
};
constexpr bool clamps(const kernel::code_output& output) { return output.clamp.lowest > -128 || output.clamp.highest < 127; }

// Eight accumulators, in steps of the output scale, as codes before the clamp.
EDGETL_INLINE int8x8_t narrowed(int32x4_t first, int32x4_t second, output_range range) {
  return vqmovn_s16(vqaddq_s16(vqmovn_high_s32(vqmovn_s32(first), second), vdupq_n_s16(range.zero_point)));
}
template <bool Clamps> EDGETL_INLINE int8x16_t make_codes(int32x4_t a, int32x4_t b, int32x4_t c, int32x4_t d, output_range range) {
  const int16x8_t high  = vqaddq_s16(vqmovn_high_s32(vqmovn_s32(c), d), vdupq_n_s16(range.zero_point));
  const int8x16_t codes = vqmovn_high_s16(narrowed(a, b, range), high);
  if constexpr (!Clamps) return codes;
  else return vminq_s8(vmaxq_s8(codes, vdupq_n_s8(range.lowest)), vdupq_n_s8(range.highest));
}
template <bool Clamps> EDGETL_INLINE int8x16_t make_codes(int32x4_t a, int32x4_t b, output_range range) {
  const int8x8_t codes = narrowed(a, b, range);
  if constexpr (!Clamps) return vcombine_s8(codes, codes);
  else {
    const int8x8_t clamped = vmin_s8(vmax_s8(codes, vdup_n_s8(range.lowest)), vdup_n_s8(range.highest));
    return vcombine_s8(clamped, clamped);
  }
}

// Stores the first Count codes, Count in [1, 16], and no byte behind them.
template <int Count> EDGETL_INLINE void store_codes(std::int8_t* to, int8x16_t codes) {
  if constexpr (Count == 16) {
    vst1q_s8(to, codes);
  } else {
    constexpr int at4 = Count & 8, at2 = Count & 12, at1 = Count & 14;
    if constexpr ((Count & 8) != 0) vst1_s8(to, vget_low_s8(codes));
    if constexpr ((Count & 4) != 0) {
      const std::int32_t word = vgetq_lane_s32(vreinterpretq_s32_s8(codes), at4 / 4);
      __builtin_memcpy(to + at4, &word, 4);
    }
    if constexpr ((Count & 2) != 0) {
      const std::int16_t half = vgetq_lane_s16(vreinterpretq_s16_s8(codes), at2 / 2);
      __builtin_memcpy(to + at2, &half, 2);
    }
    if constexpr ((Count & 1) != 0) to[at1] = vgetq_lane_s8(codes, at1);
  }
}

// Stores the first Channels of Vectors vectors of accumulators in steps of the output scale.
template <bool Clamps, int Channels, int Vectors, int First = 0>
EDGETL_INLINE void store_row(std::int8_t* to, const int32x4_t (&steps)[Vectors], output_range range) {
  constexpr int left = Channels - First * 4;
  if constexpr (left > 8) {
    constexpr int last = First + 3 < Vectors ? First + 3 : First + 2;
    store_codes<(left < 16 ? left : 16)>(to, make_codes<Clamps>(steps[First], steps[First + 1], steps[First + 2], steps[last], range));
    if constexpr (left > 16) store_row<Clamps, Channels, Vectors, First + 4>(to + 16, steps, range);
  } else {
    store_codes<left>(to, make_codes<Clamps>(steps[First], steps[First + 1 < Vectors ? First + 1 : First], range));
  }
}

}  // namespace edgetl::target::arm
