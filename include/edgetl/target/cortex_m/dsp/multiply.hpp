// SPDX-License-Identifier: BSL-1.0
// Inner products: the microkernels of convolution and fully connected. Whole functions in assembler, because GCC 12
// uses no load-multiple and, keeping registers of its own, has too few left for the tile.
//
// Activations are 16 bits wide and stand as (x0, x2), (x1, x3), which is how SXTB16 spreads four bytes. One 16-bit
// half of a word of weights holds the weights of two channels for one activation: low + 256 * high. SXTB16 takes the
// low ones out and SMLAD sums their products; SMLAD of the word as it is sums both, and the difference of the sums
// is 256 times the high channel's. That saves the second SXTB16, and is exact while the high sum stays below 2^23:
// pack.hpp looks at the weights, and has an `Apart` form for those that go beyond.
#pragma once

#include <edgetl/target/cortex_m/dsp/requantize.hpp>

#include <cstdint>

namespace edgetl::target::cortex_m {

// Constants of two output channels that are computed together.
struct channel_pair {
  std::int32_t low_bias;
  std::int32_t both_bias;  // low + 256 * high; apart: high
  channel      low, high;
};

// Three pixels by all channels. Columns: for every group of four activations, (x0, x2) of the three pixels, then
// (x1, x3) of them. Weights: for every pair of channels and group, 8 bytes. `channels` may be odd.
struct tile_3 {
  const std::uint32_t* weights;
  const channel_pair*  constants;
  std::int8_t*         output;
  std::int32_t         pitch;  // from one pixel's output to the next one's
  std::int32_t         channels;
  const std::uint32_t* columns;
  const std::uint32_t* end_of_fours;  // groups beyond a multiple of four are done one by one
  const std::uint32_t* end;
};

// 17 instructions for 24 products. r0 columns, r1 weights, r2-r4 low sums, r5-r7 both sums.
template <int Once, int Apart> [[gnu::naked, gnu::noinline]] void multiply_3x2([[maybe_unused]] const tile_3* job) {
  asm volatile(
      ".syntax unified\n"
      ".macro edgetl_word word\n"
      "ldm    r0!, {r8, r9, r10}\n"
      "sxtb16 lr, \\word\n"
      ".if %c1\n"
      "sxtb16 \\word, \\word, ror #8\n"
      ".endif\n"
      "smlad  r5, r8, \\word, r5\n"
      "smlad  r6, r9, \\word, r6\n"
      "smlad  r7, r10, \\word, r7\n"
      "smlad  r2, r8, lr, r2\n"
      "smlad  r3, r9, lr, r3\n"
      "smlad  r4, r10, lr, r4\n"
      ".endm\n"
      ".macro edgetl_group\n"
      "ldrd   r11, r12, [r1], #8\n"
      "edgetl_word r11\n"
      "edgetl_word r12\n"
      ".endm\n"
      ".macro edgetl_requantize sum, doubled, to:vararg\n"  // r8 factor, r9 nudge, r10 shift
      ".if %c0\n"
      "smmla  lr, \\doubled, r8, r9\n"
      ".else\n"
      "smmlar lr, \\doubled, r8, r9\n"
      "add    lr, lr, \\sum, asr #31\n"
      ".endif\n"
      "asr    lr, lr, r10\n"
      "ssat   lr, #8, lr\n"
      "strb   lr, \\to\n"
      ".endm\n"
      ".macro edgetl_low sum, to:vararg\n"
      "lsl    lr, \\sum, #1\n"
      "edgetl_requantize \\sum, lr, \\to\n"
      ".endm\n"
      ".macro edgetl_high sum, low, to:vararg\n"
      ".if %c1\n"
      "lsl    \\sum, \\sum, #1\n"
      ".else\n"
      "sub    \\sum, \\sum, \\low\n"
      "asr    \\sum, \\sum, #7\n"  // 256 times the sum becomes twice the sum
      ".endif\n"
      "edgetl_requantize \\sum, \\sum, \\to\n"
      ".endm\n"

      "push   {r4-r11, lr}\n"
      "ldm    r0, {r1-r8}\n"
      "push   {r2-r8}\n"  // constants, output, pitch, channels, columns, end of fours, end
      "5:\n"
      "ldr    r0, [sp]\n"
      "ldm    r0!, {r2, r5}\n"
      "str    r0, [sp]\n"
      "mov    r3, r2\n"
      "mov    r4, r2\n"
      "mov    r6, r5\n"
      "mov    r7, r5\n"
      "ldrd   r0, r8, [sp, #16]\n"
      "cmp    r0, r8\n"
      "beq    2f\n"
      "1:\n"
      "edgetl_group\n"
      "edgetl_group\n"
      "edgetl_group\n"
      "edgetl_group\n"
      "ldr    r8, [sp, #20]\n"
      "cmp    r0, r8\n"
      "bne    1b\n"
      "2:\n"
      "ldr    r8, [sp, #24]\n"
      "cmp    r0, r8\n"
      "beq    4f\n"
      "3:\n"
      "edgetl_group\n"
      "ldr    r8, [sp, #24]\n"
      "cmp    r0, r8\n"
      "bne    3b\n"
      "4:\n"
      "ldr    r0, [sp]\n"
      "ldm    r0!, {r8, r9, r10}\n"
      "ldrd   r11, r12, [sp, #4]\n"
      "edgetl_low r3, [r11, r12]\n"
      "edgetl_low r4, [r11, r12, lsl #1]\n"
      "edgetl_low r2, [r11], #1\n"
      "ldr    lr, [sp, #12]\n"
      "subs   lr, lr, #2\n"  // nothing below changes the flags
      "str    lr, [sp, #12]\n"
      "bmi    6f\n"
      "ldm    r0!, {r8, r9, r10}\n"
      "str    r0, [sp]\n"
      "edgetl_high r6, r3, [r11, r12]\n"
      "edgetl_high r7, r4, [r11, r12, lsl #1]\n"
      "edgetl_high r5, r2, [r11], #1\n"
      "str    r11, [sp, #4]\n"
      "bgt    5b\n"
      "6:\n"
      "add    sp, sp, #28\n"
      "pop    {r4-r11, pc}\n"
      ".purgem edgetl_word\n"
      ".purgem edgetl_group\n"
      ".purgem edgetl_requantize\n"
      ".purgem edgetl_low\n"
      ".purgem edgetl_high\n"
      :
      : "i"(Once), "i"(Apart)
      : "memory");  // numbers only: a naked function has no operands
}

// One row of codes by four channels: sums[] = {low, both} of two pairs, which hold the biases before. Weights: for every
// group of four codes, 8 bytes of each pair. 16 instructions for 16 products. r0 codes, r1 weights, r2 the row's end.
template <int Apart>
[[gnu::naked, gnu::noinline]] void multiply_1x4([[maybe_unused]] const std::int8_t* row, [[maybe_unused]] const std::uint32_t* weights,
                                                [[maybe_unused]] const std::int8_t* end, [[maybe_unused]] std::int32_t* sums) {
  asm volatile(
      ".syntax unified\n"
      ".macro edgetl_word word, codes, low, both\n"
      "sxtb16 r11, \\word\n"
      ".if %c0\n"
      "sxtb16 \\word, \\word, ror #8\n"
      ".endif\n"
      "smlad  \\both, \\codes, \\word, \\both\n"
      "smlad  \\low, \\codes, r11, \\low\n"
      ".endm\n"
      ".macro edgetl_group\n"
      "ldr    r12, [r0], #4\n"
      "ldm    r1!, {r7, r8, r9, r10}\n"
      "sxtb16 lr, r12\n"
      "sxtb16 r12, r12, ror #8\n"
      "edgetl_word r7, lr, r3, r4\n"
      "edgetl_word r8, r12, r3, r4\n"
      "edgetl_word r9, lr, r5, r6\n"
      "edgetl_word r10, r12, r5, r6\n"
      ".endm\n"

      "push   {r3-r11, lr}\n"
      "ldm    r3, {r3, r4, r5, r6}\n"
      "sub    r12, r2, r0\n"
      "tst    r12, #4\n"
      "beq    2f\n"
      "edgetl_group\n"
      "2:\n"
      "cmp    r0, r2\n"
      "beq    4f\n"
      "3:\n"
      "edgetl_group\n"
      "edgetl_group\n"
      "cmp    r0, r2\n"
      "bne    3b\n"
      "4:\n"
      "ldr    r0, [sp]\n"
      "stm    r0, {r3, r4, r5, r6}\n"
      "pop    {r3-r11, pc}\n"
      ".purgem edgetl_word\n"
      ".purgem edgetl_group\n"
      :
      : "i"(Apart)
      : "memory");
}

}  // namespace edgetl::target::cortex_m
