// SPDX-License-Identifier: BSL-1.0
// The table that 16-bit LOGISTIC, TANH and LSTM gates interpolate in, and how 16-bit inputs are brought to
// its steps of 1/24. Source: TensorFlow Lite's reference kernels for 16-bit activations.
#pragma once

#include <edgetl/core/array.hpp>
#include <edgetl/core/numeric.hpp>
#include <edgetl/kernel/node.hpp>

#include <cstddef>
#include <cstdint>

namespace edgetl::kernel {

// 65536 * logistic(i / 24) to the nearest integer, except that TFLite has one more at the marked places.
constexpr array<std::uint16_t, 256> make_sigmoid_table() {
  constexpr std::uint32_t one_more[8] = {0xFA7BD110u, 0xC0467BAEu, 0x20440005u, 0x00110090u, 0x00000080u, 0x00000000u, 0x00000000u, 0x80000000u};
  array<std::uint16_t, 256> table{};
  for (std::uint32_t i = 0; i < 256; ++i) {
    const auto nearest = numeric::round(65536.0 / (1.0 + numeric::exp(-static_cast<double>(i) / 24.0)));
    table[i] = static_cast<std::uint16_t>(nearest + ((one_more[i / 32] >> (i % 32)) & 1u));
  }
  return table;
}

// A template that is only named where its argument depends on another one: who does not use it, does not pay for it.
template <class Value = std::uint16_t> inline constexpr array<Value, 256> sigmoid_table = make_sigmoid_table();

// The value at `position` table steps of 2^fraction_bits each, with as many more fraction bits; saturates.
template <class Value = std::uint16_t> constexpr std::uint32_t interpolated_sigmoid(std::uint32_t position, int fraction_bits) {
  const std::uint32_t step = position >> fraction_bits;
  if (step >= 255) return 0xFFFFu << fraction_bits;
  const std::uint32_t fraction = position & ((1u << fraction_bits) - 1u);
  const std::uint32_t low = sigmoid_table<Value>[step], high = sigmoid_table<Value>[step + 1];
  return (low << fraction_bits) + fraction * (high - low);
}

// A 16-bit code times value / 2^shift: the input in units of 1/12288.
struct sigmoid_input {
  std::int32_t value;
  std::int32_t shift;

  constexpr std::int32_t operator()(std::int16_t code) const {
    const std::int32_t half = shift > 0 ? std::int32_t{1} << (shift - 1) : 0;
    return (code * value + half) >> shift;
  }
};

// Is the scale 2^exponent? TFLite lets its logarithm be wrong by 0.001.
constexpr bool is_power_of_two(float scale, int exponent) {
  const double ratio = static_cast<double>(scale) / numeric::power_of_two(exponent);
  return ratio > 0.99930709 && ratio < 1.00069339;
}

// `left_shifts`: the largest k for which a scale of 2^(k - 12) is exact.
constexpr sigmoid_input make_sigmoid_input(float scale, int left_shifts) {
  for (int k = 0; k <= left_shifts; ++k)
    if (is_power_of_two(scale, k - 12)) return {3 << k, 0};
  double       factor = static_cast<double>(scale) * 4096.0 * 3.0;
  std::int32_t shift  = 0;
  while (factor <= 32767.0 / 2.0 && shift <= 30) {
    ++shift;
    factor *= 2.0;
  }
  return {static_cast<std::int32_t>(factor), shift};
}

// What 16-bit LOGISTIC and TANH require.
constexpr refusal check_sigmoid_codes(const node& step) {
  const quant::affine in = step.input(0).quantization, out = step.output().quantization;
  if (in.zero_point != 0 || out.zero_point != 0)
    return {"needs zero points of 0 for 16-bit activations -> quantize activations symmetrically", step.inputs[0]};
  if (!(static_cast<double>(in.scale) * 4096.0 * 3.0 < 32768.0))
    return {"needs an input scale below 8/3 -> quantize its input again", step.inputs[0]};
  if (!is_power_of_two(out.scale, -15))
    return {"needs an output scale of 1/32768 -> quantize its output so", step.outputs[0]};
  return {};
}

}  // namespace edgetl::kernel
