// SPDX-License-Identifier: BSL-1.0
// CONV_2D and FULLY_CONNECTED on int8 codes: one body for all layers, with extents at run time.
#pragma once

#include <edgetl/core/array.hpp>
#include <edgetl/kernel/conv_2d.hpp>
#include <edgetl/kernel/depthwise_conv_2d.hpp>
#include <edgetl/kernel/fully_connected.hpp>
#include <edgetl/target/cortex_m/dsp/columns.hpp>
#include <edgetl/target/cortex_m/dsp/requantize.hpp>

#include <cstddef>
#include <cstdint>

namespace edgetl::target::cortex_m {

// Weights of Channels channels at a time, by groups of Group codes: [channels / Channels][groups][Channels][Group].
// Weight k of run r of channel c stands at c * runs * run_length + r * run_length + k.
template <int Channels, int Group, int Codes> struct packed_weights {
  alignas(8) std::int8_t codes[static_cast<std::size_t>(Codes)] = {};
};
template <class Weights, int Outputs, int Runs, int RunLength, int Channels, int Group> constexpr auto pack_weights() {
  constexpr int groups = (RunLength + Group - 1) / Group, all = (Outputs + Channels - 1) / Channels * Channels;
  packed_weights<Channels, Group, all * Runs * groups * Group> result{};
  int to = 0;
  for (int first = 0; first < all; first += Channels)
    for (int run = 0; run < Runs; ++run)
      for (int group = 0; group < groups; ++group)
        for (int c = first; c < first + Channels; ++c, to += Group) {
          if (c >= Outputs) continue;
          const int from = (c * Runs + run) * RunLength + group * Group, valid = RunLength - group * Group;
          for (int k = 0; k < (valid < Group ? valid : Group); ++k) {
            if constexpr (Weights::is_plain_int8) result.codes[to + k] = static_cast<std::int8_t>(Weights::known()[from + k]);
            else result.codes[to + k] = static_cast<std::int8_t>(Weights::at(static_cast<std::size_t>(from + k)));
          }
        }
  return result;
}
template <class Weights, int Outputs, int Runs, int RunLength, int Channels, int Group>
inline constexpr auto weights_of = pack_weights<Weights, Outputs, Runs, RunLength, Channels, Group>();

template <class Weights, class Epilogue, int Outputs, int Terms, std::int32_t ZeroPoint, int Multiple> constexpr auto pack_channels() {
  constexpr epilogue_facts facts = facts_of<Epilogue>(Outputs, Terms, ZeroPoint);
  array<channel, static_cast<std::size_t>((Outputs + Multiple - 1) / Multiple * Multiple)> result{};
  for (int c = 0; c < Outputs; ++c) {
    std::int64_t sum = 0;
    if constexpr (ZeroPoint != 0)
      for (int k = 0; k < Terms; ++k) {
        if constexpr (Weights::is_plain_int8) sum += static_cast<std::int8_t>(Weights::known()[c * Terms + k]);
        else sum += Weights::at(static_cast<std::size_t>(c * Terms + k));
      }
    result[static_cast<std::size_t>(c)] = make_channel<Epilogue>(c, Terms, ZeroPoint, sum * ZeroPoint, facts.plain);
  }
  return result;
}
template <class Weights, class Epilogue, int Outputs, int Terms, std::int32_t ZeroPoint, int Multiple>
inline constexpr auto channels_of = pack_channels<Weights, Epilogue, Outputs, Terms, ZeroPoint, Multiple>();

struct dense_layer {
  image_shape        image;
  std::int32_t       batches, outputs, zero_point;
  const std::int8_t* weights;
  const channel*     channels;
  output_bounds         range;
};

// Two pixels by two channels at a time.
template <class Arithmetic, epilogue_facts Facts>
EDGETL_KERNEL void convolve(const dense_layer& own, const std::int8_t* input, unsigned char* scratch, std::int8_t* output) {
  auto*              columns = reinterpret_cast<std::uint32_t*>(scratch);
  const std::int32_t groups  = own.image.groups();
  const auto*        begin   = reinterpret_cast<const std::int16_t*>(scratch);
  const auto*        end     = begin + groups * 8;
  const std::int32_t wide = own.image.width.output, all = own.image.height.output * wide;
  for (std::int32_t batch = 0; batch < own.batches; ++batch) {
    std::int32_t y = 0, x = 0;
    for (std::int32_t pixel = 0; pixel < all; pixel += 2) {
      const bool two = pixel + 1 < all;
      write_column<8>(own.image, input, y, x, own.zero_point, columns);
      if (++x == wide) x = 0, ++y;
      if (two) {
        write_column<8>(own.image, input, y, x, own.zero_point, columns + 2);
        if (++x == wide) x = 0, ++y;
      }
      const std::int8_t* weights = own.weights;
      std::int32_t       c       = 0;
      if (Facts.plain && !Facts.clamp && two) {
        const pixel_pair job{own.channels, {output, output + own.outputs}, own.outputs / 2};
        if (job.pairs > 0) convolve_2x2(begin, weights, end, &job);
        c = own.outputs & ~1;
        weights += (c / 2) * groups * 8;
      }
      for (; c < own.outputs; c += 2, weights += groups * 8) {
        const channel& first = own.channels[c];
        const channel& second = own.channels[c + 1];
        std::int32_t   sums[4] = {first.bias, second.bias, first.bias, second.bias};
        dot_2x2(begin, weights, end, sums);
        const bool both   = c + 1 < own.outputs;
        output[c]         = code_of<Arithmetic, Facts>(sums[0], first, own.range);
        if (both) output[c + 1] = code_of<Arithmetic, Facts>(sums[1], second, own.range);
        if (two) {
          output[own.outputs + c] = code_of<Arithmetic, Facts>(sums[2], first, own.range);
          if (both) output[own.outputs + c + 1] = code_of<Arithmetic, Facts>(sums[3], second, own.range);
        }
      }
      output += two ? 2 * own.outputs : own.outputs;
    }
    input += own.image.height.input * own.image.width.input * own.image.channels;
  }
}

// One row by four channels at a time.
struct dense_row {
  std::int32_t       inputs, outputs;
  const std::int8_t* weights;
  const channel*     channels;
  output_bounds         range;
};
template <class Arithmetic, epilogue_facts Facts>
EDGETL_KERNEL void multiply_row(const dense_row& own, const std::int8_t* input, unsigned char* scratch, std::int8_t* output) {
  const std::int32_t groups = (own.inputs + 7) / 8;
  column_writer<4>   row{reinterpret_cast<std::uint32_t*>(scratch)};
  row.run(input, own.inputs);
  const auto*        begin   = reinterpret_cast<const std::int16_t*>(scratch);
  const std::int8_t* weights = own.weights;
  const channel* four = own.channels;
  for (std::int32_t left = own.outputs; left > 0; left -= 4, four += 4, output += 4, weights += groups * 32) {
    std::int32_t sums[4] = {four[0].bias, four[1].bias, four[2].bias, four[3].bias};
    dot_1x4(begin, weights, begin + groups * 8, sums);
    output[0] = code_of<Arithmetic, Facts>(sums[0], four[0], own.range);
    if (left > 1) output[1] = code_of<Arithmetic, Facts>(sums[1], four[1], own.range);
    if (left > 2) output[2] = code_of<Arithmetic, Facts>(sums[2], four[2], own.range);
    if (left > 3) output[3] = code_of<Arithmetic, Facts>(sums[3], four[3], own.range);
  }
}

constexpr image_shape shape_of(const kernel::conv_2d::parameters& own) { return {own.height, own.width, own.input_channels}; }
constexpr image_shape shape_of(const kernel::fully_connected::parameters& own) {
  return {{1, 1, 1, 1, 1, 0}, {own.batches, own.batches, 1, 1, 1, 0}, own.inputs};
}
// One input channel with a multiplier is a convolution whose filter is transposed.
constexpr std::int32_t columns_bytes(const image_shape& own) { return own.groups() * 16; }
constexpr std::int32_t row_bytes(std::int32_t inputs) { return (inputs + 7) / 8 * 16; }

template <image_shape Image, std::int32_t Batches, std::int32_t Outputs, std::int32_t ZeroPoint, class Weights, class Epilogue>
EDGETL_INLINE void contract(const std::int8_t* input, unsigned char* scratch, std::int8_t* output) {
  constexpr int            runs = Image.height.size * (Image.width.size / Image.taps_per_run()), length = Image.run_length();
  constexpr epilogue_facts facts = facts_of<Epilogue>(Outputs, runs * length, ZeroPoint);
  static constexpr dense_layer layer{Image, Batches, Outputs, ZeroPoint, weights_of<Weights, Outputs, runs, length, 2, 4>.codes,
                                     channels_of<Weights, Epilogue, Outputs, runs * length, ZeroPoint, 2>.data(), Epilogue::output.clamp};
  convolve<typename Epilogue::arithmetic, facts>(layer, input, scratch, output);
}

template <std::int32_t Inputs, std::int32_t Outputs, std::int32_t ZeroPoint, class Weights, class Epilogue>
EDGETL_INLINE void contract_row(const std::int8_t* input, unsigned char* scratch, std::int8_t* output) {
  constexpr epilogue_facts facts = facts_of<Epilogue>(Outputs, Inputs, ZeroPoint);
  static constexpr dense_row row{Inputs, Outputs, weights_of<Weights, Outputs, 1, Inputs, 4, 8>.codes,
                                 channels_of<Weights, Epilogue, Outputs, Inputs, ZeroPoint, 4>.data(), Epilogue::output.clamp};
  multiply_row<typename Epilogue::arithmetic, facts>(row, input, scratch, output);
}

}  // namespace edgetl::target::cortex_m
