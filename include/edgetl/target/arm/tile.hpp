// SPDX-License-Identifier: BSL-1.0
// The microkernel: Rows output positions by Vectors vectors of four output channels, all accumulators in
// registers, over every product; then the epilogue and the store.
#pragma once

#include <edgetl/target/arm/panel.hpp>

#include <cstddef>
#include <cstdint>

namespace edgetl::target::arm {

// Where a tile's codes stand: row (y, x) of the tile starts at y * step_y + x * step_x, run (y, x) of every
// row at y * run_step_y + x * run_step_x.
struct tile_layout {
  std::int32_t columns;  // rows of the tile that lie side by side
  std::int32_t step_x, step_y;
  std::int32_t runs_x, run_step_x, run_step_y;
  bool         exact;  // no byte behind a run may be read

  constexpr std::int32_t row(int r) const { return r / columns * step_y + r % columns * step_x; }

  friend constexpr bool operator==(const tile_layout&, const tile_layout&) = default;
};

// The first Count bytes.
template <int Count> EDGETL_INLINE int8x16_t load_first(const std::int8_t* from) {
  if constexpr (Count == 16) {
    return vld1q_s8(from);
  } else if constexpr (Count >= 8) {
    const int8x8_t low = vld1_s8(from);
    if constexpr (Count < 12) return vcombine_s8(low, low);
    else return vreinterpretq_s8_s32(vld1q_lane_s32(reinterpret_cast<const std::int32_t*>(from + 8), vreinterpretq_s32_s8(vcombine_s8(low, low)), 2));
  } else {
    std::int32_t word;
    __builtin_memcpy(&word, from, 4);
    return vreinterpretq_s8_s32(vdupq_n_s32(word));
  }
}

// The last Bytes codes of a run, fewer than 16, of every row.
template <class Engine, bool Symmetric, int Bytes, int Run, int Rows, tile_layout Layout, class Sums>
EDGETL_INLINE void accumulate_rest(Sums& sums, const std::int8_t* at, const std::int8_t* codes) {
  constexpr int  steps = (Bytes + Engine::depth - 1) / Engine::depth;
  constexpr bool back  = Layout.exact && Run >= 16;  // the vector that ends where the run ends
  int8x16_t      rows[Rows];
#pragma GCC unroll 16
  for (int row = 0; row < Rows; ++row) {
    if constexpr (back) rows[row] = vld1q_s8(at + Layout.row(row) + Bytes - 16);
    else rows[row] = load_first<Layout.exact ? Bytes : 16>(at + Layout.row(row));
  }
  Engine::template accumulate<Symmetric, back ? (16 - Bytes) / Engine::depth : 0, steps>(sums, rows, codes);
}

template <class Engine, class Arithmetic, panel_facts Facts, bool Clamps, int Rows, int Vectors, int Channels, tile_layout Layout,
          product_order Order, class Panel>
EDGETL_INLINE void tile(const std::int8_t* image, const Panel& panel, output_range range, std::int8_t* output,
                        std::ptrdiff_t output_step_x, std::ptrdiff_t output_step_y) {
  constexpr int blocks = Order.run_length / 16, rest = Order.run_length % 16;
  constexpr int block_codes = 64 * Vectors, rest_codes = (rest + Engine::depth - 1) / Engine::depth * Engine::depth * 4 * Vectors;
  typename Engine::template sums<Rows, Vectors> sums;
#pragma GCC unroll 8
  for (int v = 0; v < Vectors; ++v) Engine::start(sums, v, vld1q_s32(panel.bias + v * 4));
  const std::int8_t* codes = panel.codes;
  for (int y = 0; y < Order.runs / Layout.runs_x; ++y, image += Layout.run_step_y) {
    const std::int8_t* line = image;
    for (int x = 0; x < Layout.runs_x; ++x, line += Layout.run_step_x) {
      const std::int8_t* at = line;
#pragma GCC unroll 1
      for (int block = 0; block < blocks; ++block, at += 16, codes += block_codes) {
        int8x16_t rows[Rows];
#pragma GCC unroll 16
        for (int row = 0; row < Rows; ++row) rows[row] = vld1q_s8(at + Layout.row(row));
        Engine::template accumulate<Facts.symmetric, 0, 16 / Engine::depth>(sums, rows, codes);
      }
      if constexpr (rest > 0) {
        accumulate_rest<Engine, Facts.symmetric, rest, Order.run_length, Rows, Layout>(sums, at, codes);
        codes += rest_codes;
      }
    }
  }
  Engine::finish(sums);
  using requantize = vector_requantize<Arithmetic, Facts.scale>;
#pragma GCC unroll 8
  for (int v = 0; v < Vectors; ++v) {
    const int32x4_t factor = vld1q_s32(panel.by.factor + v * 4), shift = vld1q_s32(panel.by.shift + v * 4);
#pragma GCC unroll 16
    for (int row = 0; row < Rows; ++row) sums[row][v] = requantize::apply(sums[row][v], factor, shift);
  }
#pragma GCC unroll 16
  for (int row = 0; row < Rows; ++row)
    store_row<Clamps, Channels>(output + row / Layout.columns * output_step_y + row % Layout.columns * output_step_x, sums[row], range);
}

}  // namespace edgetl::target::arm
