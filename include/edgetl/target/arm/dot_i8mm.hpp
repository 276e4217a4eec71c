// SPDX-License-Identifier: BSL-1.0
// The inner loop with SMMLA: eight activations of two rows times two channels, 32 products at once.
#pragma once

#include <edgetl/target/arm/dot_neon.hpp>

namespace edgetl::target::arm {

struct dot_i8mm {
  static constexpr int         depth       = 8;
  static constexpr int         together    = 8;
  static constexpr bool        asks_for_symmetry = false;
  static constexpr const char* name        = "i8mm";

  // Accumulators, rows and four more: with fewer for weights, GCC keeps accumulators in memory.
  static constexpr bool   fits(int rows, int vectors) { return (rows + 1) / 2 * 2 * (vectors + 1) <= 28; }
  static constexpr double cycles_of_step(int rows, int vectors) {
    const int    pairs = (rows + 1) / 2;
    const double products = pairs * vectors + 0.5 * pairs, loads = vectors + 0.25 * rows;
    return (products > loads ? products : loads) + 0.8 * loads + 1.0;
  }

  template <int, int> using weights = const std::int8_t*;
  // Rows 2p and 2p + 1 hold channels 0 and 1, 2 and 3 of the pair of rows p until finish().
  template <int Rows, int Vectors> using sums = int32x4_t[(Rows + 1) / 2 * 2][Vectors];

  template <int, int Rows, int Vectors> EDGETL_INLINE static void start(int32x4_t (&to)[Rows][Vectors], int v, const std::int32_t* from) {
    const int32x4_t bias = vld1q_s32(from), first = first_halves(bias, bias), second = second_halves(bias, bias);
#pragma GCC unroll 16
    for (int row = 0; row < Rows; row += 2) to[row][v] = first, to[row + 1][v] = second;
  }
  template <int, int Rows, int Vectors> EDGETL_INLINE static void finish(int32x4_t (&to)[Rows][Vectors]) {
#pragma GCC unroll 16
    for (int row = 0; row < Rows; row += 2) {
#pragma GCC unroll 8
      for (int v = 0; v < Vectors; ++v) {
        const int32x4_t upper = first_halves(to[row][v], to[row + 1][v]);
        to[row + 1][v]        = second_halves(to[row][v], to[row + 1][v]);
        to[row][v]            = upper;
      }
    }
  }

  template <bool, int Rows, class Block, int Bytes, int Padded, int Vectors>
  EDGETL_INLINE static void accumulate(int32x4_t (&to)[Padded][Vectors], const std::int8_t*& at, const std::int8_t*& codes) {
    constexpr int first = Block::first / depth, steps = (Bytes + depth - 1) / depth;
    int8x16_t     pairs[2][Padded / 2];  // the first and the last eight codes of two rows
#pragma GCC unroll 8
    for (int pair = 0; pair < Padded / 2; ++pair) {
      const int32x4_t upper = vreinterpretq_s32_s8(Block::load(at, 2 * pair));
      const int32x4_t lower = vreinterpretq_s32_s8(Block::load(at, 2 * pair + 1 < Rows ? 2 * pair + 1 : 2 * pair));
      pairs[0][pair]        = vreinterpretq_s8_s32(first_halves(upper, lower));
      pairs[1][pair]        = vreinterpretq_s8_s32(second_halves(upper, lower));
      asm volatile("" ::: "memory");  // one pair of rows after the other: all at once cost too many registers
    }
    // cores with SMMLA rename registers: a second vector of weights would only lengthen the list
#pragma GCC unroll 32
    for (int i = 0; i < steps * 2 * Vectors; ++i) {
      const int       half = i % 2, v = i / 2 % Vectors;
      const int8x16_t weights = vld1q_s8(codes + i * 16);
#pragma GCC unroll 8
      for (int pair = 0; pair < Padded / 2; ++pair) multiply(to[2 * pair + half][v], pairs[first + i / (2 * Vectors)][pair], weights);
    }
    at += Bytes;
    codes += steps * 2 * Vectors * 16;
  }

 private:
  EDGETL_INLINE static int32x4_t first_halves(int32x4_t a, int32x4_t b) {
    return vreinterpretq_s32_s64(vzip1q_s64(vreinterpretq_s64_s32(a), vreinterpretq_s64_s32(b)));
  }
  EDGETL_INLINE static int32x4_t second_halves(int32x4_t a, int32x4_t b) {
    return vreinterpretq_s32_s64(vzip2q_s64(vreinterpretq_s64_s32(a), vreinterpretq_s64_s32(b)));
  }
  // The clobber of memory keeps loads where they are written.
  EDGETL_INLINE static void multiply(int32x4_t& sum, int8x16_t rows, int8x16_t channels) {
    asm volatile("smmla %0.4s, %1.16b, %2.16b" : "+w"(sum) : "w"(rows), "w"(channels) : "memory");
  }
};

}  // namespace edgetl::target::arm
