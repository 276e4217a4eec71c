// SPDX-License-Identifier: BSL-1.0
// Depthwise convolution, 16 output bytes at a time: products of 8 bits as two vectors of 16-bit lanes (VMULLB and
// VMULLT), summed in 16 bits for as many taps as the weights allow without overflow, then widened.
//
// Lanes of a product vector are the even or the odd channels, and those of a widened one every fourth channel; the
// constants are packed in that order and the saturating narrowing moves of the epilogue undo it.
#pragma once

#include <edgetl/target/cortex_m/helium/requantize.hpp>

#include <cstddef>
#include <cstdint>

namespace edgetl::target::cortex_m::mve {

// What the body knows while compiling.
struct taps_shape {
  std::int32_t rows, columns;
  std::int32_t step;     // bytes from one tap to the next
  std::int32_t advance;  // bytes from one output vector to the next
  std::int32_t group;    // taps summed in 16 bits

  constexpr std::int32_t count() const { return rows * columns; }

  friend constexpr bool operator==(const taps_shape&, const taps_shape&) = default;
};

// The channel whose sum is in lane `lane` of vector `vector` of a block.
constexpr std::int32_t channel_in_lane(std::int32_t vector, std::int32_t lane) { return 4 * lane + (vector % 2) * 2 + vector / 2; }

struct narrow_sums {
  int16x8_t even, odd;
};
struct wide_sums {
  int32x4_t first, third, second, fourth;  // of every four channels
};

// Inline assembly for the reason that dot.hpp gives; the eight vector registers are just enough. Offsets: of the
// codes in their row, of the weights.
template <std::int32_t At, std::int32_t Weight> EDGETL_INLINE void start_products(const std::int8_t* row, const std::int8_t* weights, narrow_sums& sums) {
  asm volatile(
      "vldrb.8 q0, [%[row], %[at]]\n\t"
      "vldrw.32 q1, [%[weights], %[weight]]\n\t"
      "vmullb.s8 %q[even], q0, q1\n\t"
      "vmullt.s8 %q[odd], q0, q1"
      : [even] "=&w"(sums.even), [odd] "=&w"(sums.odd)
      : [row] "r"(row), [weights] "r"(weights), [at] "i"(At), [weight] "i"(Weight)
      : "q0", "q1", "memory");
}
// While no wide sums are kept there is a register for the second product.
template <std::int32_t At, std::int32_t Weight, bool First> EDGETL_INLINE void add_products(const std::int8_t* row, const std::int8_t* weights, narrow_sums& sums) {
  if constexpr (First)
    asm volatile(
        "vldrb.8 q0, [%[row], %[at]]\n\t"
        "vldrw.32 q1, [%[weights], %[weight]]\n\t"
        "vmullb.s8 q2, q0, q1\n\t"
        "vmullt.s8 q0, q0, q1\n\t"
        "vadd.i16 %q[even], %q[even], q2\n\t"
        "vadd.i16 %q[odd], %q[odd], q0"
        : [even] "+&w"(sums.even), [odd] "+&w"(sums.odd)
        : [row] "r"(row), [weights] "r"(weights), [at] "i"(At), [weight] "i"(Weight)
        : "q0", "q1", "q2", "memory");
  else
    asm volatile(
        "vldrb.8 q0, [%[row], %[at]]\n\t"
        "vldrw.32 q1, [%[weights], %[weight]]\n\t"
        "vmullb.s8 q1, q0, q1\n\t"
        "vadd.i16 %q[even], %q[even], q1\n\t"
        "vldrw.32 q1, [%[weights], %[weight]]\n\t"
        "vmullt.s8 q0, q0, q1\n\t"
        "vadd.i16 %q[odd], %q[odd], q0"
        : [even] "+&w"(sums.even), [odd] "+&w"(sums.odd)
        : [row] "r"(row), [weights] "r"(weights), [at] "i"(At), [weight] "i"(Weight)
        : "q0", "q1", "memory");
}

EDGETL_INLINE wide_sums widen(const narrow_sums& sums) {
  wide_sums result;
  asm volatile(
      "vmovlb.s16 %q[first], %q[even]\n\t"
      "vmovlt.s16 %q[third], %q[even]\n\t"
      "vmovlb.s16 %q[second], %q[odd]\n\t"
      "vmovlt.s16 %q[fourth], %q[odd]"
      : [first] "=&w"(result.first), [third] "=&w"(result.third), [second] "=&w"(result.second), [fourth] "=w"(result.fourth)
      : [even] "w"(sums.even), [odd] "w"(sums.odd));
  return result;
}
EDGETL_INLINE void add_widened(wide_sums& to, narrow_sums sums) {
  asm volatile(
      "vmovlb.s16 q0, %q[even]\n\t"
      "vmovlt.s16 %q[even], %q[even]\n\t"
      "vadd.i32 %q[first], %q[first], q0\n\t"
      "vmovlb.s16 q1, %q[odd]\n\t"
      "vadd.i32 %q[third], %q[third], %q[even]\n\t"
      "vmovlt.s16 %q[odd], %q[odd]\n\t"
      "vadd.i32 %q[second], %q[second], q1\n\t"
      "vadd.i32 %q[fourth], %q[fourth], %q[odd]"
      : [first] "+w"(to.first), [third] "+w"(to.third), [second] "+w"(to.second), [fourth] "+w"(to.fourth), [even] "+w"(sums.even), [odd] "+w"(sums.odd)
      :
      : "q0", "q1");
}

template <taps_shape Shape, std::int32_t Tap> EDGETL_INLINE void sum_taps(const std::int8_t* const* rows, const std::int8_t* weights, narrow_sums& narrow, wide_sums& wide) {
  constexpr std::int32_t at = Tap % Shape.columns * Shape.step;
  if constexpr (Tap % Shape.group == 0) start_products<at, 16 * Tap>(rows[Tap / Shape.columns], weights, narrow);
  else add_products<at, 16 * Tap, (Tap < Shape.group)>(rows[Tap / Shape.columns], weights, narrow);
  if constexpr (Tap % Shape.group == Shape.group - 1 || Tap + 1 == Shape.count()) {
    if constexpr (Tap < Shape.group) wide = widen(narrow);
    else add_widened(wide, narrow);
  }
  if constexpr (Tap + 1 < Shape.count()) sum_taps<Shape, Tap + 1>(rows, weights, narrow, wide);
}

// Lanes of both in turn. Inline assembly, because GCC 12 copies what an intrinsic leaves half of.
EDGETL_INLINE int16x8_t narrow(int32x4_t even, int32x4_t odd) {
  asm("vqmovnb.s32 %q[even], %q[even]\n\tvqmovnt.s32 %q[even], %q[odd]" : [even] "+w"(even) : [odd] "w"(odd));
  return vreinterpretq_s16_s32(even);
}
EDGETL_INLINE int8x16_t narrow(int16x8_t even, int16x8_t odd) {
  asm("vqmovnb.s16 %q[even], %q[even]\n\tvqmovnt.s16 %q[even], %q[odd]" : [even] "+w"(even) : [odd] "w"(odd));
  return vreinterpretq_s8_s16(even);
}

// 16 codes in order. FullRange: the clamp is int8's own.
template <requantize_form Form, bool FullRange> EDGETL_INLINE int8x16_t finish(const std::int32_t* constants, wide_sums sums, const code_output& output) {
  requantize<Form>(constants, sums.first);
  requantize<Form>(constants, sums.third);
  requantize<Form>(constants, sums.second);
  requantize<Form>(constants, sums.fourth);
  const auto zero_point = static_cast<std::int16_t>(output.zero_point);
  int8x16_t  codes      = narrow(vqaddq_n_s16(narrow(sums.first, sums.third), zero_point), vqaddq_n_s16(narrow(sums.second, sums.fourth), zero_point));
  if constexpr (!FullRange) {
    codes = vmaxq_s8(codes, vdupq_n_s8(static_cast<std::int8_t>(output.clamp.lowest)));
    codes = vminq_s8(codes, vdupq_n_s8(static_cast<std::int8_t>(output.clamp.highest)));
  }
  return codes;
}

// Where an output row goes: a vector every `step` bytes, each `used` bytes of the `bytes` that are left.
struct output_row {
  std::int8_t* to;
  std::int32_t vectors, step, bytes, used;
};

// One output row of a block of 16 channels. Whole: every vector is.
template <taps_shape Shape, requantize_form Form, bool FullRange, bool Whole>
EDGETL_INLINE void depthwise_row(const std::int8_t* weights, const std::int32_t* constants, code_output limits, const std::int8_t* const* starts,
                                 output_row out) {
  const std::int8_t* rows[Shape.rows];
  for (std::int32_t r = 0; r < Shape.rows; ++r) rows[r] = starts[r];
  for (; out.vectors > 0; --out.vectors) {
    narrow_sums narrow;
    wide_sums   wide;
    sum_taps<Shape, 0>(rows, weights, narrow, wide);
    const int8x16_t codes = finish<Form, FullRange>(constants, wide, limits);
    if constexpr (Whole) vstrbq_s8(out.to, codes);
    else vstrbq_p_s8(out.to, codes, vctp8q(static_cast<std::uint32_t>(out.bytes)));
    out.to += out.step;
    out.bytes -= out.used;
    for (std::int32_t r = 0; r < Shape.rows; ++r) rows[r] += Shape.advance;
  }
}

// The same for windows of any size, at run time: every product is widened at once.
template <requantize_form Form>
EDGETL_INLINE void depthwise_row_of_any(const taps_shape& shape, const std::int8_t* block_weights, const std::int32_t* constants, const code_output& limits,
                                        const std::int8_t* const* starts, output_row out) {
  for (std::int32_t v = 0; v < out.vectors; ++v, out.to += out.step, out.bytes -= out.used) {
    const std::int8_t* weights = block_weights;
    const int32x4_t    zero    = vdupq_n_s32(0);
    wide_sums          wide{zero, zero, zero, zero};
    for (std::int32_t r = 0; r < shape.rows; ++r) {
      const std::int8_t* from = starts[r] + v * shape.advance;
      for (std::int32_t c = 0; c < shape.columns; ++c, from += shape.step, weights += 16) {
        const int8x16_t codes = vldrbq_s8(from), weight = vldrbq_s8(weights);
        add_widened(wide, {vmullbq_int_s8(codes, weight), vmulltq_int_s8(codes, weight)});
      }
    }
    const int8x16_t result = finish<Form, false>(constants, wide, limits);
    vstrbq_p_s8(out.to, result, vctp8q(static_cast<std::uint32_t>(out.bytes)));
  }
}

}  // namespace edgetl::target::cortex_m::mve
