// SPDX-License-Identifier: BSL-1.0
// A dense layer of int8 codes (convolution, fully connected): which tile, how its weights are packed, and the
// loops over panels of output channels and blocks of output positions.
#pragma once

#include <edgetl/core/array.hpp>
#include <edgetl/core/language.hpp>
#include <edgetl/kernel/choice.hpp>
#include <edgetl/target/split.hpp>
#include <edgetl/target/x86/image.hpp>
#include <edgetl/target/x86/tile.hpp>

#include <cstddef>
#include <cstdint>

namespace edgetl::target::x86 {

// Everything about a layer's shape that its kernel depends on.
struct layer_shape {
  std::int32_t  batches;
  image_layout  image;
  std::int32_t  output_channels;
  std::int32_t  depth;  // of a dot

  // Windows of one position that touch make one long row.
  constexpr bool is_flat() const {
    return image.height.size == 1 && image.width.size == 1 && image.height.stride == 1 && image.width.stride == 1;
  }
  constexpr std::int32_t rows() const { return is_flat() ? 1 : image.height.output; }
  constexpr std::int32_t columns() const { return is_flat() ? image.height.output * image.width.output : image.width.output; }
  // Taps side by side are one run, unless they are dilated.
  constexpr bool          joins_taps() const { return image.width.dilation == 1; }
  constexpr product_order order() const {
    return joins_taps() ? product_order{image.height.size, image.width.size * image.channels, depth, output_channels}
                        : product_order{image.height.size * image.width.size, image.channels, depth, output_channels};
  }
  constexpr tile_layout layout(std::int32_t tile_columns) const {
    return {tile_columns,
            image.width.stride * image.channels,
            image.height.stride * image.pitch(),
            joins_taps() ? 1 : image.width.size,
            image.width.dilation * image.channels,
            image.height.dilation * image.pitch()};
  }
  constexpr std::int32_t scratch_elements() const { return image.size() + 16; }

  friend constexpr bool operator==(const layer_shape&, const layer_shape&) = default;
};

// Estimated cycles of the epilogue of one vector; less where codes of four vectors stand side by side and are stored at once.
template <dot_engine Engine> constexpr double finishing(const layer_shape& shape, std::int32_t vectors) {
  const bool stored_at_once = packs_4_vectors<Engine> && Engine::registers > 16 && (vectors % 4 == 0 || vectors * Engine::count == shape.output_channels);
  return stored_at_once ? 4.5 : 5.0;
}

// Estimated cycles of a layer with tiles of `positions` x `vectors`; see docs/targets.md for the model.
template <dot_engine Engine> constexpr double estimate(const layer_shape& shape, std::int32_t positions, std::int32_t vectors) {
  const tile_extent extent = extent_of(shape, positions);
  const even_split  x{shape.columns(), extent.columns}, y{shape.rows(), extent.rows};
  const even_split  n{(shape.output_channels + Engine::count - 1) / Engine::count, vectors};
  double            cycles = 0;
  for (std::int32_t tall = 0; tall < 2; ++tall)
    for (std::int32_t wide = 0; wide < 2; ++wide)
      for (std::int32_t broad = 0; broad < 2; ++broad) {
        const double times = (tall ? y.wide() : y.narrow()) * 1.0 * (wide ? x.wide() : x.narrow()) * (broad ? n.wide() : n.narrow());
        if (times == 0) continue;
        const std::int32_t rows = (y.width() - (tall ? 0 : 1)) * (x.width() - (wide ? 0 : 1)), v = n.width() - (broad ? 0 : 1);
        const double       dots = rows * v * Engine::cycles_per_dot, loads = (rows + v) * 0.5;
        double             step = dots > loads ? dots : loads;
        if (step < Engine::latency) step = Engine::latency;
        cycles += times * (step * shape.order().steps() + finishing<Engine>(shape, v) * rows * v + 10);
      }
  // every different block is a body of its own: prefer even splits where the rest is equal
  const int bodies = ((x.narrow() > 0 && x.width() > 1) + 1) * ((y.narrow() > 0 && y.width() > 1) + 1) * ((n.narrow() > 0 && n.width() > 1) + 1);
  return cycles * (1.0 + 0.01 * (bodies - 1));
}

template <dot_engine Engine> constexpr kernel::choice choose_tile(const layer_shape& shape, const char* name) {
  kernel::choice best{kernel::named(name), 1, 1, 0, shape.scratch_elements() * static_cast<std::int32_t>(sizeof(typename Engine::activation))};
  double         least = 0;
  const std::int32_t all = (shape.output_channels + Engine::count - 1) / Engine::count;
  // Beside sums and weights: activations, and products where they are not added at once. One row takes weights from memory.
  const auto registers = [](std::int32_t positions, std::int32_t vectors) {
    if (Engine::depth == 4) return positions * vectors + (positions > 1 ? vectors : 0) + 1;
    return positions * vectors + vectors + 2;
  };
  for (std::int32_t vectors = 1; vectors <= 8 && vectors <= all; ++vectors)
    for (std::int32_t positions = 1; registers(positions, vectors) < Engine::registers && positions <= 16; ++positions) {
      const double cycles = estimate<Engine>(shape, positions, vectors);
      if (least == 0 || cycles < least) least = cycles, best.rows = positions, best.vectors = vectors;
    }
  return best;
}

// The panels of a layer: pointers to those of full width and to the narrower ones behind them.
template <class Wide, class Narrow, int WideCount, int NarrowCount> struct panel_list {
  const Wide*   wide[WideCount];
  const Narrow* narrow[NarrowCount > 0 ? NarrowCount : 1];
};

// Packs a layer's weights.
template <dot_engine Engine, class Weights, class Epilogue, layer_shape Shape, int Vectors, std::int32_t ZeroPoint, std::int32_t FilterZeroPoint = 0>
struct packed_layer {
  static constexpr even_split groups{(Shape.output_channels + Engine::count - 1) / Engine::count, Vectors};
  static constexpr int        narrow_vectors = groups.width() > 1 ? groups.width() - 1 : 1;

  static constexpr int         terms = Shape.order().runs * Shape.order().run_length;
  static constexpr scale_facts facts =
      layer_facts<Epilogue, Shape.output_channels, terms, FilterZeroPoint != 0, Engine::fused, weights_by_channel<Weights, terms, FilterZeroPoint>>();

  template <int Group> static constexpr const auto& panel() {
    return panel_of<Engine, Weights, Epilogue, Shape.order(), groups.first(Group) * Engine::count, groups.size(Group) * Engine::count,
                    folded_zero_point<Engine>(ZeroPoint), FilterZeroPoint, facts>;
  }

  using wide_panel   = x86::panel<typename Engine::weight, groups.width() * Engine::count,
                                Shape.order().steps() * groups.width() * Engine::count * Shape.depth>;
  using narrow_panel = x86::panel<typename Engine::weight, narrow_vectors * Engine::count,
                                  Shape.order().steps() * narrow_vectors * Engine::count * Shape.depth>;
  using list         = panel_list<wide_panel, narrow_panel, groups.wide(), groups.narrow()>;

  static constexpr list make() {
    return []<std::int32_t... Wide, std::int32_t... Narrow>(integer_sequence<std::int32_t, Wide...>, integer_sequence<std::int32_t, Narrow...>) {
      return list{{&panel<Wide>()...}, {&panel<groups.wide() + Narrow>()...}};
    }(make_integer_sequence<std::int32_t, groups.wide()>{}, make_integer_sequence<std::int32_t, groups.narrow()>{});
  }
  static constexpr list panels = make();
};

// All output positions of one panel of channels.
template <dot_engine Engine, class Arithmetic, scale_facts Facts, layer_shape Shape, int Positions, int Vectors, int Channels, class Panel>
EDGETL_INLINE void run_panel(const typename Engine::activation* image, const Panel& panel, const output_range& range, std::int8_t* output) {
  constexpr tile_extent extent = extent_of(Shape, Positions);
  for_each_block<even_split{Shape.rows(), extent.rows}>([&]<int Rows>(std::int32_t y) {
    for_each_block<even_split{Shape.columns(), extent.columns}>([&]<int Columns>(std::int32_t x) {
      constexpr tile_layout    own    = Shape.layout(Columns);
      constexpr bool           joined = Channels == Shape.output_channels && Channels == Vectors * Engine::count;
      constexpr std::ptrdiff_t step_x = Shape.output_channels, step_y = step_x * Shape.columns();
      tile<Engine, Arithmetic, Facts, Rows * Columns, Vectors, Channels, joined, own, Shape.order()>(
          image + y * own.step_y + x * own.step_x, panel, range, output + y * step_y + x * step_x, step_x, step_y);
    });
  });
}

template <dot_engine Engine, class Arithmetic, scale_facts Facts, layer_shape Shape, int Positions, even_split Groups, class List>
EDGETL_KERNEL void run_layer(const std::int8_t* input, unsigned char* scratch, std::int32_t zero_point, const List& panels, output_range range,
                             std::int8_t* output) {
  constexpr int  lanes      = Engine::count;
  constexpr int  whole_wide = Groups.narrow() > 0 ? Groups.wide() : Groups.wide() - 1;  // panels of full width without the last
  constexpr int  rest       = Shape.output_channels - Groups.first(Groups.count() - 1) * lanes;
  auto*          image      = reinterpret_cast<typename Engine::activation*>(scratch);
  for (std::int32_t batch = 0; batch < Shape.batches; ++batch) {
    copy_image<Engine, Shape.image>(image, input, zero_point);
    for (std::int32_t g = 0; g < whole_wide; ++g)
      run_panel<Engine, Arithmetic, Facts, Shape, Positions, Groups.width(), Groups.width() * lanes>(
          image, *panels.wide[g], range, output + g * Groups.width() * lanes);
    if constexpr (Groups.narrow() == 0) {
      run_panel<Engine, Arithmetic, Facts, Shape, Positions, Groups.width(), rest>(image, *panels.wide[whole_wide], range,
                                                                                 output + Groups.first(whole_wide) * lanes);
    } else {
      for (std::int32_t g = 0; g + 1 < Groups.narrow(); ++g)
        run_panel<Engine, Arithmetic, Facts, Shape, Positions, Groups.width() - 1, (Groups.width() - 1) * lanes>(
            image, *panels.narrow[g], range, output + Groups.first(Groups.wide() + g) * lanes);
      run_panel<Engine, Arithmetic, Facts, Shape, Positions, Groups.width() - 1, rest>(
          image, *panels.narrow[Groups.narrow() - 1], range, output + Groups.first(Groups.count() - 1) * lanes);
    }
    input += Shape.image.height.input * Shape.image.width.input * Shape.image.channels;
    output += Shape.rows() * Shape.columns() * Shape.output_channels;
  }
}

// Packs a layer and runs it.
template <dot_engine Engine, layer_shape Shape, kernel::choice Choice, std::int32_t ZeroPoint, std::int32_t FilterZeroPoint, class Weights, class Epilogue>
EDGETL_INLINE void contract(const std::int8_t* input, unsigned char* scratch, std::int8_t* output) {
  static_assert(kernel::check_tile<Choice>());
  using packed = packed_layer<Engine, Weights, Epilogue, Shape, Choice.vectors, ZeroPoint, FilterZeroPoint>;
  run_layer<Engine, typename Epilogue::arithmetic, packed::facts, Shape, Choice.rows, packed::groups>(
      input, scratch, ZeroPoint, packed::panels, Epilogue::output.clamp,
      output);
}

}  // namespace edgetl::target::x86
