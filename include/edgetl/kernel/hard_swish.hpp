// SPDX-License-Identifier: BSL-1.0
// HARD_SWISH: x * min(max(x + 3, 0), 6) / 6. 8-bit: 16-bit fixed point with its own roundings, as a table.
// Source: TensorFlow Lite's reference kernels, which have no 16-bit variant.
#pragma once

#include <edgetl/kernel/unary.hpp>

namespace edgetl::kernel {

namespace fixed_point_16 {

constexpr std::int32_t saturate(std::int32_t value) { return fixed_point::clamp(value, -32768, 32767); }

// a * b / 2^15, rounded to nearest (Rounds) or towards zero.
template <bool Rounds> constexpr std::int32_t doubling_high_multiply(std::int32_t left, std::int32_t right) {
  if (left == -32768 && right == -32768) return 32767;
  const std::int32_t product = left * right;
  const std::int32_t nudge   = !Rounds ? 0 : (product >= 0 ? 1 << 14 : 1 - (1 << 14));
  return (product + nudge) / (1 << 15);
}

// value * 2^amount, saturated; amounts from 16 on saturate everything but 0.
constexpr std::int32_t shift_left(std::int32_t value, int amount) {
  return saturate(value * (1 << (amount < 15 ? amount : 15)));
}

// The upper 16 bits of a multiplier, rounded.
constexpr std::int32_t narrow(std::int32_t factor) {
  return factor >= fixed_point::int32_max - (1 << 15) ? 32767 : (factor + (1 << 15)) >> 16;
}

}  // namespace fixed_point_16

// The shifts are those of the factors; output_shift is in [-15, 0], gate_shift at least -15.
struct hard_swish_of_int8 {
  std::int32_t zero_point, output_factor, output_shift, gate_factor, gate_shift, output_zero_point;

  constexpr int8 operator()(int8 code) const {
    namespace f16             = fixed_point_16;
    const std::int32_t fine   = (code - zero_point) * 128;
    const std::int32_t scaled = f16::doubling_high_multiply<true>(fine, output_factor);
    // the gate: x / 3, saturated to [-1, 1] in Q0.15, then moved to [0, 1]
    std::int32_t gate = gate_shift > 0 ? f16::shift_left(fine, gate_shift - 1) : fine;
    gate              = f16::doubling_high_multiply<true>(gate, gate_factor);
    if (gate_shift > 0) gate = f16::shift_left(gate, 1);
    if (gate_shift < 0) gate = fixed_point::rounding_divide_by_power_of_two(gate, -gate_shift);
    gate = (gate + (1 << 15)) >> 1;
    const std::int32_t product = f16::doubling_high_multiply<false>(gate, scaled);
    const std::int32_t result  = fixed_point::rounding_divide_by_power_of_two(product, -output_shift) + output_zero_point;
    return static_cast<int8>(fixed_point::clamp(result, -128, 127));
  }
};

struct hard_swish_of_float {
  constexpr float operator()(float value) const {
    return numeric::divide(numeric::rounded(value * fixed_point::clamp(numeric::rounded(value + 3.0f), 0.0f, 6.0f)), 6.0f);
  }
};

struct hard_swish {
  static constexpr hard_swish_of_int8 make_codes(const node& step) {
    const float             fine   = (1.0f / 128.0f) * step.input(0).quantization.scale;
    const quant::multiplier output = quant::saturated_multiplier(static_cast<double>(fine / step.output().quantization.scale));
    const quant::multiplier gate   = quant::saturated_multiplier(static_cast<double>(fine / (3.0f / 32768.0f)));
    return {step.input(0).quantization.zero_point, fixed_point_16::narrow(output.value), output.shift,
            fixed_point_16::narrow(gate.value), gate.shift, step.output().quantization.zero_point};
  }

  static constexpr refusal check(const node& step) {
    if (const refusal refused = unary::check(step)) return refused;
    if (is_float(step.input(0).element)) return {};
    if (step.input(0).element != element_type::int8)
      return {"works on float32 and int8 -> quantize the model to int8", step.inputs[0]};
    const float in = step.input(0).quantization.scale, out = step.output().quantization.scale;
    if (!(in >= 1e-6f && in <= 1e6f)) return {"needs an input scale from 1e-6 to 1e6 -> quantize its input again", step.inputs[0]};
    if (const double ratio = static_cast<double>(in / out); !(ratio < 128.0 && ratio > 1.0 / 256))
      return {"needs an output scale of 1/128 to 256 times its input's -> quantize its output again", step.outputs[0]};
    return make_codes(step).output_shift <= 0
               ? refusal{}
               : refusal{"needs an output scale above 1/128 of its input's -> quantize its output again", step.outputs[0]};
  }
  static constexpr std::int64_t macs(const node&) { return 0; }
  static constexpr bool         in_place(const node& step, int k) { return unary::in_place(step, k); }

  template <class Input, class Output, quant::arithmetic Arithmetic> static constexpr auto function(const node& step) {
    if constexpr (std::is_same_v<Input, float>) return hard_swish_of_float{};
    else return make_codes(step);
  }

  template <class Step> static constexpr void run(Step step) { unary::run<hard_swish>(step); }
};

}  // namespace edgetl::kernel
