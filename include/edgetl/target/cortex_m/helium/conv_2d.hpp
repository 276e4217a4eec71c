// SPDX-License-Identifier: BSL-1.0
// CONV_2D on Helium: int8 codes, every shape.
#pragma once

#include <edgetl/target/cortex_m/helium/conv_plan.hpp>

#include <cstdint>

namespace edgetl::target::cortex_m::mve {

// Choices of a target that helium inherits from have other names, and kernels of their own.
constexpr bool is_own(const kernel::choice& choice) { return choice.kernel.chars[0] == 'h' && choice.kernel.chars[1] == 'e'; }

// The code at an index. A plain byte is read as such: that costs the compiler a fraction of decoding it.
template <class Weights> constexpr std::int32_t code_at(std::int32_t index) {
  const auto at = static_cast<std::size_t>(index);
  if constexpr (Weights::is_plain_int8) return static_cast<std::int8_t>(Weights::known()[at]);
  else return static_cast<std::int32_t>(Weights::at(at));
}

// Weights by output channel and term: as they are stored, and of a depthwise convolution of one input channel.
// `read` writes some terms of a channel, `sum` adds up all of them.
template <class Weights, std::int32_t Terms> struct filter_rows {
  static constexpr void read(std::int32_t channel, std::int32_t term, std::int32_t count, std::int8_t* to) {
    const std::int32_t first = channel * Terms + term;
    if constexpr (Weights::is_plain_int8) {
      const auto* codes = Weights::known() + first;
      for (std::int32_t i = 0; i < count; ++i) to[i] = static_cast<std::int8_t>(codes[i]);
    } else {
      for (std::int32_t i = 0; i < count; ++i) to[i] = static_cast<std::int8_t>(code_at<Weights>(first + i));
    }
  }
  static constexpr std::int32_t sum(std::int32_t channel) {
    std::int32_t result = 0;
    if constexpr (Weights::is_plain_int8) {
      const auto* codes = Weights::known() + channel * Terms;
      for (std::int32_t k = 0; k < Terms; ++k) result += static_cast<std::int8_t>(codes[k]);
    } else {
      for (std::int32_t k = 0; k < Terms; ++k) result += code_at<Weights>(channel * Terms + k);
    }
    return result;
  }
};
template <class Weights, std::int32_t Channels, std::int32_t Terms> struct filter_columns {
  static constexpr void read(std::int32_t channel, std::int32_t term, std::int32_t count, std::int8_t* to) {
    for (std::int32_t i = 0; i < count; ++i) to[i] = static_cast<std::int8_t>(code_at<Weights>((term + i) * Channels + channel));
  }
  static constexpr std::int32_t sum(std::int32_t channel) {
    std::int32_t result = 0;
    for (std::int32_t k = 0; k < Terms; ++k) result += code_at<Weights>(k * Channels + channel);
    return result;
  }
};

// Everything about a layer that is an object in flash: output channels from `First` on, of `Channels` in all.
// Gathered rows are `Length` bytes long in memory and padded with whatever stands there, times 0.
template <panel_shape Shape, tile Tile, std::int32_t ZeroPoint, std::int32_t First, std::int32_t Channels, std::int32_t Length, std::int32_t RowStride,
          class Filter, class Epilogue>
struct packed_layer {
  static constexpr requantize_form form    = form_of<Epilogue>(Channels);
  static constexpr bool            partial = Shape.outputs % 4 != 0, whole = Length % 16 == 0;
  alignas(16) static constexpr auto weights   = pack_weights<Shape, Tile, Filter>(First);
  alignas(16) static constexpr auto constants = pack_constants<Shape, form, Filter, Epilogue>(ZeroPoint, First);
  static constexpr matmul_layer     value{weights.data(), constants.data(), Epilogue::output, Shape.outputs, Channels, Length, RowStride};
};

// A layer in parts small enough for the compilers' limit on one constant expression (GCC's is 33 million
// operations, about 60 per byte). Calls run(part, first output channel) for each.
inline constexpr std::int32_t most_part_bytes = 1 << 17;

template <panel_shape Shape, tile Tile, std::int32_t ZeroPoint, std::int32_t First, std::int32_t Channels, std::int32_t Length, std::int32_t RowStride,
          class Filter, class Epilogue>
struct packed_parts {
  static constexpr std::int32_t bytes   = Shape.runs * Shape.steps() * 16;
  static constexpr std::int32_t outputs = most_part_bytes / bytes < 4 ? 4 : most_part_bytes / bytes / 4 * 4;  // of a part
  static constexpr std::int32_t count   = (Shape.outputs + outputs - 1) / outputs;

  static constexpr std::int32_t outputs_of(std::int32_t part) { return part + 1 < count ? outputs : Shape.outputs - part * outputs; }
  template <std::int32_t Part>
  using part = packed_layer<panel_shape{outputs_of(Part), Shape.runs, Shape.length}, Tile, ZeroPoint, First + Part * outputs, Channels, Length,
                            RowStride, Filter, Epilogue>;

  template <std::int32_t... Part, class Run> EDGETL_INLINE static void each(integer_sequence<std::int32_t, Part...>, Run run) {
    (run(part<Part>{}, First + Part * outputs), ...);
  }
  template <class Run> EDGETL_INLINE static void for_each(Run run) { each(make_integer_sequence<std::int32_t, count>{}, run); }
};

// Rows that stand one behind the other, `Near.second` bytes apart; the output of channel 0 of the first.
template <near_rows Near, class Parts> EDGETL_INLINE void multiply_list(const std::int8_t* input, std::int32_t rows, std::int8_t* output) {
  Parts::for_each([&]<class Layer>(Layer, std::int32_t first) {
    if constexpr (Layer::value.length <= 16) multiply_short_rows<Layer::form, Layer::partial, Layer::whole>(Layer::value, input, rows, output + first);
    else if constexpr (Near.fits() && Layer::whole) multiply_near_rows<Near, Layer::form, Layer::partial>(Layer::value, &input, rows, output + first);
    else multiply_far_rows<Layer::form, Layer::partial, Layer::whole>(Layer::value, input, rows, output + first);
  });
}
// One row.
template <class Parts> EDGETL_INLINE void multiply_one(const std::int8_t* input, std::int8_t* output) {
  Parts::for_each([&]<class Layer>(Layer, std::int32_t first) {
    multiply_single_rows<Layer::form, Layer::partial, Layer::whole>(Layer::value, input, 1, output + first);
  });
}

template <kernel::conv_2d::parameters Own, class Filter, class Epilogue> struct conv {
  static constexpr conv_plan    plan   = plan_conv(Own);
  static constexpr std::int32_t groups = Own.input_channels / Own.filter_channels;
  static constexpr std::int32_t outputs = Own.output_channels / groups;

  template <std::int32_t Group, std::int32_t Runs, std::int32_t Run, std::int32_t Length, std::int32_t RowStride, tile Tile = tile::two_by_two>
  using layer_of = packed_parts<panel_shape{outputs, Runs, Run}, Tile, Own.input_zero_point, Group * outputs, Own.output_channels, Length, RowStride,
                                Filter, Epilogue>;

  static void run_pointwise(const std::int8_t* input, std::int8_t* output) {
    constexpr std::int32_t positions = Own.batches * Own.height.output * Own.width.output;
    constexpr std::int32_t depth     = Own.input_channels;
    constexpr near_rows    near{1, depth / 16, Own.width.stride * depth};
    if constexpr (is_flat(Own)) {
      if constexpr (positions == 1) {
        multiply_one<layer_of<0, 1, depth, depth, depth, tile::one_by_four>>(input, output);
      } else {
        multiply_list<near, layer_of<0, 1, depth, depth, depth>>(input, positions, output);
      }
    } else {
      using layer = layer_of<0, 1, depth, depth, Own.width.stride * depth>;
      for (std::int32_t b = 0; b < Own.batches; ++b, input += Own.height.input * Own.width.input * depth)
        for (std::int32_t y = 0; y < Own.height.output; ++y, output += Own.width.output * Own.output_channels) {
          const std::int8_t* from = input + y * Own.height.stride * Own.width.input * depth;
          if constexpr (Own.width.output == 1) multiply_list<near_rows{1, 0, 1}, layer>(from, 1, output);  // no second position to read
          else multiply_list<near, layer>(from, Own.width.output, output);
        }
    }
  }

  // Calls row(starts of the padded rows under the window, output row) for every output row.
  template <class Row> EDGETL_INLINE static void for_each_row(const std::int8_t* input, std::int8_t* scratch, std::int8_t* output, Row row) {
    const std::int8_t* starts[Own.height.size];
    for (std::int32_t b = 0; b < Own.batches; ++b, input += Own.height.input * Own.width.input * Own.input_channels) {
      std::int32_t next = Own.height.origin(0), slot = 0;
      for (std::int32_t y = 0; y < Own.height.output; ++y, output += Own.width.output * Own.output_channels) {
        move_rows(rows, input, Own.height.origin(y), next, scratch, starts, slot);
        row(starts, output);
        slot = (slot + Own.height.stride) % Own.height.size;
      }
    }
  }
  static constexpr row_slots rows = plan.rows;

  static void run_direct(const std::int8_t* input, std::int8_t* scratch, std::int8_t* output) {
    using layer = layer_of<0, Own.height.size, run_bytes(Own), run_bytes(Own), 0>;
    for_each_row(input, scratch, output, [](const std::int8_t** starts, std::int8_t* to) {
      layer::for_each([&]<class Layer>(Layer, std::int32_t first) {
        multiply_near_rows<direct_rows(Own), Layer::form, Layer::partial>(Layer::value, starts, Own.width.output, to + first);
      });
    });
  }

  static constexpr std::int32_t padded = round_up(terms(Own), 16);

  // Copies the runs of positions [first, first + count) of an output row, each 16 bytes at a time: what is too much is overwritten by the next.
  EDGETL_INLINE static void gather_runs(const std::int8_t* const* starts, std::int32_t first, std::int32_t count, std::int8_t* to) {
    constexpr std::int32_t step = Own.width.stride * Own.input_channels;
    for (std::int32_t x = 0; x < count; ++x) {
      std::int8_t* run = to + x * padded;
      for (std::int32_t k = 0; k < Own.height.size; ++k, run += run_bytes(Own)) {
        const std::int8_t* from = starts[k] + (first + x) * step;
        if constexpr (run_bytes(Own) <= 4) __builtin_memcpy(run, from, 4);
        else
          for (std::int32_t i = 0; i < run_bytes(Own); i += 16) vstrbq_s8(run + i, vldrbq_s8(from + i));
      }
    }
  }

  static void run_im2col(const std::int8_t* input, std::int8_t* scratch, std::int8_t* output) {
    using layer = layer_of<0, 1, terms(Own), padded, padded>;
    for_each_row(input, scratch, output, [scratch](const std::int8_t** starts, std::int8_t* to) {
      std::int8_t* gathered = scratch + plan.slots_bytes;
      for (std::int32_t x = 0; x < Own.width.output; x += plan.chunk) {
        const std::int32_t count = Own.width.output - x < plan.chunk ? Own.width.output - x : plan.chunk;
        gather_runs(starts, x, count, gathered);
        multiply_list<gathered_rows(Own), layer>(gathered, count, to + x * Own.output_channels);
      }
    });
  }

  // Positions [first, first + count) of an output row of one group, tap by tap.
  static void gather_taps(const std::int8_t* image, std::int32_t y, std::int32_t first, std::int32_t count, std::int8_t* to) {
    for (std::int32_t x = first; x < first + count; ++x) {
      std::int8_t* tap = to + (x - first) * padded;
      for (std::int32_t ty = 0; ty < Own.height.size; ++ty) {
        const std::int32_t at_y = Own.height.origin(y) + ty * Own.height.dilation;
        for (std::int32_t tx = 0; tx < Own.width.size; ++tx, tap += Own.filter_channels) {
          const std::int32_t at_x   = Own.width.origin(x) + tx * Own.width.dilation;
          const bool         inside = at_y >= 0 && at_y < Own.height.input && at_x >= 0 && at_x < Own.width.input;
          if (inside) copy_bytes(tap, image + (at_y * Own.width.input + at_x) * Own.input_channels, Own.filter_channels);
          else fill_bytes(tap, Own.input_zero_point, Own.filter_channels);
        }
      }
    }
  }

  template <std::int32_t Group> static void run_group(const std::int8_t* input, std::int8_t* scratch, std::int8_t* output) {
    using layer = layer_of<Group, 1, terms(Own), padded, padded>;
    for (std::int32_t b = 0; b < Own.batches; ++b)
      for (std::int32_t y = 0; y < Own.height.output; ++y)
        for (std::int32_t x = 0; x < Own.width.output; x += plan.chunk) {
          const std::int32_t count = Own.width.output - x < plan.chunk ? Own.width.output - x : plan.chunk;
          gather_taps(input + b * Own.height.input * Own.width.input * Own.input_channels + Group * Own.filter_channels, y, x, count, scratch);
          multiply_list<gathered_rows(Own), layer>(
              scratch, count, output + ((b * Own.height.output + y) * Own.width.output + x) * Own.output_channels);
        }
  }
  template <std::int32_t... Group>
  static void run_groups(integer_sequence<std::int32_t, Group...>, const std::int8_t* input, std::int8_t* scratch, std::int8_t* output) {
    (run_group<Group>(input, scratch, output), ...);
  }

  static void run(const std::int8_t* input, std::int8_t* scratch, std::int8_t* output) {
    if constexpr (plan.way == route::pointwise) run_pointwise(input, output);
    else if constexpr (plan.way == route::direct) run_direct(input, scratch, output);
    else if constexpr (plan.way == route::im2col) run_im2col(input, scratch, output);
    else run_groups(make_integer_sequence<std::int32_t, groups>{}, input, scratch, output);
  }
};


constexpr kernel::choice choose_conv(const kernel::conv_2d::parameters& own) {
  const conv_plan plan = plan_conv(own);
  text_writer<39> name;
  name << "helium 2x4 vmladava ";
  switch (plan.way) {
    case route::pointwise: name << "pointwise"; break;
    case route::direct: name << "direct"; break;
    case route::im2col: name << "im2col"; break;
    default: name << "gather"; break;
  }
  return {name.result, 2, 1, 1, plan.scratch_bytes};
}

}  // namespace edgetl::target::cortex_m::mve
