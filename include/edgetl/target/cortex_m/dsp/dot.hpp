// SPDX-License-Identifier: BSL-1.0
// Inner products with SMLAD, the microkernels of the DSP target. Activations are 16 bits wide and stand in
// groups of four as (x0, x2), (x1, x3), which is how SXTB16 spreads four bytes; weights are plain bytes.
//
// They are whole functions in assembler because GCC 12 does not use load-multiple, has too few registers left
// for the tile when it keeps its own, and because r7 is the frame pointer of unoptimized code.
#pragma once

#include <edgetl/config.hpp>

#include <cstdint>

namespace edgetl::target::cortex_m {

// sums[p * 2 + c] += products of pixel p and channel c. Columns of two pixels, interleaved by groups of four
// activations, up to `end`; weights of two channels, interleaved by groups of four. 14 instructions for 16 products.
[[gnu::naked, gnu::noinline]] inline void dot_2x2([[maybe_unused]] const std::int16_t* columns, [[maybe_unused]] const std::int8_t* weights,
                                                  [[maybe_unused]] const std::int16_t* end, [[maybe_unused]] std::int32_t* sums) {
  asm volatile(
      ".syntax unified\n"
      ".macro edgetl_step_2x2\n"
      "ldm    r0!, {r4-r7}\n"
      "ldrd   r8, r9, [r1], #8\n"
      "sxtb16 lr, r8\n"
      "sxtb16 r8, r8, ror #8\n"
      "smlad  r3, r4, lr, r3\n"
      "smlad  r11, r6, lr, r11\n"
      "smlad  r3, r5, r8, r3\n"
      "smlad  r11, r7, r8, r11\n"
      "sxtb16 lr, r9\n"
      "sxtb16 r9, r9, ror #8\n"
      "smlad  r10, r4, lr, r10\n"
      "smlad  r12, r6, lr, r12\n"
      "smlad  r10, r5, r9, r10\n"
      "smlad  r12, r7, r9, r12\n"
      ".endm\n"
      "push   {r3-r11, lr}\n"
      "ldm    r3, {r3, r10, r11, r12}\n"
      "sub    r2, r2, #64\n"
      "cmp    r0, r2\n"
      "bhi    2f\n"
      "1:\n"
      "edgetl_step_2x2\n"
      "edgetl_step_2x2\n"
      "edgetl_step_2x2\n"
      "edgetl_step_2x2\n"
      "cmp    r0, r2\n"
      "bls    1b\n"
      "2:\n"
      "add    r2, r2, #64\n"
      "cmp    r0, r2\n"
      "bhs    4f\n"
      "3:\n"
      "edgetl_step_2x2\n"
      "cmp    r0, r2\n"
      "blo    3b\n"
      "4:\n"
      "ldr    r0, [sp]\n"
      "stm    r0, {r3, r10, r11, r12}\n"
      "pop    {r3-r11, pc}\n"
      ".purgem edgetl_step_2x2\n");
}

// Constants of an output channel, in the order in which they are loaded together.
struct channel {
  std::int32_t factor;
  std::int32_t nudge;  // half a step and the output's zero point, in front of the shift
  std::int32_t right;  // plain: shift behind the multiplication; else the multiplier's shift
  std::int32_t bias;
};

// Two pixels through all pairs of channels: dot_2x2, then requantization (see scaled() in requantize.hpp) and stores.
struct pixel_pair {
  const channel* channels;
  std::int8_t*   outputs[2];
  std::int32_t   pairs;
};
[[gnu::naked, gnu::noinline]] inline void convolve_2x2([[maybe_unused]] const std::int16_t* columns, [[maybe_unused]] const std::int8_t* weights,
                                                       [[maybe_unused]] const std::int16_t* end, [[maybe_unused]] const pixel_pair* job) {
  asm volatile(
      ".syntax unified\n"
      ".macro edgetl_step_2x2\n"
      "ldm    r0!, {r4-r7}\n"
      "ldrd   r8, r9, [r1], #8\n"
      "sxtb16 lr, r8\n"
      "sxtb16 r8, r8, ror #8\n"
      "smlad  r3, r4, lr, r3\n"
      "smlad  r11, r6, lr, r11\n"
      "smlad  r3, r5, r8, r3\n"
      "smlad  r11, r7, r8, r11\n"
      "sxtb16 lr, r9\n"
      "sxtb16 r9, r9, ror #8\n"
      "smlad  r10, r4, lr, r10\n"
      "smlad  r12, r6, lr, r12\n"
      "smlad  r10, r5, r9, r10\n"
      "smlad  r12, r7, r9, r12\n"
      ".endm\n"
      "push   {r4-r11, lr}\n"
      "ldm    r3, {r4-r7}\n"
      "push   {r0, r4-r7}\n"  // columns, channels, outputs, pairs
      "sub    r2, r2, #64\n"
      "5:\n"
      "ldr    r4, [sp, #4]\n"
      "ldr    r3, [r4, #12]\n"
      "ldr    r10, [r4, #28]\n"
      "mov    r11, r3\n"
      "mov    r12, r10\n"
      "ldr    r0, [sp]\n"
      "cmp    r0, r2\n"
      "bhi    2f\n"
      "1:\n"
      "edgetl_step_2x2\n"
      "edgetl_step_2x2\n"
      "edgetl_step_2x2\n"
      "edgetl_step_2x2\n"
      "cmp    r0, r2\n"
      "bls    1b\n"
      "2:\n"
      "add    r2, r2, #64\n"
      "cmp    r0, r2\n"
      "bhs    4f\n"
      "3:\n"
      "edgetl_step_2x2\n"
      "cmp    r0, r2\n"
      "blo    3b\n"
      "4:\n"
      "sub    r2, r2, #64\n"
      "ldrd   r4, r5, [sp, #4]\n"
      "ldr    r6, [sp, #12]\n"
      "ldm    r4!, {r7, r8, r9, lr}\n"
      "lsl    lr, r3, #1\n"
      "smmlar lr, lr, r7, r8\n"
      "add    lr, lr, r3, asr #31\n"
      "asr    lr, lr, r9\n"
      "ssat   lr, #8, lr\n"
      "strb   lr, [r5], #1\n"
      "lsl    lr, r11, #1\n"
      "smmlar lr, lr, r7, r8\n"
      "add    lr, lr, r11, asr #31\n"
      "asr    lr, lr, r9\n"
      "ssat   lr, #8, lr\n"
      "strb   lr, [r6], #1\n"
      "ldm    r4!, {r7, r8, r9, lr}\n"
      "lsl    lr, r10, #1\n"
      "smmlar lr, lr, r7, r8\n"
      "add    lr, lr, r10, asr #31\n"
      "asr    lr, lr, r9\n"
      "ssat   lr, #8, lr\n"
      "strb   lr, [r5], #1\n"
      "lsl    lr, r12, #1\n"
      "smmlar lr, lr, r7, r8\n"
      "add    lr, lr, r12, asr #31\n"
      "asr    lr, lr, r9\n"
      "ssat   lr, #8, lr\n"
      "strb   lr, [r6], #1\n"
      "ldr    r7, [sp, #16]\n"
      "subs   r7, r7, #1\n"
      "strd   r4, r5, [sp, #4]\n"
      "strd   r6, r7, [sp, #12]\n"
      "bne    5b\n"
      "add    sp, sp, #20\n"
      "pop    {r4-r11, pc}\n"
      ".purgem edgetl_step_2x2\n");
}

// sums[c] += products of one row of activations and channel c. The row is a multiple of eight long; weights of four
// channels are interleaved by groups of eight. 37 instructions for 32 products.
[[gnu::naked, gnu::noinline]] inline void dot_1x4([[maybe_unused]] const std::int16_t* row, [[maybe_unused]] const std::int8_t* weights,
                                                  [[maybe_unused]] const std::int16_t* end, [[maybe_unused]] std::int32_t* sums) {
  asm volatile(
      ".syntax unified\n"
      ".macro edgetl_channel sum\n"
      "ldrd   r8, r9, [r1], #8\n"
      "sxtb16 lr, r8\n"
      "sxtb16 r8, r8, ror #8\n"
      "smlad  \\sum, r4, lr, \\sum\n"
      "smlad  \\sum, r5, r8, \\sum\n"
      "sxtb16 lr, r9\n"
      "sxtb16 r9, r9, ror #8\n"
      "smlad  \\sum, r6, lr, \\sum\n"
      "smlad  \\sum, r7, r9, \\sum\n"
      ".endm\n"
      ".macro edgetl_step_1x4\n"
      "ldm    r0!, {r4-r7}\n"
      "edgetl_channel r3\n"
      "edgetl_channel r10\n"
      "edgetl_channel r11\n"
      "edgetl_channel r12\n"
      ".endm\n"
      "push   {r3-r11, lr}\n"
      "ldm    r3, {r3, r10, r11, r12}\n"
      "sub    r2, r2, #32\n"
      "cmp    r0, r2\n"
      "bhi    2f\n"
      "1:\n"
      "edgetl_step_1x4\n"
      "edgetl_step_1x4\n"
      "cmp    r0, r2\n"
      "bls    1b\n"
      "2:\n"
      "add    r2, r2, #32\n"
      "cmp    r0, r2\n"
      "bhs    4f\n"
      "edgetl_step_1x4\n"
      "4:\n"
      "ldr    r0, [sp]\n"
      "stm    r0, {r3, r10, r11, r12}\n"
      "pop    {r3-r11, pc}\n"
      ".purgem edgetl_step_1x4\n"
      ".purgem edgetl_channel\n");
}

// Four channels at a time of one output pixel of a depthwise convolution: taps[t] points to the pixel under tap t.
// Weights are 16 bits wide, (w0, w2), (w1, w3) per tap. 16 instructions for two taps of four channels.
struct depthwise_pixel {
  const channel* channels;
  std::int8_t*   output;
  std::int32_t   groups;
};
template <int Taps>
[[gnu::naked, gnu::noinline]] void depthwise_4([[maybe_unused]] const std::int8_t* const* taps, [[maybe_unused]] const std::int16_t* weights,
                                               [[maybe_unused]] const depthwise_pixel* job) {
  asm volatile(
      ".syntax unified\n"
      "push   {r4-r11, lr}\n"
      "ldm    r2, {r4-r6}\n"
      "push   {r0, r4-r6}\n"  // taps, channels, output, groups
      "mov    r2, #0\n"
      "1:\n"
      "ldr    r4, [sp, #4]\n"
      "ldr    r3, [r4, #12]\n"
      "ldr    r11, [r4, #28]\n"
      "ldr    r12, [r4, #44]\n"
      "ldr    lr, [r4, #60]\n"
      ".rept  %c0\n"
      "ldm    r0!, {r4, r5}\n"
      "ldr    r4, [r4, r2]\n"
      "ldr    r5, [r5, r2]\n"
      "ldm    r1!, {r6-r9}\n"
      "sxtb16 r10, r4\n"
      "sxtb16 r4, r4, ror #8\n"
      "smlabb r3, r10, r6, r3\n"
      "smlatt r12, r10, r6, r12\n"
      "smlabb r11, r4, r7, r11\n"
      "smlatt lr, r4, r7, lr\n"
      "sxtb16 r10, r5\n"
      "sxtb16 r5, r5, ror #8\n"
      "smlabb r3, r10, r8, r3\n"
      "smlatt r12, r10, r8, r12\n"
      "smlabb r11, r5, r9, r11\n"
      "smlatt lr, r5, r9, lr\n"
      ".endr\n"
      ".rept  %c1\n"
      "ldr    r4, [r0]\n"
      "ldr    r4, [r4, r2]\n"
      "ldrd   r6, r7, [r1], #8\n"
      "sxtb16 r10, r4\n"
      "sxtb16 r4, r4, ror #8\n"
      "smlabb r3, r10, r6, r3\n"
      "smlatt r12, r10, r6, r12\n"
      "smlabb r11, r4, r7, r11\n"
      "smlatt lr, r4, r7, lr\n"
      ".endr\n"
      "ldrd   r4, r5, [sp, #4]\n"
      "ldm    r4!, {r6-r9}\n"
      "lsl    r10, r3, #1\n"
      "smmlar r10, r10, r6, r7\n"
      "add    r10, r10, r3, asr #31\n"
      "asr    r10, r10, r8\n"
      "ssat   r10, #8, r10\n"
      "strb   r10, [r5], #1\n"
      "ldm    r4!, {r6-r9}\n"
      "lsl    r10, r11, #1\n"
      "smmlar r10, r10, r6, r7\n"
      "add    r10, r10, r11, asr #31\n"
      "asr    r10, r10, r8\n"
      "ssat   r10, #8, r10\n"
      "strb   r10, [r5], #1\n"
      "ldm    r4!, {r6-r9}\n"
      "lsl    r10, r12, #1\n"
      "smmlar r10, r10, r6, r7\n"
      "add    r10, r10, r12, asr #31\n"
      "asr    r10, r10, r8\n"
      "ssat   r10, #8, r10\n"
      "strb   r10, [r5], #1\n"
      "ldm    r4!, {r6-r9}\n"
      "lsl    r10, lr, #1\n"
      "smmlar r10, r10, r6, r7\n"
      "add    r10, r10, lr, asr #31\n"
      "asr    r10, r10, r8\n"
      "ssat   r10, #8, r10\n"
      "strb   r10, [r5], #1\n"
      "ldr    r6, [sp, #12]\n"
      "add    r2, r2, #4\n"
      "strd   r4, r5, [sp, #4]\n"
      "subs   r6, r6, #1\n"
      "str    r6, [sp, #12]\n"
      "ldr    r0, [sp]\n"
      "bne    1b\n"
      "add    sp, sp, #16\n"
      "pop    {r4-r11, pc}\n"
      :
      : "i"(Taps / 2), "i"(Taps % 2));  // numbers only: a naked function has no operands
}

// Four bytes, and the 16-bit pairs (x0, x2) and (x1, x3) of them.
EDGETL_INLINE std::uint32_t load_4(const void* from) {
  std::uint32_t word;
  __builtin_memcpy(&word, from, sizeof word);
  return word;
}
EDGETL_INLINE std::uint32_t even_bytes(std::uint32_t word) {
  std::uint32_t pair;
  asm("sxtb16 %0, %1" : "=r"(pair) : "r"(word));
  return pair;
}
EDGETL_INLINE std::uint32_t odd_bytes(std::uint32_t word) {
  std::uint32_t pair;
  asm("sxtb16 %0, %1, ror #8" : "=r"(pair) : "r"(word));  // GCC 12 rotates first
  return pair;
}

// sum + the product of the lower halves; of the upper halves.
EDGETL_INLINE std::int32_t multiply_lower(std::uint32_t a, std::uint32_t b, std::int32_t sum) {
  asm("smlabb %0, %1, %2, %0" : "+r"(sum) : "r"(a), "r"(b));
  return sum;
}
EDGETL_INLINE std::int32_t multiply_upper(std::uint32_t a, std::uint32_t b, std::int32_t sum) {
  asm("smlatt %0, %1, %2, %0" : "+r"(sum) : "r"(a), "r"(b));
  return sum;
}

}  // namespace edgetl::target::cortex_m
