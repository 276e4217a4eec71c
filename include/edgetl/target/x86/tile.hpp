// SPDX-License-Identifier: BSL-1.0
// The microkernel: Rows output positions by Vectors vectors of output channels, all accumulators in
// registers, over every product; then the epilogue and the store.
#pragma once

#include <edgetl/kernel/epilogue.hpp>
#include <edgetl/target/x86/panel.hpp>

#include <cstddef>
#include <cstdint>

namespace edgetl::target::x86 {

// Where a tile's activations stand: row (y, x) of the tile starts at y * step_y + x * step_x, run r at r * run_step;
// all in activations.
struct tile_layout {
  std::int32_t columns;  // rows of the tile that lie side by side
  std::int32_t step_x, step_y;
  std::int32_t runs_x, run_step_x, run_step_y;  // runs_x runs lie side by side

  friend constexpr bool operator==(const tile_layout&, const tile_layout&) = default;
};

// Keeps the compiler from moving loads of one step into another, where they would cost registers.
EDGETL_INLINE void hold() { asm volatile("" ::: "memory"); }

// Stores Count codes of the vectors v.
template <dot_engine Engine, int Count, bool Clamps = true> EDGETL_INLINE void store_codes(std::int8_t* to, const typename Engine::vector* v, const output_range& range) {
  constexpr int per_16 = Engine::vectors_per_16;
  constexpr int all    = (Count + Engine::count - 1) / Engine::count;
  [[maybe_unused]] const __m128i lowest = _mm_set1_epi8(static_cast<char>(range.lowest)), highest = _mm_set1_epi8(static_cast<char>(range.highest));
#pragma GCC unroll 8
  for (int first = 0; first * 16 < Count; ++first) {
    const int given = all - first * per_16 < per_16 ? all - first * per_16 : per_16;
    __m128i   codes = Engine::codes(v + first * per_16, given);
    if constexpr (Clamps) codes = _mm_min_epi8(_mm_max_epi8(codes, lowest), highest);
    const int left  = Count - first * 16;
    if (left >= 16) {
      _mm_storeu_si128(reinterpret_cast<__m128i*>(to + first * 16), codes);
    } else if (left == 8) {
      _mm_storel_epi64(reinterpret_cast<__m128i*>(to + first * 16), codes);
    } else {
      alignas(16) std::int8_t rest[16];
      _mm_store_si128(reinterpret_cast<__m128i*>(rest), codes);
      __builtin_memcpy(to + first * 16, rest, static_cast<std::size_t>(left > 16 ? 16 : left));
    }
  }
}

// One dot of every accumulator.
template <dot_engine Engine, int Rows, int Vectors, tile_layout Layout>
EDGETL_INLINE void step(typename Engine::integers (&sums)[Rows][Vectors], const typename Engine::activation* image,
                        const typename Engine::weight* codes) {
  using vector = typename Engine::vector;
  vector weights[Vectors];
#pragma GCC unroll 16
  for (int v = 0; v < Vectors; ++v) {
    weights[v] = Engine::load_weights(codes + v * Engine::count * Engine::depth);
    if constexpr (Rows > 1) asm("" : "+v"(weights[v]));  // loaded once, not once per row
  }
#pragma GCC unroll 32
  for (int row = 0; row < Rows; ++row) {
    const auto activations =
        Engine::repeat(image + (row / Layout.columns) * Layout.step_y + (row % Layout.columns) * Layout.step_x);
#pragma GCC unroll 16
    for (int v = 0; v < Vectors; ++v) sums[row][v] = (typename Engine::integers)Engine::dot((vector)sums[row][v], activations, weights[v]);
  }
}

template <dot_engine Engine, class Arithmetic, scale_facts Facts, int Rows, int Vectors, int Channels, tile_layout Layout, product_order Order, class Panel>
EDGETL_INLINE void tile(const typename Engine::activation* image, const Panel& panel,
                        const output_range& range, std::int8_t* output, std::ptrdiff_t output_step_x, std::ptrdiff_t output_step_y) {
  using vector               = typename Engine::vector;
  constexpr int  word        = Vectors * Engine::count * Engine::depth;  // codes per step
  constexpr int  run_steps   = Order.steps_per_run();
  constexpr int  unroll      = run_steps < 4 ? run_steps : (run_steps % 4 == 0 ? 4 : (run_steps % 3 == 0 ? 3 : 2));
  typename Engine::integers sums[Rows][Vectors];
#pragma GCC unroll 16
  for (int v = 0; v < Vectors; ++v) {
    const vector bias = Engine::load(panel.bias + v * Engine::count);
#pragma GCC unroll 32
    for (int row = 0; row < Rows; ++row) sums[row][v] = (typename Engine::integers)bias;
  }
  const auto* codes = panel.codes;
  for (int y = 0; y < Order.runs / Layout.runs_x; ++y) {
    const auto* line = image + y * Layout.run_step_y;
    for (int x = 0; x < Layout.runs_x; ++x, line += Layout.run_step_x) {
      const auto* at = line;
      for (int k = 0; k < run_steps / unroll; ++k) {
#pragma GCC unroll 4
        for (int u = 0; u < unroll; ++u) {
          step<Engine, Rows, Vectors, Layout>(sums, at, codes);
          at += Engine::depth;
          codes += word;
          hold();
        }
      }
#pragma GCC unroll 4
      for (int u = 0; u < run_steps % unroll; ++u) {
        step<Engine, Rows, Vectors, Layout>(sums, at, codes);
        at += Engine::depth;
        codes += word;
        hold();
      }
    }
  }
#pragma GCC unroll 32
  for (int row = 0; row < Rows; ++row) {
    vector codes_of_row[Vectors];
#pragma GCC unroll 16
    for (int v = 0; v < Vectors; ++v) codes_of_row[v] = requantize<Arithmetic, Engine, Facts>((vector)sums[row][v], panel.by, v * Engine::count);
    store_codes<Engine, Channels, Facts.clamp>(output + (row / Layout.columns) * output_step_y + (row % Layout.columns) * output_step_x, codes_of_row, range);
  }
}

}  // namespace edgetl::target::x86
