// SPDX-License-Identifier: BSL-1.0
// QUANTIZE: real numbers to codes (halves away from zero), or codes to codes of another scale or width.
// What is no number becomes the zero point and what is beyond the codes the nearest one, also where TensorFlow Lite's
// reference kernels, the source, convert to int32 what it does not hold.
#pragma once

#include <edgetl/kernel/unary.hpp>

namespace edgetl::kernel {

// clamp(round(value / scale) + zero point)
template <class Code> struct quantized_real {
  float        scale;
  std::int32_t zero_point;

  constexpr Code operator()(float value) const { return quant::affine{scale, zero_point}.code<Code>(value); }
};

// rescaled_code where one side has 32 bits: the difference and the sum saturate.
template <class Input, class Output, quant::arithmetic Arithmetic> struct rescaled_wide_code {
  std::int32_t         zero_point;
  std::int32_t         reach;  // larger differences would leave 32 bits when they are scaled up
  quant::multiplier    factor;
  std::int32_t         output_zero_point;

  constexpr Output operator()(Input code) const {
    const auto difference = static_cast<std::int32_t>(
        fixed_point::clamp<std::int64_t>(std::int64_t{code} - zero_point, -std::int64_t{reach} - 1, reach));
    const std::int64_t scaled = std::int64_t{Arithmetic::requantize(difference, factor)} + output_zero_point;
    return static_cast<Output>(
        fixed_point::clamp<std::int64_t>(scaled, code_range<Output>::lowest, code_range<Output>::highest));
  }
};

struct quantize {
  // Between codes the factor is formed in double.
  static constexpr double ratio(const node& step) {
    return static_cast<double>(step.input(0).quantization.scale) / static_cast<double>(step.output().quantization.scale);
  }

  static constexpr bool converts(element_type from, element_type to) {
    using enum element_type;
    switch (from) {
      case float32: return to == int8 || to == uint8 || to == int16;
      case int8: return to == int8 || to == uint8 || to == int16 || to == int32;
      case uint8: return to == int8;
      case int16: return to == int8 || to == int16 || to == int32;
      case int32: return to == int8 || to == int16;
      default: return false;
    }
  }

  static constexpr refusal check(const node& step) {
    if (const refusal refused = unary::check_operands(step)) return refused;
    const tensor_info& in  = step.input(0);
    const tensor_info& out = step.output();
    if (!converts(in.element, out.element))
      return {"does not convert between these element types -> use float32 or int32 to int8 or int16, or int8 and int16 to any",
              step.outputs[0]};
    if (!(out.quantization.scale > 0)) return {"needs an output scale -> quantize the output", step.outputs[0]};
    if (is_float(in.element)) return {};
    if (!(in.quantization.scale > 0)) return {"needs an input scale -> quantize the input", step.inputs[0]};
    if (!unary::factor_fits(ratio(step)))
      return {"has an output scale below 1/32768 of its input's -> quantize the output again", step.outputs[0]};
    return {};
  }
  static constexpr std::int64_t macs(const node&) { return 0; }
  static constexpr bool         in_place(const node& step, int k) { return unary::in_place(step, k); }

  template <class Input, class Output, quant::arithmetic Arithmetic> static constexpr auto function(const node& step) {
    const quant::affine in = step.input(0).quantization, out = step.output().quantization;
    if constexpr (std::is_same_v<Input, float>) {
      return quantized_real<Output>{out.scale, out.zero_point};
    } else {
      const quant::multiplier factor = Arithmetic::encode(ratio(step));
      if constexpr (sizeof(Input) == 4 || sizeof(Output) == 4)
        return rescaled_wide_code<Input, Output, Arithmetic>{
            in.zero_point, fixed_point::int32_max >> (factor.shift > 0 ? factor.shift : 0), factor, out.zero_point};
      else
        return rescaled_code<Input, Output, Arithmetic>{
            in.zero_point, factor, {out.zero_point, {code_range<Output>::lowest, code_range<Output>::highest}}};
    }
  }

  template <class Step> static constexpr void run(Step step) { unary::run<quantize>(step); }
};

}  // namespace edgetl::kernel
