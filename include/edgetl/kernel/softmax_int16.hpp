// SPDX-License-Identifier: BSL-1.0
// SOFTMAX of 16-bit codes: exp and 1 / (1 + x) by interpolation in tables of 513 values, which are computed in
// single precision while compiling. Output scale 1/32768, zero points 0. Source: TensorFlow Lite's reference kernels.
#pragma once

#include <edgetl/core/array.hpp>
#include <edgetl/kernel/epilogue.hpp>
#include <edgetl/kernel/operation.hpp>

namespace edgetl::kernel {

using interpolation_table = array<int16, 513>;

// `function` over [lowest, highest] in 512 equal steps, results in units of 1/scaling; every value is moved by
// half of the error that a straight line would have in the middle of its step.
template <class Function>
constexpr interpolation_table make_interpolation_table(float lowest, float highest, float scaling, Function function) {
  using numeric::rounded;
  const auto  whole = [](float value) { return static_cast<float>(numeric::round(value)); };
  const auto  code  = [](float value) { return static_cast<int16>(fixed_point::clamp(value, -32768.0f, 32767.0f)); };
  const float step  = rounded(highest - lowest) / 512.0f;
  interpolation_table table{};
  for (int i = 0; i < 512; ++i) {
    const float at     = rounded(lowest + rounded(static_cast<float>(i) * step));
    const float next   = function(rounded(lowest + rounded(static_cast<float>(i + 1) * step)));
    const float middle = whole(rounded(function(rounded(at + step / 2.0f)) * scaling));
    const float sample = whole(rounded(function(at) * scaling));
    const float line   = whole(rounded(rounded(next * scaling) + sample) / 2.0f);
    table[static_cast<std::size_t>(i)] = code(sample - whole((line - middle) / 2.0f));
  }
  table[512] = code(whole(rounded(function(highest) * scaling)));
  return table;
}

// code in [-32768, 32767]: the upper 9 bits pick a step, the lower 7 interpolate in it.
constexpr std::int32_t interpolate(const interpolation_table& table, std::int32_t code) {
  const auto         step  = static_cast<std::size_t>(256 + (code >> 7));
  const std::int32_t slope = table[step + 1] - table[step];
  return static_cast<int16>(table[step] + ((slope * (code & 127) + 64) >> 7));
}

struct softmax_int16 {
  struct parameters {
    std::int32_t rows, columns;

    friend constexpr bool operator==(const parameters&, const parameters&) = default;
  };

  // A difference to the row's maximum, where -65535 stands for -10.
  template <quant::arithmetic Arithmetic> struct scaled_difference {
    quant::multiplier factor;
    std::int32_t      lowest;  // differences below would leave 32 bits; they are far below -10

    constexpr std::int32_t operator()(std::int32_t difference) const {
      return Arithmetic::requantize(difference < lowest ? lowest : difference, factor);
    }
  };

  template <quant::arithmetic Arithmetic> static constexpr auto make_scaled_difference(float scale, float beta) {
    const auto factor = Arithmetic::encode(static_cast<double>(scale) * static_cast<double>(beta) / (10.0 / 65535.0));
    return scaled_difference<Arithmetic>{factor, -(fixed_point::int32_max >> (factor.shift > 0 ? factor.shift : 0))};
  }

  static constexpr refusal check(const node& step) {
    const tensor_info& in  = step.input(0);
    const tensor_info& out = step.output();
    if (in.quantization.zero_point != 0 || out.quantization.zero_point != 0)
      return {"needs zero points of 0 for 16-bit activations -> quantize activations symmetrically", step.inputs[0]};
    if (const double ratio = static_cast<double>(out.quantization.scale) * 32768.0; !(ratio > 0.999 && ratio < 1.001))
      return {"needs an output scale of 1/32768 -> quantize its output so", step.outputs[0]};
    if (in.shape.back() > 65535)
      return {"sums too many terms for 32 bits -> use at most 65535 columns", step.inputs[0]};
    return {};
  }

  using real = float;

  static constexpr float range = 65535.0f;

  // exp over [-10, 0] and 1 / (1 + x) over [0, 1], in Q0.15.
  // Templates: a compiler may fold a call with constant arguments wherever it reads one.
  template <class Number> static constexpr interpolation_table make_exp_table() {
    constexpr Number in = 10.0f / range, out = 2.0f / range;
    return make_interpolation_table(in * -65535.0f, in * 0.0f, 65536.0f / (out * 32767.0f - out * -32768.0f),
                                    [](float value) { return static_cast<float>(numeric::exp(static_cast<double>(value))); });
  }
  template <class Number> static constexpr interpolation_table make_inverse_table() {
    constexpr Number in = 1.0f / range, out = 2.0f / range;
    return make_interpolation_table(in * 0.0f, in * 65535.0f, 65536.0f / (out * 32767.0f - out * -32768.0f),
                                    [](float value) { return 1.0f / numeric::rounded(1.0f + value); });
  }

  // `output` may be `input`: a row's exponentials stand in it until they are divided by their sum.
  template <class Parameters, class Scale>
  EDGETL_KERNEL static constexpr void reference(Parameters given, const int16* input, Scale scale,
                                                const interpolation_table* exponentials, const interpolation_table* inverses,
                                                int16* output) {
    const parameters& own = given.get();
    for (std::int32_t row = 0; row < own.rows; ++row, input += own.columns, output += own.columns) {
      std::int32_t largest = -32768;
      for (std::int32_t i = 0; i < own.columns; ++i) largest = input[i] > largest ? input[i] : largest;
      std::int32_t sum = 0;  // Q16.15
      for (std::int32_t i = 0; i < own.columns; ++i) {
        const std::int32_t centred = fixed_point::clamp(scale(input[i] - largest) + 32767, -32768, 32767);
        output[i]                  = static_cast<int16>(interpolate(*exponentials, centred));
        sum += output[i];
      }
      // 1 / sum: the sum as 1 + x with x in [0, 1)
      const int          headroom = fixed_point::leading_zeros(static_cast<std::uint32_t>(sum));
      const auto         one_plus = static_cast<std::int32_t>(((static_cast<std::int64_t>(sum) << (headroom - 1)) + (1 << 13)) >> 14);
      const std::int32_t inverse  = interpolate(*inverses, fixed_point::clamp(one_plus - (1 << 15) - (1 << 16), -32768, 32767));
      const int          right    = 31 - headroom;
      for (std::int32_t i = 0; i < own.columns; ++i) {
        const std::int32_t share = (output[i] * inverse + (std::int32_t{1} << (right - 1))) >> right;
        output[i]                = static_cast<int16>(fixed_point::clamp(share, 0, 32767));
      }
    }
  }
};

// Templates, named where their argument depends on another one: who does not use them, does not pay for them.
template <class Kernel = softmax_int16> inline constexpr interpolation_table softmax_exponentials = Kernel::template make_exp_table<typename Kernel::real>();
template <class Kernel = softmax_int16> inline constexpr interpolation_table softmax_inverses     = Kernel::template make_inverse_table<typename Kernel::real>();

}  // namespace edgetl::kernel
