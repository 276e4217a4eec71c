// SPDX-License-Identifier: BSL-1.0
// The inner loop with SDOT: a lane of four activations times four channels. The instructions stand in the
// order in which an in-order core wants them: every load of weights is several dots ahead of its use.
#pragma once

#include <edgetl/target/arm/dot_neon.hpp>

namespace edgetl::target::arm {

struct dot_dotprod {
  static constexpr int         depth       = 4;
  static constexpr int         place[4][4] = {{0, 1, 2, 3}, {4, 5, 6, 7}, {8, 9, 10, 11}, {12, 13, 14, 15}};
  static constexpr const char* name        = "dotprod";

  // Accumulators, rows and three vectors of weights: with two, GCC keeps accumulators in memory.
  static constexpr bool   fits(int rows, int vectors) { return rows * vectors + rows + 3 <= 32; }
  static constexpr double cycles_of_step(int rows, int vectors) {
    const double dots = 0.5 * rows * vectors, loads = 0.5 * (vectors + 0.25 * rows);
    return (dots > loads ? dots : loads) + 0.3 * loads;
  }

  template <int Rows, int Vectors> using sums = int32x4_t[Rows][Vectors];

  template <int Rows, int Vectors> EDGETL_INLINE static void start(int32x4_t (&to)[Rows][Vectors], int v, int32x4_t bias) {
    dot_neon::start(to, v, bias);
  }
  template <int Rows, int Vectors> EDGETL_INLINE static void finish(int32x4_t (&)[Rows][Vectors]) {}

  // Vectors of weights in flight: about seven dots between load and use, as far as registers allow.
  template <int Rows, int Vectors> static constexpr int in_flight() {
    constexpr int free = 32 - Rows * Vectors - Rows, wanted = 2 + 5 / Rows;
    return free < 2 ? 2 : (free < wanted ? free : wanted);
  }

  template <bool, int First, int Steps, int Rows, int Vectors>
  EDGETL_INLINE static void accumulate(int32x4_t (&to)[Rows][Vectors], const int8x16_t (&rows)[Rows], const std::int8_t* codes) {
    constexpr int depth_of_queue = in_flight<Rows, Vectors>();
    int8x16_t     weights[depth_of_queue];
#pragma GCC unroll 8
    for (int i = 0; i + 1 < depth_of_queue && i < Steps * Vectors; ++i) weights[i] = vld1q_s8(codes + i * 16);
    step<First, 0, Steps>(to, rows, codes, weights);
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
      const int now = Step * Vectors + v, ahead = now + Queue - 1;
      if (ahead < Steps * Vectors) weights[ahead % Queue] = vld1q_s8(codes + ahead * 16);
#pragma GCC unroll 16
      for (int row = 0; row < Rows; ++row) dot<First + Step>(to[row][v], weights[now % Queue], rows[row]);
    }
    if constexpr (Step + 1 < Steps) step<First, Step + 1, Steps>(to, rows, codes, weights);
  }
};

}  // namespace edgetl::target::arm
