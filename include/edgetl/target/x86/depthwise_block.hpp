// SPDX-License-Identifier: BSL-1.0
// One block of a depthwise layer: its sums, as codes, and how they are stored.
#pragma once

#include <edgetl/target/x86/depthwise_columns.hpp>
#include <edgetl/target/x86/requantize.hpp>

#include <cstdint>

namespace edgetl::target::x86 {

// One block of Rows output rows, as vectors of codes, or of steps from the lowest one, that are not narrowed yet. `columns`
// are a place in the image or the strip, or those of a ring.
template <dot_engine Engine, class Arithmetic, scale_facts Facts, depthwise_shape Shape, int Rows, class Columns, class Panel>
EDGETL_INLINE void depthwise_block(Columns columns, const Panel& panel, int pattern, typename Engine::vector (&sums)[Rows][Engine::depth]) {
  constexpr int   depth = Shape.depth, lanes = Engine::count, groups = Shape.groups();
  constexpr auto& taps  = taps_of<Shape>;
#pragma GCC unroll 2
  for (int row = 0; row < Rows; ++row)
#pragma GCC unroll 4
    for (int v = 0; v < depth; ++v) sums[row][v] = Engine::load(panel.bias + pattern * Shape.mixed + v * lanes);
  const auto* codes = panel.codes + pattern * groups * Shape.rows * Shape.mixed * depth;
#pragma GCC unroll 64
  for (int group = 0; group < groups; ++group) {
    typename Engine::vector activations[depth];
    get_group<Engine, Shape>(activations, columns, group);
#pragma GCC unroll 2
    for (int row = 0; row < Rows; ++row)
      if (taps.used[group][row])
#pragma GCC unroll 4
        for (int v = 0; v < depth; ++v)
          sums[row][v] = Engine::dot(sums[row][v], activations[v], Engine::load_weights(codes + ((group * Shape.rows + row) * depth + v) * lanes * depth));
  }
#pragma GCC unroll 2
  for (int row = 0; row < Rows; ++row)
#pragma GCC unroll 4
    for (int v = 0; v < depth; ++v)
      if constexpr (Facts.from_lowest) sums[row][v] = float_steps<Engine, Facts>(sums[row][v], panel.by, pattern * Shape.mixed + v * lanes);
      else sums[row][v] = requantize<Arithmetic, Engine, Facts>(sums[row][v], panel.by, pattern * Shape.mixed + v * lanes);
}

// Stores the first Count codes of a block.
template <dot_engine Engine, scale_facts Facts, int Count>
EDGETL_INLINE void store_block(std::int8_t* to, const typename Engine::vector (&sums)[Engine::depth], const output_range& range) {
  auto codes = Engine::template codes_of_mixed<!Facts.from_lowest>(sums);
  if constexpr (Facts.from_lowest) codes = Engine::template add_to_codes<Facts.clamp>(codes, range.lowest, range.highest - range.lowest);
  else if constexpr (Facts.clamp) codes = Engine::clamp_codes(codes, range.lowest, range.highest);
  if constexpr (Count == Engine::depth * Engine::count) {
    Engine::store_mixed(to, codes);
  } else {
    alignas(64) std::int8_t all[Engine::depth * Engine::count];
    Engine::store_mixed(all, codes);
    __builtin_memcpy(to, all, Count);
  }
}

}  // namespace edgetl::target::x86
