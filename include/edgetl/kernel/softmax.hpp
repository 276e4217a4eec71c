// SPDX-License-Identifier: BSL-1.0
// SOFTMAX along the last axis. 8-bit: fixed point, output scale 1/256 and zero point -128 (1/65536 and -32768
// for 16-bit output). exp of every possible difference to the maximum is a table made while compiling.
// Source: TensorFlow Lite reference kernels; gemmlowp's fixed-point exp.
#pragma once

#include <edgetl/core/array.hpp>
#include <edgetl/kernel/epilogue.hpp>
#include <edgetl/kernel/operation.hpp>
#include <edgetl/kernel/softmax_int16.hpp>

namespace edgetl::kernel {

struct softmax {
  struct options {
    float beta;
  };

  struct parameters {
    std::int32_t rows, columns;

    friend constexpr bool operator==(const parameters&, const parameters&) = default;
  };

  static constexpr int accumulation_integer_bits = 12;

  static constexpr refusal check(const node& step) {
    if (!step.has_input(0)) return {"needs one input -> write the input of the operation"};
    const tensor_info& in  = step.input(0);
    const tensor_info& out = step.output();
    if (in.shape.rank < 1) return {"needs an input of at least one dimension -> reshape its input", step.inputs[0]};
    if (!(in.shape == out.shape))
      return {"needs an output of its input's shape -> convert the model again", step.outputs[0]};
    if (in.element == element_type::float32 && out.element == element_type::float32) return {};
    if (!(step.options<options>().beta > 0) || !numeric::is_finite(step.options<options>().beta))
      return {"needs a positive beta -> set beta to 1"};
    if (in.channels > 1 || out.channels > 1)
      return {"needs one scale per activation tensor -> quantize activations per tensor", step.inputs[0]};
    if (in.element == element_type::int16 && out.element == element_type::int16) return softmax_int16::check(step);
    if (in.shape.back() > 4095)
      return {"sums too many terms for its 12 integer bits -> use at most 4095 columns", step.inputs[0]};
    if (in.element == element_type::int8 && out.element == element_type::int8)
      return out.quantization == quant::affine{1.0f / 256, -128}
                 ? refusal{}
                 : refusal{"needs output scale 1/256 and zero point -128 -> quantize its output so", step.outputs[0]};
    if (in.element == element_type::int8 && out.element == element_type::int16)
      return out.quantization == quant::affine{1.0f / 65536, -32768}
                 ? refusal{}
                 : refusal{"needs output scale 1/65536 and zero point -32768 -> quantize its output so", step.outputs[0]};
    if (const refusal refused = check_computes_on(in.element, step.inputs[0])) return refused;
    return {"needs an output of its input's element type, or int16 for int8 -> quantize the whole model",
            step.outputs[0]};
  }
  static constexpr std::int64_t macs(const node&) { return 0; }
  static constexpr bool         in_place(const node& step, int k) {
    return k == 0 && step.input(0).element == step.output().element;
  }

  // What one step of the input code means, as a factor of Q5.26 fixed point.
  static constexpr quant::multiplier input_factor(float scale, float beta) {
    const double wanted = static_cast<double>(beta) * static_cast<double>(scale) * static_cast<double>(1 << 26);
    return quant::make_multiplier(wanted < 2147483647.0 ? wanted : 2147483647.0);
  }

  // exp(-d * factor) in Q0.31 for differences d of 0 to 255; 0 where TFLite leaves the term out.
  static constexpr array<std::int32_t, 256> make_table(quant::multiplier factor) {
    const double            reach  = 31.0 * static_cast<double>(1 << 26) / numeric::power_of_two(factor.shift);
    const std::int64_t      lowest = -numeric::floor(reach);
    array<std::int32_t, 256> table{};
    for (std::int32_t d = 0; d < 256; ++d)
      if (-d >= lowest) {
        const auto shifted = static_cast<std::int64_t>(-d) * (std::int64_t{1} << (factor.shift > 0 ? factor.shift : 0));
        const auto scaled  = fixed_point::rounding_divide_by_power_of_two(
            fixed_point::rounding_doubling_high_multiply(fixed_point::saturate(shifted), factor.value),
            factor.shift < 0 ? -factor.shift : 0);
        table[static_cast<std::size_t>(d)] = fixed_point::exp_of_negative<5>(scaled);
      }
    return table;
  }

  template <class Place>
  static constexpr array<std::int32_t, 256> table_of =
      make_table(input_factor(Place::facts.input(0).quantization.scale, Place::facts.template options<options>().beta));

  template <class Step> static constexpr void run(Step step) {
    constexpr extents    shape = Step::facts.input(0).shape;
    constexpr parameters own{shape.product(0, shape.rank - 1), shape.back()};
    const auto           start = [&](auto constants) {
      dispatch(softmax{}, typename Step::target{}, constant<own>{}, step.template input<0>(), constants, step.template output<0>());
    };
    if constexpr (Step::facts.input(0).element == element_type::int16) {
      constexpr softmax_int16::parameters wide{own.rows, own.columns};
      constexpr auto scale = softmax_int16::make_scaled_difference<typename Step::arithmetic>(
          Step::facts.input(0).quantization.scale, Step::facts.template options<options>().beta);
      using tables = std::conditional_t<sizeof(Step) != 0, softmax_int16, void>;  // depends on Step
      dispatch(softmax_int16{}, typename Step::target{}, constant<wide>{}, step.template input<0>(), scale,
               &softmax_exponentials<tables>, &softmax_inverses<tables>, step.template output<0>());
    } else if constexpr (is_float(Step::facts.output().element)) {
      constexpr float beta = Step::facts.template options<options>().beta;
      start(beta);
    } else {
      start(table_of<typename Step::place>.data());
    }
  }

  template <class Parameters, class Output>
  EDGETL_KERNEL static constexpr void reference(Parameters given, const int8* input, const std::int32_t* table, Output* output) {
    const parameters& own = given.get();
    for (std::int32_t row = 0; row < own.rows; ++row, input += own.columns, output += own.columns) {
      std::int32_t largest = -128;
      for (std::int32_t i = 0; i < own.columns; ++i) largest = input[i] > largest ? input[i] : largest;
      std::int32_t sum = 0;  // Q12.19
      for (std::int32_t i = 0; i < own.columns; ++i)
        sum += fixed_point::rounding_divide_by_power_of_two(table[largest - input[i]], accumulation_integer_bits);
      const int     headroom = fixed_point::leading_zeros(static_cast<std::uint32_t>(sum));
      const auto    fraction = static_cast<std::int32_t>((static_cast<std::uint32_t>(sum) << headroom) - (std::uint32_t{1} << 31));
      const auto    inverse  = fixed_point::one_over_one_plus(fraction);
      constexpr int bits     = sizeof(Output) == 1 ? 8 : 16;
      const int     right    = accumulation_integer_bits - headroom + 31 - bits;
      for (std::int32_t i = 0; i < own.columns; ++i) {
        const std::int32_t power = table[largest - input[i]];
        const std::int32_t share = fixed_point::rounding_doubling_high_multiply(inverse, power);
        const std::int32_t code =
            (right > 31 ? 0 : fixed_point::rounding_divide_by_power_of_two(share, right)) + code_range<Output>::lowest;
        output[i] = static_cast<Output>(fixed_point::clamp(code, code_range<Output>::lowest, code_range<Output>::highest));
      }
    }
  }

  template <class Parameters>
  EDGETL_KERNEL static constexpr void reference(Parameters given, const float* input, float beta, float* output) {
    const parameters& own = given.get();
    for (std::int32_t row = 0; row < own.rows; ++row, input += own.columns, output += own.columns) {
      float largest = input[0];
      for (std::int32_t i = 1; i < own.columns; ++i) largest = input[i] > largest ? input[i] : largest;
      float sum = 0;
      for (std::int32_t i = 0; i < own.columns; ++i) {
        output[i] = numeric::exp(numeric::rounded(numeric::rounded(input[i] - largest) * beta));
        sum       = numeric::rounded(sum + output[i]);
      }
      for (std::int32_t i = 0; i < own.columns; ++i) output[i] = numeric::divide(output[i], sum);
    }
  }
};

}  // namespace edgetl::kernel
