// SPDX-License-Identifier: BSL-1.0
// Operations of one operand, element by element. Such an operation only says which function it applies:
//
//   template <class Input, class Output, quant::arithmetic Arithmetic>
//   static constexpr auto function(const node&);      // an object with Output operator()(Input) const
//
// From 8 bits to 8 bits the function becomes a table; otherwise it is called once per element.
#pragma once

#include <edgetl/kernel/elementwise.hpp>
#include <edgetl/kernel/epilogue.hpp>
#include <edgetl/kernel/lookup.hpp>

#include <cstdint>

namespace edgetl::kernel {

// clamp(requantize(code - zero point) + zero point): a code on another scale.
template <class Input, class Output, quant::arithmetic Arithmetic> struct rescaled_code {
  std::int32_t      zero_point;
  quant::multiplier factor;
  code_output       output;

  constexpr Output operator()(Input code) const {
    return output.template code<Output>(Arithmetic::requantize(code - zero_point, factor));
  }
};

namespace unary {

// One input, an output of its shape, and one scale for each of them.
constexpr refusal check_operands(const node& step) {
  if (!step.has_input(0)) return {"needs one input -> write the input of the operation"};
  if (!(step.input(0).shape == step.output().shape))
    return {"needs an output of its input's shape -> convert the model again", step.outputs[0]};
  if (step.input(0).channels > 1 || step.output().channels > 1)
    return {"needs one scale per activation tensor -> quantize activations per tensor",
            step.input(0).channels > 1 ? step.inputs[0] : step.outputs[0]};
  return {};
}

// The same for operations that compute on float32, int8 and int16 and keep the element type.
constexpr refusal check(const node& step) {
  if (const refusal refused = check_operands(step)) return refused;
  const element_type element = step.input(0).element;
  if (element != step.output().element)
    return {"needs the same element type for input and output -> quantize the whole model", step.outputs[0]};
  return check_computes_on(element, step.inputs[0]);
}

// Differences of 16-bit codes times such a factor stay inside 32 bits.
constexpr bool factor_fits(double factor) { return factor < 32768.0; }

// Input scale / output scale as TFLite forms it for activations: the quotient in float.
constexpr double float_ratio(const node& step) {
  return static_cast<double>(step.input(0).quantization.scale / step.output().quantization.scale);
}

constexpr refusal check_ratio(const node& step) {
  if (is_float(step.input(0).element) || factor_fits(float_ratio(step))) return {};
  return {"has an output scale below 1/32768 of its input's -> quantize the output again", step.outputs[0]};
}

constexpr bool in_place(const node& step, int k) {
  return k == 0 && step.input(0).element == step.output().element && step.input(0).shape == step.output().shape;
}

template <class Place, class Operation> constexpr auto function_of() {
  return Operation::template function<element_t<Place::facts.input(0).element>, element_t<Place::facts.output().element>,
                                      typename Place::arithmetic>(Place::facts);
}

template <class Place, class Operation>
inline constexpr auto table_of = lookup::make_table<element_t<Place::facts.input(0).element>, element_t<Place::facts.output().element>>(
    function_of<Place, Operation>());

template <class Operation, class Step> constexpr void run(Step step) {
  constexpr std::int32_t count = static_cast<std::int32_t>(Step::facts.output().shape.count());
  if constexpr (bits_of(Step::facts.input(0).element) == 8 && bits_of(Step::facts.output().element) == 8) {
    constexpr lookup::parameters own{count};
    dispatch(lookup{}, typename Step::target{}, constant<own>{}, step.template input<0>(),
             table_of<typename Step::place, Operation>.data(), step.template output<0>());
  } else {
    constexpr elementwise_unary::parameters own{count};
    constexpr auto                          function = function_of<typename Step::place, Operation>();
    dispatch(elementwise_unary{}, typename Step::target{}, constant<own>{}, step.template input<0>(), function,
             step.template output<0>());
  }
}

}  // namespace unary
}  // namespace edgetl::kernel
