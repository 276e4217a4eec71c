// SPDX-License-Identifier: BSL-1.0
// The weights and constants of a contraction as the microkernels of multiply.hpp read them, made while compiling.
#pragma once

#include <edgetl/layout/weights.hpp>
#include <edgetl/target/cortex_m/dsp/multiply.hpp>

#include <cstddef>
#include <cstdint>

namespace edgetl::target::cortex_m {

// A contraction as the packer sees it: output channels in groups, and weights in runs that are padded to groups of
// four. `strided` weights are those of a depthwise convolution: a channel's stand `outputs` apart.
struct packing {
  std::int32_t outputs, groups;   // groups of output channels that see the same input channels
  std::int32_t runs, run_length;  // terms of one sum
  std::int32_t pairs_at_once;     // pairs of channels that are interleaved
  std::int32_t zero_point;        // of the input
  bool         strided = false;

  constexpr std::int32_t terms() const { return runs * run_length; }
  constexpr std::int32_t run_groups() const { return (run_length + 3) / 4; }
  constexpr std::int32_t words_per_pair() const { return runs * run_groups() * 2; }
  constexpr std::int32_t outputs_per_group() const { return outputs / groups; }
  constexpr std::int32_t pairs_per_group() const { return (outputs_per_group() + 2 * pairs_at_once - 1) / (2 * pairs_at_once) * pairs_at_once; }
  constexpr std::int32_t pairs() const { return groups * pairs_per_group(); }

  friend constexpr bool operator==(const packing&, const packing&) = default;
};

// Weight `term` of a channel. Reading the plain bytes costs the compiler a fraction of what at() does.
template <packing Own, class Weights> constexpr std::int32_t weight_at(std::int32_t channel, std::int32_t term) {
  const std::int32_t at = Own.strided ? term * Own.outputs + channel : channel * Own.terms() + term;
  if constexpr (Weights::is_plain_int8) return static_cast<std::int8_t>(Weights::known()[at]);
  else return Weights::at(static_cast<std::size_t>(at));
}

// An output channel with the input's zero point folded into its bias, and what its sums can come to.
struct known_channel {
  quant::channel_scale scale{};
  std::int64_t         largest = 0;      // magnitude of a sum
  bool                 has_128 = false;  // a weight of -128
};
template <packing Own, class Weights, class Epilogue> constexpr known_channel make_known_channel(std::int32_t channel) {
  std::int32_t sum = 0, negative = 0, lowest = 0;
  for (std::int32_t k = 0; k < Own.terms(); ++k) {
    const std::int32_t weight = weight_at<Own, Weights>(channel, k);
    sum += weight;
    if (weight < 0) {
      negative += weight;
      if (weight < lowest) lowest = weight;
    }
  }
  const auto         given    = Epilogue::channel(channel);
  const std::int64_t products = std::int64_t{sum - 2 * negative} * 128, bias = given.bias - std::int64_t{sum} * Own.zero_point;
  const auto         wrapped  = static_cast<std::int32_t>(static_cast<std::uint32_t>(static_cast<std::uint64_t>(bias)));
  known_channel      own{{wrapped, given.factor, Epilogue::output.zero_point}, (bias < 0 ? -bias : bias) + products, lowest == -128};
  if (bias != wrapped) return own;
  own.scale   = quant::simplified<typename Epilogue::arithmetic>(own.scale, products);
  own.largest = (own.scale.bias < 0 ? -std::int64_t{own.scale.bias} : own.scale.bias) + products;
  return own;
}

// How a layer's kernel has to be.
struct layer_form {
  rounding rule  = rounding::as_asked;
  bool     apart = false;  // the weights of two channels cannot be summed together

  friend constexpr bool operator==(const layer_form&, const layer_form&) = default;
};

template <packing Own> struct known_channels {
  known_channel channels[static_cast<std::size_t>(Own.outputs)] = {};
  layer_form    form{};
};
template <packing Own, class Weights, class Epilogue> constexpr auto make_known_channels() {
  known_channels<Own> result{{}, {rounding_of<typename Epilogue::arithmetic>(), false}};
  for (std::int32_t c = 0; c < Own.outputs; ++c) {
    const known_channel own = make_known_channel<Own, Weights, Epilogue>(c);
    if (!is_short(own.scale.factor, own.largest)) result.form.rule = rounding::as_asked;
    if (own.has_128 || own.largest >= std::int64_t{1} << 23) result.form.apart = true;
    result.channels[c] = own;
  }
  return result;
}
template <packing Own, class Weights, class Epilogue> inline constexpr auto known_channels_of = make_known_channels<Own, Weights, Epilogue>();

// The output channel that is `place` (0 or 1) in a pair; none: -1.
template <packing Own> constexpr std::int32_t channel_at(std::int32_t pair, std::int32_t place) {
  const std::int32_t within = pair % Own.pairs_per_group() * 2 + place;
  return within < Own.outputs_per_group() ? pair / Own.pairs_per_group() * Own.outputs_per_group() + within : -1;
}

// The weights of two channels for one activation, as 16 bits: low + 256 * high; apart: one byte each.
constexpr std::uint32_t half_word(std::int32_t low, std::int32_t high, bool apart) {
  return static_cast<std::uint32_t>(low + 256 * high + (apart && low < 0 ? 256 : 0)) & 0xFFFF;
}

template <std::int32_t Words> struct packed_words {
  alignas(8) std::uint32_t data[static_cast<std::size_t>(Words)] = {};
};
template <packing Own, class Weights, bool Apart> constexpr auto pack_words() {
  packed_words<Own.pairs() * Own.words_per_pair()> result{};
  for (std::int32_t pair = 0; pair < Own.pairs(); ++pair) {
    const std::int32_t low = channel_at<Own>(pair, 0), high = channel_at<Own>(pair, 1);
    if (low < 0) continue;
    std::int32_t to = pair / Own.pairs_at_once * Own.pairs_at_once * Own.words_per_pair() + pair % Own.pairs_at_once * 2;
    for (std::int32_t run = 0; run < Own.runs; ++run)
      for (std::int32_t k = 0; k < Own.run_length; k += 4, to += 2 * Own.pairs_at_once) {
        std::uint32_t      halves[4] = {};
        const std::int32_t term = run * Own.run_length + k, left = Own.run_length - k < 4 ? Own.run_length - k : 4;
        for (std::int32_t i = 0; i < left; ++i)
          halves[i] = half_word(weight_at<Own, Weights>(low, term + i), high < 0 ? 0 : weight_at<Own, Weights>(high, term + i), Apart);
        result.data[to]     = halves[0] | halves[2] << 16;
        result.data[to + 1] = halves[1] | halves[3] << 16;
      }
  }
  return result;
}
template <packing Own, class Weights, bool Apart> inline constexpr auto words_of = pack_words<Own, Weights, Apart>();

template <std::int32_t Pairs> struct packed_channels {
  channel_pair data[static_cast<std::size_t>(Pairs)] = {};
};
template <packing Own, class Weights, class Epilogue> constexpr auto pack_channels() {
  const auto&                  all = known_channels_of<Own, Weights, Epilogue>;
  packed_channels<Own.pairs()> result{};
  for (std::int32_t pair = 0; pair < Own.pairs(); ++pair) {
    std::uint32_t biases[2] = {};
    channel       channels[2]{};
    for (std::int32_t place = 0; place < 2; ++place)
      if (const std::int32_t c = channel_at<Own>(pair, place); c >= 0) {
        biases[place]   = static_cast<std::uint32_t>(all.channels[c].scale.bias);
        channels[place] = make_channel(all.channels[c].scale, all.form.rule);
      }
    result.data[pair] = {static_cast<std::int32_t>(biases[0]),
                         static_cast<std::int32_t>(all.form.apart ? biases[1] : biases[0] + (biases[1] << 8)), channels[0], channels[1]};
  }
  return result;
}
template <packing Own, class Weights, class Epilogue> inline constexpr auto channel_pairs_of = pack_channels<Own, Weights, Epilogue>();

}  // namespace edgetl::target::cortex_m
