// SPDX-License-Identifier: BSL-1.0
// The mixed activations of a depthwise layer's blocks, in the ways of column_mixing.
#pragma once

#include <edgetl/target/x86/depthwise_shape.hpp>
#include <edgetl/target/x86/dot.hpp>

#include <cstdint>

namespace edgetl::target::x86 {

// A layer's taps as tables: where the places of a group read, and which output rows it counts for.
template <depthwise_shape Shape> struct tap_table {
  std::int32_t offset[Shape.groups()][Shape.depth];
  std::int32_t strip[Shape.groups()];
  bool         used[Shape.groups()][Shape.rows];
};
template <depthwise_shape Shape> inline constexpr auto taps_of = [] {
  tap_table<Shape> result{};
  for (std::int32_t group = 0; group < Shape.groups(); ++group) {
    for (std::int32_t i = 0; i < Shape.depth; ++i) result.offset[group][i] = Shape.offset(group, i);
    if (Shape.strip()) result.strip[group] = Shape.strip_offset(group);
    for (std::int32_t row = 0; row < Shape.rows; ++row) result.used[group][row] = Shape.uses(group, row);
  }
  return result;
}();

template <dot_engine Engine, depthwise_shape Shape>
EDGETL_INLINE void mix_group(typename Engine::vector (&to)[Engine::depth], const typename Engine::activation* image, std::int32_t group) {
  constexpr auto&                    taps = taps_of<Shape>;
  const typename Engine::activation* from[Engine::depth];
#pragma GCC unroll 4
  for (int i = 0; i < Engine::depth; ++i) from[i] = image + taps.offset[group][i];
  Engine::mix(to, from);
}

// A group at a place of the input.
template <dot_engine Engine, depthwise_shape Shape>
EDGETL_INLINE void get_group(typename Engine::vector (&to)[Engine::depth], const std::int8_t* input, std::int32_t group) {
  constexpr auto&    taps = taps_of<Shape>;
  const std::int8_t* from[Engine::depth];
#pragma GCC unroll 4
  for (int i = 0; i < Engine::depth; ++i) from[i] = input + taps.offset[group][i];
  Engine::mix_codes(to, from);
}

// A group at a place of the image, or of the strip.
template <dot_engine Engine, depthwise_shape Shape>
EDGETL_INLINE void get_group(typename Engine::vector (&to)[Engine::depth], const typename Engine::activation* from, std::int32_t group) {
  if constexpr (Shape.strip()) {
    constexpr auto&        taps   = taps_of<Shape>;
    constexpr std::int32_t stream = Shape.stream();
#pragma GCC unroll 4
    for (int v = 0; v < Engine::depth; ++v) to[v] = Engine::load(from + taps.strip[group] + v * stream);
  } else {
    mix_group<Engine, Shape>(to, from, group);
  }
}

template <dot_engine Engine, depthwise_shape Shape>
EDGETL_INLINE void fill_strip(typename Engine::activation* strip, const typename Engine::activation* image) {
  constexpr std::int32_t step = Shape.splits_pixels() ? Shape.pitch : Shape.mixed, stream = Shape.stream(), mixed = Shape.mixed;
  constexpr std::int32_t rows = Shape.strip_rows(), blocks = Shape.strip_blocks(), depth = Shape.depth, width = Shape.width.size;
  for (std::int32_t row = 0; row < rows; ++row) {
    auto* to = strip + row * depth * stream;
    for (std::int32_t block = 0; block < blocks; ++block, to += mixed) {
      typename Engine::vector own[depth];
      mix_group<Engine, Shape>(own, image + block * step, row * width);
#pragma GCC unroll 4
      for (int v = 0; v < depth; ++v) Engine::store(to + v * stream, own[v]);
    }
  }
}

// The columns of one window: tap column c of the pixel in phase p stands in place (c + p) % the filter's width.
template <dot_engine Engine, depthwise_shape Shape> struct depthwise_ring {
  static constexpr int width = Shape.width.size, rows = Shape.strip_rows(), pixel_step = Shape.pixel_step();

  const typename Engine::activation* image;
  typename Engine::vector            own[Shape.groups()][Engine::depth];

  // The last column of the window at pixel x, into its place in phase Column - (width - 1).
  template <int Column> EDGETL_INLINE void mix(std::int32_t x) {
#pragma GCC unroll 4
    for (int row = 0; row < rows; ++row)
      mix_group<Engine, Shape>(own[row * width + Column % width], image + x * pixel_step, row * width + width - 1);
  }
  // All but the last column of the first window.
  template <int Column = 0> EDGETL_INLINE void fill() {
    mix<Column>(Column - (width - 1));
    if constexpr (Column + 2 < width) fill<Column + 1>();
  }
};

// The columns of a ring's window in one phase.
template <dot_engine Engine, depthwise_shape Shape, int Phase> struct ring_window {
  const depthwise_ring<Engine, Shape>& ring;
};
template <dot_engine Engine, depthwise_shape Shape, int Phase>
EDGETL_INLINE void get_group(typename Engine::vector (&to)[Engine::depth], const ring_window<Engine, Shape, Phase>& from, std::int32_t group) {
  constexpr int width = Shape.width.size;
#pragma GCC unroll 4
  for (int v = 0; v < Engine::depth; ++v) to[v] = from.ring.own[group / width * width + (group % width + Phase) % width][v];
}

}  // namespace edgetl::target::x86
