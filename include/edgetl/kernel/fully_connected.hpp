// SPDX-License-Identifier: BSL-1.0
// FULLY_CONNECTED: y[b, o] = epilogue(sum over i of (x[b, i] - zero_point) * (w[o, i] - filter_zero_point), o)
// Filter [outputs, inputs]; the input is read as rows of `inputs` elements. Float rows with a filter of codes are
// quantized on the fly, each in its own range (dynamic_range.hpp). Source: TensorFlow Lite reference kernels; per
// tensor, the product of the two scales is formed in single precision there.
#pragma once

#include <edgetl/kernel/conv_2d.hpp>

namespace edgetl::kernel {

struct fully_connected {
  struct options {
    activation   function;
    std::int32_t weights_format;
    std::int32_t keep_dimensions;
    std::int32_t asymmetric_inputs;  // how float rows become codes
    std::int32_t bias_type;          // in the schema's numbers: 2 is int32
  };

  struct parameters {
    std::int32_t batches, inputs, outputs;
    std::int32_t input_zero_point, filter_zero_point;

    friend constexpr bool operator==(const parameters&, const parameters&) = default;
  };

  static constexpr refusal check(const node& step) {
    using namespace contraction;
    if (const refusal refused = check_operands(step)) return refused;
    const auto     wanted = step.options<options>();
    const extents& in     = step.input(input).shape;
    const extents& w      = step.input(filter).shape;
    if (w.rank != 2) return {"needs a 2-dimensional filter -> reshape the filter to [outputs, inputs]", step.inputs[filter]};
    if (wanted.weights_format != 0) return {"has shuffled weights -> convert the model without shuffled weights"};
    if (!is_clamp(wanted.function)) return {"has a fused activation that is not a clamp -> use RELU, RELU6 or none"};
    if (in.count() % static_cast<std::size_t>(w[1]) != 0)
      return {"needs an input whose size is a multiple of its filter's row length -> convert the model again",
              step.inputs[input]};
    if (step.output().shape.count() != in.count() / static_cast<std::size_t>(w[1]) * static_cast<std::size_t>(w[0]))
      return {"has an output of another size than its input and filter give -> convert the model again", step.outputs[0]};
    return contraction::check(step, 0, w[1], {.shifted = true, .dynamic_int4 = true});
  }

  static constexpr std::int64_t macs(const node& step) {
    return static_cast<std::int64_t>(step.output().shape.count()) * step.input(contraction::filter).shape[1];
  }

  static constexpr parameters make_parameters(const node& step) {
    const extents& w = step.input(contraction::filter).shape;
    return {static_cast<std::int32_t>(step.output().shape.count()) / w[0], w[1], w[0],
            step.input(contraction::input).quantization.zero_point,
            is_float(step.output().element) ? 0 : step.input(contraction::filter).quantization.zero_point};
  }

  static constexpr range_rule rule_of(const node& step) {
    return step.options<options>().asymmetric_inputs != 0 ? range_rule::asymmetric : range_rule::symmetric;
  }
  // Float rows by a filter of codes: a convolution of single pixels.
  static constexpr conv_2d::parameters make_dynamic_parameters(const node& step) {
    const parameters own = make_parameters(step);
    const window     one{1, 1, 1, 1, 1, 0};
    return {own.batches, one, one, own.inputs, own.inputs, own.outputs, 0};
  }

  template <quant::arithmetic Arithmetic> static constexpr quant::multiplier factor(const node& step) {
    const float scales = step.input(contraction::input).quantization.scale * step.input(contraction::filter).quantization.scale;
    return Arithmetic::encode(static_cast<double>(scales) / static_cast<double>(step.output().quantization.scale));
  }

  // The constants of requantize_per_tensor, known while compiling.
  template <class Place, bool NarrowWithoutBias> struct per_tensor_constants {
    using code = element_t<Place::facts.output().element>;
    using accumulator =
        std::conditional_t<contraction::accumulates_in_64_bits(Place::facts, NarrowWithoutBias), std::int64_t, std::int32_t>;
    using arithmetic = typename Place::arithmetic;

    static constexpr quant::multiplier scale = factor<arithmetic>(Place::facts);
    static constexpr code_output output = make_code_output(Place::facts.template options<options>().function, Place::facts.output());

    static constexpr channel_constants<accumulator> channel(int c) {
      return {static_cast<accumulator>(contraction::constant_bias(Place::facts, c)), scale};
    }
    static constexpr auto stored() {
      const accumulator* biases = nullptr;
      if constexpr (Place::facts.has_input(contraction::bias)) biases = Place::template constant_values<accumulator, contraction::bias>();
      return requantize_per_tensor<code, accumulator, arithmetic, constant<output>>{{}, scale, biases};
    }
  };

  template <class Target> static constexpr choice choose(const node& step) {
    if (Target::trade == preference::size) return {};  // the reference, one body for all layers
    if (contraction::is_dynamic(step)) {
      const conv_2d::parameters rows = make_dynamic_parameters(step);
      return rule_of(step) == range_rule::asymmetric
                 ? conv_2d::choose_dynamic<range_rule::asymmetric, Target>(step, rows)
                 : conv_2d::choose_dynamic<range_rule::symmetric, Target>(step, rows);
    }
    return edgetl_choose(fully_connected{}, Target{},
                         contraction::make_problem<Target>(step, make_parameters(step), step.options<options>().bias_type == 2));
  }

  template <class Step> static constexpr void run(Step step) {
    constexpr auto own      = make_parameters(Step::facts);
    constexpr auto wanted   = Step::facts.template options<options>();
    constexpr auto function = wanted.function;
    const auto     start    = [&](auto finish) {
      dispatch(fully_connected{}, typename Step::target{}, step.how(), constant<own>{}, step.template input<0>(),
               contraction::weights_of<Step>(), finish, step.template output<0>());
    };
    if constexpr (contraction::is_dynamic(Step::facts))
      conv_2d::run_dynamic<rule_of(Step::facts), make_dynamic_parameters(Step::facts), function>(step);
    else if constexpr (is_float(Step::facts.output().element))
      start(contraction::float_epilogue<Step, function>());
    else if constexpr (Step::facts.input(contraction::filter).channels > 1)
      start(contraction::per_channel_epilogue<Step, own.outputs, function, wanted.bias_type == 2>());
    else
      start(known_requantize<per_tensor_constants<typename Step::place, wanted.bias_type == 2>>{});
  }

  template <class Parameters, class Input, layout::weights_operand Weights, epilogue Epilogue, class Output>
  EDGETL_KERNEL static constexpr void reference(Parameters given, const Input* input, Weights weights, Epilogue finish,
                                                Output* output) {
    const parameters& own        = given.get();
    const auto        zero_point = static_cast<typename Weights::operand>(own.input_zero_point);
    const auto        filter_zero_point = static_cast<typename Weights::operand>(own.filter_zero_point);
    for (std::int32_t batch = 0; batch < own.batches; ++batch, input += own.inputs)
      for (std::int32_t channel = 0; channel < own.outputs; ++channel) {
        typename Epilogue::accumulator sum = 0;
        for (std::int32_t k = 0; k < own.inputs; ++k)
          sum = multiply_add(sum, input[k] - zero_point,
                             weights[static_cast<std::size_t>(channel * own.inputs + k)] - filter_zero_point);
        *output++ = finish(sum, channel);
      }
  }
};

}  // namespace edgetl::kernel
