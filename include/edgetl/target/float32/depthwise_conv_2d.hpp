// SPDX-License-Identifier: BSL-1.0
// DEPTHWISE_CONV_2D on floats: channels side by side in lanes. Windows are cut where they leave the image, so
// that it need not be copied; where a channel has several filters, it is, and the copy repeats the channel. An
// image of one channel is a dense layer.
#pragma once

#include <edgetl/kernel/depthwise_conv_2d.hpp>
#include <edgetl/target/float32/contraction.hpp>

#include <cstddef>
#include <cstdint>

namespace edgetl::target::float32 {

struct depthwise_shape {
  std::int32_t batches;
  image_layout image;

  constexpr std::int32_t channels() const { return image.depth(); }
  constexpr std::int32_t taps() const { return image.height.size * image.width.size; }
  constexpr weight_order weights() const { return {taps(), channels(), channels(), 1}; }
  // Taps of a row are unrolled and share the columns that they read, unless there are too many.
  constexpr bool shares_columns() const { return image.width.size <= 7 && image.width.dilation <= 2; }
  // Columns that `positions` side by side read of a row.
  constexpr std::int32_t columns(std::int32_t positions) const {
    return (positions - 1) * image.width.stride + (image.width.size - 1) * image.width.dilation + 1;
  }

  // Blocks of `positions` side by side.
  constexpr even_split blocks(std::int32_t positions) const { return {image.width.output, positions}; }
  // The column of the image, or of its copy, that a window's first tap reads.
  constexpr std::int32_t left(std::int32_t x) const { return x * image.width.stride - (image.is_cut ? image.width.before : 0); }

  friend constexpr bool operator==(const depthwise_shape&, const depthwise_shape&) = default;
};

// The same with windows that are cut, if only the first and the last block of a row need it.
constexpr depthwise_shape cut(depthwise_shape shape, std::int32_t positions) {
  if (shape.image.repeated > 1 || shape.image.reads_past > 0 || shape.image.is_changed) return shape;
  shape.image.is_cut     = true;
  const even_split   x   = shape.blocks(positions);
  const std::int32_t all = x.count();
  shape.image.is_cut     = shape.shares_columns() && (all == 1 || (shape.left(x.first(1)) >= 0 &&
                           shape.left(x.first(all - 2)) + shape.columns(x.size(all - 2)) <= shape.image.width.input));
  return shape;
}

template <class Lanes> constexpr depthwise_shape depthwise_shape_of(const kernel::depthwise_conv_2d::parameters& own) {
  const std::int32_t over = own.input_channels * own.depth_multiplier % Lanes::count;
  return {own.batches, {own.height, own.width, own.input_channels, own.depth_multiplier, over == 0 ? 0 : Lanes::count - over, false}};
}
constexpr layer_shape dense_shape_of(const kernel::depthwise_conv_2d::parameters& own) {
  return {own.batches, {own.height, own.width, 1, 1, 0, false}, own.depth_multiplier, true};
}

template <class Lanes> constexpr kernel::choice choose_depthwise(const depthwise_shape& shape) {
  const std::int32_t all = (shape.channels() + Lanes::count - 1) / Lanes::count, taps = shape.image.width.size;
  kernel::choice     best{};
  double             least = 0;
  for (std::int32_t vectors = 1; vectors <= 4 && vectors <= all && std::int64_t{shape.taps()} * vectors * Lanes::count <= largest_panel; ++vectors)
    for (std::int32_t positions = 1; positions <= 12; ++positions) {
      const std::int32_t held = shape.shares_columns() ? taps : 1;  // weights
      if (positions * vectors + vectors * held + vectors > Lanes::registers && positions * vectors > 1) break;
      const even_split x{shape.image.width.output, positions}, n{all, vectors};
      double           cycles = 0;
      for (std::int32_t wide = 0; wide < 2; ++wide)
        for (std::int32_t broad = 0; broad < 2; ++broad) {
          const double times = 1.0 * (wide ? x.wide() : x.narrow()) * (broad ? n.wide() : n.narrow());
          if (times == 0) continue;
          const std::int32_t columns = x.width() - (wide ? 0 : 1), v = n.width() - (broad ? 0 : 1);
          const std::int32_t read = shape.shares_columns() && shape.columns(columns) < columns * taps ? shape.columns(columns) : columns * taps;
          const double       products = columns * v * taps * 0.5, loads = (read + taps) * v * 0.5, waits = 4.0 * taps;
          double             row = products > loads ? products : loads;
          if (row < waits) row = waits;
          cycles += times * (row * shape.image.height.size + columns * v + 10);
        }
      if (least == 0 || cycles < least) least = cycles, best.rows = positions, best.vectors = vectors;
    }
  if (best.rows == 0) return {};
  best.kernel        = kernel::named("float32 depthwise");
  best.scratch_bytes = cut(shape, best.rows).image.scratch_elements() * static_cast<std::int32_t>(sizeof(float));
  return best;
}

// One column of the image times the taps that meet it. A function of its own for each: loops over registers
// that Clang unrolls late leave them in memory.
template <class Lanes, depthwise_shape Shape, int Column, int Columns, int Vectors, int Taps>
EDGETL_INLINE void add_column(typename Lanes::vector (&sums)[Columns][Vectors], const float* column, const typename Lanes::vector (&weights)[Taps][Vectors]) {
  constexpr int dilation = Shape.image.width.dilation, stride = Shape.image.width.stride;
#pragma GCC unroll 4
  for (int v = 0; v < Vectors; ++v) {
    const auto activation = Lanes::load(column + v * Lanes::count);
#pragma GCC unroll 8
    for (int t = 0; t < Taps; ++t)
      if (const int from = Column - t * dilation; from >= 0 && from % stride == 0 && from / stride < Columns)
        sums[from / stride][v] = Lanes::multiply_add(sums[from / stride][v], activation, weights[t][v]);
  }
}

// One row of taps at Columns positions, from `line` on. Of the columns that they read, [Left, Right) exist.
template <class Lanes, depthwise_shape Shape, int Columns, int Vectors, int Left, int Right>
EDGETL_INLINE void add_taps(typename Lanes::vector (&sums)[Columns][Vectors], const float* image, std::ptrdiff_t line, const float* weights) {
  constexpr int taps = Shape.image.width.size, dilation = Shape.image.width.dilation, stride = Shape.image.width.stride;
  constexpr int depth = Shape.channels(), word = Vectors * Lanes::count;
  if constexpr (Shape.shares_columns()) {
    typename Lanes::vector loaded[taps][Vectors];
#pragma GCC unroll 8
    for (int t = 0; t < taps; ++t)
#pragma GCC unroll 4
      for (int v = 0; v < Vectors; ++v) loaded[t][v] = Lanes::load(weights + t * word + v * Lanes::count);
    [&]<std::int32_t... Column>(integer_sequence<std::int32_t, Column...>) __attribute__((always_inline)) {
      (add_column<Lanes, Shape, Left + Column>(sums, image + (line + (Left + Column) * depth), loaded), ...);
    }(make_integer_sequence<std::int32_t, Right - Left>{});
  } else {
    for (int t = 0; t < taps; ++t, line += dilation * depth, weights += word)
#pragma GCC unroll 4
      for (int v = 0; v < Vectors; ++v) {
        const auto loaded = Lanes::load(weights + v * Lanes::count);
#pragma GCC unroll 16
        for (int x = 0; x < Columns; ++x)
          sums[x][v] = Lanes::multiply_add(sums[x][v], Lanes::load(image + (line + x * stride * depth + v * Lanes::count)), loaded);
      }
  }
}

// The rows of an image that the windows at one height read.
struct tap_rows {
  std::int32_t   first, last;
  std::ptrdiff_t line;  // where row `first` starts
};
template <depthwise_shape Shape> EDGETL_INLINE tap_rows rows_at(std::int32_t y) {
  constexpr kernel::window height = Shape.image.height;
  constexpr std::ptrdiff_t pitch  = Shape.image.pitch();
  if constexpr (Shape.image.is_cut) {
    const std::int32_t top = height.origin(y), first = height.first_tap(top);
    return {first, height.last_tap(top), (top + first * height.dilation) * pitch};
  } else {
    return {0, height.size, y * height.stride * pitch};
  }
}

// Columns positions from x on.
template <class Lanes, clamp_sides Sides, depthwise_shape Shape, int Columns, int Vectors, int Channels, int Left, int Right, class Panel>
EDGETL_INLINE void depthwise_tile(const float* image, tap_rows rows, std::int32_t x, const Panel& panel, const kernel::bounds<float>& clamp, float* output) {
  constexpr int          row_weights = Shape.image.width.size * Vectors * Lanes::count, channels = Shape.channels();
  constexpr int          step = Shape.image.width.stride * channels, left = Shape.left(0) * channels;
  constexpr int          pitch = Shape.image.height.dilation * Shape.image.pitch();
  typename Lanes::vector sums[Columns][Vectors];
#pragma GCC unroll 4
  for (int v = 0; v < Vectors; ++v) {
    const auto bias = Lanes::load(panel.bias + v * Lanes::count);
#pragma GCC unroll 16
    for (int column = 0; column < Columns; ++column) sums[column][v] = bias;
  }
  const float*   weights = panel.weights + rows.first * row_weights;
  std::ptrdiff_t line    = rows.line + std::ptrdiff_t{x} * step + left;
  for (std::int32_t y = rows.first; y < rows.last; ++y) {
    add_taps<Lanes, Shape, Columns, Vectors, Left, Right>(sums, image, line, weights);
    line += pitch;
    weights += row_weights;
    hold();
  }
#pragma GCC unroll 16
  for (int column = 0; column < Columns; ++column)
#pragma GCC unroll 4
    for (int v = 0; v < Vectors; ++v)
      store_vector<Lanes, Channels>(output + (x + column) * channels, clamped<Lanes, Sides>(sums[column][v], clamp), v);
}

// One row of output positions. The first and the last block know where the image begins and ends.
template <class Lanes, clamp_sides Sides, depthwise_shape Shape, int Positions, int Vectors, int Channels, class Panel>
EDGETL_INLINE void depthwise_row(const float* image, tap_rows rows, const Panel& panel, const kernel::bounds<float>& clamp, float* output) {
  constexpr even_split blocks = Shape.blocks(Positions);
  constexpr int        all = blocks.count(), width = blocks.width(), wide = blocks.wide() < all ? blocks.wide() : all - 1;  // without the last
  const auto           run = [&]<int Columns, int Left, int Right>(std::int32_t x) __attribute__((always_inline)) {
    depthwise_tile<Lanes, Sides, Shape, Columns, Vectors, Channels, Left, Right>(image, rows, x, panel, clamp, output);
  };
  const auto edge = [&]<int Block>() __attribute__((always_inline)) {
    constexpr int x = blocks.first(Block), columns = Shape.columns(blocks.size(Block)), left = Shape.left(x), end = Shape.image.width.input - left;
    if constexpr (Shape.image.is_cut) run.template operator()<blocks.size(Block), (left < 0 ? -left : 0), (columns < end ? columns : end)>(x);
    else run.template operator()<blocks.size(Block), 0, columns>(x);
  };
  edge.template operator()<0>();
  if constexpr (wide > 1)
    for (std::int32_t i = 1; i < wide; ++i) run.template operator()<width, 0, Shape.columns(width)>(i * width);
  constexpr int narrow = wide > 1 ? wide : 1, first = blocks.first(narrow);
  if constexpr (all - 1 > narrow)
    for (std::int32_t i = narrow; i < all - 1; ++i)
      run.template operator()<width - 1, 0, Shape.columns(width - 1)>(first + (i - narrow) * (width - 1));
  if constexpr (all > 1) edge.template operator()<all - 1>();
}

// All channels of a row, then the next row, so that its lines are read once.
template <class Lanes, clamp_sides Sides, depthwise_shape Shape, int Positions, even_split Groups, class List>
EDGETL_INLINE void run_depthwise_image(const float* image, const List& panels, const kernel::bounds<float>& clamp,
                                       float* output) {
  constexpr std::ptrdiff_t row = Shape.image.width.output * Shape.channels();
  for (std::int32_t y = 0; y < Shape.image.height.output; ++y) {
    const tap_rows rows = rows_at<Shape>(y);
    const auto     run  = [&]<int Vectors, int Channels>(const auto& panel, std::int32_t first)
        __attribute__((always_inline)) {
      depthwise_row<Lanes, Sides, Shape, Positions, Vectors, Channels>(image + first, rows, panel, clamp,
                                                                       output + y * row + first);
    };
    for_each_panel<Lanes::count, Shape.channels(), Groups>(panels, run);
  }
}

template <class Lanes, clamp_sides Sides, depthwise_shape Shape, int Positions, even_split Groups, class List>
EDGETL_KERNEL void run_depthwise(const float* input, unsigned char* scratch, const List& panels,
                                 kernel::bounds<float> clamp, float* output) {
  for (std::int32_t batch = 0; batch < Shape.batches; ++batch) {
    const float* image = place_image<Lanes, Shape.image>(reinterpret_cast<float*>(scratch), input);
    run_depthwise_image<Lanes, Sides, Shape, Positions, Groups>(image, panels, clamp, output);
    input += std::ptrdiff_t{Shape.image.elements()};
    output += std::ptrdiff_t{Shape.image.height.output} * Shape.image.width.output * Shape.channels();
  }
}

template <class Lanes> constexpr kernel::choice choose(const kernel::problem<kernel::depthwise_conv_2d::parameters>& wanted) {
  return wanted.own.input_channels == 1 ? choose_tile<Lanes>(dense_shape_of(wanted.own)) : choose_depthwise<Lanes>(depthwise_shape_of<Lanes>(wanted.own));
}

template <float32_target Target, kernel::choice Choice, class Parameters, known_floats Weights, known_clamp_epilogue Epilogue>
void edgetl_kernel(kernel::depthwise_conv_2d, Target, kernel::chosen<Choice> how, Parameters, const float* input, Weights, Epilogue, float* output) {
  using lanes = typename Target::float32_lanes;
  if constexpr (Parameters::get().input_channels == 1) {
    contract<lanes, dense_shape_of(Parameters::get()), Choice, Weights, Epilogue>(input, how.scratch, output);
  } else {
    static_assert(kernel::check_tile<Choice>());
    constexpr depthwise_shape shape = cut(depthwise_shape_of<lanes>(Parameters::get()), Choice.rows);
    using packed                    = packed_layer<lanes::count, Choice.vectors, Weights, Epilogue, shape.weights()>;
    run_depthwise<lanes, sides_of(Epilogue::clamp()), shape, Choice.rows, packed::groups>(input, how.scratch, packed::panels, Epilogue::clamp(), output);
  }
}

}  // namespace edgetl::target::float32
