// SPDX-License-Identifier: BSL-1.0
// The microkernel: Rows output positions by Vectors vectors of four output channels, all accumulators in
// registers, over every product; then the epilogue and the store.
#pragma once

#include <edgetl/target/arm/panel.hpp>
#include <edgetl/target/arm/rows.hpp>

#include <cstddef>
#include <cstdint>

namespace edgetl::target::arm {

// Sixteen codes of every row, Count times.
template <class Engine, panel_facts Facts, int Rows, int Count, tile_layout Layout, class Sums, class Weights>
EDGETL_INLINE void accumulate_blocks(Sums& sums, const std::int8_t*& at, Weights& codes) {
  if constexpr (Count > 0) {
    Engine::template accumulate<Facts.symmetric, Rows, row_block<16, 16, Layout>, 16>(sums, at, codes);
    accumulate_blocks<Engine, Facts, Rows, Count - 1, Layout>(sums, at, codes);
  }
}

template <class Engine, class Arithmetic, panel_facts Facts, bool Clamps, int Rows, int Vectors, int Channels, tile_layout Layout,
          product_order Order, class Panel>
EDGETL_INLINE void tile(const std::int8_t* image, const Panel& panel, output_range range, std::int8_t* output,
                        std::ptrdiff_t output_step_x, std::ptrdiff_t output_step_y) {
  constexpr int blocks = Order.run_length / 16, rest = Order.run_length % 16;
  constexpr int at_once = Rows * Vectors < 4 ? 4 / (Rows * Vectors) : 1;  // an iteration has at least twelve vectors of products
  constexpr int loops = blocks / at_once > 1 ? blocks / at_once : 0;
  typename Engine::template sums<Rows, Vectors> sums;
#pragma GCC unroll 8
  for (int v = 0; v < Vectors; ++v) Engine::template start<Rows>(sums, v, panel.bias + v * 4);
  typename Engine::template weights<Rows, Vectors> codes(panel.codes);
  for (int y = 0; y < Order.runs / Layout.runs_x; ++y, image += Layout.run_step_y) {
    const std::int8_t* line = image;
    for (int x = 0; x < Layout.runs_x; ++x, line += Layout.run_step_x) {
      const std::int8_t* at = line;
      if constexpr (loops > 0)
        for (std::int32_t left = loops; left != 0;) {
          count_down(left);
          accumulate_blocks<Engine, Facts, Rows, at_once, Layout>(sums, at, codes);
        }
      accumulate_blocks<Engine, Facts, Rows, blocks - loops * at_once, Layout>(sums, at, codes);
      if constexpr (rest > 0) {
        Engine::template accumulate<Facts.symmetric, Rows, row_block<rest, Order.run_length, Layout>, rest>(sums, at, codes);
      }
    }
  }
  Engine::template finish<Rows>(sums);
  using requantize = vector_requantize<Arithmetic, Facts.scale>;
#pragma GCC unroll 8
  for (int v = 0; v < Vectors; ++v) {
    const int32x4_t factor = load_vector_here(panel.by.factor + v * 4), shift = load_vector_here(panel.by.shift + v * 4);
#pragma GCC unroll 16
    for (int row = 0; row < Rows; ++row) sums[row][v] = requantize::apply(sums[row][v], factor, shift);
  }
#pragma GCC unroll 16
  for (int row = 0; row < Rows; ++row)
    store_row<Clamps, Channels>(output + row / Layout.columns * output_step_y + row % Layout.columns * output_step_x, sums[row], range);
}

}  // namespace edgetl::target::arm
