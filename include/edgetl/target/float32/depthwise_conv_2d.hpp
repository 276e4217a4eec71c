// SPDX-License-Identifier: BSL-1.0
// DEPTHWISE_CONV_2D on floats: channels side by side in lanes. An image of one channel is a dense layer; where
// a channel has several filters, the copy of the image repeats it.
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

  friend constexpr bool operator==(const depthwise_shape&, const depthwise_shape&) = default;
};

template <class Lanes> constexpr depthwise_shape depthwise_shape_of(const kernel::depthwise_conv_2d::parameters& own) {
  const std::int32_t over = own.input_channels * own.depth_multiplier % Lanes::count;
  return {own.batches, {own.height, own.width, own.input_channels, own.depth_multiplier, over == 0 ? 0 : Lanes::count - over}};
}
constexpr layer_shape dense_shape_of(const kernel::depthwise_conv_2d::parameters& own) {
  return {own.batches, {own.height, own.width, 1, 1, 0}, own.depth_multiplier, true};
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
  best.scratch_bytes = shape.image.scratch_elements() * static_cast<std::int32_t>(sizeof(float));
  return best;
}

// One row of taps at Columns positions.
template <class Lanes, depthwise_shape Shape, int Columns, int Vectors>
EDGETL_INLINE void add_taps(typename Lanes::vector (&sums)[Columns][Vectors], const float* line, const float* weights) {
  constexpr int taps = Shape.image.width.size, dilation = Shape.image.width.dilation, stride = Shape.image.width.stride;
  constexpr int depth = Shape.channels(), columns = Shape.columns(Columns), word = Vectors * Lanes::count;
  if constexpr (Shape.shares_columns()) {
    typename Lanes::vector loaded[taps][Vectors];
#pragma GCC unroll 8
    for (int t = 0; t < taps; ++t)
#pragma GCC unroll 4
      for (int v = 0; v < Vectors; ++v) loaded[t][v] = Lanes::load(weights + t * word + v * Lanes::count);
#pragma GCC unroll 128
    for (int column = 0; column < columns; ++column) {
#pragma GCC unroll 4
      for (int v = 0; v < Vectors; ++v) {
        const auto activation = Lanes::load(line + column * depth + v * Lanes::count);
#pragma GCC unroll 8
        for (int t = 0; t < taps; ++t)
          if (const int from = column - t * dilation; from >= 0 && from % stride == 0 && from / stride < Columns)
            sums[from / stride][v] = Lanes::multiply_add(sums[from / stride][v], activation, loaded[t][v]);
      }
    }
  } else {
    for (int t = 0; t < taps; ++t, line += dilation * depth, weights += word)
#pragma GCC unroll 4
      for (int v = 0; v < Vectors; ++v) {
        const auto loaded = Lanes::load(weights + v * Lanes::count);
#pragma GCC unroll 16
        for (int x = 0; x < Columns; ++x)
          sums[x][v] = Lanes::multiply_add(sums[x][v], Lanes::load(line + x * stride * depth + v * Lanes::count), loaded);
      }
  }
}

template <class Lanes, clamp_sides Sides, depthwise_shape Shape, int Columns, int Vectors, int Channels, class Panel>
EDGETL_INLINE void depthwise_tile(const float* image, const Panel& panel, const kernel::bounds<float>& clamp, float* output) {
  typename Lanes::vector sums[Columns][Vectors];
#pragma GCC unroll 4
  for (int v = 0; v < Vectors; ++v) {
    const auto bias = Lanes::load(panel.bias + v * Lanes::count);
#pragma GCC unroll 16
    for (int x = 0; x < Columns; ++x) sums[x][v] = bias;
  }
  const float* weights = panel.weights;
  for (int y = 0; y < Shape.image.height.size; ++y) {
    add_taps<Lanes, Shape, Columns, Vectors>(sums, image, weights);
    image += Shape.image.height.dilation * Shape.image.pitch();
    weights += Shape.image.width.size * Vectors * Lanes::count;
    hold();
  }
#pragma GCC unroll 16
  for (int x = 0; x < Columns; ++x)
#pragma GCC unroll 4
    for (int v = 0; v < Vectors; ++v) store_vector<Lanes, Channels>(output + x * Shape.channels(), clamped<Lanes, Sides>(sums[x][v], clamp), v);
}

template <class Lanes, clamp_sides Sides, depthwise_shape Shape, int Positions, even_split Groups, class List>
EDGETL_KERNEL void run_depthwise(const float* input, unsigned char* scratch, const List& panels, kernel::bounds<float> clamp, float* output) {
  constexpr std::ptrdiff_t channels = Shape.channels(), pitch = Shape.image.pitch();
  for (std::int32_t batch = 0; batch < Shape.batches; ++batch) {
    const float* image = place_image<Shape.image>(reinterpret_cast<float*>(scratch), input);
    for_each_panel<Lanes::count, Shape.channels(), Groups>(panels, [&]<int Vectors, int Channels>(const auto& panel, std::int32_t first) {
      for (std::int32_t y = 0; y < Shape.image.height.output; ++y)
        for_each_block<even_split{Shape.image.width.output, Positions}>([&]<int Columns>(std::int32_t x) {
          depthwise_tile<Lanes, Sides, Shape, Columns, Vectors, Channels>(
              image + y * Shape.image.height.stride * pitch + x * Shape.image.width.stride * channels + first, panel, clamp,
              output + (y * Shape.image.width.output + x) * channels + first);
        });
    });
    input += Shape.image.elements();
    output += Shape.image.height.output * Shape.image.width.output * channels;
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
    constexpr depthwise_shape shape = depthwise_shape_of<lanes>(Parameters::get());
    using packed                    = packed_layer<lanes::count, Choice.vectors, Weights, Epilogue, shape.weights()>;
    run_depthwise<lanes, sides_of(Epilogue::clamp()), shape, Choice.rows, packed::groups>(input, how.scratch, packed::panels, Epilogue::clamp(), output);
  }
}

}  // namespace edgetl::target::float32
