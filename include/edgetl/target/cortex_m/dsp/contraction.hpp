// SPDX-License-Identifier: BSL-1.0
// CONV_2D and FULLY_CONNECTED on int8 codes: one body for all layers, with extents at run time.
#pragma once

#include <edgetl/kernel/conv_2d.hpp>
#include <edgetl/kernel/depthwise_conv_2d.hpp>
#include <edgetl/kernel/fully_connected.hpp>
#include <edgetl/target/cortex_m/dsp/columns.hpp>
#include <edgetl/target/cortex_m/dsp/pack.hpp>

#include <cstdint>

namespace edgetl::target::cortex_m {

// The sums of two channels.
struct two_sums {
  std::int32_t low, high;
};
template <bool Apart> EDGETL_INLINE two_sums separated(std::int32_t low, std::int32_t both) {
  return {low, Apart ? both : (both - low) >> 8};
}
template <bool Apart> EDGETL_INLINE void multiply_word(pair_of_int16 codes, std::uint32_t weights, std::int32_t& low, std::int32_t& both) {
  low  = multiply_both(codes, even_bytes(weights), low);
  both = multiply_both(codes, Apart ? odd_bytes(weights) : weights, both);
}

// multiply_3x2 for any arithmetic and factor.
template <class Arithmetic, bool Apart> EDGETL_KERNEL void multiply_3x2_as_asked(const tile_3* job) {
  const std::uint32_t* weights = job->weights;
  const channel_pair*  own     = job->constants;
  for (std::int32_t c = 0; c < job->channels; c += 2, ++own) {
    std::int32_t low[pixels_per_tile], both[pixels_per_tile];
    for (std::int32_t p = 0; p < pixels_per_tile; ++p) low[p] = own->low_bias, both[p] = own->both_bias;
    for (const std::uint32_t* at = job->columns; at != job->end; at += pixels_per_tile, ++weights)
      for (std::int32_t p = 0; p < pixels_per_tile; ++p) multiply_word<Apart>(at[p], *weights, low[p], both[p]);
    for (std::int32_t p = 0; p < pixels_per_tile; ++p) {
      const two_sums sums = separated<Apart>(low[p], both[p]);
      std::int8_t*   to   = job->output + p * job->pitch + c;
      to[0]               = code_of<Arithmetic, rounding::as_asked>(sums.low, own->low);
      if (c + 1 < job->channels) to[1] = code_of<Arithmetic, rounding::as_asked>(sums.high, own->high);
    }
  }
}

template <class Arithmetic, layer_form Form> EDGETL_INLINE void multiply_tile(const tile_3* job) {
  if constexpr (Form.rule == rounding::as_asked) multiply_3x2_as_asked<Arithmetic, Form.apart>(job);
  else multiply_3x2<Form.rule == rounding::once, Form.apart>(job);
}

struct convolution_layer {
  column_plan          columns;
  std::int32_t         batches, outputs, groups, column_groups;
  const std::uint32_t* weights;
  const channel_pair*  channels;
  std::int32_t         words_per_group, pairs_per_group;
  output_bounds        range;
};

// Three pixels by two channels at a time. The last three pixels may have been done before; where an image has fewer,
// each of them is done three times.
template <class Arithmetic, layer_form Form>
EDGETL_KERNEL void convolve(const convolution_layer& own, const std::int8_t* input, unsigned char* scratch, std::int8_t* output) {
  auto* const          columns = reinterpret_cast<std::uint32_t*>(scratch);
  const sliding_window& window = own.columns.window;
  const std::int32_t   groups  = own.column_groups;
  const std::int32_t   wide    = window.width.output, pixels = window.height.output * wide;
  const std::int32_t   own_outputs = own.outputs / own.groups;
  const bool           few         = pixels < pixels_per_tile;
  tile_3               job{own.weights, own.channels, output, few ? 0 : own.outputs, own_outputs, columns,
                           columns + (groups & ~3) * words_per_group, columns + groups * words_per_group};
  for (std::int32_t batch = 0; batch < own.batches; ++batch) {
    for (std::int32_t group = 0; group < own.groups; ++group) {
      for (std::int32_t done = 0; done < pixels;) {
        const std::int32_t first = few || done + pixels_per_tile <= pixels ? done : pixels - pixels_per_tile;
        if (own.columns.pointwise) {
          const std::int8_t* pixel = input + first * window.depth;
          for (std::int32_t p = 0; p < pixels_per_tile; ++p, pixel += few ? 0 : window.depth) widen(columns + p, pixel, window.depth);
        } else {
          std::int32_t y = first / wide, x = first - y * wide;
          for (std::int32_t p = 0; p < pixels_per_tile; ++p) {
            write_column(own.columns, input + group * window.depth, y, x, columns + p);
            if (!few && ++x == wide) x = 0, ++y;
          }
        }
        job.output = output + first * own.outputs + group * own_outputs;
        multiply_tile<Arithmetic, Form>(&job);
        done = few ? done + 1 : first + pixels_per_tile;
      }
      job.weights += own.words_per_group;
      job.constants += own.pairs_per_group;
    }
    job.weights   = own.weights;
    job.constants = own.channels;
    input += window.height.input * own.columns.row;
    if (is_narrow(own.range)) clamp_codes(output, pixels * own.outputs, own.range);
    output += pixels * own.outputs;
  }
}

// Rows by four channels at a time, straight from the codes.
struct dense_layer {
  std::int32_t         rows, inputs, outputs;
  const std::uint32_t* weights;
  const channel_pair*  channels;
  output_bounds        range;
};
template <class Arithmetic, layer_form Form>
EDGETL_KERNEL void multiply_rows(const dense_layer& own, const std::int8_t* input, std::int8_t* output) {
  for (std::int32_t row = 0; row < own.rows; ++row, input += own.inputs, output += own.outputs) {
    const std::int8_t* const end     = input + (own.inputs & ~3);
    const std::uint32_t*     weights = own.weights;
    const channel_pair*      pair    = own.channels;
    for (std::int32_t c = 0; c < own.outputs; c += 4, pair += 2) {
      std::int32_t sums[4] = {pair[0].low_bias, pair[0].both_bias, pair[1].low_bias, pair[1].both_bias};
      multiply_1x4<Form.apart>(input, weights, end, sums);
      weights += (end - input);
      if ((own.inputs & 3) != 0) {
        const std::uint32_t word = load_part(end, own.inputs & 3);
        multiply_word<Form.apart>(even_bytes(word), weights[0], sums[0], sums[1]);
        multiply_word<Form.apart>(odd_bytes(word), weights[1], sums[0], sums[1]);
        multiply_word<Form.apart>(even_bytes(word), weights[2], sums[2], sums[3]);
        multiply_word<Form.apart>(odd_bytes(word), weights[3], sums[2], sums[3]);
        weights += 4;
      }
      const two_sums     one = separated<Form.apart>(sums[0], sums[1]), two = separated<Form.apart>(sums[2], sums[3]);
      const std::int32_t left = own.outputs - c;
      output[c]               = code_of<Arithmetic, Form.rule>(one.low, pair[0].low);
      if (left > 1) output[c + 1] = code_of<Arithmetic, Form.rule>(one.high, pair[0].high);
      if (left > 2) output[c + 2] = code_of<Arithmetic, Form.rule>(two.low, pair[1].low);
      if (left > 3) output[c + 3] = code_of<Arithmetic, Form.rule>(two.high, pair[1].high);
    }
    if (is_narrow(own.range)) clamp_codes(output, own.outputs, own.range);
  }
}

constexpr sliding_window window_of(const kernel::conv_2d::parameters& own) {
  return {own.height, own.width, own.input_channels, own.filter_channels};
}
// Every input channel is a group of its own, with as many outputs as the multiplier says.
constexpr sliding_window window_of(const kernel::depthwise_conv_2d::parameters& own) { return {own.height, own.width, own.input_channels, 1}; }
// Rows are pixels.
constexpr sliding_window window_of(const kernel::fully_connected::parameters& own) {
  return {{1, 1, 1, 1, 1, 0}, {own.batches, own.batches, 1, 1, 1, 0}, own.inputs, own.inputs};
}

template <sliding_window Window, std::int32_t Batches, std::int32_t Outputs, std::int32_t ZeroPoint, bool Strided, class Weights, class Epilogue>
EDGETL_INLINE void contract(const std::int8_t* input, unsigned char* scratch, std::int8_t* output) {
  constexpr std::int32_t groups = Window.channels / Window.depth;
  constexpr packing      own{Outputs, groups, Window.height.size * Window.runs_per_row(), Window.run_length(), 1, ZeroPoint, Strided};
  constexpr layer_form   form = known_channels_of<own, Weights, Epilogue>.form;
  static constexpr convolution_layer layer{{Window, ZeroPoint}, Batches, Outputs, groups, Window.groups(), words_of<own, Weights, form.apart>.data,
                                           channel_pairs_of<own, Weights, Epilogue>.data, own.pairs_per_group() * own.words_per_pair(),
                                           own.pairs_per_group(), Epilogue::output.clamp};
  convolve<typename Epilogue::arithmetic, form>(layer, input, scratch, output);
}

template <std::int32_t Rows, std::int32_t Inputs, std::int32_t Outputs, std::int32_t ZeroPoint, class Weights, class Epilogue>
EDGETL_INLINE void contract_rows(const std::int8_t* input, std::int8_t* output) {
  constexpr packing            own{Outputs, 1, 1, Inputs, 2, ZeroPoint};
  constexpr layer_form         form = known_channels_of<own, Weights, Epilogue>.form;
  static constexpr dense_layer layer{Rows, Inputs, Outputs, words_of<own, Weights, form.apart>.data, channel_pairs_of<own, Weights, Epilogue>.data,
                                     Epilogue::output.clamp};
  multiply_rows<typename Epilogue::arithmetic, form>(layer, input, output);
}

}  // namespace edgetl::target::cortex_m
