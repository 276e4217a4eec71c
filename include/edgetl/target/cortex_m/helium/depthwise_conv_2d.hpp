// SPDX-License-Identifier: BSL-1.0
// DEPTHWISE_CONV_2D on Helium. 16 channels are computed over the whole image before the next 16, from padded image
// rows that hold only them; where fewer than 16 channels divide 16, a vector is several positions.
// One input channel makes an ordinary convolution.
#pragma once

#include <edgetl/kernel/depthwise_conv_2d.hpp>
#include <edgetl/target/cortex_m/helium/conv_2d.hpp>
#include <edgetl/target/cortex_m/helium/depthwise_body.hpp>

#include <cstdint>

namespace edgetl::target::cortex_m::mve {

using depthwise_parameters = kernel::depthwise_conv_2d::parameters;

struct depthwise_plan {
  std::int32_t channels, blocks;
  std::int32_t positions;      // per vector
  std::int32_t step, advance;  // bytes from one tap to the next, and from one vector to the next
  std::int32_t pitch;
  std::int32_t columns;        // output columns at a time
  std::int32_t scratch_bytes;
};

// Padded positions under `columns` output columns.
constexpr std::int32_t covered(const depthwise_parameters& own, std::int32_t columns) {
  return (columns - 1) * own.width.stride + (own.width.size - 1) * own.width.dilation + 1;
}

constexpr depthwise_plan plan_depthwise(const depthwise_parameters& own) {
  const std::int32_t channels = own.input_channels * own.depth_multiplier;
  const bool         packed   = own.depth_multiplier == 1 && channels < 16 && 16 % channels == 0 && own.width.stride == 1;
  const std::int32_t bytes    = packed ? channels : 16;
  depthwise_plan     plan{channels, (channels + 15) / 16, packed ? 16 / channels : 1, bytes * own.width.dilation,
                      packed ? 16 : 16 * own.width.stride, 0, own.width.output, 0};
  const auto pitch = [&](std::int32_t columns) { return round_up(covered(own, columns) * bytes + (packed ? 32 : 0), 16); };
  for (std::int32_t fewer = 0; own.height.size * pitch(plan.columns) > most_slot_bytes; plan.columns = fewer) {
    fewer = round_up((plan.columns + 1) / 2, plan.positions);
    if (fewer < 8 || fewer >= plan.columns) break;
  }
  plan.pitch         = pitch(plan.columns);
  plan.scratch_bytes = own.height.size * plan.pitch;
  return plan;
}

// The ordinary convolution that a depthwise one of one input channel is.
constexpr kernel::conv_2d::parameters as_conv(const depthwise_parameters& own) {
  return {own.batches, own.height, own.width, 1, 1, own.depth_multiplier, own.input_zero_point};
}

constexpr bool is_conv(const depthwise_parameters& own) { return own.input_channels == 1 && own.depth_multiplier > 1; }

// A layer as an object in flash; layers of one taps_shape and requantize_form share a body.
struct depthwise_layer {
  const std::int8_t*   weights;    // per block of 16 bytes and tap one vector
  const std::int32_t*  constants;  // per block four vectors of four
  code_output          output;
  depthwise_parameters own;
  depthwise_plan       plan;
  taps_shape           shape;
};

// The padded rows of output columns [first, first + columns) and of one block.
constexpr row_slots slots_of_strip(const depthwise_layer& layer, std::int32_t block, std::int32_t first, std::int32_t columns) {
  const depthwise_parameters& own  = layer.own;
  const depthwise_plan&       plan = layer.plan;
  const std::int32_t from = own.width.origin(first), width = covered(own, columns);
  const std::int32_t left  = from < 0 ? (-from < width ? -from : width) : 0;
  const std::int32_t room  = own.width.input - (from + left);
  const std::int32_t inner = room < 0 ? 0 : (room < width - left ? room : width - left);
  const std::int32_t rest  = plan.channels - 16 * block;
  const std::int32_t bytes = plan.positions > 1 ? plan.channels : 16;
  return {own.height.input, left, inner, width - left - inner, bytes, rest < bytes ? rest : bytes, own.input_channels,
          own.width.input * own.input_channels, own.height.size, plan.pitch, own.height.dilation, own.input_zero_point,
          own.depth_multiplier, 16 * block % own.depth_multiplier};
}

// Calls row(weights, constants, starts of the padded rows, output row) for every output row of every block.
template <std::int32_t MostRows, class Row>
EDGETL_INLINE void for_each_depthwise_row(const depthwise_layer& layer, requantize_form form, const std::int8_t* input, std::int8_t* scratch,
                                          std::int8_t* output, Row row) {
  const depthwise_parameters& own  = layer.own;
  const depthwise_plan&       plan = layer.plan;
  for (std::int32_t b = 0; b < own.batches; ++b) {
    for (std::int32_t first = 0; first < own.width.output; first += plan.columns)
      for (std::int32_t block = 0; block < plan.blocks; ++block) {
        const std::int32_t columns = own.width.output - first < plan.columns ? own.width.output - first : plan.columns;
        const row_slots    rows    = slots_of_strip(layer, block, first, columns);
        const std::int32_t from    = own.width.origin(first);
        const std::int8_t* image   = input + (from > 0 ? from : 0) * own.input_channels + 16 * block / own.depth_multiplier;
        const bool         packed  = plan.positions > 1;
        output_row         out{output + first * plan.channels + 16 * block, (columns + plan.positions - 1) / plan.positions, packed ? 16 : plan.channels,
                       packed ? columns * plan.channels : rows.valid, packed ? 16 : 0};
        const std::int8_t* starts[MostRows];
        std::int32_t       next = own.height.origin(0), slot = 0;
        for (std::int32_t y = 0; y < own.height.output; ++y) {
          move_rows(rows, image, own.height.origin(y), next, scratch, starts, slot);
          row(layer.weights + block * layer.shape.count() * 16, layer.constants + block * 4 * words_per_vector(form), starts, out);
          out.to += own.width.output * plan.channels;
          slot = (slot + own.height.stride) % own.height.size;
        }
      }
    input += own.height.input * own.width.input * own.input_channels;
    output += own.height.output * own.width.output * plan.channels;
  }
}

template <taps_shape Shape, requantize_form Form, bool FullRange, bool Whole>
EDGETL_KERNEL void run_depthwise(const depthwise_layer& layer, const std::int8_t* input, std::int8_t* scratch, std::int8_t* output) {
  for_each_depthwise_row<Shape.rows>(layer, Form, input, scratch, output,
                                     [&layer](const std::int8_t* weights, const std::int32_t* constants, const std::int8_t* const* starts, output_row out) {
                                       depthwise_row<Shape, Form, FullRange, Whole>(weights, constants, layer.output, starts, out);
                                     });
}
inline constexpr std::int32_t most_rows = 64;  // of a window whose size is known at run time only
template <requantize_form Form>
EDGETL_KERNEL void run_depthwise_of_any(const depthwise_layer& layer, const std::int8_t* input, std::int8_t* scratch, std::int8_t* output) {
  for_each_depthwise_row<most_rows>(layer, Form, input, scratch, output,
                                    [&layer](const std::int8_t* weights, const std::int32_t* constants, const std::int8_t* const* starts, output_row out) {
                                      depthwise_row_of_any<Form>(layer.shape, weights, constants, layer.output, starts, out);
                                    });
}

template <depthwise_parameters Own, class Weights, class Epilogue> struct depthwise {
  static constexpr depthwise_plan  plan = plan_depthwise(Own);
  static constexpr requantize_form form = form_of<Epilogue>(plan.channels);
  static constexpr std::int32_t    taps = Own.height.size * Own.width.size;
  static constexpr bool whole = plan.positions > 1 ? Own.width.output % plan.columns == 0 && plan.columns * plan.channels % 16 == 0 : plan.channels % 16 == 0;
  static constexpr bool full_range = Epilogue::output.clamp.lowest == -128 && Epilogue::output.clamp.highest == 127;

  static constexpr std::int32_t weight(std::int32_t tap, std::int32_t channel) { return code_at<Weights>(tap * plan.channels + channel); }
  static constexpr std::int32_t weight_sum(std::int32_t channel) {
    std::int32_t sum = 0;
    for (std::int32_t t = 0; t < taps; ++t) sum += weight(t, channel);
    return sum;
  }
  // The channel of byte i of a block, or -1.
  static constexpr std::int32_t channel_of(std::int32_t block, std::int32_t i) {
    if (plan.positions > 1) return i % plan.channels;
    return 16 * block + i < plan.channels ? 16 * block + i : -1;
  }

  static constexpr auto pack() {
    array<std::int8_t, static_cast<std::size_t>(plan.blocks * taps * 16)> packed{};
    for (std::int32_t b = 0; b < plan.blocks; ++b)
      for (std::int32_t t = 0; t < taps; ++t)
        for (std::int32_t i = 0; i < 16; ++i)
          if (const std::int32_t c = channel_of(b, i); c >= 0) packed[static_cast<std::size_t>((b * taps + t) * 16 + i)] = static_cast<std::int8_t>(weight(t, c));
    return packed;
  }
  static constexpr auto pack_all_constants() {
    array<std::int32_t, static_cast<std::size_t>(plan.blocks * 4 * words_per_vector(form))> words{};
    for (std::int32_t b = 0; b < plan.blocks; ++b)
      for (std::int32_t v = 0; v < 4; ++v)
        for (std::int32_t lane = 0; lane < 4; ++lane)
          if (const std::int32_t c = channel_of(b, channel_in_lane(v, lane)); c >= 0) {
            const auto own = Epilogue::channel(c);
            pack_channel(words.data() + (b * 4 + v) * words_per_vector(form), lane, form,
                         folded_bias(own.bias, Own.input_zero_point, weight_sum(c)), own.factor);
          }
    return words;
  }
  alignas(16) static constexpr auto weights   = pack();
  alignas(16) static constexpr auto constants = pack_all_constants();

  // Can `group` products in a row be summed in 16 bits, whatever the codes?
  static constexpr bool fits(std::int32_t group) {
    for (std::int32_t c = 0; c < plan.channels; ++c)
      for (std::int32_t first = 0; first < taps; first += group) {
        std::int32_t lowest = 0, highest = 0;
        for (std::int32_t t = first; t < first + group && t < taps; ++t) {
          const std::int32_t w = weight(t, c);
          lowest += w > 0 ? -128 * w : 127 * w;
          highest += w > 0 ? 127 * w : -128 * w;
        }
        if (lowest < -32768 || highest > 32767) return false;
      }
    return true;
  }
  static constexpr std::int32_t find_group() {
    for (std::int32_t parts = 1; parts < taps; ++parts)
      if (const std::int32_t group = (taps + parts - 1) / parts; fits(group)) return group;
    return 1;
  }

  static constexpr bool is_unrolled = taps <= 25 && (Own.width.size - 1) * plan.step <= 127;

  static constexpr taps_shape      shape{Own.height.size, Own.width.size, plan.step, plan.advance, is_unrolled ? find_group() : 1};
  static constexpr depthwise_layer value{weights.data(), constants.data(), Epilogue::output, Own, plan, shape};

  static void run(const std::int8_t* input, std::int8_t* scratch, std::int8_t* output) {
    if constexpr (is_unrolled) run_depthwise<shape, form, full_range, whole>(value, input, scratch, output);
    else run_depthwise_of_any<form>(value, input, scratch, output);
  }
};

}  // namespace edgetl::target::cortex_m::mve
