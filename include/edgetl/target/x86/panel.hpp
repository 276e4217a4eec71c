// SPDX-License-Identifier: BSL-1.0
// Weights packed while compiling: for a panel of output channels, bias, requantization constants and codes
// in the order in which a tile reads them. Zero points are folded into the bias.
#pragma once

#include <edgetl/core/array.hpp>
#include <edgetl/kernel/epilogue.hpp>
#include <edgetl/target/x86/requantize.hpp>

#include <cstddef>
#include <cstdint>

namespace edgetl::target::x86 {

// The order of a layer's products: `runs` stretches of `run_length` codes that follow each other in memory.
struct product_order {
  std::int32_t runs, run_length;
  std::int32_t depth;     // of a dot
  std::int32_t channels;  // output channels

  constexpr std::int32_t steps_per_run() const { return (run_length + depth - 1) / depth; }
  constexpr std::int32_t steps() const { return runs * steps_per_run(); }

  friend constexpr bool operator==(const product_order&, const product_order&) = default;
};

// A bound of the magnitude of a sum of `terms` products of differences to zero points.
constexpr std::int64_t largest_sum(std::int32_t bias, std::int64_t terms, bool shifted_filter) {
  return (bias < 0 ? -std::int64_t{bias} : std::int64_t{bias}) + terms * 255 * (shifted_filter ? 255 : 128);
}

// Whether a channel's weights are all zero. Training leaves such channels with biases of 2^30 and factors of 2^-30.
struct any_weights {
  static constexpr bool are_zero(int) { return false; }
};
// Whether `count` weights, `step` apart, have this value. Plain bytes cost the compiler a tenth of what at() does.
template <class Weights> constexpr bool are_all(std::int32_t value, int first, int count, int step) {
  if constexpr (Weights::is_plain_int8) {
    const auto* codes = Weights::known() + first;
    for (int i = 0; i < count; ++i, codes += step)
      if (static_cast<signed char>(*codes) != value) return false;
  } else {
    for (int i = 0; i < count; ++i)
      if (Weights::at(static_cast<std::size_t>(first + i * step)) != value) return false;
  }
  return true;
}
template <class Weights, int Terms, std::int32_t FilterZeroPoint> struct weights_by_channel {
  static constexpr bool are_zero(int channel) { return are_all<Weights>(FilterZeroPoint, channel * Terms, Terms, 1); }
};

// The channels' constants in their cheapest form, made once per layer.
template <class Epilogue, int Channels, int Terms, bool ShiftedFilter, class Filter> constexpr auto make_channels() {
  array<quant::channel_scale, static_cast<std::size_t>(Channels)> result{};
  for (int c = 0; c < Channels; ++c) {
    const auto                 own = Epilogue::channel(c);
    const quant::channel_scale given{own.bias, own.factor, Epilogue::output.zero_point};
    auto&                      made = result[static_cast<std::size_t>(c)];
    made = quant::simplified<typename Epilogue::arithmetic>(given, largest_sum(0, Terms, ShiftedFilter));
    // weights are looked at only where it matters
    if (made.factor.shift < -22 && Filter::are_zero(c)) made = quant::simplified<typename Epilogue::arithmetic>(given, 0);
  }
  return result;
}
template <class Epilogue, int Channels, int Terms, bool ShiftedFilter, class Filter = any_weights>
inline constexpr auto channels_of = make_channels<Epilogue, Channels, Terms, ShiftedFilter, Filter>();

// The same channels for requantization in floats.
template <class Epilogue, int Channels, int Terms, bool ShiftedFilter, float_rounding Rounding, int FloatTerms, class Filter>
constexpr auto make_float_scales() {
  array<float_scale, static_cast<std::size_t>(Channels)> result{};
  constexpr auto range = Epilogue::output.clamp;
  constexpr auto zero  = Epilogue::output.zero_point;
  constexpr bool both_signs = range.lowest < zero;
  constexpr auto steps = both_signs && zero - range.lowest > range.highest - zero ? zero - range.lowest : range.highest - zero;
  for (std::size_t c = 0; c < Channels; ++c) {
    const auto& own = channels_of<Epilogue, Channels, Terms, ShiftedFilter, Filter>[c];
    result[c]       = make_float_scale(own.factor, rounds_twice<typename Epilogue::arithmetic>, largest_sum(own.bias, Terms, ShiftedFilter), steps,
                                       both_signs, Rounding, FloatTerms);
    if (!result[c].is_exact) break;  // then no channel's are used
    // a channel that never changes: its steps become the offset, and all channels have one zero point
    if (!both_signs && own.factor.value == 0 && own.zero_point > zero) result[c].offset = float_bits(own.zero_point - zero, 0);
  }
  return result;
}
template <class Epilogue, int Channels, int Terms, bool ShiftedFilter, float_rounding Rounding, int FloatTerms, class Filter = any_weights>
inline constexpr auto float_scales_of = make_float_scales<Epilogue, Channels, Terms, ShiftedFilter, Rounding, FloatTerms, Filter>();

template <class Epilogue, int Channels, int Terms, bool ShiftedFilter, float_rounding Rounding, int FloatTerms, class Filter> constexpr bool are_exact() {
  bool all = true;
  for (std::size_t c = 0; c < Channels; ++c) all = all && float_scales_of<Epilogue, Channels, Terms, ShiftedFilter, Rounding, FloatTerms, Filter>[c].is_exact;
  return all;
}

// What holds for the factors of all channels.
template <class Epilogue, int Channels, int Terms, bool ShiftedFilter, float_rounding Rounding = float_rounding::none, class Filter = any_weights>
constexpr scale_facts layer_facts() {
  scale_facts all{};
  for (std::size_t c = 0; c < Channels; ++c) {
    const auto& own = channels_of<Epilogue, Channels, Terms, ShiftedFilter, Filter>[c];
    all             = merged(all, facts_of(own.factor, largest_sum(own.bias, Terms, ShiftedFilter)));
  }
  all.clamp      = clamps(Epilogue::output.clamp);
  all.both_signs = Epilogue::output.clamp.lowest < Epilogue::output.zero_point;
  if constexpr (Rounding != float_rounding::none && has_vectors<typename Epilogue::arithmetic, scale_facts{}>) {
    if constexpr (are_exact<Epilogue, Channels, Terms, ShiftedFilter, Rounding, 1, Filter>()) all.float_terms = 1;
    else if constexpr (are_exact<Epilogue, Channels, Terms, ShiftedFilter, Rounding, 2, Filter>()) all.float_terms = 2;
    all.from_lowest = all.float_terms > 0 && Epilogue::output.clamp.lowest == Epilogue::output.zero_point;
  }
  return all;
}

// Channels of a panel, [step][channel][depth] codes.
template <class Weight, int Channels, int Codes> struct panel {
  alignas(64) Weight codes[Codes] = {};
  std::int32_t     bias[Channels] = {};
  scales<Channels> by{};
};

// What a filter has that is made of another's weights, read one by one.
template <class Weights> struct rearranged_weights {
  using operand = typename Weights::operand;

  static constexpr bool           is_plain_int8 = false;
  static constexpr const operand* known() { return nullptr; }
  static constexpr auto           stored() { return Weights::stored(); }
};

// Panel of channels [First, First + Channels) of a layer; `zero_point` is the folded one and `filter_zero_point` is taken off
// every weight. Weight i of channel c stands at c * terms + i. Codes are written in the order they stand in,
// one call each: GCC inserts into the middle of an array slowly, Clang counts every step.
template <dot_engine Engine, class Weights, class Epilogue, product_order Order, int First, int Channels, std::int32_t ZeroPoint,
          std::int32_t FilterZeroPoint, scale_facts Facts>
constexpr auto make_panel() {
  constexpr int depth = Order.depth, terms = Order.runs * Order.run_length, run_steps = Order.steps_per_run();
  using filter        = weights_by_channel<Weights, terms, FilterZeroPoint>;
  constexpr int valid = Order.channels - First < Channels ? Order.channels - First : Channels;
  panel<typename Engine::weight, Channels, Order.steps() * Channels * depth> result{};
  std::int32_t sums[Channels] = {};
  int          to             = 0;
  [[maybe_unused]] const auto* codes = Weights::known();
  for (int run = 0; run < Order.runs; ++run)
    for (int step = 0; step < run_steps; ++step) {
      const int first = step * depth, parts = Order.run_length - first < depth ? Order.run_length - first : depth;
      int       from = First * terms + run * Order.run_length + first;
      if (Weights::is_plain_int8 && FilterZeroPoint == 0 && parts == depth) {
        // the same as below without its tests: most of a model's compile time is here
        for (int lane = 0; lane < valid; ++lane, from += terms, to += depth) {
          result.codes[to]     = static_cast<signed char>(codes[from]);
          result.codes[to + 1] = static_cast<signed char>(codes[from + 1]);
          if constexpr (depth == 4) {
            result.codes[to + 2] = static_cast<signed char>(codes[from + 2]);
            result.codes[to + 3] = static_cast<signed char>(codes[from + 3]);
          }
          if constexpr (ZeroPoint != 0 && depth == 4)
            sums[lane] += result.codes[to] + result.codes[to + 1] + result.codes[to + 2] + result.codes[to + 3];
          else if constexpr (ZeroPoint != 0)
            sums[lane] += result.codes[to] + result.codes[to + 1];
        }
      } else {
        for (int lane = 0; lane < valid; ++lane, from += terms, to += depth)
          for (int part = 0; part < parts; ++part) {
            const std::int32_t weight = Weights::at(static_cast<std::size_t>(from + part)) - FilterZeroPoint;
            sums[lane] += weight;
            result.codes[to + part] = static_cast<typename Engine::weight>(weight);
          }
      }
      to += (Channels - valid) * depth;
    }
  for (int lane = 0; lane < valid; ++lane) {
    const auto         own    = channels_of<Epilogue, Order.channels, terms, FilterZeroPoint != 0, filter>[static_cast<std::size_t>(First + lane)];
    const std::int64_t folded = std::int64_t{own.bias} - std::int64_t{ZeroPoint} * sums[lane];
    result.bias[lane]         = lifted<typename Epilogue::arithmetic, Facts>(folded);
    if constexpr (Facts.float_terms > 0) {
      constexpr auto& floats = float_scales_of<Epilogue, Order.channels, terms, FilterZeroPoint != 0, Engine::fused, Facts.float_terms, filter>;
      result.by.set(lane, floats[static_cast<std::size_t>(First + lane)], Facts.both_signs ? own.zero_point : Epilogue::output.zero_point);
    } else {
      result.by.set(lane, own.factor, own.zero_point, rounds_twice<typename Epilogue::arithmetic>, Facts);
    }
  }
  return result;
}

template <dot_engine Engine, class Weights, class Epilogue, product_order Order, int First, int Channels, std::int32_t ZeroPoint,
          std::int32_t FilterZeroPoint, scale_facts Facts>
inline constexpr auto panel_of = make_panel<Engine, Weights, Epilogue, Order, First, Channels, ZeroPoint, FilterZeroPoint, Facts>();

}  // namespace edgetl::target::x86
