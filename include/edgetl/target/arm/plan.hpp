// SPDX-License-Identifier: BSL-1.0
// A dense layer of int8 codes (convolution, fully connected) as a target sees it: its shape, and the cost
// model that chooses its tile.
#pragma once

#include <edgetl/kernel/choice.hpp>
#include <edgetl/kernel/conv_2d.hpp>
#include <edgetl/kernel/depthwise_conv_2d.hpp>
#include <edgetl/kernel/fully_connected.hpp>
#include <edgetl/target/arm/image.hpp>
#include <edgetl/target/arm/tile.hpp>
#include <edgetl/target/split.hpp>

#include <cstdint>

namespace edgetl::target::arm {

// Everything about a layer's shape that its kernel depends on.
struct layer_shape {
  std::int32_t batches;
  image_layout image;
  std::int32_t output_channels;
  std::int32_t depth;     // of an engine's step
  bool         gathered;  // the codes of a window are copied together, an output row at a time

  // Windows of one position that touch make one long row.
  constexpr bool is_flat() const {
    return image.height.size == 1 && image.width.size == 1 && image.height.stride == 1 && image.width.stride == 1;
  }
  constexpr std::int32_t rows() const { return is_flat() || gathered ? 1 : image.height.output; }
  constexpr std::int32_t columns() const { return is_flat() ? image.height.output * image.width.output : image.width.output; }
  // Output rows that are made one after the other, each from what was gathered for it.
  constexpr std::int32_t bands() const { return gathered ? image.height.output : 1; }
  // Taps side by side are one run, unless they are dilated.
  constexpr bool         joins_taps() const { return image.width.dilation == 1 || image.width.size == 1; }
  constexpr std::int32_t run_length() const { return joins_taps() ? image.width.size * image.channels : image.channels; }
  constexpr std::int32_t window_codes() const { return image.height.size * image.width.size * image.channels; }
  constexpr std::int32_t gathered_pitch() const { return (window_codes() + depth - 1) / depth * depth; }
  constexpr std::int32_t gathered_bytes() const { return gathered ? columns() * gathered_pitch() + 16 : 0; }
  constexpr std::int32_t scratch_bytes() const { return image.scratch_bytes() + gathered_bytes(); }
  constexpr product_order order() const {
    if (gathered) return {1, window_codes(), depth, output_channels};
    return {joins_taps() ? image.height.size : image.height.size * image.width.size, run_length(), depth, output_channels};
  }
  constexpr tile_layout layout(std::int32_t tile_columns) const {
    if (gathered) return {tile_columns, gathered_pitch(), 0, 1, 0, 0, false};
    return {tile_columns,
            image.width.stride * image.channels,
            image.height.stride * image.pitch(),
            joins_taps() ? 1 : image.width.size,
            image.width.dilation * image.channels,
            image.height.dilation * image.pitch(),
            !image.copied};
  }

  friend constexpr bool operator==(const layer_shape&, const layer_shape&) = default;
};

// Runs of a few codes cost a step and a load each, however few they are: windows of several are gathered, unless there
// is little to share that with. Otherwise an image is read where it stands if every window lies inside it and every run
// is made of whole steps.
template <class Engine>
constexpr layer_shape make_shape(std::int32_t batches, kernel::window height, kernel::window width, std::int32_t input_channels,
                                 std::int32_t output_channels) {
  layer_shape shape{batches, {height, width, input_channels, false}, output_channels, Engine::depth, false};
  shape.gathered     = shape.order().runs > 1 && shape.run_length() < 16 && width.output >= 4 && output_channels >= 4;
  shape.image.copied = is_padded(height) || is_padded(width) || (!shape.gathered && shape.run_length() % Engine::depth != 0);
  return shape;
}
template <class Engine> constexpr layer_shape shape_of(const kernel::conv_2d::parameters& own) {
  return make_shape<Engine>(own.batches, own.height, own.width, own.input_channels, own.output_channels);
}
// One input channel: every output channel sees it.
template <class Engine> constexpr layer_shape shape_of(const kernel::depthwise_conv_2d::parameters& own) {
  return make_shape<Engine>(own.batches, own.height, own.width, 1, own.depth_multiplier);
}
// A batch is a pixel of one long image.
template <class Engine> constexpr layer_shape shape_of(const kernel::fully_connected::parameters& own) {
  return make_shape<Engine>(1, {1, 1, 1, 1, 1, 0}, {own.batches, own.batches, 1, 1, 1, 0}, own.inputs, own.outputs);
}

// Cycles of a core with two vector pipes and two loads a cycle. Per tile: its steps, about two and a half
// cycles per vector of results and two per store, and the start of its pipelines.
template <class Engine> constexpr double estimate(const layer_shape& shape, std::int32_t positions, std::int32_t vectors) {
  const tile_extent extent = extent_of(shape, positions);
  const even_split  x{shape.columns(), extent.columns}, y{shape.rows(), extent.rows}, n{(shape.output_channels + 3) / 4, vectors};
  double            cycles = 0;
  for (std::int32_t kind = 0; kind < 8; ++kind) {
    const bool   tall = kind % 2 != 0, wide = kind / 2 % 2 != 0, broad = kind / 4 != 0;
    const double times = (tall ? y.wide() : y.narrow()) * 1.0 * (wide ? x.wide() : x.narrow()) * (broad ? n.wide() : n.narrow());
    if (times == 0) continue;
    const std::int32_t rows = (y.width() - (tall ? 0 : 1)) * (x.width() - (wide ? 0 : 1)), v = n.width() - (broad ? 0 : 1);
    cycles += times * (Engine::cycles_of_step(rows, v) * shape.order().steps() + 2.5 * rows * v + 2 * rows * ((v + 3) / 4) + 12);
  }
  // every different block is a body of its own: prefer even splits where the rest is equal
  const int bodies = ((x.narrow() > 0 && x.width() > 1) + 1) * ((y.narrow() > 0 && y.width() > 1) + 1) * ((n.narrow() > 0 && n.width() > 1) + 1);
  return (cycles * shape.bands() + shape.image.scratch_bytes() * 0.1) * (1.0 + 0.01 * (bodies - 1));
}

struct tile_plan {
  std::int32_t rows = 0, vectors = 0;
  double       cycles = 0;
};

template <class Engine> constexpr tile_plan find_tile(const layer_shape& shape) {
  tile_plan          best{};
  const std::int32_t all = (shape.output_channels + 3) / 4;
  for (std::int32_t vectors = 1; vectors <= 8 && vectors <= all; ++vectors)
    for (std::int32_t rows = 1; Engine::fits(rows, vectors); ++rows) {
      const double cycles = estimate<Engine>(shape, rows, vectors);
      if (best.rows == 0 || cycles < best.cycles) best = {rows, vectors, cycles};
    }
  return best;
}

template <class Engine> constexpr kernel::choice make_choice(const layer_shape& shape, const tile_plan& plan) {
  text_writer<39> name;
  name << Engine::name << ' ' << std::int64_t{plan.rows} << 'x' << std::int64_t{plan.vectors * 4};
  return {name.result, plan.rows, plan.vectors, 0, shape.scratch_bytes()};
}

// The cheapest tile of the cheapest engine.
template <class Engine, class... Others, class Parameters> constexpr kernel::choice choose_tile(const Parameters& own) {
  const layer_shape shape = shape_of<Engine>(own);
  const tile_plan   plan  = find_tile<Engine>(shape);
  if constexpr (sizeof...(Others) > 0) {
    static_assert(sizeof...(Others) == 1);
    if (((find_tile<Others>(shape_of<Others>(own)).cycles < plan.cycles) || ...)) return choose_tile<Others...>(own);
  }
  return make_choice<Engine>(shape, plan);
}

// Whether a choice names an engine.
template <class Engine> constexpr bool names(const kernel::choice& choice) {
  std::size_t i = 0;
  for (; Engine::name[i] != '\0'; ++i)
    if (choice.kernel.chars[i] != Engine::name[i]) return false;
  return choice.kernel.chars[i] == ' ';
}

}  // namespace edgetl::target::arm
