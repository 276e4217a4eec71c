// SPDX-License-Identifier: BSL-1.0
// CONV_2D and FULLY_CONNECTED of int8 codes: packs a layer's weights in panels of output channels and runs
// every panel over blocks of output positions.
#pragma once

#include <edgetl/core/language.hpp>
#include <edgetl/target/arm/plan.hpp>

#include <cstddef>
#include <cstdint>

namespace edgetl::target::arm {

// Pointers to the panels of full width and to the narrower ones behind them.
template <class Wide, class Narrow, int WideCount, int NarrowCount> struct panel_list {
  const Wide*   wide[WideCount];
  const Narrow* narrow[NarrowCount > 0 ? NarrowCount : 1];
};

template <class Engine, class Weights, class Epilogue, layer_shape Shape, int Vectors, std::int32_t ZeroPoint, bool Transposed>
struct packed_layer {
  static constexpr even_split groups{(Shape.output_channels + 3) / 4, Vectors};
  static constexpr int        narrow_vectors = groups.width() > 1 ? groups.width() - 1 : 1;
  static constexpr int        vector_codes   = Shape.order().steps() * 4 * Shape.depth;

  template <int Group> static constexpr const auto& panel() {
    return panel_of<Engine, Weights, Epilogue, Shape.order(), groups.first(Group) * 4, groups.size(Group) * 4, ZeroPoint, Transposed>;
  }

  using wide_panel   = arm::panel<groups.width() * 4, groups.width() * vector_codes>;
  using narrow_panel = arm::panel<narrow_vectors * 4, narrow_vectors * vector_codes>;
  using list         = panel_list<wide_panel, narrow_panel, groups.wide(), groups.narrow()>;

  static constexpr panel_facts make_facts() {
    return []<std::int32_t... Group>(integer_sequence<std::int32_t, Group...>) {
      panel_facts all{};
      ((all = merged(all, panel<Group>().facts)), ...);
      return all;
    }(make_integer_sequence<std::int32_t, groups.count()>{});
  }
  static constexpr list make_list() {
    return []<std::int32_t... Wide, std::int32_t... Narrow>(integer_sequence<std::int32_t, Wide...>, integer_sequence<std::int32_t, Narrow...>) {
      return list{{&panel<Wide>()...}, {&panel<groups.wide() + Narrow>()...}};
    }(make_integer_sequence<std::int32_t, groups.wide()>{}, make_integer_sequence<std::int32_t, groups.narrow()>{});
  }
  static constexpr panel_facts facts  = make_facts();
  static constexpr list        panels = make_list();
};

// What the code of a layer depends on besides its shape.
struct layer_kernel {
  layer_shape  shape;
  std::int32_t positions, vectors;  // of a tile
  panel_facts  facts;
  bool         clamps;

  friend constexpr bool operator==(const layer_kernel&, const layer_kernel&) = default;
};

// One row of tiles. Functions, not lambdas: a lambda left out of line would pass every argument through memory.
template <class Engine, class Arithmetic, layer_kernel Kernel, int Vectors, int Channels, int Rows, class Panel>
EDGETL_INLINE void run_row(const std::int8_t* image, const Panel& panel, output_range range, std::int8_t* output) {
  constexpr layer_shape    shape  = Kernel.shape;
  constexpr even_split     blocks{shape.columns(), extent_of(shape, Kernel.positions).columns};
  constexpr std::ptrdiff_t step_x = shape.output_channels, step_y = step_x * shape.columns();
  constexpr tile_layout    wide = shape.layout(blocks.width()), narrow = shape.layout(blocks.width() - 1);
  for (std::int32_t x = 0; x < blocks.wide(); ++x, image += blocks.width() * wide.step_x, output += blocks.width() * step_x)
    tile<Engine, Arithmetic, Kernel.facts, Kernel.clamps, Rows * blocks.width(), Vectors, Channels, wide, shape.order()>(image, panel, range,
                                                                                                                       output, step_x, step_y);
  if constexpr (blocks.narrow() > 0)
    for (std::int32_t x = 0; x < blocks.narrow(); ++x, image += (blocks.width() - 1) * narrow.step_x, output += (blocks.width() - 1) * step_x)
      tile<Engine, Arithmetic, Kernel.facts, Kernel.clamps, Rows*(blocks.width() - 1), Vectors, Channels, narrow, shape.order()>(
          image, panel, range, output, step_x, step_y);
}

// All output positions of one panel of channels.
template <class Engine, class Arithmetic, layer_kernel Kernel, int Vectors, int Channels, class Panel>
EDGETL_KERNEL void run_panel(const std::int8_t* image, const Panel& panel, output_range range, std::int8_t* output) {
  constexpr layer_shape    shape = Kernel.shape;
  constexpr even_split     blocks{shape.rows(), extent_of(shape, Kernel.positions).rows};
  constexpr std::ptrdiff_t step_image = shape.layout(1).step_y, step_output = shape.output_channels * shape.columns();
  for (std::int32_t y = 0; y < blocks.wide(); ++y, image += blocks.width() * step_image, output += blocks.width() * step_output)
    run_row<Engine, Arithmetic, Kernel, Vectors, Channels, blocks.width()>(image, panel, range, output);
  if constexpr (blocks.narrow() > 0)
    for (std::int32_t y = 0; y < blocks.narrow(); ++y, image += (blocks.width() - 1) * step_image, output += (blocks.width() - 1) * step_output)
      run_row<Engine, Arithmetic, Kernel, Vectors, Channels, blocks.width() - 1>(image, panel, range, output);
}

// All panels, over the positions of an image or of what was gathered for an output row.
template <class Engine, class Arithmetic, layer_kernel Kernel, class List>
EDGETL_INLINE void run_panels(const std::int8_t* image, const List& panels, output_range range, std::int8_t* output) {
  constexpr layer_shape shape = Kernel.shape;
  constexpr even_split  groups{(shape.output_channels + 3) / 4, Kernel.vectors};
  constexpr int         wide = groups.width() * 4, narrow = wide - 4;
  constexpr int         whole_wide = groups.narrow() > 0 ? groups.wide() : groups.wide() - 1;  // without the last panel
  constexpr int         rest       = shape.output_channels - groups.first(groups.count() - 1) * 4;
  for (std::int32_t g = 0; g < whole_wide; ++g)
    run_panel<Engine, Arithmetic, Kernel, groups.width(), wide>(image, *panels.wide[g], range, output + g * wide);
  if constexpr (groups.narrow() == 0) {
    run_panel<Engine, Arithmetic, Kernel, groups.width(), rest>(image, *panels.wide[whole_wide], range, output + whole_wide * wide);
  } else {
    for (std::int32_t g = 0; g + 1 < groups.narrow(); ++g)
      run_panel<Engine, Arithmetic, Kernel, groups.width() - 1, narrow>(image, *panels.narrow[g], range,
                                                                       output + whole_wide * wide + g * narrow);
    run_panel<Engine, Arithmetic, Kernel, groups.width() - 1, rest>(image, *panels.narrow[groups.narrow() - 1], range,
                                                                   output + groups.first(groups.count() - 1) * 4);
  }
}

template <class Engine, class Arithmetic, layer_kernel Kernel, class List>
EDGETL_KERNEL void run_layer(const std::int8_t* input, unsigned char* scratch, std::int8_t zero_point, const List& panels,
                             output_range range, std::int8_t* output) {
  constexpr layer_shape shape = Kernel.shape;
  [[maybe_unused]] auto* const copy     = reinterpret_cast<std::int8_t*>(scratch);
  [[maybe_unused]] auto* const gathered = copy + shape.image.scratch_bytes();
  if constexpr (shape.image.copied) fill_halo<shape.image>(copy, zero_point);
  for (std::int32_t batch = 0; batch < shape.batches; ++batch, input += shape.image.input_size()) {
    if constexpr (shape.image.copied) copy_image<shape.image>(copy, input);
    const std::int8_t* image = shape.image.copied ? copy : input;
    for (std::int32_t band = 0; band < shape.bands(); ++band, output += shape.rows() * shape.columns() * shape.output_channels) {
      if constexpr (shape.gathered) {
        gather_row<shape.image, shape.gathered_pitch()>(gathered, image);
        run_panels<Engine, Arithmetic, Kernel>(gathered, panels, range, output);
        image += shape.image.height.stride * shape.image.pitch();
      } else {
        run_panels<Engine, Arithmetic, Kernel>(image, panels, range, output);
      }
    }
  }
}

// Packs a layer and runs it.
template <class Engine, kernel::choice Choice, class Epilogue, bool Transposed = false, class Parameters, class Weights>
EDGETL_INLINE void contract(kernel::chosen<Choice> how, Parameters, const std::int8_t* input, Weights, std::int8_t* output) {
  static_assert(kernel::check_tile<Choice>());
  constexpr layer_shape  shape      = shape_of<Engine>(Parameters::get());
  constexpr std::int32_t zero_point = Parameters::get().input_zero_point;
  using packed = packed_layer<Engine, Weights, Epilogue, shape, Choice.vectors, zero_point, Transposed>;
  constexpr layer_kernel own{shape, Choice.rows, Choice.vectors, packed::facts, clamps(Epilogue::output)};
  run_layer<Engine, typename Epilogue::arithmetic, own>(input, how.scratch, static_cast<std::int8_t>(zero_point), packed::panels,
                                                        output_range{Epilogue::output}, output);
}

// Groups of channels are left to the reference, and so are weights with a zero point.
constexpr bool is_dense(const kernel::conv_2d::parameters& own) { return own.filter_channels == own.input_channels; }
constexpr bool is_dense(const kernel::fully_connected::parameters& own) { return own.filter_zero_point == 0; }

// The choice of a target that has these engines; Base is the target it derives from.
template <class Base, class... Engines, class Kernel, class Parameters>
constexpr kernel::choice choose_dense(Kernel, const kernel::problem<Parameters>& wanted) {
  if (!wanted.is_int8()) return edgetl_choose(Kernel{}, Base{}, wanted);
  return is_dense(wanted.own) ? choose_tile<Engines...>(wanted.own) : kernel::choice{};
}

// Policies that vectors can follow.
template <class Epilogue>
concept vector_epilogue = vector_requantize<typename Epilogue::arithmetic, scale_facts{}>::available;

// Runs a layer with the engine that the choice names.
template <class Engine, class... Others, class Kernel, kernel::choice Choice, class Parameters, class Weights, class Epilogue>
EDGETL_INLINE void run_dense(Kernel, kernel::chosen<Choice> how, Parameters given, const std::int8_t* input, Weights weights,
                             Epilogue finish, std::int8_t* output) {
  if constexpr (!vector_epilogue<Epilogue>)
    Kernel::reference(given, input, kernel::stored(weights), kernel::stored(finish), output);
  else if constexpr (names<Engine>(Choice))
    contract<Engine, Choice, Epilogue, std::is_same_v<Kernel, kernel::depthwise_conv_2d>>(how, given, input, weights, output);
  else
    run_dense<Others...>(Kernel{}, how, given, input, weights, finish, output);
}

}  // namespace edgetl::target::arm
