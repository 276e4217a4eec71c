// SPDX-License-Identifier: BSL-1.0
// The inner loop with SDOT: a lane of four activations times four channels. The instructions stand in the
// order in which an in-order core wants them: every load of weights is a step ahead of its use.
#pragma once

#include <edgetl/target/arm/dot_neon.hpp>

#include EDGETL_NEON_HEADER

#include <cstdint>

namespace edgetl::target::arm {

// The weights of a panel as they come into registers: a step's vectors are held, and each makes room for that
// of the next step as soon as its last dot is written, so that a load is far ahead of its use. What comes in
// behind the last step is the panel's bias, and nobody looks at it.
template <int Rows, int Vectors> struct weight_stream {
  static constexpr int  held      = Vectors > 1 ? Vectors : 4;
  static constexpr bool is_ahead  = Vectors > 1;  // a single vector cannot be: its block is loaded at once
  static constexpr bool by_offset = Rows == 1;

  int8x16_t          vector[held];
  const std::int8_t *even, *odd;  // of the vectors to load next; by LD1, of the two before them

  EDGETL_INLINE explicit weight_stream(const std::int8_t* from) : even(from), odd(from + 16) {
    if constexpr (is_ahead) {
#pragma GCC unroll 8
      for (int v = 0; v < held; ++v) vector[v] = vld1q_s8(from + v * 16);
      even += held * 16, odd += held * 16;
      if constexpr (!by_offset) even -= 32, odd -= 32;
    }
  }
  template <int Steps, int First = 0> EDGETL_INLINE void start_block() {
    if constexpr (!is_ahead && First < Steps) {
      vector[First] = load_vector_here<First * 16>(even);
      start_block<Steps, First + 1>();
    }
  }
  // The next step's vector in place of number Now of this block. In-order cores issue LD1 beside SDOT, LDR
  // alone; LD1 has no offset, and two additions go together. For a single row loads take longer than dots anyway.
  // Its old contents are named as read, so that compilers keep it where it is.
  template <int Now> EDGETL_INLINE void load_next() {
    if constexpr (is_ahead && by_offset)
      asm volatile("ldr %q0, [%1, %2]" : "+w"(vector[Now % held]) : "r"(even), "i"(Now * 16) : "memory");
    else if constexpr (is_ahead)
      asm volatile("ld1 {%0.16b}, [%1]" : "+w"(vector[Now % held]) : "r"(Now % 2 == 0 ? even : odd) : "memory");
  }
  // Before each two loads: beside the rows of a block, later two by two, and not right behind a load.
  EDGETL_INLINE void move_on(int row) {
    if constexpr (is_ahead && !by_offset)
      if (row < 2) move_by<32>(row == 0 ? even : odd);
  }
  EDGETL_INLINE void move_on_both() {
    move_on(0);
    move_on(1);
  }
  template <int Steps> EDGETL_INLINE void end_block() {
    if constexpr (!is_ahead || by_offset) {
      even += Steps * Vectors * 16;
    } else if constexpr (Steps * Vectors % 2 != 0) {
      const std::int8_t* const last = even;
      even = odd - 32;
      odd  = last;
    }
  }
};

struct dot_dotprod {
  static constexpr int         depth       = 4;
  static constexpr int         together    = 4;
  static constexpr bool        asks_for_symmetry = false;
  static constexpr const char* name        = "dotprod";
  static constexpr int         held_weights = 12;

  // Accumulators, rows, a step's weights and one more: with less, GCC moves registers about.
  static constexpr bool   fits(int rows, int vectors) { return rows * vectors + rows + (vectors > 1 ? vectors : 4) <= 31; }
  // Half of what an in-order core takes: a dot a cycle, loads as weight_stream has them, a loop.
  static constexpr double cycles_of_step(int rows, int vectors) {
    return 0.5 * (rows * vectors + 0.25 * rows + (rows == 1 ? 0.8 : 0.5) * vectors + 1.0);
  }

  // A sum that is added to only once per step would wait for itself: small tiles have several for each.
  template <int Rows, int Vectors> static constexpr int chains = Rows * Vectors < 4 ? 4 / (Rows * Vectors) : 1;
  template <int Rows, int Vectors> using sums    = int32x4_t[Rows * chains<Rows, Vectors>][Vectors];
  template <int Rows, int Vectors> using weights = weight_stream<Rows, Vectors>;

  template <int Rows, int All, int Vectors> EDGETL_INLINE static void start(int32x4_t (&to)[All][Vectors], int v, const std::int32_t* bias) {
#pragma GCC unroll 16
    for (int row = 0; row < All; ++row) to[row][v] = row < Rows ? load_vector_here(bias) : vdupq_n_s32(0);
  }
  template <int Rows, int All, int Vectors> EDGETL_INLINE static void finish(int32x4_t (&to)[All][Vectors]) {
#pragma GCC unroll 4
    for (int row = Rows; row < All; ++row)
#pragma GCC unroll 8
      for (int v = 0; v < Vectors; ++v) to[row % Rows][v] = vaddq_s32(to[row % Rows][v], to[row][v]);
  }

  template <bool, int Rows, class Block, int Bytes, int All, int Vectors>
  EDGETL_INLINE static void accumulate(int32x4_t (&to)[All][Vectors], const std::int8_t*& at, weights<Rows, Vectors>& codes) {
    constexpr int steps = (Bytes + depth - 1) / depth;
    int8x16_t     rows[Rows];
    load_rows<Block>(rows, at, codes);
    move_by<Bytes>(at);
    codes.template start_block<steps>();
    multiply<Block::first / depth, 0, steps * Vectors>(to, rows, codes);
    codes.template end_block<steps>();
  }

  // Four taps of each of four channels, placed as weights are: what depthwise layers multiply.
  template <bool> EDGETL_INLINE static int32x4_t dot_taps(int32x4_t sum, int8x16_t taps, int8x16_t weights) {
    asm volatile("sdot %0.4s, %1.16b, %2.16b" : "+w"(sum) : "w"(taps), "w"(weights));  // in the order it is written
    return sum;
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

  template <class Block, int Row = 0, int Rows, class Stream>
  EDGETL_INLINE static void load_rows(int8x16_t (&rows)[Rows], const std::int8_t* at, Stream& codes) {
    rows[Row] = Block::template load_here<Row>(at);
    codes.move_on(Row);
    if constexpr (Row + 1 < Rows) load_rows<Block, Row + 1>(rows, at, codes);
  }

  // All rows times vector Now of a block of Count; First is the step in a row's register that step 0 stands for.
  template <int First, int Now, int Count, int Rows, int All, int Vectors>
  EDGETL_INLINE static void multiply(int32x4_t (&to)[All][Vectors], const int8x16_t (&rows)[Rows], weights<Rows, Vectors>& codes) {
    constexpr int step = Now / Vectors, v = Now % Vectors, chain = step % (All / Rows) * Rows;
    dot<First + step>(to[chain][v], codes.vector[Now % codes.held], rows[0]);
    if constexpr (Now > 0 && Now % 2 == 0) codes.move_on_both();
#pragma GCC unroll 16
    for (int row = 1; row < Rows; ++row) dot<First + step>(to[chain + row][v], codes.vector[Now % codes.held], rows[row]);
    codes.template load_next<Now>();
    if constexpr (Now + 1 < Count) multiply<First, Now + 1, Count>(to, rows, codes);
  }
};

}  // namespace edgetl::target::arm
