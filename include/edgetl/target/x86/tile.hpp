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

template <class Engine>
inline constexpr bool packs_4_vectors = requires(const typename Engine::vector* v) { Engine::template codes_of_4<true>(v); };

// Stores the codes of four vectors, or codes that are counted from the lowest one.
template <dot_engine Engine, bool Clamps, bool FromLowest>
EDGETL_INLINE void store_4_vectors([[maybe_unused]] std::int8_t* to, [[maybe_unused]] const typename Engine::vector* v,
                                   [[maybe_unused]] const output_range& range) {
  if constexpr (packs_4_vectors<Engine>) {
    auto codes = Engine::template codes_of_4<!FromLowest>(v);
    if constexpr (FromLowest) codes = Engine::template add_to_codes<Clamps>(codes, range.lowest, range.highest - range.lowest);
    else if constexpr (Clamps) codes = Engine::clamp_codes(codes, range.lowest, range.highest);
    Engine::store(to, codes);
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

template <dot_engine Engine, class Arithmetic, scale_facts Facts, int Rows, int Vectors, int Channels, bool Joined, tile_layout Layout, product_order Order,
          class Panel>
EDGETL_INLINE void tile(const typename Engine::activation* image, const Panel& panel,
                        const output_range& range, std::int8_t* output, std::ptrdiff_t output_step_x, std::ptrdiff_t output_step_y) {
  using vector               = typename Engine::vector;
  constexpr int  word        = Vectors * Engine::count * Engine::depth;  // codes per step
  constexpr int  run_steps   = Order.steps_per_run();
  // Weights that are read once stream from L2, where prefetchers want no load to advance by more than 1 KB.
  constexpr int  most        = Rows > 1 || 4 * word * sizeof(typename Engine::weight) <= 1024 ? 4 : 2;
  constexpr int  unroll      = run_steps < most ? run_steps : (run_steps % most == 0 ? most : (most == 4 && run_steps % 3 == 0 ? 3 : 2));
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
  // runs of codes that stand side by side in the output, four vectors at a time
  constexpr int  run = Joined ? Layout.columns * Vectors : Vectors, codes_of_run = Joined ? Layout.columns * Channels : Channels;
  constexpr int  whole = packs_4_vectors<Engine> ? codes_of_run / (4 * Engine::count) * 4 : 0, rest = codes_of_run - whole * Engine::count;
  constexpr bool counts_from_0 = whole > 0 && Facts.from_lowest;
#pragma GCC unroll 32
  for (int first = 0; first < Rows * Vectors; first += run) {
    const int    row = first / Vectors;
    std::int8_t* to  = output + (row / Layout.columns) * output_step_y + (row % Layout.columns) * output_step_x;
    vector       finished[run];
#pragma GCC unroll 32
    for (int i = 0; i < run; ++i) {
      const auto sum = (vector)sums[row + i / Vectors][i % Vectors];
      const int  at  = i % Vectors * Engine::count;
      // four vectors of unsigned codes get the lowest one at once, in place of a zero point in 32 bits each
      if constexpr (counts_from_0)
        finished[i] = i < whole ? float_steps<Engine, Facts>(sum, panel.by, at) : requantize<Arithmetic, Engine, Facts>(sum, panel.by, at);
      else
        finished[i] = requantize<Arithmetic, Engine, Facts>(sum, panel.by, at);
      if (i < whole && i % 4 == 3) store_4_vectors<Engine, Facts.clamp, counts_from_0>(to + (i - 3) * Engine::count, finished + i - 3, range);
    }
    if constexpr (rest > 0) store_codes<Engine, rest, Facts.clamp>(to + whole * Engine::count, finished + whole, range);
  }
}

}  // namespace edgetl::target::x86
