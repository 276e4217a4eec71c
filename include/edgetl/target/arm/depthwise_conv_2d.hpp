// SPDX-License-Identifier: BSL-1.0
// DEPTHWISE_CONV_2D of int8 codes: bands of one or two output rows, blocks of up to eight channels, two
// positions at a time.
#pragma once

#include <edgetl/target/arm/contraction.hpp>
#include <edgetl/target/arm/depthwise_band.hpp>

#include <cstddef>
#include <cstdint>

namespace edgetl::target::arm {

struct depthwise_kernel {
  depthwise_shape shape;
  panel_facts     facts;
  bool            clamps;

  friend constexpr bool operator==(const depthwise_kernel&, const depthwise_kernel&) = default;
};

// The weights of a block: in registers if they are few, otherwise where they stand.
template <class Engine, depthwise_shape Shape> struct depthwise_weights {
  static constexpr int  count = Shape.rows() * Shape.groups() * Shape.width.size * Shape.vectors();
  static constexpr bool held  = count <= Engine::held_weights;

  int8x16_t          vectors[held ? count : 1];
  const std::int8_t* codes;

  EDGETL_INLINE explicit depthwise_weights(const std::int8_t* from) : codes(from) {
    if constexpr (held) {
#pragma GCC unroll 12
      for (int i = 0; i < count; ++i) vectors[i] = vld1q_s8(from + i * 16);
    }
  }
  EDGETL_INLINE int8x16_t at(int row, int group, int tap, int v) const {
    const int i = ((row * Shape.groups() + group) * Shape.width.size + tap) * Shape.vectors() + v;
    if constexpr (held) return vectors[i];
    else return vld1q_s8(codes + i * 16);
  }
};

// Adds the products of one tap x of a group of rows.
template <class Engine, depthwise_kernel Kernel, int Columns, int Rows, int Vectors>
EDGETL_INLINE void add_taps(int32x4_t (&sums)[Columns][Rows][Vectors], const std::int8_t* band, const depthwise_weights<Engine, Kernel.shape>& weights,
                            int group, int tap) {
  constexpr depthwise_shape shape = Kernel.shape;
  band += group * shape.group_bytes() + tap * shape.width.dilation * shape.pitch() * 4;
#pragma GCC unroll 4
  for (int x = 0; x < Columns; ++x)
#pragma GCC unroll 2
    for (int v = 0; v < Vectors; ++v) {
      const int8x16_t codes = vld1q_s8(band + x * shape.width.stride * shape.pitch() * 4 + v * 16);
#pragma GCC unroll 2
      for (int row = 0; row < Rows; ++row)
        sums[x][row][v] = Engine::template dot_taps<Kernel.facts.symmetric>(sums[x][row][v], codes, weights.at(row, group, tap, v));
    }
}

// Columns of the band that the taps of a tile's positions reach.
template <depthwise_shape Shape, int Columns>
inline constexpr int reach = (Columns - 1) * Shape.width.stride + (Shape.width.size - 1) * Shape.width.dilation + 1;

// Adds the products of a group of rows, column after column of the band: every vector of codes is loaded once, a column
// ahead of its use, and meets all positions that it is a tap of.
template <depthwise_shape Shape> constexpr int tap_of(int column, int x) {
  const int from = column - x * Shape.width.stride;
  return from >= 0 && from % Shape.width.dilation == 0 && from / Shape.width.dilation < Shape.width.size ? from / Shape.width.dilation : -1;
}
template <depthwise_shape Shape, int Column, int V = 0, int Vectors>
EDGETL_INLINE void load_column(int8x16_t (&codes)[Vectors], const std::int8_t* band) {
  codes[V] = load_vector_here<std::ptrdiff_t{Column} * Shape.pitch() * 4 + V * 16>(band);
  if constexpr (V + 1 < Vectors) load_column<Shape, Column, V + 1>(codes, band);
}
template <class Engine, depthwise_kernel Kernel, int Column = 0, int Columns, int Rows, int Vectors>
EDGETL_INLINE void add_columns(int32x4_t (&sums)[Columns][Rows][Vectors], const std::int8_t* band, int8x16_t (&codes)[2][Vectors],
                               const depthwise_weights<Engine, Kernel.shape>& weights, int group) {
  constexpr bool is_last = Column + 1 == reach<Kernel.shape, Columns>;
  if constexpr (Column == 0) load_column<Kernel.shape, 0>(codes[0], band);
  if constexpr (!is_last) load_column<Kernel.shape, Column + 1>(codes[(Column + 1) % 2], band);
#pragma GCC unroll 4
  for (int x = 0; x < Columns; ++x)
    if (const int tap = tap_of<Kernel.shape>(Column, x); tap >= 0)
#pragma GCC unroll 2
      for (int v = 0; v < Vectors; ++v)
#pragma GCC unroll 2
        for (int row = 0; row < Rows; ++row)
          sums[x][row][v] =
              Engine::template dot_taps<Kernel.facts.symmetric>(sums[x][row][v], codes[Column % 2][v], weights.at(row, group, tap, v));
  if constexpr (!is_last) add_columns<Engine, Kernel, Column + 1>(sums, band, codes, weights, group);
}

// Positions [0, Columns) of a block of channels, in all output rows of the band.
template <class Engine, class Arithmetic, depthwise_kernel Kernel, int Channels, int Columns, class Block>
EDGETL_INLINE void depthwise_tile(const std::int8_t* band, const Block& own, const depthwise_weights<Engine, Kernel.shape>& weights,
                                  output_range range, std::int8_t* output) {
  constexpr depthwise_shape shape   = Kernel.shape;
  constexpr int             vectors = shape.vectors(), rows = shape.rows(), groups = shape.groups(), taps = shape.width.size;
  constexpr std::ptrdiff_t  row_step = std::ptrdiff_t{shape.width.output} * shape.channels();
  using requantize                   = vector_requantize<Arithmetic, Kernel.facts.scale>;
  int32x4_t sums[Columns][rows][vectors], factor[vectors], shift[vectors];
#pragma GCC unroll 2
  for (int v = 0; v < vectors; ++v)
#pragma GCC unroll 8
    for (int i = 0; i < Columns * rows; ++i) sums[i / rows][i % rows][v] = load_vector_here(own.bias + v * 4);
  if constexpr (groups * taps <= 8 && reach<shape, Columns> < 16) {
#pragma GCC unroll 8
    for (int group = 0; group < groups; ++group) {
      int8x16_t codes[2][vectors];
      add_columns<Engine, Kernel>(sums, band + group * shape.group_bytes(), codes, weights, group);
    }
  } else {
    for (int group = 0; group < groups; ++group)
      for (int tap = 0; tap < taps; ++tap) add_taps<Engine, Kernel>(sums, band, weights, group, tap);
  }
#pragma GCC unroll 2
  for (int v = 0; v < vectors; ++v) {
    factor[v] = load_vector_here(own.by.factor + v * 4);
    shift[v]  = load_vector_here(own.by.shift + v * 4);
  }
#pragma GCC unroll 2
  for (int v = 0; v < vectors; ++v)
#pragma GCC unroll 8
    for (int i = 0; i < Columns * rows; ++i) sums[i / rows][i % rows][v] = requantize::apply(sums[i / rows][i % rows][v], factor[v], shift[v]);
#pragma GCC unroll 8
  for (int i = 0; i < Columns * rows; ++i)
    store_row<Kernel.clamps, Channels>(output + i % rows * row_step + i / rows * shape.channels(), sums[i / rows][i % rows], range);
}

// All positions of a block of channels in one band.
template <class Engine, class Arithmetic, depthwise_kernel Kernel, int Channels, class Block>
EDGETL_INLINE void depthwise_row(const std::int8_t* band, const Block& own, output_range range, std::int8_t* output) {
  constexpr depthwise_shape            shape = Kernel.shape;
  constexpr std::int32_t               step  = shape.width.stride * shape.pitch() * 4;
  const depthwise_weights<Engine, Kernel.shape> weights(own.codes);
  // a single position has too few sums to keep a core busy: where registers allow, three are made at once
  constexpr std::int32_t width = shape.width.output, rest = width % 2 == 0 ? 0 : (shape.rows() == 1 && width > 1 ? 3 : 1);
  for (std::int32_t x = 0; x + rest < width; x += 2, band += 2 * step, output += 2 * shape.channels())
    depthwise_tile<Engine, Arithmetic, Kernel, Channels, 2>(band, own, weights, range, output);
  if constexpr (rest > 0) depthwise_tile<Engine, Arithmetic, Kernel, Channels, rest>(band, own, weights, range, output);
}

template <class Engine, class Arithmetic, depthwise_kernel Kernel, class List>
EDGETL_KERNEL void run_depthwise(const std::int8_t* input, unsigned char* scratch, std::int8_t zero_point, const List& panels,
                                 output_range range, std::int8_t* output) {
  constexpr depthwise_shape shape  = Kernel.shape;
  constexpr std::int32_t    height = shape.height.output, row_step = shape.width.output * shape.channels();
  constexpr int             blocks = shape.blocks(), rest = shape.channels() - (blocks - 1) * shape.block();
  auto* const               band   = reinterpret_cast<std::int8_t*>(scratch);
  fill_codes(band, shape.scratch_bytes(), zero_point);
  for (std::int32_t batch = 0; batch < shape.batches; ++batch) {
    for (std::int32_t y = 0; y < height; y += shape.rows()) {
      // of an odd number of rows, the last but one is computed twice
      const std::int32_t top = y + shape.rows() <= height ? y : height - shape.rows();
      interleave_band<Engine, shape>(band, input, top, band + shape.outside_at());
      std::int8_t* const to = output + top * row_step;
      for (int block = 0; block + 1 < blocks; ++block)
        depthwise_row<Engine, Arithmetic, Kernel, shape.block()>(
            band + block * shape.vectors() * 16, panels[static_cast<std::size_t>(block / blocks_at_once)][block % blocks_at_once], range,
            to + block * shape.block());
      constexpr int last = blocks - 1;
      depthwise_row<Engine, Arithmetic, Kernel, rest>(band + last * shape.vectors() * 16,
                                                      panels[last / blocks_at_once][last % blocks_at_once], range, to + last * shape.block());
    }
    input += shape.height.input * shape.row_codes();
    output += height * row_step;
  }
}

// Dense engines take over where there is one input channel.
template <class Base, class Bands, class... Engines>
constexpr kernel::choice choose_depthwise(const kernel::problem<kernel::depthwise_conv_2d::parameters>& wanted) {
  if (!wanted.is_int8()) return edgetl_choose(kernel::depthwise_conv_2d{}, Base{}, wanted);
  if (wanted.own.input_channels == 1) return choose_tile<Engines...>(wanted.own);
  const depthwise_shape shape = depthwise_shape_of(wanted.own);
  text_writer<39>       name;
  name << Bands::name << " bands of " << std::int64_t{shape.rows()};
  return {name.result, 2 * shape.rows(), shape.vectors(), 0, shape.scratch_bytes()};
}

template <class Bands, class... Engines, kernel::choice Choice, class Parameters, class Weights, class Epilogue>
EDGETL_INLINE void run_depthwise_layer(kernel::chosen<Choice> how, Parameters given, const std::int8_t* input, Weights weights,
                                       Epilogue finish, std::int8_t* output) {
  if constexpr (Parameters::get().input_channels == 1 || !vector_epilogue<Epilogue>) {
    run_dense<Engines...>(kernel::depthwise_conv_2d{}, how, given, input, weights, finish, output);
  } else {
    constexpr depthwise_shape shape      = depthwise_shape_of(Parameters::get());
    constexpr std::int32_t    zero_point = Parameters::get().input_zero_point;
    using packed                         = packed_depthwise<Bands, Weights, Epilogue, shape, zero_point>;
    constexpr depthwise_kernel own{shape, packed::facts, clamps(Epilogue::output)};
    run_depthwise<Bands, typename Epilogue::arithmetic, own>(input, how.scratch, static_cast<std::int8_t>(zero_point), packed::list,
                                                             output_range{Epilogue::output}, output);
  }
}

}  // namespace edgetl::target::arm
