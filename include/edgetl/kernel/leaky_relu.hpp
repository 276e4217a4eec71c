// SPDX-License-Identifier: BSL-1.0
// LEAKY_RELU: x where x > 0, else alpha * x; alpha may be negative or above 1. Quantized: one factor for
// either sign, both formed in float. Source: TensorFlow Lite's reference kernels.
#pragma once

#include <edgetl/kernel/unary.hpp>

namespace edgetl::kernel {

template <class Code, quant::arithmetic Arithmetic> struct leaky_code {
  std::int32_t      zero_point;
  quant::multiplier identity;
  quant::multiplier leak;      // of |alpha|
  bool              negative;  // alpha < 0
  code_output       output;

  constexpr Code operator()(Code code) const {
    const std::int32_t difference = code - zero_point;
    std::int32_t       scaled     = Arithmetic::requantize(difference, difference >= 0 ? identity : leak);
    if (difference < 0 && negative) scaled = -scaled;
    return output.template code<Code>(scaled);
  }
};

struct leaky_real {
  float alpha;

  constexpr float operator()(float value) const { return value > 0 ? value : numeric::rounded(value * alpha); }
};

struct leaky_relu {
  struct options {
    float alpha;
  };

  static constexpr double leak(const node& step) {
    return static_cast<double>(numeric::rounded(step.input(0).quantization.scale * step.options<options>().alpha) /
                               step.output().quantization.scale);
  }

  static constexpr refusal check(const node& step) {
    if (const refusal refused = unary::check(step)) return refused;
    if (const refusal refused = unary::check_ratio(step)) return refused;
    if (!numeric::is_finite(step.options<options>().alpha)) return {"has an alpha that is not a number -> set alpha to 0.2"};
    if (!is_float(step.input(0).element) && !unary::factor_fits(numeric::absolute(leak(step))))
      return {"has an alpha that its output scale cannot hold -> use a smaller alpha or quantize the output again",
              step.outputs[0]};
    return {};
  }
  static constexpr std::int64_t macs(const node&) { return 0; }
  static constexpr bool         in_place(const node& step, int k) { return unary::in_place(step, k); }

  template <class Input, class Output, quant::arithmetic Arithmetic> static constexpr auto function(const node& step) {
    if constexpr (std::is_same_v<Input, float>) return leaky_real{step.options<options>().alpha};
    else
      return leaky_code<Input, Arithmetic>{step.input(0).quantization.zero_point,
                                           Arithmetic::encode(unary::float_ratio(step)),
                                           Arithmetic::encode(numeric::absolute(leak(step))), leak(step) < 0,
                                           make_code_output(activation::none, step.output())};
  }

  template <class Step> static constexpr void run(Step step) { unary::run<leaky_relu>(step); }
};

}  // namespace edgetl::kernel
