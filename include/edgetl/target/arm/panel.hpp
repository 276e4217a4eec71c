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

// Where weight k of one of four channels stands in their step.
template <class Engine> constexpr int place(int lane, int k) {
  return k / Engine::together * 4 * Engine::together + lane * Engine::together + k % Engine::together;
}

// Panel of channels [First, First + Channels) of a layer. Weight i of channel c stands at c * terms + i, or at
// i * channels + c where Transposed. Codes are written in the order they stand in: GCC inserts into the middle
// of an array slowly.
template <class Engine, class Weights, class Epilogue, product_order Order, int First, int Channels, std::int32_t ZeroPoint, bool Transposed>
constexpr auto make_panel() {
  constexpr int depth = Order.depth, together = Engine::together, terms = Order.runs * Order.run_length;
  constexpr int valid = Order.channels - First < Channels ? Order.channels - First : Channels;
  constexpr int to_channel = Transposed ? 1 : terms, to_term = Transposed ? Order.channels : 1;
  panel<Channels, Order.steps() * Channels * depth> result{};
  std::int32_t sums[Channels] = {};
  int          to             = 0;
  [[maybe_unused]] const auto* codes = Weights::known();
  for (int run = 0; run < Order.runs; ++run)
    for (int k = 0; k < Order.run_length; k += depth)
      for (int vector = 0; vector < Channels; vector += 4)
        for (int part = 0; part < depth; part += together)
          for (int lane = vector; lane < vector + 4; ++lane, to += together) {
            if (lane >= valid) continue;
            const int left = Order.run_length - k - part;
            int       from = (First + lane) * to_channel + (run * Order.run_length + k + part) * to_term;
            if (Weights::is_plain_int8 && !Transposed && left >= together) {
              // the same as below without its tests: most of a model's compile time is here
              result.codes[to]     = static_cast<signed char>(codes[from]);
              result.codes[to + 1] = static_cast<signed char>(codes[from + 1]);
              if constexpr (together >= 4) {
                result.codes[to + 2] = static_cast<signed char>(codes[from + 2]);
                result.codes[to + 3] = static_cast<signed char>(codes[from + 3]);
              }
              if constexpr (together == 8) {
                result.codes[to + 4] = static_cast<signed char>(codes[from + 4]);
                result.codes[to + 5] = static_cast<signed char>(codes[from + 5]);
                result.codes[to + 6] = static_cast<signed char>(codes[from + 6]);
                result.codes[to + 7] = static_cast<signed char>(codes[from + 7]);
              }
            } else {
              for (int i = 0; i < together && i < left; ++i, from += to_term) result.codes[to + i] = static_cast<signed char>(weight_at<Weights>(from));
            }
            for (int i = 0; i < together; i += 2) {
              const int first = result.codes[to + i], second = result.codes[to + i + 1];
              if constexpr (ZeroPoint != 0) sums[lane] += first + second;
              if constexpr (Engine::asks_for_symmetry)
                if (first == -128 || second == -128) result.facts.symmetric = false;
            }
          }
  for (int lane = 0; lane < valid; ++lane) {
    const auto own    = Epilogue::channel(First + lane);
    result.bias[lane] = folded_bias(own.bias, ZeroPoint, sums[lane]);
    result.by.set(lane, own.factor);
    result.facts.scale = merged(result.facts.scale, facts_of(own.factor));
  }
  return result;
}

template <class Engine, class Weights, class Epilogue, product_order Order, int First, int Channels, std::int32_t ZeroPoint, bool Transposed>
inline constexpr auto panel_of = make_panel<Engine, Weights, Epilogue, Order, First, Channels, ZeroPoint, Transposed>();

}  // namespace edgetl::target::arm
