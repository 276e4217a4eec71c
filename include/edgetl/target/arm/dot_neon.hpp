// SPDX-License-Identifier: BSL-1.0
// The inner loop of base NEON. Two activations are repeated over a vector, so that one widening multiply
// gives two products each of four channels; a second one adds two more in 16 bits, and a pairwise addition
// brings them to 32: three instructions for 16 products.
#pragma once

#include <edgetl/config.hpp>
#include <edgetl/target/arm/rows.hpp>

#include EDGETL_NEON_HEADER

#include <cstdint>

namespace edgetl::target::arm {

// An engine multiplies a block of up to 16 codes of every row of a tile with the weights of its channels:
//
//   depth                                how many codes of a row one step takes
//   together                             how many weights of a channel stand side by side
//   asks_for_symmetry                    whether a weight of -128 matters
//   sums<Rows, Vectors>                  the accumulators of a tile
//   weights<Rows, Vectors>               made of a pointer to a panel's codes, where a tile is in them
//   fits(rows, vectors)                  whether registers suffice for a tile
//   cycles_of_step(rows, vectors)        for the cost model
//   start<Rows>(sums, v, bias)           before the first product
//   accumulate<Symmetric, Rows, Block, Bytes>(sums, at, codes)
//                                        Bytes codes of every row, which Block loads; moves at and codes on
//   finish<Rows>(sums)                   makes row r, vector v of sums four channels of a row
struct dot_neon {
  static constexpr int         depth       = 4;
  static constexpr int         together    = 2;
  static constexpr bool        asks_for_symmetry = true;
  static constexpr const char* name        = "neon";

  static constexpr int         held_weights = 6;  // vectors that a depthwise kernel keeps in registers

  // Accumulators, rows, weights, products and two repeated activations.
  static constexpr bool fits(int rows, int vectors) { return rows * vectors + rows + 2 * vectors + 2 <= 32; }
  // One pipe multiplies, the other adds and repeats.
  static constexpr double cycles_of_step(int rows, int vectors) { return 2.0 * rows * vectors + 0.7 * rows + 0.5 * vectors; }

  template <int Rows, int Vectors> using sums    = int32x4_t[Rows][Vectors];
  template <int, int> using weights              = const std::int8_t*;

  template <int, int Rows, int Vectors> EDGETL_INLINE static void start(int32x4_t (&to)[Rows][Vectors], int v, const std::int32_t* bias) {
#pragma GCC unroll 16
    for (int row = 0; row < Rows; ++row) to[row][v] = load_vector_here(bias);
  }
  template <int, int Rows, int Vectors> EDGETL_INLINE static void finish(int32x4_t (&)[Rows][Vectors]) {}

  template <bool Symmetric, int Rows, class Block, int Bytes, int Vectors>
  EDGETL_INLINE static void accumulate(int32x4_t (&to)[Rows][Vectors], const std::int8_t*& at, const std::int8_t*& codes) {
    constexpr int taken = (Bytes + depth - 1) / depth;
    int8x16_t     rows[Rows];
#pragma GCC unroll 16
    for (int row = 0; row < Rows; ++row) rows[row] = Block::load(at, row);
    steps<Symmetric, Block::first / depth, taken>(to, rows, codes);
    at += Bytes;
    codes += taken * Vectors * 16;
  }

  // Four taps of each of four channels, placed as weights are: what depthwise layers multiply.
  template <bool Symmetric> EDGETL_INLINE static int32x4_t dot_taps(int32x4_t sum, int8x16_t taps, int8x16_t weights) {
    const int16x8_t first = vmull_s8(vget_low_s8(taps), vget_low_s8(weights));
    if constexpr (Symmetric) return vpadalq_s16(sum, vmlal_high_s8(first, taps, weights));
    else return vpadalq_s16(vpadalq_s16(sum, first), vmull_high_s8(taps, weights));
  }
  // Places taps 0 and 1 (`upper`) and taps 2 and 3 (`lower`) of eight channels.
  EDGETL_INLINE static void store_taps(std::int8_t* to, int8x16_t upper, int8x16_t lower) {
    const int64x2_t a = vreinterpretq_s64_s8(upper), b = vreinterpretq_s64_s8(lower);
    vst1q_s8(to, vreinterpretq_s8_s64(vzip1q_s64(a, b)));
    vst1q_s8(to + 16, vreinterpretq_s8_s64(vzip2q_s64(a, b)));
  }

 private:
  // Keeps the loads of one step from moving into another, where they would cost registers.
  EDGETL_INLINE static void hold() { asm volatile("" ::: "memory"); }

  template <bool Symmetric, int First, int Steps, int Rows, int Vectors>
  EDGETL_INLINE static void steps(int32x4_t (&to)[Rows][Vectors], const int8x16_t (&rows)[Rows], const std::int8_t* codes) {
    step<Symmetric, First>(to, rows, codes);
    if constexpr (Steps > 1) steps<Symmetric, First + 1, Steps - 1>(to, rows, codes + Vectors * 16);
  }
  template <bool Symmetric, int Step, int Rows, int Vectors>
  EDGETL_INLINE static void step(int32x4_t (&to)[Rows][Vectors], const int8x16_t (&rows)[Rows], const std::int8_t* codes) {
    int8x16_t weights[Vectors];
#pragma GCC unroll 8
    for (int v = 0; v < Vectors; ++v) weights[v] = vld1q_s8(codes + v * 16);
#pragma GCC unroll 16
    for (int row = 0; row < Rows; ++row) {
      const int16x8_t pairs  = vreinterpretq_s16_s8(rows[row]);
      const int8x16_t first  = vreinterpretq_s8_s16(vdupq_laneq_s16(pairs, 2 * Step));
      const int8x16_t second = vreinterpretq_s8_s16(vdupq_laneq_s16(pairs, 2 * Step + 1));
      int16x8_t       products[Vectors];
#pragma GCC unroll 8
      for (int v = 0; v < Vectors; ++v) products[v] = vmull_s8(vget_low_s8(weights[v]), vget_low_s8(first));
#pragma GCC unroll 8
      for (int v = 0; v < Vectors; ++v) {
        if constexpr (Symmetric) {
          products[v] = vmlal_high_s8(products[v], weights[v], second);
        } else {
          to[row][v]  = vpadalq_s16(to[row][v], products[v]);
          products[v] = vmull_high_s8(weights[v], second);
        }
      }
#pragma GCC unroll 8
      for (int v = 0; v < Vectors; ++v) to[row][v] = vpadalq_s16(to[row][v], products[v]);
      hold();
    }
  }
};

}  // namespace edgetl::target::arm
