// SPDX-License-Identifier: BSL-1.0
// DEQUANTIZE: scale * (code - zero point). TFLite forms the product in double and narrows it once; both
// factors are exact floats, so one rounded float product is the same number. Constants (half-precision
// weights, codes with one scale, of 8 bits also one per channel) are converted while compiling and nothing runs.
#pragma once

#include <edgetl/kernel/unary.hpp>

namespace edgetl::kernel {

template <class Code> struct dequantized_code {
  float        scale;
  std::int32_t zero_point;

  constexpr float operator()(Code code) const { return numeric::rounded(scale * static_cast<float>(code - zero_point)); }
};

struct dequantize {
  static constexpr bool is_code(element_type element) {
    return element == element_type::int8 || element == element_type::uint8 || element == element_type::int16;
  }

  static constexpr refusal check(const node& step) {
    if (const refusal refused = unary::check_operands(step)) return refused;
    if (!is_float(step.output().element)) return {"needs a float32 output -> convert the model again", step.outputs[0]};
    if (!is_code(step.input(0).element))
      return {"works on int8, uint8 and int16, and on constant float16 -> quantize its input", step.inputs[0]};
    return {};
  }
  static constexpr std::int64_t macs(const node&) { return 0; }

  // A constant input: its bytes are from now on read as the output's real numbers (graph/passes/fold_constants.hpp).
  static constexpr bool fold(const node& step, std::int32_t*) {
    if (step.output_count != 1 || !step.is_constant(0)) return false;
    const tensor_info& in = step.input(0);
    if (in.computed || !is_float(step.output().element) || !(in.shape == step.output().shape) || in.stored != in.element)
      return false;
    if (in.element == element_type::int16) return in.channels == 1;
    return in.element == element_type::float16 || (is_code(in.element) && in.channels > 0);
  }

  template <class Input, class Output, quant::arithmetic Arithmetic> static constexpr auto function(const node& step) {
    return dequantized_code<Input>{step.input(0).quantization.scale, step.input(0).quantization.zero_point};
  }

  template <class Step> static constexpr void run(Step step) { unary::run<dequantize>(step); }
};

}  // namespace edgetl::kernel
