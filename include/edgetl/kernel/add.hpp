// SPDX-License-Identifier: BSL-1.0
// ADD with broadcasting. Quantized: both inputs are brought to a common scale of 2 * max(scale) with 20
// extra bits (15 for 16-bit codes), added, and requantized. Source: TensorFlow Lite reference kernels.
#pragma once

#include <edgetl/kernel/elementwise.hpp>
#include <edgetl/kernel/epilogue.hpp>

namespace edgetl::kernel {

// requantize(left << bits) +- requantize(right << bits), requantized to the output: ADD and SUB.
template <class Code, quant::arithmetic Arithmetic, bool Subtracts> struct rescaled_sum {
  struct parameters {
    std::int32_t      left_zero_point, right_zero_point, left_shift;
    quant::multiplier left_factor, right_factor, output_factor;
    code_output       output;
  } own;

  constexpr Code operator()(Code left, Code right) const {
    const std::int32_t one = Arithmetic::requantize((left - own.left_zero_point) * (1 << own.left_shift), own.left_factor);
    const std::int32_t two = Arithmetic::requantize((right - own.right_zero_point) * (1 << own.left_shift), own.right_factor);
    const std::int32_t sum = Subtracts ? one - two : one + two;
    return own.output.template code<Code>(Arithmetic::requantize(sum, own.output_factor));
  }
};

// left +- right in real numbers, clamped.
template <bool Subtracts> struct clamped_sum {
  bounds<float> clamp;

  constexpr float operator()(float left, float right) const {
    return fixed_point::clamp(numeric::rounded(Subtracts ? left - right : left + right), clamp.lowest, clamp.highest);
  }
};

struct add {
  struct options {
    activation   function;
    std::int32_t power_of_two_scales;
  };

  static constexpr refusal check(const node& step) {
    if (!is_clamp(step.options<options>().function))
      return {"has a fused activation that is not a clamp -> use RELU, RELU6 or none"};
    return elementwise_binary::check(step);
  }
  static constexpr std::int64_t macs(const node&) { return 0; }
  static constexpr bool         in_place(const node& step, int k) { return elementwise_binary::in_place(step, k); }

  template <class Code, quant::arithmetic Arithmetic, bool Subtracts> static constexpr auto quantized_function(const node& step) {
    const quant::affine left = step.input(0).quantization, right = step.input(1).quantization;
    const quant::affine out    = step.output().quantization;
    const int           extra  = sizeof(Code) == 1 ? 20 : 15;
    const double        common = 2 * static_cast<double>(left.scale > right.scale ? left.scale : right.scale);
    return rescaled_sum<Code, Arithmetic, Subtracts>{
        {left.zero_point, right.zero_point, extra, Arithmetic::encode(static_cast<double>(left.scale) / common),
         Arithmetic::encode(static_cast<double>(right.scale) / common),
         Arithmetic::encode(common / (static_cast<double>(1 << extra) * static_cast<double>(out.scale))),
         make_code_output(step.options<options>().function, step.output())}};
  }

  template <class Step> static constexpr void run(Step step) { run_function<false>(step); }

  // ADD and SUB differ in the sign.
  template <bool Subtracts, class Step> static constexpr void run_function(Step step) {
    using code = element_t<Step::facts.output().element>;
    if constexpr (std::is_same_v<code, float>) {
      constexpr activation function = Step::facts.template options<options>().function;
      elementwise_binary::run(step, clamped_sum<Subtracts>{real_bounds(function)});
    } else {
      constexpr auto function = quantized_function<code, typename Step::arithmetic, Subtracts>(Step::facts);
      elementwise_binary::run(step, known<function>{});
    }
  }
};

}  // namespace edgetl::kernel
