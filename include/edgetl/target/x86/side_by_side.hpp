// SPDX-License-Identifier: BSL-1.0
// Convolutions whose output channels leave lanes of a vector empty: several output positions side by side become one with
// as many times the channels and a window that holds theirs. Its weights are the layer's, moved, with zeros between them.
#pragma once

#include <edgetl/target/x86/contraction.hpp>

#include <cstddef>
#include <cstdint>

namespace edgetl::target::x86 {

// The same sums as a layer with 1/positions of the columns. Output codes stand where they stood.
constexpr layer_shape side_by_side(layer_shape shape, std::int32_t positions) {
  if (positions == 1) return shape;
  if (shape.is_flat()) {
    const std::int32_t all = shape.columns();
    shape.image.height = {1, 1, 1, 1, 1, 0}, shape.image.width = {all, all, 1, 1, 1, 0};
  }
  kernel::window& columns = shape.image.width;
  columns.size += columns.stride * (positions - 1);
  columns.stride *= positions;
  columns.output /= positions;
  shape.output_channels *= positions;
  return shape;
}

// How many positions cost least. Two vectors at most: every position more adds columns of zeros.
template <dot_engine Engine> constexpr std::int32_t best_positions(const layer_shape& shape) {
  if (shape.output_channels % Engine::count == 0 || (!shape.is_flat() && shape.image.width.dilation != 1)) return 1;
  std::int32_t best  = 1;
  double       least = 0;
  for (std::int32_t positions = 1; positions * shape.output_channels <= 2 * Engine::count || positions == 1; ++positions) {
    if (shape.columns() % positions != 0) continue;
    const layer_shape    wide   = side_by_side(shape, positions);
    const kernel::choice tile   = choose_tile<Engine>(wide, "");
    const double         cycles = estimate<Engine>(wide, tile.rows, tile.vectors);
    if (positions == 1 || cycles < least * 0.95) least = cycles, best = positions;
  }
  return best;
}

template <dot_engine Engine> constexpr layer_shape arranged(const layer_shape& shape) { return side_by_side(shape, best_positions<Engine>(shape)); }

// A layer's weights as those of `Wide`: channel p * Channels + c is channel c at position p.
template <class Weights, layer_shape Wide, int Positions> struct weights_side_by_side : rearranged_weights<Weights> {
  using typename rearranged_weights<Weights>::operand;

  static constexpr operand at(std::size_t index) {
    constexpr image_layout image     = Wide.image;
    constexpr int          width     = image.width.size * image.channels, shift = image.width.stride / Positions * image.channels;
    constexpr int          own_width = width - shift * (Positions - 1), channels = Wide.output_channels / Positions;
    const int              row = static_cast<int>(index) / width, channel = row / image.height.size;
    const int              code = static_cast<int>(index) % width - channel / channels * shift;
    if (code < 0 || code >= own_width) return {};
    return Weights::at(static_cast<std::size_t>((channel % channels * image.height.size + row % image.height.size) * own_width + code));
  }
};

// The constants of every position's channels.
template <class Epilogue, int Channels> struct epilogue_side_by_side : Epilogue {
  static constexpr auto channel(int c) { return Epilogue::channel(c % Channels); }
};

// Packs and runs a convolution in the shape that suits it.
template <dot_engine Engine, layer_shape Shape, kernel::choice Choice, std::int32_t ZeroPoint, class Weights, class Epilogue>
EDGETL_INLINE void contract_arranged(const std::int8_t* input, unsigned char* scratch, std::int8_t* output) {
  constexpr layer_shape wide      = arranged<Engine>(Shape);
  constexpr int         positions = wide.output_channels / Shape.output_channels;
  if constexpr (positions == 1)
    contract<Engine, Shape, Choice, ZeroPoint, 0, Weights, Epilogue>(input, scratch, output);
  else
    contract<Engine, wide, Choice, ZeroPoint, 0, weights_side_by_side<Weights, wide, positions>, epilogue_side_by_side<Epilogue, Shape.output_channels>>(
        input, scratch, output);
}

}  // namespace edgetl::target::x86
