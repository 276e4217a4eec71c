// SPDX-License-Identifier: BSL-1.0
// Epilogues: what becomes of an accumulator before it is stored. A contraction (convolution, fully
// connected) knows nothing of biases, scales or clamps; it hands each accumulator and its output channel
// to an epilogue object.
//
//   struct my_epilogue {
//     using accumulator = std::int32_t;
//     constexpr std::int8_t operator()(accumulator sum, int channel) const;
//   };
//
// Satisfied by: requantize_per_channel, requantize_per_tensor, bias_and_clamp.
#pragma once

#include <edgetl/core/fixed_point.hpp>
#include <edgetl/core/language.hpp>
#include <edgetl/core/numeric.hpp>
#include <edgetl/kernel/activation.hpp>
#include <edgetl/quant/arithmetic.hpp>

#include <cstdint>

namespace edgetl::kernel {

template <class Epilogue>
concept epilogue = requires(const Epilogue& finish, typename Epilogue::accumulator sum) { finish(sum, 0); };

// What all channels of a requantized output share.
struct code_output {
  std::int32_t         zero_point;
  bounds<std::int32_t> clamp;

  // clamp(steps + zero_point), without overflow for any number of steps.
  template <class Code> constexpr Code code(std::int32_t steps) const {
    return static_cast<Code>(fixed_point::clamp(steps, clamp.lowest - zero_point, clamp.highest - zero_point) + zero_point);
  }

  friend constexpr bool operator==(const code_output&, const code_output&) = default;
};

constexpr code_output make_code_output(activation function, const tensor_info& tensor) {
  return {tensor.quantization.zero_point, code_bounds(function, tensor.element, tensor.quantization)};
}

template <class Accumulator> struct channel_constants {
  Accumulator       bias;
  quant::multiplier factor;
};

// clamp(requantize(sum + bias[c], factor[c]) + zero_point)
template <class Code, class Accumulator, quant::arithmetic Arithmetic, class Output> struct requantize_per_channel {
  using accumulator = Accumulator;

  Output                                output;  // constant<code_output> or erased<code_output>
  const channel_constants<Accumulator>* channels;

  constexpr Code operator()(Accumulator sum, int channel) const {
    const channel_constants<Accumulator>& own = channels[channel];
    return output.get().template code<Code>(Arithmetic::requantize(sum + own.bias, own.factor));
  }
};

// clamp(requantize(sum + bias[c], factor) + zero_point); biases may be null.
template <class Code, class Accumulator, quant::arithmetic Arithmetic, class Output> struct requantize_per_tensor {
  using accumulator = Accumulator;

  Output             output;
  quant::multiplier  factor;
  const Accumulator* biases;

  constexpr Code operator()(Accumulator sum, int channel) const {
    if (biases != nullptr) sum += biases[channel];
    return output.get().template code<Code>(Arithmetic::requantize(sum, factor));
  }
};

// clamp(sum + bias[c]) in real numbers; biases may be null.
struct bias_and_clamp {
  using accumulator = float;

  bounds<float> clamp;
  const float*  biases;

  constexpr float operator()(float sum, int channel) const {
    if (biases != nullptr) sum = numeric::rounded(sum + biases[channel]);
    return fixed_point::clamp(sum, clamp.lowest, clamp.highest);
  }
};

// requantize_per_channel or requantize_per_tensor whose constants the compiler knows, so that a target can
// fold, pack or replace them. Constants has code, accumulator, arithmetic, output, channel(c) and stored().
template <class Constants> struct known_requantize {
  using code        = typename Constants::code;
  using accumulator = typename Constants::accumulator;
  using arithmetic  = typename Constants::arithmetic;

  static constexpr code_output                    output = Constants::output;
  static constexpr channel_constants<accumulator> channel(int c) { return Constants::channel(c); }
  static constexpr auto                           stored() { return Constants::stored(); }
};

template <class Epilogue>
concept known_requantize_epilogue = requires {
  Epilogue::output;
  { Epilogue::channel(0) } -> same_as<channel_constants<typename Epilogue::accumulator>>;
  Epilogue::stored();
};

// bias_and_clamp whose constants the compiler knows. Constants has clamp(), has_bias(), channel_bias(c) and stored().
template <class Constants> struct known_bias_and_clamp {
  using accumulator = float;

  static constexpr bounds<float> clamp() { return Constants::clamp(); }
  static constexpr float         bias(int c) { return Constants::channel_bias(c); }
  static constexpr auto          stored() { return Constants::stored(); }
};

// sum + left * right, in the accumulator's arithmetic.
constexpr float multiply_add(float sum, float left, float right) {
  return numeric::rounded(sum + numeric::rounded(left * right));
}
template <integral Accumulator>
constexpr Accumulator multiply_add(Accumulator sum, std::int32_t left, std::int32_t right) {
  return sum + static_cast<Accumulator>(left * right);
}

}  // namespace edgetl::kernel
