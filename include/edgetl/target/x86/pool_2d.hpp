// SPDX-License-Identifier: BSL-1.0
// AVERAGE_POOL_2D, MAX_POOL_2D and MEAN over height and width on int8 codes: channels in lanes, four vectors at a time.
#pragma once

#include <edgetl/kernel/mean.hpp>
#include <edgetl/kernel/pool_2d.hpp>
#include <edgetl/target/scalar.hpp>
#include <edgetl/target/x86/tile.hpp>
#include <edgetl/target/x86/uniform.hpp>

#include <cstdint>
#include <type_traits>

namespace edgetl::target::x86 {

// Half of the taps up to which rounded_quotient() is exact in any rounding mode.
inline constexpr std::int32_t most_pooled_taps = 1 << 13;

// sum / taps, halves away from zero. n = |sum| + taps / 2 is divided as (2 n + 1) / (2 taps): that is no nearer to a whole number
// than 1 / (2 taps), and the two roundings of floats here are less, so neither their direction nor -ffast-math matters.
template <dot_engine Engine> EDGETL_INLINE typename Engine::vector rounded_quotient(typename Engine::vector sum, std::int32_t taps) {
  const auto sign = Engine::sign(sum), size = Engine::subtract(Engine::exclusive_or(sum, sign), sign);
  const auto twice = Engine::add(Engine::add(size, size), Engine::all(taps / 2 * 2 + 1));
  return Engine::subtract(Engine::exclusive_or(Engine::truncated_product(twice, 0.5f / static_cast<float>(taps)), sign), sign);
}

// What becomes of the taps of Vectors vectors of channels.
template <dot_engine Engine, class Reduction, int Vectors> struct pooled_channels {
  static constexpr int channels = Vectors * Engine::count;

  typename Engine::vector values[Vectors];

  EDGETL_INLINE void start(std::int32_t value) {
    for (auto& own : values) own = Engine::all(value);
  }
  EDGETL_INLINE void visit(const std::int8_t* codes) {
#pragma GCC unroll 4
    for (int v = 0; v < Vectors; ++v) {
      const auto own = Engine::load_codes(codes + v * Engine::count);
      if constexpr (std::is_same_v<Reduction, kernel::largest_of_taps>) values[v] = Engine::larger(values[v], own);
      else values[v] = Engine::add(values[v], own);
    }
  }
  EDGETL_INLINE void store(const output_range& range, std::int8_t* output) const {
    if constexpr (channels == 16) store_codes<Engine, 16>(output, values, range);
    else store_4_vectors<Engine, true, false>(output, values, range);
  }
};

// Calls body.operator()<Vectors>(first) for blocks that cover all channels, 16 at least; the last ones overlap.
template <dot_engine Engine, class Body> EDGETL_INLINE void for_each_channel_block(std::int32_t channels, Body body) {
  constexpr int four = 4 * Engine::count;
  if constexpr (packs_4_vectors<Engine> && four > 16) {
    if (channels >= four) {
      for (std::int32_t channel = 0; channel < channels; channel += four) body.template operator()<4>(channel + four <= channels ? channel : channels - four);
      return;
    }
  }
  for (std::int32_t channel = 0; channel < channels; channel += 16)
    body.template operator()<Engine::vectors_per_16>(channel + 16 <= channels ? channel : channels - 16);
}

template <x86_target Target, class Reduction, class Parameters>
  requires(std::is_same_v<Reduction, kernel::largest_of_taps> || std::is_same_v<Reduction, kernel::average_of_taps>)
EDGETL_KERNEL void edgetl_kernel(kernel::pool_2d<Reduction> kernel, Target, Parameters given, const std::int8_t* input,
                                 kernel::bounds<std::int32_t> clamp, std::int8_t* output) {
  using engine    = typename Target::engine;
  const auto& own = given.get();
  if (own.channels < 16 || own.height.size > most_pooled_taps / own.width.size) return edgetl_kernel(kernel, scalar{}, given, input, clamp, output);
  const std::int32_t row = own.width.input * own.channels;
  for (std::int32_t batch = 0; batch < own.batches; ++batch, input += own.height.input * row)
    for (std::int32_t out_y = 0; out_y < own.height.output; ++out_y) {
      const std::int32_t top = own.height.origin(out_y), first_y = own.height.first_tap(top), last_y = own.height.last_tap(top);
      for (std::int32_t out_x = 0; out_x < own.width.output; ++out_x, output += own.channels) {
        const std::int32_t left = own.width.origin(out_x), first_x = own.width.first_tap(left), last_x = own.width.last_tap(left);
        for_each_channel_block<engine>(own.channels, [&]<int Vectors>(std::int32_t channel) {
          pooled_channels<engine, Reduction, Vectors> codes;
          codes.start(Reduction::template start<std::int32_t>());
          for (std::int32_t y = first_y; y < last_y; ++y) {
            const std::int8_t* at = input + (top + y) * row + (left + first_x) * own.channels + channel;
            for (std::int32_t x = first_x; x < last_x; ++x, at += own.channels) codes.visit(at);
          }
          if constexpr (std::is_same_v<Reduction, kernel::average_of_taps>)
            for (auto& value : codes.values) value = rounded_quotient<engine>(value, (last_y - first_y) * (last_x - first_x));
          codes.store(clamp, output + channel);
        });
      }
    }
}

// MEAN over height and width.
template <dot_engine Engine, class Arithmetic, scale_facts Facts>
EDGETL_KERNEL void average_pixels(std::int32_t batches, std::int32_t terms, std::int32_t channels, const std::int8_t* input, std::int32_t offset,
                                  const scales<Engine::count>& by, const output_range& range, std::int8_t* output) {
  for (std::int32_t batch = 0; batch < batches; ++batch, input += terms * channels, output += channels)
    for_each_channel_block<Engine>(channels, [&]<int Vectors>(std::int32_t channel) {
      pooled_channels<Engine, kernel::average_of_taps, Vectors> codes;
      codes.start(lifted<Arithmetic, Facts>(-offset));
      for (std::int32_t i = 0; i < terms; ++i) codes.visit(input + i * channels + channel);
      for (auto& value : codes.values) value = requantize<Arithmetic, Engine, Facts>(value, by, 0);
      codes.store(range, output + channel);
    });
}

template <x86_target Target, class Parameters, quant::arithmetic Arithmetic, kernel::mean::average_code<std::int8_t, Arithmetic> Function>
void edgetl_kernel(kernel::mean kernel, Target, Parameters given, const std::int8_t* input, kernel::known<Function> function, std::int8_t* output) {
  using engine          = typename Target::engine;
  static constexpr auto by  = make_uniform_factor<engine, Arithmetic>(Function.factor, std::int64_t{255} * Parameters::get().terms, Function.output);
  const auto&           own = given.get();
  if (!own.reduces_pixels() || own.channels() < 16) return edgetl_kernel(kernel, scalar{}, given, input, function, output);
  const std::int32_t channels = own.channels(), batches = static_cast<std::int32_t>(own.kept.count()) / channels;
  average_pixels<engine, Arithmetic, by.facts>(batches, own.terms, channels, input, Function.offset, by.by, Function.output.clamp, output);
}

}  // namespace edgetl::target::x86
