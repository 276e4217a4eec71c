// SPDX-License-Identifier: BSL-1.0
// A dense layer of floats (convolution, fully connected): which tile, and the loops over panels of output
// channels and blocks of output positions.
#pragma once

#include <edgetl/core/language.hpp>
#include <edgetl/kernel/choice.hpp>
#include <edgetl/target/float32/image.hpp>
#include <edgetl/target/float32/panel.hpp>
#include <edgetl/target/float32/tile.hpp>

#include <cstddef>
#include <cstdint>

namespace edgetl::target::float32 {

// Everything about a layer's shape that its kernel depends on.
struct layer_shape {
  std::int32_t batches;
  image_layout image;
  std::int32_t output_channels;
  bool         term_major;  // the file has the weights of all channels for one term side by side

  // Windows of one position that touch make one long row.
  constexpr bool is_flat() const {
    return image.height.size == 1 && image.width.size == 1 && image.height.stride == 1 && image.width.stride == 1;
  }
  constexpr std::int32_t rows() const { return is_flat() ? 1 : image.height.output; }
  constexpr std::int32_t columns() const { return is_flat() ? image.height.output * image.width.output : image.width.output; }
  // Taps side by side are one run, unless they are dilated.
  constexpr bool          joins_taps() const { return image.width.dilation == 1; }
  constexpr product_order order() const {
    return joins_taps() ? product_order{image.height.size, image.width.size * image.channels}
                        : product_order{image.height.size * image.width.size, image.channels};
  }
  constexpr weight_order weights() const {
    const std::int32_t terms = order().terms();
    return {terms, output_channels, term_major ? output_channels : 1, term_major ? 1 : terms};
  }
  constexpr tile_layout layout(std::int32_t tile_columns) const {
    return {tile_columns,
            image.width.stride * image.channels,
            image.height.stride * image.pitch(),
            joins_taps() ? 1 : image.width.size,
            image.width.dilation * image.channels,
            image.height.dilation * image.pitch()};
  }

  friend constexpr bool operator==(const layer_shape&, const layer_shape&) = default;
};

// How many parts of the products a tile sums side by side: 8 sums keep two multiply-add pipes of latency 4 busy.
template <class Lanes> constexpr std::int32_t chains_of(std::int32_t rows, std::int32_t vectors, std::int32_t length) {
  const std::int32_t wanted = (8 + rows * vectors - 1) / (rows * vectors);
  std::int32_t chains = wanted > 4 ? (wanted > 6 ? 8 : 4) : (wanted == 3 ? 4 : wanted);
  while (chains > 1 && (chains > length || chains * rows * vectors + vectors + 1 > Lanes::registers)) chains /= 2;
  return chains;
}

// Estimated cycles of a layer with tiles of `positions` x `vectors`: two multiply-adds and two loads a cycle.
template <class Lanes> constexpr double estimate(const layer_shape& shape, std::int32_t positions, std::int32_t vectors) {
  const tile_extent extent = extent_of(shape, positions);
  const even_split  x{shape.columns(), extent.columns}, y{shape.rows(), extent.rows};
  const even_split  n{(shape.output_channels + Lanes::count - 1) / Lanes::count, vectors};
  double            cycles = 0;
  for (std::int32_t tall = 0; tall < 2; ++tall)
    for (std::int32_t wide = 0; wide < 2; ++wide)
      for (std::int32_t broad = 0; broad < 2; ++broad) {
        const double times = (tall ? y.wide() : y.narrow()) * 1.0 * (wide ? x.wide() : x.narrow()) * (broad ? n.wide() : n.narrow());
        if (times == 0) continue;
        const std::int32_t rows = (y.width() - (tall ? 0 : 1)) * (x.width() - (wide ? 0 : 1)), v = n.width() - (broad ? 0 : 1);
        const std::int32_t chains = chains_of<Lanes>(rows, v, shape.order().length);
        const double       products = rows * v * 0.5, loads = (rows + v) * 0.5, waits = 4.0 / chains;
        double             step = products > loads ? products : loads;
        if (step < waits) step = waits;
        cycles += times * (step * shape.order().terms() + 1.0 * rows * v + 8 + 2 * chains);
      }
  // every different block is a body of its own: prefer even splits where the rest is equal
  const int bodies = ((x.narrow() > 0 && x.width() > 1) + 1) * ((y.narrow() > 0 && y.width() > 1) + 1) * ((n.narrow() > 0 && n.width() > 1) + 1);
  return cycles * (1.0 + 0.01 * (bodies - 1));
}

template <class Lanes> constexpr kernel::choice choose_tile(const layer_shape& shape) {
  const std::int32_t all   = (shape.output_channels + Lanes::count - 1) / Lanes::count;
  const std::int32_t terms = shape.order().terms();
  kernel::choice     best{};
  double             least = 0;
  for (std::int32_t vectors = 1; vectors <= 12 && vectors <= all && std::int64_t{terms} * vectors * Lanes::count <= largest_panel; ++vectors)
    for (std::int32_t positions = 1; positions <= 16; ++positions) {
      // one row takes its weights from memory
      if (positions * vectors + (positions > 1 ? vectors : 1) + 1 > Lanes::registers) break;
      const double cycles = estimate<Lanes>(shape, positions, vectors);
      if (least == 0 || cycles < least) least = cycles, best.rows = positions, best.vectors = vectors;
    }
  if (best.rows == 0) return {};
  best.kernel        = kernel::named("float32 tile");
  best.scratch_bytes = shape.image.scratch_elements() * static_cast<std::int32_t>(sizeof(float));
  return best;
}

// All output positions of one panel of channels.
template <class Lanes, clamp_sides Sides, layer_shape Shape, int Positions, int Vectors, int Channels, class Panel>
EDGETL_INLINE void run_panel(const float* image, const Panel& panel, const kernel::bounds<float>& clamp, float* output) {
  constexpr tile_extent extent = extent_of(Shape, Positions);
  for_each_block<even_split{Shape.rows(), extent.rows}>([&]<int Rows>(std::int32_t y) __attribute__((always_inline)) {
    for_each_block<even_split{Shape.columns(), extent.columns}>([&]<int Columns>(std::int32_t x) __attribute__((always_inline)) {
      constexpr tile_layout    own    = Shape.layout(Columns);
      constexpr std::ptrdiff_t step_x = Shape.output_channels, step_y = step_x * Shape.columns();
      constexpr int            chains = chains_of<Lanes>(Rows * Columns, Vectors, Shape.order().length);
      tile<Lanes, Sides, Rows * Columns, Vectors, chains, Channels, own, Shape.order()>(
          image + y * own.step_y + x * own.step_x, panel, clamp, output + y * step_y + x * step_x, step_x, step_y);
    });
  });
}

template <class Lanes, clamp_sides Sides, layer_shape Shape, int Positions, even_split Groups, class List>
EDGETL_KERNEL void run_layer(const float* input, unsigned char* scratch, const List& panels, kernel::bounds<float> clamp, float* output) {
  constexpr std::ptrdiff_t elements = Shape.image.elements(), results = std::ptrdiff_t{Shape.rows()} * Shape.columns() * Shape.output_channels;
  for (std::int32_t batch = 0; batch < Shape.batches; ++batch) {
    const float* image = place_image<Lanes, Shape.image>(reinterpret_cast<float*>(scratch), input);
    for_each_panel<Lanes::count, Shape.output_channels, Groups>(panels, [&]<int Vectors, int Channels>(const auto& panel, std::int32_t first) __attribute__((always_inline)) {
      run_panel<Lanes, Sides, Shape, Positions, Vectors, Channels>(image, panel, clamp, output + first);
    });
    input += elements;
    output += results;
  }
}

// Packs a layer and runs it.
template <class Lanes, layer_shape Shape, kernel::choice Choice, known_floats Weights, known_clamp_epilogue Epilogue>
EDGETL_INLINE void contract(const float* input, unsigned char* scratch, float* output) {
  static_assert(kernel::check_tile<Choice>());
  using packed = packed_layer<Lanes::count, Choice.vectors, Weights, Epilogue, Shape.weights()>;
  run_layer<Lanes, sides_of(Epilogue::clamp()), Shape, Choice.rows, packed::groups>(input, scratch, packed::panels, Epilogue::clamp(), output);
}

}  // namespace edgetl::target::float32
