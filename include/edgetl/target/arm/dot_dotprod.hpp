// SPDX-License-Identifier: BSL-1.0
// The inner loop with SDOT: a lane of four activations times four channels. The instructions stand in the
// order in which an in-order core wants them: every load of weights is several dots ahead of its use.
#pragma once

#include <edgetl/target/arm/dot_neon.hpp>

namespace edgetl::target::arm {

struct dot_dotprod {
  static constexpr int         depth       = 4;
  static constexpr int         together    = 4;
  static constexpr bool        asks_for_symmetry = false;
  static constexpr const char* name        = "dotprod";
  static constexpr int         held_weights = 12;

  // Accumulators, rows and five more: with fewer for weights, GCC keeps accumulators in memory.
  static constexpr bool   fits(int rows, int vectors) { return rows * vectors + rows <= 27; }
  static constexpr double cycles_of_step(int rows, int vectors) {
    const double dots = 0.5 * rows * vectors, loads = 0.5 * (vectors + 0.25 * rows);
    return (dots > loads ? dots : loads) + 0.8 * loads;
  }

  template <int Rows, int Vectors> using sums = int32x4_t[Rows][Vectors];

  template <int Rows, int Vectors> EDGETL_INLINE static void start(int32x4_t (&to)[Rows][Vectors], int v, int32x4_t bias) {
    dot_neon::start(to, v, bias);
  }
  template <int Rows, int Vectors> EDGETL_INLINE static void finish(int32x4_t (&)[Rows][Vectors]) {}

  // Vectors of weights that one load instruction brings: a pair where there is little else to do.
  template <int Rows, int Vectors> static constexpr int at_once = Rows <= 2 && Vectors % 2 == 0 ? 2 : 1;
  // Vectors of weights in registers: about seven dots between load and use, as far as registers allow.
  template <int Rows, int Vectors> static constexpr int in_flight() {
    constexpr int pair = at_once<Rows, Vectors>, free = 32 - Rows * Vectors - Rows, wanted = 1 + pair + 5 / Rows;
    return (free < 2 ? 2 : (free < wanted ? free : wanted)) / pair * pair;
  }

  template <bool, int Rows, class Block, int Bytes, int Vectors>
  EDGETL_INLINE static void accumulate(int32x4_t (&to)[Rows][Vectors], const std::int8_t* at, const std::int8_t* codes) {
    constexpr int queue = in_flight<Rows, Vectors>(), steps = (Bytes + depth - 1) / depth;
    int8x16_t     rows[Rows];
#pragma GCC unroll 16
    for (int row = 0; row < Rows; ++row) rows[row] = Block::load(at, row);
    int8x16_t     weights[queue];
#pragma GCC unroll 8
    for (int i = 0; i + at_once<Rows, Vectors> < queue && i < steps * Vectors; ++i) weights[i] = vld1q_s8(codes + i * 16);
    step<Block::first / depth, 0, steps>(to, rows, codes, weights);
  }

  // Four taps of each of four channels, placed as weights are: what depthwise layers multiply.
  template <bool> EDGETL_INLINE static int32x4_t dot_taps(int32x4_t sum, int8x16_t taps, int8x16_t weights) {
    return vdotq_s32(sum, taps, weights);
  }
  // Places taps 0 and 1 (`upper`) and taps 2 and 3 (`lower`) of eight channels.
  EDGETL_INLINE static void store_taps(std::int8_t* to, int8x16_t upper, int8x16_t lower) {
    const int16x8_t a = vreinterpretq_s16_s8(upper), b = vreinterpretq_s16_s8(lower);
    vst1q_s8(to, vreinterpretq_s8_s16(vzip1q_s16(a, b)));
    vst1q_s8(to + 16, vreinterpretq_s8_s16(vzip2q_s16(a, b)));
  }

 private:
  // The clobber of memory keeps loads where they are written.
  template <int Lane> EDGETL_INLINE static void dot(int32x4_t& sum, int8x16_t weights, int8x16_t row) {
    asm volatile("sdot %0.4s, %1.16b, %2.4b[%3]" : "+w"(sum) : "w"(weights), "w"(row), "i"(Lane) : "memory");
  }

  template <int First, int Step, int Steps, int Rows, int Vectors, int Queue>
  EDGETL_INLINE static void step(int32x4_t (&to)[Rows][Vectors], const int8x16_t (&rows)[Rows], const std::int8_t* codes,
                                 int8x16_t (&weights)[Queue]) {
#pragma GCC unroll 8
    for (int v = 0; v < Vectors; ++v) {
      constexpr int pair = at_once<Rows, Vectors>;
      const int     now = Step * Vectors + v, ahead = now + Queue - pair;
      if (now % pair == 0) {
#pragma GCC unroll 2
        for (int i = ahead; i < ahead + pair; ++i)
          if (i < Steps * Vectors) weights[i % Queue] = vld1q_s8(codes + i * 16);
      }
#pragma GCC unroll 16
      for (int row = 0; row < Rows; ++row) dot<First + Step>(to[row][v], weights[now % Queue], rows[row]);
    }
    if constexpr (Step + 1 < Steps) step<First, Step + 1, Steps>(to, rows, codes, weights);
  }
};

}  // namespace edgetl::target::arm
