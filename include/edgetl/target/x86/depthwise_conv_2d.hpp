// SPDX-License-Identifier: BSL-1.0
// DEPTHWISE_CONV_2D on int8 codes with the same dots as a dense layer: `depth` image rows are interleaved in
// scratch, so that the vertical taps of a channel stand in one 32-bit lane. Two output rows share what
// they can. An output row is one long run of (pixel, channel) lanes; a vector may span pixels.
#pragma once

#include <edgetl/kernel/depthwise_conv_2d.hpp>
#include <edgetl/target/x86/image.hpp>
#include <edgetl/target/x86/tile.hpp>

#include <cstddef>
#include <cstdint>

namespace edgetl::target::x86 {

// The shape of a depthwise layer, and how it is cut into blocks of output rows.
struct depthwise_shape {
  std::int32_t   batches;
  kernel::window height, width;
  std::int32_t   input_channels, multiplier;
  std::int32_t   depth, lanes;  // of the engine
  std::int32_t   pitch = 0;     // lanes of a pixel: a little more than its channels where that makes patterns repeat sooner
  std::int32_t   block = 1;     // output rows made together

  constexpr std::int32_t channels() const { return input_channels * multiplier; }
  // Interleaved groups of `depth` image rows that a block reads.
  constexpr std::int32_t groups() const { return (height.size + block - 1 + depth - 1) / depth; }

  static constexpr std::int32_t common(std::int32_t a, std::int32_t b) { return b == 0 ? a : common(b, a % b); }
  // Vectors whose lanes hold different channels, when a pixel takes `pitch` lanes.
  constexpr std::int32_t patterns_at(std::int32_t pitch) const { return pitch / common(pitch, lanes); }
  constexpr std::int32_t best_pitch() const {
    std::int32_t best = channels(), cost = 0;
    for (std::int32_t wanted = channels(); wanted < channels() + lanes; ++wanted) {
      const std::int32_t own = wanted * 16 + patterns_at(wanted) * channels() / lanes + (wanted != channels() ? channels() : 0);
      if (cost == 0 || own < cost) cost = own, best = wanted;
    }
    return best;
  }
  // Two rows share image rows only without stride and dilation.
  constexpr std::int32_t best_block() const {
    return height.stride == 1 && height.dilation == 1 && height.size > 1 && height.output > 1 && pitch == channels() ? 2 : 1;
  }
  constexpr std::int32_t patterns() const { return patterns_at(pitch); }
  // Columns of the image that windows cover; column x stands in plane x % stride at x / stride.
  constexpr std::int32_t columns() const { return image_layout::covered(width); }
  constexpr std::int32_t plane() const { return (columns() + width.stride - 1) / width.stride; }
  constexpr std::int32_t row_lanes() const { return width.output * pitch; }
  constexpr std::int32_t vectors() const { return (row_lanes() + lanes - 1) / lanes; }
  constexpr std::int32_t group_lanes() const { return width.stride * plane() * pitch + lanes; }
  // Where tap x of the window starts, in lanes.
  constexpr std::int32_t tap_lane(std::int32_t tap) const {
    const std::int32_t x = tap * width.dilation;
    return ((x % width.stride) * plane() + x / width.stride) * pitch;
  }
  constexpr std::int32_t row_bytes() const { return pitch == channels() ? 0 : vectors() * lanes + 16; }
  constexpr std::int32_t scratch_bytes() const { return groups() * group_lanes() * 4 + row_bytes() + 64; }

  friend constexpr bool operator==(const depthwise_shape&, const depthwise_shape&) = default;
};

// Weights of a layer: [pattern][row of the block][group][tap x][lane][depth].
template <class Weight, int Lanes, int Codes> struct depthwise_panel {
  alignas(64) Weight codes[Codes] = {};
  std::int32_t  bias[Lanes] = {};
  scales<Lanes> by{};
  scale_facts   facts{};
};

template <dot_engine Engine, class Weights, class Epilogue, depthwise_shape Shape, std::int32_t ZeroPoint> constexpr auto make_depthwise_panel() {
  constexpr int depth = Shape.depth, lanes = Shape.patterns() * Shape.lanes, taps = Shape.width.size;
  constexpr int channels = Shape.channels();
  constexpr auto& own_channels = channels_of<Epilogue, channels, Shape.height.size * taps, false>;
  depthwise_panel<typename Engine::weight, lanes, Shape.block * Shape.groups() * taps * lanes * depth> result{};
  for (int lane = 0; lane < lanes; ++lane) {
    const int channel = lane % Shape.pitch;
    if (channel >= channels) continue;
    const int    pattern = lane / Shape.lanes, place = lane % Shape.lanes;
    std::int32_t sum     = 0;
    for (int y = 0; y < Shape.height.size; ++y)
      for (int x = 0; x < taps; ++x) {
        const std::int32_t weight = Weights::at(static_cast<std::size_t>((y * taps + x) * channels + channel));
        sum += weight;
        for (int row = 0; row < Shape.block; ++row) {
          const int at = y + row;
          result.codes[((((pattern * Shape.block + row) * Shape.groups() + at / depth) * taps + x) * Shape.lanes + place) * depth + at % depth] =
              static_cast<typename Engine::weight>(weight);
        }
      }
    const auto own    = own_channels[static_cast<std::size_t>(channel)];
    const auto folded = std::int64_t{own.bias} - std::int64_t{folded_zero_point<Engine>(ZeroPoint)} * sum;
    result.bias[lane] = static_cast<std::int32_t>(static_cast<std::uint32_t>(static_cast<std::uint64_t>(folded)));
    result.facts = merged(result.facts, facts_of(own.factor, largest_sum(own.bias, std::int64_t{Shape.height.size} * taps, false)));
  }
  result.facts.clamp = clamps(Epilogue::output.clamp);
  for (int lane = 0; lane < lanes; ++lane)
    if (lane % Shape.pitch < channels) {
      const auto own = own_channels[static_cast<std::size_t>(lane % Shape.pitch)];
      result.by.set(lane, own.factor, own.zero_point, rounds_twice<typename Epilogue::arithmetic>, result.facts.plain);
    }
  return result;
}

template <dot_engine Engine, class Weights, class Epilogue, depthwise_shape Shape, std::int32_t ZeroPoint>
inline constexpr auto depthwise_panel_of = make_depthwise_panel<Engine, Weights, Epilogue, Shape, ZeroPoint>();

// Interleaves the codes [at, at + Count) of `depth` rows; a row may be null: zero points. Count is at most 16.
template <dot_engine Engine, int Count>
EDGETL_INLINE void interleave_few(typename Engine::activation* to, const std::int8_t* const (&rows)[Engine::depth], std::int32_t at,
                                  std::int32_t zero_point) {
  const std::int8_t* from[Engine::depth];
  if constexpr (Count == 16) {
    for (int r = 0; r < Engine::depth; ++r) from[r] = rows[r] == nullptr ? nullptr : rows[r] + at;
    Engine::interleave_16(to, from, zero_point);
  } else {
    // fewer: nothing behind the row is read, and nothing behind the pixel is written
    std::int8_t                 copy[Engine::depth][16] = {};
    typename Engine::activation all[16 * Engine::depth];
    for (int r = 0; r < Engine::depth; ++r) {
      if (rows[r] != nullptr) __builtin_memcpy(copy[r], rows[r] + at, Count);
      from[r] = rows[r] == nullptr ? nullptr : copy[r];
    }
    Engine::interleave_16(all, from, zero_point);
    __builtin_memcpy(to, all, Count * sizeof(std::int32_t));  // a position fills 32 bits
  }
}

// Interleaves `depth` rows of `count` codes: blocks of Count, the last one over some that are there already.
template <dot_engine Engine, int Count>
EDGETL_INLINE void interleave_blocks(typename Engine::activation* to, const std::int8_t* const (&rows)[Engine::depth], std::int32_t count,
                                     std::int32_t zero_point) {
  std::int32_t i = 0;
  for (; i + Count <= count; i += Count) interleave_few<Engine, Count>(to + i * Engine::depth, rows, i, zero_point);
  if (i < count) interleave_few<Engine, Count>(to + (count - Count) * Engine::depth, rows, count - Count, zero_point);
}

// The same with every position repeated Multiplier times.
template <dot_engine Engine, int Multiplier>
EDGETL_INLINE void interleave(typename Engine::activation* to, const std::int8_t* const (&rows)[Engine::depth], std::int32_t count,
                              std::int32_t zero_point) {
  if constexpr (Multiplier == 1) {
    if (count >= 16) return interleave_blocks<Engine, 16>(to, rows, count, zero_point);
    if (count >= 8) return interleave_blocks<Engine, 8>(to, rows, count, zero_point);
    if (count >= 4) return interleave_blocks<Engine, 4>(to, rows, count, zero_point);
    for (std::int32_t i = 0; i < count; ++i) interleave_few<Engine, 1>(to + i * Engine::depth, rows, i, zero_point);
  } else {
    typename Engine::activation block[16 * Engine::depth];
    for (std::int32_t i = 0; i < count; i += 16) {
      const std::int32_t here = count - i < 16 ? count - i : 16;
      const std::int8_t* from[Engine::depth];
      for (int r = 0; r < Engine::depth; ++r) from[r] = rows[r] == nullptr ? nullptr : rows[r] + i;
      interleave<Engine, 1>(block, from, here, zero_point);
      for (std::int32_t k = 0; k < here; ++k, to += Multiplier * Engine::depth)
        for (int m = 0; m < Multiplier; ++m) __builtin_memcpy(to + m * Engine::depth, block + k * Engine::depth, sizeof(std::int32_t));
    }
  }
}

// One group of image rows, from row `top` of the padded image on, interleaved with its halo.
template <dot_engine Engine, depthwise_shape Shape>
EDGETL_INLINE void interleave_group(typename Engine::activation* to, const std::int8_t* input, std::int32_t top, std::int32_t zero_point) {
  constexpr int          depth = Engine::depth, pitch = Shape.pitch, channels = Shape.input_channels, stride = Shape.width.stride;
  constexpr std::int32_t left  = Shape.width.before < Shape.columns() ? Shape.width.before : Shape.columns();
  constexpr std::int32_t room  = Shape.columns() - left;
  constexpr std::int32_t valid = room < Shape.width.input ? room : Shape.width.input;
  const std::int8_t*     rows[depth];
  for (int r = 0; r < depth; ++r) {
    const std::int32_t y = top + r * Shape.height.dilation - Shape.height.before;
    rows[r]              = y >= 0 && y < Shape.height.input ? input + y * Shape.width.input * channels : nullptr;
  }
  if constexpr (stride == 1 && pitch == Shape.channels()) {
    fill_outside<Engine>(to, left * pitch * depth, zero_point);
    interleave<Engine, Shape.multiplier>(to + left * pitch * depth, rows, valid * channels, zero_point);
    fill_outside<Engine>(to + (left + valid) * pitch * depth, (room - valid) * pitch * depth, zero_point);
  } else {
    for (std::int32_t x = 0; x < Shape.columns(); ++x) {
      auto* pixel = to + ((x % stride) * Shape.plane() + x / stride) * pitch * depth;
      if (x < left || x >= left + valid) {
        fill_outside<Engine>(pixel, pitch * depth, zero_point);
      } else {
        const std::int8_t* from[depth];
        for (int r = 0; r < depth; ++r) from[r] = rows[r] == nullptr ? nullptr : rows[r] + (x - left) * channels;
        interleave<Engine, Shape.multiplier>(pixel, from, channels, zero_point);
      }
    }
  }
}

// One vector of lanes of Rows output rows.
template <dot_engine Engine, class Arithmetic, scale_facts Facts, depthwise_shape Shape, int Rows, class Panel>
EDGETL_INLINE void depthwise_vector(const typename Engine::activation* image, const Panel& panel, int pattern, typename Engine::vector (&sums)[Rows]) {
  constexpr int depth = Shape.depth, lanes = Shape.lanes, taps = Shape.width.size, groups = Shape.groups();
  const auto    bias  = Engine::load(panel.bias + pattern * lanes);
#pragma GCC unroll 2
  for (int row = 0; row < Rows; ++row) sums[row] = bias;
  const auto* codes = panel.codes + pattern * Shape.block * groups * taps * lanes * depth;
#pragma GCC unroll 8
  for (int group = 0; group < groups; ++group)
#pragma GCC unroll 8
    for (int tap = 0; tap < taps; ++tap) {
      const auto activations = Engine::load(image + (group * Shape.group_lanes() + Shape.tap_lane(tap)) * depth);
#pragma GCC unroll 2
      for (int row = 0; row < Rows; ++row)
        if (group * depth < Shape.height.size + row && (group + 1) * depth > row)
          sums[row] = Engine::dot(sums[row], activations, Engine::load_weights(codes + ((row * groups + group) * taps + tap) * lanes * depth));
    }
#pragma GCC unroll 2
  for (int row = 0; row < Rows; ++row) sums[row] = requantize<Arithmetic, Engine, Facts>(sums[row], panel.by, pattern * lanes);
}

// Rows output rows, from the interleaved groups of their block.
template <dot_engine Engine, class Arithmetic, scale_facts Facts, depthwise_shape Shape, int Rows, class Panel>
EDGETL_INLINE void depthwise_rows(const typename Engine::activation* image, const Panel& panel, const output_range& range, std::int8_t* row_codes,
                                  std::int8_t* output) {
  constexpr int  lanes = Shape.lanes, patterns = Shape.patterns(), all = Shape.vectors();
  constexpr bool direct  = Shape.pitch == Shape.channels();
  constexpr int  per_row = Shape.width.output * Shape.channels();
  constexpr int  rest    = Shape.row_lanes() - (all - 1) * lanes;
  // vectors that store every lane they have; the last may not
  constexpr int whole = direct && rest < lanes ? all - 1 : all;
  const auto    store = [&]<int Count>(int vector, typename Engine::vector (&sums)[Rows]) {
#pragma GCC unroll 2
    for (int row = 0; row < Rows; ++row)
      store_codes<Engine, Count, Facts.clamp>((direct ? output + row * per_row : row_codes + row * 0) + vector * lanes, &sums[row], range);
  };
  typename Engine::vector sums[Rows];
  if constexpr (direct) {
    for (int pattern = 0; pattern < patterns; ++pattern)
      for (int vector = pattern; vector < whole; vector += patterns) {
        depthwise_vector<Engine, Arithmetic, Facts, Shape, Rows>(image + vector * lanes * Shape.depth, panel, pattern, sums);
        store.template operator()<lanes>(vector, sums);
      }
    if constexpr (whole < all) {
      depthwise_vector<Engine, Arithmetic, Facts, Shape, Rows>(image + whole * lanes * Shape.depth, panel, whole % patterns, sums);
      store.template operator()<rest>(whole, sums);
    }
  } else {
    // pixels have lanes that are no channels: one row at a time, then without them
    static_assert(Rows == 1);
    for (int pattern = 0; pattern < patterns; ++pattern)
      for (int vector = pattern; vector < all; vector += patterns) {
        depthwise_vector<Engine, Arithmetic, Facts, Shape, Rows>(image + vector * lanes * Shape.depth, panel, pattern, sums);
        store.template operator()<lanes>(vector, sums);
      }
    for (std::int32_t x = 0; x < Shape.width.output; ++x)
      __builtin_memcpy(output + x * Shape.channels(), row_codes + x * Shape.pitch, static_cast<std::size_t>(Shape.channels()));
  }
}

template <dot_engine Engine, class Arithmetic, scale_facts Facts, depthwise_shape Shape, class Panel>
EDGETL_KERNEL void run_depthwise(const std::int8_t* input, unsigned char* scratch, std::int32_t zero_point, const Panel& panel, output_range range,
                                 std::int8_t* output) {
  constexpr int block = Shape.block, depth = Shape.depth;
  auto*         image     = reinterpret_cast<typename Engine::activation*>(scratch);
  auto*         row_codes = reinterpret_cast<std::int8_t*>(scratch + Shape.groups() * Shape.group_lanes() * 4);
  constexpr int per_row   = Shape.width.output * Shape.channels();
  for (std::int32_t batch = 0; batch < Shape.batches; ++batch) {
    for (std::int32_t y = 0; y < Shape.height.output; y += block, output += block * per_row) {
      for (int group = 0; group < Shape.groups(); ++group)
        interleave_group<Engine, Shape>(image + group * Shape.group_lanes() * depth, input,
                                        y * Shape.height.stride + group * depth * Shape.height.dilation, zero_point);
      if constexpr (block == 2) {
        if (y + 1 == Shape.height.output) {
          depthwise_rows<Engine, Arithmetic, Facts, Shape, 1>(image, panel, range, row_codes, output);
          output -= per_row;
        } else {
          depthwise_rows<Engine, Arithmetic, Facts, Shape, 2>(image, panel, range, row_codes, output);
        }
      } else {
        depthwise_rows<Engine, Arithmetic, Facts, Shape, 1>(image, panel, range, row_codes, output);
      }
    }
    input += Shape.height.input * Shape.width.input * Shape.input_channels;
  }
}

template <dot_engine Engine> constexpr depthwise_shape shape_of(const kernel::depthwise_conv_2d::parameters& own) {
  depthwise_shape result{own.batches, own.height, own.width, own.input_channels, own.depth_multiplier, Engine::depth, Engine::count};
  result.pitch = result.best_pitch();
  result.block = result.best_block();
  return result;
}

template <x86_target Target>
constexpr kernel::choice edgetl_choose(kernel::depthwise_conv_2d, Target, const kernel::problem<kernel::depthwise_conv_2d::parameters>& wanted) {
  using engine = typename Target::engine;
  if (!wanted.is_int8()) return {};
  const depthwise_shape shape = shape_of<engine>(wanted.own);
  return {kernel::named(engine::name), shape.block, 1, 0, shape.scratch_bytes()};
}

template <x86_target Target, kernel::choice Choice, class Parameters, layout::known_weights_operand Weights, kernel::known_requantize_epilogue Epilogue>
void edgetl_kernel(kernel::depthwise_conv_2d, Target, kernel::chosen<Choice> how, Parameters, const std::int8_t* input, Weights, Epilogue,
                   std::int8_t* output) {
  using engine             = typename Target::engine;
  constexpr auto  shape    = shape_of<engine>(Parameters::get());
  constexpr auto  zero     = Parameters::get().input_zero_point;
  constexpr auto& panel    = depthwise_panel_of<engine, Weights, Epilogue, shape, zero>;
  run_depthwise<engine, typename Epilogue::arithmetic, panel.facts, shape>(
      input, how.scratch, zero, panel, Epilogue::output.clamp, output);
}

}  // namespace edgetl::target::x86
