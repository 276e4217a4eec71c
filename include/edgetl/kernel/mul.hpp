// SPDX-License-Identifier: BSL-1.0
// MUL with broadcasting. Quantized: the product of the differences to the zero points, requantized.
// Source: TensorFlow Lite's reference kernels.
#pragma once

#include <edgetl/kernel/elementwise.hpp>
#include <edgetl/kernel/epilogue.hpp>

namespace edgetl::kernel {

template <class Code, quant::arithmetic Arithmetic> struct rescaled_product {
  std::int32_t      left_zero_point, right_zero_point;
  quant::multiplier factor;
  code_output       output;

  constexpr Code operator()(Code left, Code right) const {
    const std::int32_t product = (left - left_zero_point) * (right - right_zero_point);
    return output.template code<Code>(Arithmetic::requantize(product, factor));
  }
};

struct clamped_product {
  bounds<float> clamp;

  constexpr float operator()(float left, float right) const {
    return fixed_point::clamp(numeric::rounded(left * right), clamp.lowest, clamp.highest);
  }
};

struct mul {
  struct options {
    activation function;
  };

  static constexpr refusal check(const node& step) {
    if (!is_clamp(step.options<options>().function))
      return {"has a fused activation that is not a clamp -> use RELU, RELU6 or none"};
    if (const refusal refused = elementwise_binary::check(step)) return refused;
    if (step.output().element == element_type::int16 &&
        (step.input(0).quantization.zero_point != 0 || step.input(1).quantization.zero_point != 0))
      return {"needs zero points of 0 for 16-bit activations -> quantize activations symmetrically", step.inputs[0]};
    return {};
  }
  static constexpr std::int64_t macs(const node&) { return 0; }
  static constexpr bool         in_place(const node& step, int k) { return elementwise_binary::in_place(step, k); }

  template <class Code, quant::arithmetic Arithmetic> static constexpr auto quantized_function(const node& step) {
    const quant::affine left = step.input(0).quantization, right = step.input(1).quantization;
    return rescaled_product<Code, Arithmetic>{
        left.zero_point, right.zero_point,
        Arithmetic::encode(static_cast<double>(left.scale) * static_cast<double>(right.scale) /
                           static_cast<double>(step.output().quantization.scale)),
        make_code_output(step.options<options>().function, step.output())};
  }

  template <class Step> static constexpr void run(Step step) {
    using code = element_t<Step::facts.output().element>;
    if constexpr (std::is_same_v<code, float>) {
      constexpr activation function = Step::facts.template options<options>().function;
      elementwise_binary::run(step, clamped_product{real_bounds(function)});
    } else {
      constexpr auto function = quantized_function<code, typename Step::arithmetic>(Step::facts);
      elementwise_binary::run(step, known<function>{});
    }
  }
};

}  // namespace edgetl::kernel
