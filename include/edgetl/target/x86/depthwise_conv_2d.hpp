// SPDX-License-Identifier: BSL-1.0
// DEPTHWISE_CONV_2D on int8 codes with the same dots as a dense layer: the activations of `depth` taps are mixed in
// registers, so that those of a channel stand in one 32-bit lane. Mixing leaves the lanes in an order of its own, in which
// the constants are packed, and which the final narrowing to codes undoes.
#pragma once

#include <edgetl/kernel/depthwise_conv_2d.hpp>
#include <edgetl/target/x86/depthwise_direct.hpp>
#include <edgetl/target/x86/depthwise_image.hpp>
#include <edgetl/target/x86/tile.hpp>

#include <cstddef>
#include <cstdint>

namespace edgetl::target::x86 {

// Which lane of a block stands in lane `lane` of vector `vector` once activations are mixed.
constexpr std::int32_t mixed_lane(std::int32_t depth, std::int32_t vector, std::int32_t lane) {
  return (lane / 4 * depth + vector) * 4 + lane % 4;
}

// Whether a channel's weights are all zero; see any_weights.
template <class Weights, int Channels, int Taps> struct depthwise_weights_by_channel {
  static constexpr bool are_zero(int channel) { return are_all<Weights>(0, channel, Taps, Channels); }
};

// Constants of a layer: weights [pattern][group][row][vector][lane][depth], the rest [pattern][vector][lane].
template <class Weight, int Lanes, int Codes> struct depthwise_panel {
  alignas(64) Weight codes[Codes] = {};
  std::int32_t  bias[Lanes] = {};
  scales<Lanes> by{};
};

template <dot_engine Engine, class Weights, class Epilogue, depthwise_shape Shape, std::int32_t ZeroPoint, scale_facts Facts> constexpr auto make_depthwise_panel() {
  constexpr int   depth = Shape.depth, mixed = Shape.mixed, count = Engine::count, taps = Shape.height.size * Shape.width.size;
  constexpr int   channels = Shape.channels(), lanes = Shape.patterns() * mixed;
  using filter = depthwise_weights_by_channel<Weights, channels, taps>;
  constexpr auto& own_channels = channels_of<Epilogue, channels, taps, false, filter>;
  depthwise_panel<typename Engine::weight, lanes, lanes * Shape.groups() * Shape.rows * depth> result{};
  std::int32_t    sums[channels] = {};
  constexpr std::int32_t zero = Shape.direct ? ZeroPoint : folded_zero_point<Engine>(ZeroPoint);
  if constexpr (zero != 0)
    for (int tap = 0; tap < taps; ++tap)
      for (int channel = 0; channel < channels; ++channel) sums[channel] += Weights::at(static_cast<std::size_t>(tap * channels + channel));
  int channel_at[lanes] = {};
  for (int i = 0; i < lanes; ++i) channel_at[i] = Shape.channel_of(i / mixed, mixed_lane(depth, i % mixed / count, i % count));
  int to = 0;
  for (int pattern = 0; pattern < Shape.patterns(); ++pattern)
    for (int group = 0; group < Shape.groups(); ++group)
      for (int row = 0; row < Shape.rows; ++row) {
        int tap[depth] = {};
        for (int i = 0; i < depth; ++i) tap[i] = Shape.tap(group, row, i);
        for (int lane = pattern * mixed; lane < (pattern + 1) * mixed; ++lane)
          for (int i = 0; i < depth; ++i, ++to)
            if (tap[i] >= 0 && channel_at[lane] < channels)
              result.codes[to] = static_cast<typename Engine::weight>(Weights::at(static_cast<std::size_t>(tap[i] * channels + channel_at[lane])));
      }
  for (int lane = 0; lane < lanes; ++lane)
    if (channel_at[lane] < channels) {
      const auto own    = own_channels[static_cast<std::size_t>(channel_at[lane])];
      const auto folded = std::int64_t{own.bias} - std::int64_t{zero} * sums[channel_at[lane]];
      result.bias[lane] = lifted<typename Epilogue::arithmetic, Facts>(folded);
      if constexpr (Facts.float_terms > 0)
        result.by.set(lane, float_scales_of<Epilogue, channels, taps, false, Engine::fused, Facts.float_terms, filter>[static_cast<std::size_t>(channel_at[lane])],
                      Facts.both_signs ? own.zero_point : Epilogue::output.zero_point);
      else
        result.by.set(lane, own.factor, own.zero_point, rounds_twice<typename Epilogue::arithmetic>, Facts);
    }
  return result;
}

template <dot_engine Engine, class Weights, class Epilogue, depthwise_shape Shape, std::int32_t ZeroPoint, scale_facts Facts>
inline constexpr auto depthwise_panel_of = make_depthwise_panel<Engine, Weights, Epilogue, Shape, ZeroPoint, Facts>();

// A block of channels of all output pixels, from a ring of mixed columns that holds all but the last of the first window.
template <dot_engine Engine, class Arithmetic, scale_facts Facts, depthwise_shape Shape, int Rows, int Phase, class Panel>
EDGETL_INLINE bool slide_once(depthwise_ring<Engine, Shape>& ring, const Panel& panel, int block, const output_range& range, int& x, std::int8_t* output) {
  constexpr int channels = Shape.channels(), per_row = Shape.width.output * channels;
  typename Engine::vector sums[Rows][Engine::depth];
  ring.template mix<Phase + Shape.width.size - 1>(x);
  depthwise_block<Engine, Arithmetic, Facts, Shape, Rows>(ring_window<Engine, Shape, Phase>{ring}, panel, block, sums);
#pragma GCC unroll 2
  for (int row = 0; row < Rows; ++row) store_block<Engine, Facts, Shape.mixed>(output + row * per_row + x * channels, sums[row], range);
  if (++x == Shape.width.output) return false;
  if constexpr (Phase + 1 < Shape.width.size) return slide_once<Engine, Arithmetic, Facts, Shape, Rows, Phase + 1>(ring, panel, block, range, x, output);
  else return true;
}
template <dot_engine Engine, class Arithmetic, scale_facts Facts, depthwise_shape Shape, int Rows, class Panel>
EDGETL_INLINE void slide(depthwise_ring<Engine, Shape>& ring, const Panel& panel, int block, const output_range& range, std::int8_t* output) {
  int x = 0;
  while (slide_once<Engine, Arithmetic, Facts, Shape, Rows, 0>(ring, panel, block, range, x, output)) {}
}

// Rows output rows.
template <dot_engine Engine, class Arithmetic, scale_facts Facts, depthwise_shape Shape, int Rows, class Panel>
EDGETL_INLINE void depthwise_rows(const typename Engine::activation* image, typename Engine::activation* strip, const Panel& panel,
                                  const output_range& range, std::int8_t* row_codes, std::int8_t* output) {
  constexpr int channels = Shape.channels(), mixed = Shape.mixed, patterns = Shape.patterns(), per_row = Shape.width.output * channels;
  constexpr int pixel_step = Shape.strip() ? Shape.strip_step() : Shape.pixel_step(), row_pitch = Shape.row_pitch();
  typename Engine::vector sums[Rows][Engine::depth];
  if constexpr (Shape.splits_pixels()) {
    for (int block = 0; block < patterns; ++block) {
      const int first = block + 1 < patterns ? block * mixed : channels - mixed;
      if constexpr (Shape.mixing == column_mixing::ring) {
        depthwise_ring<Engine, Shape> ring;
        ring.image = image + first;
        ring.fill();
        slide<Engine, Arithmetic, Facts, Shape, Rows>(ring, panel, block, range, output + first);
      } else {
        if constexpr (Shape.strip()) fill_strip<Engine, Shape>(strip, image + first);
        for (int x = 0; x < Shape.width.output; ++x) {
          const auto* from = Shape.strip() ? strip + x * pixel_step : image + x * pixel_step + first;
          depthwise_block<Engine, Arithmetic, Facts, Shape, Rows>(from, panel, block, sums);
#pragma GCC unroll 2
          for (int row = 0; row < Rows; ++row) store_block<Engine, Facts, mixed>(output + row * per_row + x * channels + first, sums[row], range);
        }
      }
    }
  } else {
    constexpr int all = Shape.blocks(), rest = Shape.row_lanes() - (all - 1) * mixed;
    constexpr int whole = Shape.is_dense() && rest < mixed ? all - 1 : all;  // blocks that store every lane they have
    // where pixels have lanes that are no channels, a row is stored with them first
    for (int row = 0; row < (Shape.is_dense() ? 1 : Rows); ++row) {
      std::int8_t* to = Shape.is_dense() ? output : row_codes;
      constexpr int together = Shape.is_dense() ? Rows : 1;
      if constexpr (Shape.strip()) fill_strip<Engine, Shape>(strip, image + row * row_pitch);
      const auto* from = Shape.strip() ? strip : image + row * row_pitch;
      typename Engine::vector own[together][Engine::depth];
      for (int pattern = 0; pattern < patterns; ++pattern)
        for (int block = pattern; block < whole; block += patterns) {
          depthwise_block<Engine, Arithmetic, Facts, Shape, together>(from + block * mixed, panel, pattern, own);
#pragma GCC unroll 2
          for (int r = 0; r < together; ++r) store_block<Engine, Facts, mixed>(to + r * per_row + block * mixed, own[r], range);
        }
      if constexpr (whole < all) {
        depthwise_block<Engine, Arithmetic, Facts, Shape, together>(from + whole * mixed, panel, whole % patterns, own);
#pragma GCC unroll 2
        for (int r = 0; r < together; ++r) store_block<Engine, Facts, rest>(to + r * per_row + whole * mixed, own[r], range);
      }
      if constexpr (!Shape.is_dense())
        for (int x = 0; x < Shape.width.output; ++x)
          __builtin_memcpy(output + row * per_row + x * channels, row_codes + x * Shape.pitch, static_cast<std::size_t>(channels));
    }
  }
}

template <dot_engine Engine, class Arithmetic, scale_facts Facts, depthwise_shape Shape, class Panel>
EDGETL_KERNEL void run_depthwise(const std::int8_t* input, unsigned char* scratch, std::int32_t zero_point, const Panel& panel, output_range range,
                                 std::int8_t* output) {
  constexpr int rows = Shape.rows, per_row = Shape.width.output * Shape.channels(), row_step = Shape.step(Shape.height) * Shape.row_pitch();
  auto*         image     = reinterpret_cast<typename Engine::activation*>(scratch);
  auto*         strip     = reinterpret_cast<typename Engine::activation*>(scratch + Shape.image_bytes());
  auto*         row_codes = reinterpret_cast<std::int8_t*>(scratch) + (Shape.scratch_bytes() - 64 - Shape.row_bytes());
  for (std::int32_t batch = 0; batch < Shape.batches; ++batch) {
    for (std::int32_t first = 0; first < Shape.height.output; first += Shape.band) {
      const std::int32_t here = Shape.height.output - first < Shape.band ? Shape.height.output - first : Shape.band;
      copy_band<Engine, Shape>(image, input, first, here, zero_point);
      std::int32_t y = 0;
      for (; y + rows <= here; y += rows, output += rows * per_row)
        depthwise_rows<Engine, Arithmetic, Facts, Shape, rows>(image + y * row_step, strip, panel, range, row_codes, output);
      if constexpr (rows == 2 && (Shape.height.output % 2 != 0 || Shape.band % 2 != 0))
        for (; y < here; ++y, output += per_row)
          depthwise_rows<Engine, Arithmetic, Facts, Shape, 1>(image + y * row_step, strip, panel, range, row_codes, output);
    }
    input += Shape.height.input * Shape.width.input * Shape.input_channels;
  }
}

template <dot_engine Engine> constexpr depthwise_shape shape_of(const kernel::depthwise_conv_2d::parameters& own) {
  return cut({own.batches, own.height, own.width, own.input_channels, own.depth_multiplier, Engine::depth, Engine::depth * Engine::count,
              static_cast<std::int32_t>(sizeof(typename Engine::activation)), Engine::registers}, requires { Engine::mix_codes; });
}

template <x86_target Target>
constexpr kernel::choice edgetl_choose(kernel::depthwise_conv_2d, Target, const kernel::problem<kernel::depthwise_conv_2d::parameters>& wanted) {
  using engine = typename Target::engine;
  if (!wanted.is_int8()) return {};
  const depthwise_shape shape = shape_of<engine>(wanted.own);
  return {kernel::named(engine::name), shape.rows, 1, 0, shape.scratch_bytes()};
}

template <x86_target Target, kernel::choice Choice, class Parameters, layout::known_weights_operand Weights, kernel::known_requantize_epilogue Epilogue>
void edgetl_kernel(kernel::depthwise_conv_2d, Target, kernel::chosen<Choice> how, Parameters, const std::int8_t* input, Weights, Epilogue,
                   std::int8_t* output) {
  using engine             = typename Target::engine;
  constexpr auto  shape    = shape_of<engine>(Parameters::get());
  constexpr auto  zero     = Parameters::get().input_zero_point;
  constexpr int   taps     = shape.height.size * shape.width.size;
  constexpr auto  facts    = layer_facts<Epilogue, shape.channels(), taps, false, engine::fused, depthwise_weights_by_channel<Weights, shape.channels(), taps>>();
  constexpr auto& panel    = depthwise_panel_of<engine, Weights, Epilogue, shape, zero, facts>;
  if constexpr (shape.direct)
    run_depthwise_direct<engine, typename Epilogue::arithmetic, facts, shape>(input, reinterpret_cast<std::int8_t*>(how.scratch), zero, panel, Epilogue::output.clamp, output);
  else
    run_depthwise<engine, typename Epilogue::arithmetic, facts, shape>(input, how.scratch, zero, panel, Epilogue::output.clamp, output);
}

}  // namespace edgetl::target::x86
