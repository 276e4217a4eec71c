// SPDX-License-Identifier: BSL-1.0
// RELU, RELU6 and RELU_N1_TO_1 as operations of their own: the input on the output's scale, clamped.
// TFLite Micro's RELU6 keeps the codes as they are, which is the same where both scales are equal, as
// converters write them; where they are not, this does what LiteRT does. Source: TFLite reference kernels.
#pragma once

#include <edgetl/kernel/unary.hpp>

namespace edgetl::kernel {

struct clamped_real {
  bounds<float> clamp;

  constexpr float operator()(float value) const { return fixed_point::clamp(value, clamp.lowest, clamp.highest); }
};

struct relu {
  struct options {
    activation function;
  };

  static constexpr refusal check(const node& step) {
    if (!is_clamp(step.options<options>().function))
      return {"has an activation that is not a clamp -> use RELU, RELU6 or RELU_N1_TO_1"};
    if (const refusal refused = unary::check(step)) return refused;
    if (step.input(0).element == element_type::int16 && step.options<options>().function == activation::relu_n1_to_1)
      return {"works on float32 and int8 -> quantize the model to int8", step.inputs[0]};
    return unary::check_ratio(step);
  }
  static constexpr std::int64_t macs(const node&) { return 0; }
  static constexpr bool         in_place(const node& step, int k) { return unary::in_place(step, k); }

  template <class Input, class Output, quant::arithmetic Arithmetic> static constexpr auto function(const node& step) {
    const activation own = step.options<options>().function;
    if constexpr (std::is_same_v<Input, float>) return clamped_real{real_bounds(own)};
    else
      return rescaled_code<Input, Output, Arithmetic>{step.input(0).quantization.zero_point,
                                                      Arithmetic::encode(unary::float_ratio(step)),
                                                      make_code_output(own, step.output())};
  }

  template <class Step> static constexpr void run(Step step) { unary::run<relu>(step); }
};

}  // namespace edgetl::kernel
