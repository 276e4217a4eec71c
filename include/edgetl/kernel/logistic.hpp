// SPDX-License-Identifier: BSL-1.0
// LOGISTIC: 1 / (1 + exp(-x)). 8-bit: gemmlowp's fixed point, output scale 1/256 and zero point -128, as a
// table. 16-bit: interpolation in a table of 256 values. Source: TensorFlow Lite's reference kernels.
#pragma once

#include <edgetl/kernel/saturating_input.hpp>
#include <edgetl/kernel/sigmoid_table.hpp>
#include <edgetl/kernel/unary.hpp>

namespace edgetl::kernel {

template <quant::arithmetic Arithmetic> struct logistic_of_int8 {
  saturating_input input;

  constexpr int8 operator()(int8 code) const {
    const std::int32_t difference = code - input.zero_point;
    if (difference <= -input.radius) return -128;
    if (difference >= input.radius) return 127;
    const std::int32_t unit = fixed_point::logistic<4>(Arithmetic::requantize(difference, input.factor));
    return static_cast<int8>(
        fixed_point::clamp(fixed_point::rounding_divide_by_power_of_two(unit, 23) - 128, -128, 127));
  }
};

struct logistic_of_int16 {
  sigmoid_input input;

  constexpr int16 operator()(int16 code) const {
    const std::int32_t  scaled    = input(code);
    const std::uint32_t magnitude = static_cast<std::uint32_t>(scaled < 0 ? -scaled : scaled);
    // beyond the table: 0x7FFF / 0x8000 of the range, not the table's last entry
    const std::uint32_t value    = (magnitude >> 9) >= 255 ? 0x7FFFu << 10 : interpolated_sigmoid(magnitude, 9);
    const std::uint32_t mirrored = scaled >= 0 ? value + (1u << 9) : (1u << 25) - value + (1u << 9) - 1u;
    return static_cast<int16>(mirrored >> 10);
  }
};

struct logistic_of_float {
  constexpr float operator()(float value) const { return numeric::logistic(value); }
};

struct logistic {
  static constexpr refusal check(const node& step) {
    if (const refusal refused = unary::check(step)) return refused;
    if (step.input(0).element == element_type::int16) return check_sigmoid_codes(step);
    if (step.input(0).element == element_type::int8 && !(step.output().quantization == quant::affine{1.0f / 256, -128}))
      return {"needs output scale 1/256 and zero point -128 -> quantize its output so", step.outputs[0]};
    return {};
  }
  static constexpr std::int64_t macs(const node&) { return 0; }
  static constexpr bool         in_place(const node& step, int k) { return unary::in_place(step, k); }

  template <class Input, class Output, quant::arithmetic Arithmetic> static constexpr auto function(const node& step) {
    if constexpr (std::is_same_v<Input, float>) return logistic_of_float{};
    else if constexpr (std::is_same_v<Input, int16>)
      return logistic_of_int16{make_sigmoid_input(step.input(0).quantization.scale, 0)};
    else return logistic_of_int8<Arithmetic>{make_saturating_input<Arithmetic>(step.input(0).quantization)};
  }

  template <class Step> static constexpr void run(Step step) { unary::run<logistic>(step); }
};

}  // namespace edgetl::kernel
