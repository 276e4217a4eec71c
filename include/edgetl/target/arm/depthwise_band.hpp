// SPDX-License-Identifier: BSL-1.0
// Depthwise layers of int8 codes: four image rows are interleaved in scratch, so that the vertical taps of a
// channel stand together, as a dot wants them. This file has the shape of such a layer, its packed
// weights, and the interleaving of a band of image rows.
#pragma once

#include <edgetl/core/array.hpp>
#include <edgetl/core/language.hpp>
#include <edgetl/kernel/depthwise_conv_2d.hpp>
#include <edgetl/target/arm/image.hpp>
#include <edgetl/target/arm/panel.hpp>

#include <cstddef>
#include <cstdint>

namespace edgetl::target::arm {

struct depthwise_shape {
  std::int32_t   batches;
  kernel::window height, width;
  std::int32_t   input_channels, multiplier;

  constexpr std::int32_t channels() const { return input_channels * multiplier; }
  constexpr std::int32_t pitch() const { return (channels() + 3) / 4 * 4; }  // lanes of a pixel
  constexpr std::int32_t vectors() const { return channels() > 4 ? 2 : 1; }  // of a block of channels
  constexpr std::int32_t block() const { return vectors() * 4; }
  constexpr std::int32_t blocks() const { return (channels() + block() - 1) / block(); }
  // Output rows made together: two share image rows without stride and dilation, if four taps leave room.
  constexpr std::int32_t rows() const {
    return height.stride == 1 && height.dilation == 1 && height.size % 4 != 0 && height.output > 1 ? 2 : 1;
  }
  constexpr std::int32_t groups() const { return (height.size + rows() - 1 + 3) / 4; }  // of four image rows
  constexpr std::int32_t columns() const { return covered(width); }
  constexpr std::int32_t group_bytes() const { return columns() * pitch() * 4; }
  constexpr std::int32_t row_codes() const { return width.input * input_channels; }
  // The bands, a vector beyond them, and a row of zero points.
  constexpr std::int32_t outside_at() const { return groups() * group_bytes() + 16 * vectors(); }
  constexpr std::int32_t scratch_bytes() const { return outside_at() + (is_padded(height) ? row_codes() : 0); }

  friend constexpr bool operator==(const depthwise_shape&, const depthwise_shape&) = default;
};

constexpr depthwise_shape depthwise_shape_of(const kernel::depthwise_conv_2d::parameters& own) {
  return {own.batches, own.height, own.width, own.input_channels, own.depth_multiplier};
}

// A block of channels: codes are [row of the band][group][tap x][vector][16].
template <int Channels, int Codes> struct depthwise_block {
  alignas(16) std::int8_t codes[Codes]    = {};
  alignas(16) std::int32_t bias[Channels] = {};
  scales<Channels> by{};
};

template <depthwise_shape Shape>
using depthwise_block_of = depthwise_block<Shape.block(), Shape.rows() * Shape.groups() * Shape.width.size * Shape.vectors() * 16>;

// Blocks that are packed in one constant expression.
inline constexpr int blocks_at_once = 16;

template <class Block, int Count> struct depthwise_panel {
  Block       blocks[Count] = {};
  panel_facts facts{};
};

template <class Engine, class Weights, class Epilogue, depthwise_shape Shape, int First, int Count, std::int32_t ZeroPoint>
constexpr auto make_depthwise_panel() {
  constexpr int taps = Shape.width.size, channels = Shape.channels(), vectors = Shape.vectors();
  depthwise_panel<depthwise_block_of<Shape>, Count> result{};
  for (int block = 0; block < Count; ++block)
    for (int lane = 0; lane < Shape.block() && (First + block) * Shape.block() + lane < channels; ++lane) {
      auto&        own     = result.blocks[block];
      const int    channel = (First + block) * Shape.block() + lane;
      std::int32_t sum     = 0;
      for (int y = 0; y < Shape.height.size; ++y)
        for (int x = 0; x < taps; ++x) {
          const std::int32_t weight = weight_at<Weights>((y * taps + x) * channels + channel);
          sum += weight;
          if (weight == -128) result.facts.symmetric = false;
          for (int row = 0; row < Shape.rows(); ++row) {
            const int tap = y + row;  // of the band
            own.codes[(((row * Shape.groups() + tap / 4) * taps + x) * vectors + lane / 4) * 16 + place<Engine>(lane % 4, tap % 4)] =
                static_cast<std::int8_t>(weight);
          }
        }
      const auto constants = Epilogue::channel(channel);
      own.bias[lane]       = folded_bias(constants.bias, ZeroPoint, sum);
      own.by.set(lane, constants.factor);
      result.facts.scale = merged(result.facts.scale, facts_of(constants.factor));
    }
  return result;
}

template <class Engine, class Weights, class Epilogue, depthwise_shape Shape, int First, int Count, std::int32_t ZeroPoint>
inline constexpr auto depthwise_panel_of = make_depthwise_panel<Engine, Weights, Epilogue, Shape, First, Count, ZeroPoint>();

template <class Engine, class Weights, class Epilogue, depthwise_shape Shape, std::int32_t ZeroPoint> struct packed_depthwise {
  static constexpr int panels = (Shape.blocks() + blocks_at_once - 1) / blocks_at_once;

  template <int Panel> static constexpr const auto& panel() {
    constexpr int first = Panel * blocks_at_once, left = Shape.blocks() - first;
    return depthwise_panel_of<Engine, Weights, Epilogue, Shape, first, left < blocks_at_once ? left : blocks_at_once, ZeroPoint>;
  }
  static constexpr panel_facts make_facts() {
    return []<std::int32_t... Panel>(integer_sequence<std::int32_t, Panel...>) {
      panel_facts all{};
      ((all = merged(all, panel<Panel>().facts)), ...);
      return all;
    }(make_integer_sequence<std::int32_t, panels>{});
  }
  static constexpr auto make_list() {
    return []<std::int32_t... Panel>(integer_sequence<std::int32_t, Panel...>) {
      return array<const depthwise_block_of<Shape>*, static_cast<std::size_t>(panels)>{{panel<Panel>().blocks...}};
    }(make_integer_sequence<std::int32_t, panels>{});
  }
  static constexpr panel_facts facts = make_facts();
  static constexpr auto        list  = make_list();
};

// Interleaves `count` codes of four rows; every code takes Multiplier lanes.
template <class Engine, std::int32_t Count, int Multiplier>
EDGETL_INLINE void interleave(std::int8_t* to, const std::int8_t* const (&rows)[4]) {
  if constexpr (Multiplier == 1 && Count >= 16 && Count % 4 == 0) {
    std::int32_t i = 0;
    const auto   interleave_16 = [&rows, to](std::int32_t at) __attribute__((always_inline)) {
      const int8x16_t a = vld1q_s8(rows[0] + at), b = vld1q_s8(rows[1] + at), c = vld1q_s8(rows[2] + at), d = vld1q_s8(rows[3] + at);
      Engine::store_taps(to + at * 4, vzip1q_s8(a, b), vzip1q_s8(c, d));
      Engine::store_taps(to + at * 4 + 32, vzip2q_s8(a, b), vzip2q_s8(c, d));
    };
    for (; i + 16 <= Count; i += 16) interleave_16(i);
    if constexpr (Count % 16 != 0) interleave_16(Count - 16);
  } else {
    for (std::int32_t lane = 0; lane < Count * Multiplier; ++lane)
      for (int tap = 0; tap < 4; ++tap) to[lane / 4 * 16 + place<Engine>(lane % 4, tap)] = rows[tap][lane / Multiplier];
  }
}

// The image rows of the band of output row `top`, interleaved; what lies left and right of the image is in
// the band already.
template <class Engine, depthwise_shape Shape>
EDGETL_INLINE void interleave_band(std::int8_t* band, const std::int8_t* input, std::int32_t top, const std::int8_t* outside) {
  constexpr std::int32_t left  = Shape.width.before < Shape.columns() ? Shape.width.before : Shape.columns();
  constexpr std::int32_t room  = Shape.columns() - left;
  constexpr std::int32_t valid = room < Shape.width.input ? room : Shape.width.input;
  constexpr std::int32_t used  = Shape.height.size + Shape.rows() - 1;  // taps that some output row has
  for (std::int32_t group = 0; group < Shape.groups(); ++group, band += Shape.group_bytes()) {
    const std::int8_t* rows[4];
    for (int tap = 0; tap < 4; ++tap) {
      const int          wanted = group * 4 + tap < used ? group * 4 + tap : used - 1;  // weights of others are 0
      const std::int32_t y      = Shape.height.origin(top) + wanted * Shape.height.dilation;
      rows[tap]                 = is_padded(Shape.height) && (y < 0 || y >= Shape.height.input) ? outside : input + y * Shape.row_codes();
    }
    std::int8_t* to = band + left * Shape.pitch() * 4;
    if constexpr (Shape.pitch() == Shape.channels()) {
      interleave<Engine, valid * Shape.input_channels, Shape.multiplier>(to, rows);
    } else {
      for (std::int32_t x = 0; x < valid; ++x, to += Shape.pitch() * 4) {
        interleave<Engine, Shape.input_channels, Shape.multiplier>(to, rows);
        for (const std::int8_t*& row : rows) row += Shape.input_channels;
      }
    }
  }
}

}  // namespace edgetl::target::arm
