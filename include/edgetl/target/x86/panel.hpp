// SPDX-License-Identifier: BSL-1.0
// Weights packed while compiling: for a panel of output channels, bias, requantization constants and codes
// in the order in which a tile reads them. Zero points are folded into the bias.
#pragma once

#include <edgetl/kernel/epilogue.hpp>
#include <edgetl/target/x86/requantize.hpp>

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

// Channels of a panel, [step][channel][depth] codes.
template <class Weight, int Channels, int Codes> struct panel {
  alignas(64) Weight codes[Codes] = {};
  std::int32_t     bias[Channels] = {};
  scales<Channels> by{};
  scale_facts      facts{};
};

// Panel of channels [First, First + Channels) of a layer; `zero_point` is the folded one and `filter_zero_point` is taken off
// every weight. Weight i of channel c stands at c * terms + i.
template <dot_engine Engine, class Weights, class Epilogue, product_order Order, int First, int Channels, std::int32_t ZeroPoint,
          std::int32_t FilterZeroPoint>
constexpr auto make_panel() {
  constexpr int                                                                        depth = Order.depth;
  constexpr int                                                                        terms = Order.runs * Order.run_length;
  panel<typename Engine::weight, Channels, Order.steps() * Channels * depth> result{};
  for (int lane = 0; lane < Channels; ++lane) {
    const int channel = First + lane;
    if (channel >= Order.channels) continue;
    std::int32_t sum = 0, magnitude = 0;
    const int    row = channel * terms;
    for (int run = 0; run < Order.runs; ++run) {
      const int from = row + run * Order.run_length;
      int       to   = (run * Order.steps_per_run() * Channels + lane) * depth;
      int       part = 0;
      for (int k = 0; k < Order.run_length; ++k) {
        const std::int32_t weight = Weights::at(static_cast<std::size_t>(from + k)) - FilterZeroPoint;
        sum += weight;
        magnitude += weight < 0 ? -weight : weight;
        result.codes[to + part] = static_cast<typename Engine::weight>(weight);
        if (++part == depth) part = 0, to += Channels * depth;
      }
    }
    const auto own       = Epilogue::channel(channel);
    const std::int64_t folded = std::int64_t{own.bias} - std::int64_t{ZeroPoint} * sum;
    result.bias[lane]    = static_cast<std::int32_t>(static_cast<std::uint32_t>(static_cast<std::uint64_t>(folded)));
    result.by.set(lane, own.factor);
    result.facts = merged(result.facts, facts_of(own.factor, (own.bias < 0 ? -std::int64_t{own.bias} : std::int64_t{own.bias}) +
                                                               std::int64_t{magnitude} * 255));
  }
  return result;
}

template <dot_engine Engine, class Weights, class Epilogue, product_order Order, int First, int Channels, std::int32_t ZeroPoint,
          std::int32_t FilterZeroPoint>
inline constexpr auto panel_of = make_panel<Engine, Weights, Epilogue, Order, First, Channels, ZeroPoint, FilterZeroPoint>();

}  // namespace edgetl::target::x86
