// SPDX-License-Identifier: BSL-1.0
// Weights packed while compiling: for a panel of output channels, bias, requantization constants and codes
// in the order in which a tile reads them. Zero points are folded into the bias.
#pragma once

#include <edgetl/kernel/epilogue.hpp>
#include <edgetl/target/arm/requantize.hpp>

#include <cstddef>
#include <cstdint>

namespace edgetl::target::arm {

// The order of a layer's products: `runs` stretches of `run_length` codes that follow each other in memory.
struct product_order {
  std::int32_t runs, run_length;
  std::int32_t depth;     // codes of a channel that stand together
  std::int32_t channels;  // output channels

  constexpr std::int32_t steps_per_run() const { return (run_length + depth - 1) / depth; }
  constexpr std::int32_t steps() const { return runs * steps_per_run(); }

  friend constexpr bool operator==(const product_order&, const product_order&) = default;
};

// What is true of all weights and factors of a layer.
struct panel_facts {
  scale_facts scale{};
  bool        symmetric = true;  // no weight is -128: the sum of two products fits 16 bits

  friend constexpr bool operator==(const panel_facts&, const panel_facts&) = default;
};

constexpr panel_facts merged(panel_facts a, panel_facts b) { return {merged(a.scale, b.scale), a.symmetric && b.symmetric}; }

// Channels of a panel, [step][channel][depth] codes; within four channels of a step, as the engine wants them.
template <int Channels, int Codes> struct panel {
  alignas(16) std::int8_t codes[Codes]  = {};
  alignas(16) std::int32_t bias[Channels] = {};
  scales<Channels> by{};
  panel_facts      facts{};
};

// Bias of a channel whose weights sum to `sum`, for activations whose zero point has not been taken off.
constexpr std::int32_t folded_bias(std::int32_t bias, std::int32_t zero_point, std::int32_t sum) {
  return static_cast<std::int32_t>(static_cast<std::uint32_t>(bias) - static_cast<std::uint32_t>(zero_point) * static_cast<std::uint32_t>(sum));
}

// Weight i of a filter, as the compiler reads it most cheaply.
template <class Weights> constexpr std::int32_t weight_at(std::int32_t i) {
  if constexpr (Weights::is_plain_int8) return static_cast<std::int8_t>(Weights::known()[i]);
  else return Weights::at(static_cast<std::size_t>(i));
}

// Panel of channels [First, First + Channels) of a layer. Weight i of channel c stands at
// c * terms + i, or at i * channels + c where Transposed.
template <class Engine, class Weights, class Epilogue, product_order Order, int First, int Channels, std::int32_t ZeroPoint, bool Transposed>
constexpr auto make_panel() {
  constexpr int depth = Order.depth, terms = Order.runs * Order.run_length;
  panel<Channels, Order.steps() * Channels * depth> result{};
  for (int lane = 0; lane < Channels; ++lane) {
    const int channel = First + lane;
    if (channel >= Order.channels) continue;
    std::int32_t sum  = 0;
    std::int32_t from = Transposed ? channel : channel * terms;
    for (int run = 0; run < Order.runs; ++run) {
      int to = (run * Order.steps_per_run() * Channels + lane / 4 * 4) * depth, part = 0;
      for (int k = 0; k < Order.run_length; ++k, from += Transposed ? Order.channels : 1) {
        const std::int32_t weight = weight_at<Weights>(from);
        sum += weight;
        if (weight == -128) result.facts.symmetric = false;
        result.codes[to + Engine::place[lane % 4][part]] = static_cast<std::int8_t>(weight);
        if (++part == depth) part = 0, to += Channels * depth;
      }
    }
    const auto own     = Epilogue::channel(channel);
    result.bias[lane]  = folded_bias(own.bias, ZeroPoint, sum);
    result.by.set(lane, own.factor);
    result.facts.scale = merged(result.facts.scale, facts_of(own.factor));
  }
  return result;
}

template <class Engine, class Weights, class Epilogue, product_order Order, int First, int Channels, std::int32_t ZeroPoint, bool Transposed>
inline constexpr auto panel_of = make_panel<Engine, Weights, Epilogue, Order, First, Channels, ZeroPoint, Transposed>();

}  // namespace edgetl::target::arm
