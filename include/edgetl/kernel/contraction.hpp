// SPDX-License-Identifier: BSL-1.0
// What convolution, depthwise convolution and fully connected have in common: which element types go
// together, and the constants of their epilogues made from scales and biases while compiling.
#pragma once

#include <edgetl/core/array.hpp>
#include <edgetl/kernel/epilogue.hpp>
#include <edgetl/kernel/node.hpp>
#include <edgetl/kernel/operation.hpp>
#include <edgetl/layout/weights.hpp>

#include <cstdint>
#include <type_traits>

namespace edgetl::kernel {

// Operands of every contraction: input, filter, optional bias.
namespace contraction {

inline constexpr int input = 0, filter = 1, bias = 2;

constexpr std::int64_t constant_bias(const node& step, int channel) {
  return step.has_input(bias) ? step.integer(bias, static_cast<std::size_t>(channel)) : 0;
}

// 16-bit activations accumulate in 64 bits, unless their bias has 32 or, where there is none, would have had.
constexpr bool accumulates_in_64_bits(const node& step, bool narrow_without_bias) {
  const bool narrow = step.has_input(bias) ? step.input(bias).element == element_type::int32 : narrow_without_bias;
  return step.input(input).element == element_type::int16 && !narrow;
}

// Float activations and a filter of codes: the input is quantized while the network runs (dynamic_range.hpp).
constexpr bool is_dynamic(const node& step) {
  return is_float(step.input(input).element) && is_quantized(step.input(filter).element);
}

// Which filters a contraction takes that not all take.
struct filter_forms {
  bool shifted      = false;  // with a zero point, where activations are codes
  bool dynamic_int4 = false;  // of int4 where activations are float
};

// An input and a filter are there: ask this first.
constexpr refusal check_operands(const node& step) {
  if (step.input_count < 2 || !step.has_input(input) || !step.has_input(filter))
    return {"needs an input and a filter -> write both inputs of the operation"};
  if (step.input(filter).shape.count() == 0)
    return {"has a filter without elements -> convert the model again", step.inputs[filter]};
  return {};
}

// A filter on float activations, which is of floats or of codes.
constexpr refusal check_filter_of_floats(const node& step, int filter_axis, std::int64_t terms, filter_forms also) {
  const tensor_info& w = step.input(filter);
  if (is_float(w.element)) return {};
  if (w.element != element_type::int8 && !(w.element == element_type::int4 && also.dynamic_int4))
    return {"needs a float32 or int8 filter for float32 activations -> convert the filter", step.inputs[filter]};
  if (w.quantization.zero_point != 0)
    return {"needs a filter whose zero point is 0 -> quantize the filter symmetrically", step.inputs[filter]};
  if (w.channels < 1) return {"needs a filter with a scale -> quantize the filter", step.inputs[filter]};
  if (w.channels > 1 && (w.channel_axis != filter_axis || w.channels != w.shape[filter_axis]))
    return {"needs one filter scale per output channel -> quantize the filter along its output axis",
            step.inputs[filter]};
  if (terms > 65536)
    return {"sums too many products for 32 bits -> split the layer into smaller parts", step.inputs[filter]};
  return {};
}

// Checks what all contractions require of operands that are there; `filter_axis` is the axis of the filter that
// counts outputs, `terms` how many products one output sums.
constexpr refusal check(const node& step, int filter_axis, std::int64_t terms, filter_forms also = {}) {
  const tensor_info& in  = step.input(input);
  const tensor_info& out = step.output();
  const tensor_info& w   = step.input(filter);
  if (!w.constant)
    return {"needs a filter that is a constant of the file -> freeze the weights and fold what is done to them",
            step.inputs[filter]};
  if (in.element != out.element)
    return {"needs the same element type for input and output -> quantize the whole model", step.outputs[0]};
  const std::int32_t outputs = w.shape[filter_axis];
  if (step.has_input(bias)) {
    const tensor_info& b = step.input(bias);
    if (!b.constant)
      return {"needs a bias that is a constant of the file -> freeze the bias and fold what is done to it",
              step.inputs[bias]};
    if (static_cast<std::int64_t>(b.shape.count()) != outputs)
      return {"needs one bias per output channel -> convert the model again", step.inputs[bias]};
  }
  if (is_float(in.element)) {
    if (step.has_input(bias) && !is_float(step.input(bias).element))
      return {"needs a float32 bias for float32 activations -> convert the bias", step.inputs[bias]};
    return check_filter_of_floats(step, filter_axis, terms, also);
  }
  if (const refusal refused = check_computes_on(in.element, step.inputs[input])) return refused;
  if (w.element != element_type::int8 && !(w.element == element_type::int4 && in.element == element_type::int8))
    return {"needs an int8 filter for quantized activations, or an int4 one for int8 -> quantize the filter",
            step.inputs[filter]};
  if (is_per_channel(in) || is_per_channel(out))
    return {"needs one scale per activation tensor -> quantize activations per tensor",
            is_per_channel(in) ? step.inputs[input] : step.outputs[0]};
  if (w.quantization.zero_point != 0 && !also.shifted)
    return {"needs a filter whose zero point is 0 -> quantize the filter symmetrically", step.inputs[filter]};
  if (in.element == element_type::int16 && (in.quantization.zero_point != 0 || out.quantization.zero_point != 0))
    return {"needs zero points of 0 for 16-bit activations -> quantize activations symmetrically", step.inputs[input]};
  if (w.channels > 1 && w.channels != outputs)
    return {"needs one filter scale per output channel -> quantize the filter along its output axis", step.inputs[filter]};
  if (w.channels > 1 && w.channel_axis != filter_axis)
    return {"needs its filter quantized along the output axis -> set quantized_dimension to that axis", step.inputs[filter]};
  if (step.has_input(bias) && step.input(bias).element != element_type::int32 &&
      !(in.element == element_type::int16 && step.input(bias).element == element_type::int64))
    return {"needs an int32 bias (int64 for 16-bit activations) -> quantize the bias", step.inputs[bias]};
  if (in.element == element_type::int8 && terms > (w.quantization.zero_point != 0 ? 32768 : 65536))
    return {"sums too many products for 32 bits -> split the layer into smaller parts", step.inputs[filter]};
  return {};
}

// bias, multiplier and shift of every output channel.
template <class Accumulator, int Channels, quant::arithmetic Arithmetic>
constexpr auto make_channel_constants(const node& step) {
  array<channel_constants<Accumulator>, static_cast<std::size_t>(Channels)> result{};
  const double in  = static_cast<double>(step.input(input).quantization.scale);
  const double out = static_cast<double>(step.output().quantization.scale);
  for (int c = 0; c < Channels; ++c)
    result[static_cast<std::size_t>(c)] = {
        static_cast<Accumulator>(constant_bias(step, c)),
        Arithmetic::encode(in * static_cast<double>(step.scale(step.input(filter), c)) / out)};
  return result;
}

// The constants of a step's epilogue, one object per step, in flash.
template <class Place, class Accumulator, int Channels>
inline constexpr auto channels_of =
    make_channel_constants<Accumulator, Channels, typename Place::arithmetic>(Place::facts);

// The constants of requantize_per_channel, known while compiling.
template <class Place, int Channels, activation Function, bool NarrowWithoutBias> struct per_channel_constants {
  using code        = element_t<Place::facts.output().element>;
  using accumulator = std::conditional_t<accumulates_in_64_bits(Place::facts, NarrowWithoutBias), std::int64_t, std::int32_t>;
  using arithmetic  = typename Place::arithmetic;

  static constexpr code_output output = make_code_output(Function, Place::facts.output());

  static constexpr channel_constants<accumulator> channel(int c) { return channels_of<Place, accumulator, Channels>[static_cast<std::size_t>(c)]; }
  static constexpr auto stored() {
    return requantize_per_channel<code, accumulator, arithmetic, constant<output>>{{}, channels_of<Place, accumulator, Channels>.data()};
  }
};

// The epilogue of a quantized contraction with one factor per output channel.
template <class Step, int Channels, activation Function, bool NarrowWithoutBias = false> constexpr auto per_channel_epilogue() {
  return known_requantize<per_channel_constants<typename Step::place, Channels, Function, NarrowWithoutBias>>{};
}

// The constants of bias_and_clamp.
template <class Place, activation Function> struct float_constants {
  static constexpr bounds<float> clamp() { return real_bounds(Function); }
  static constexpr bool          has_bias() { return Place::facts.has_input(bias); }
  static constexpr float channel_bias(int c) {
    if constexpr (has_bias()) return Place::template constant_values<float, contraction::bias>()[c];
    else return 0;
  }
  static constexpr bias_and_clamp stored() {
    if constexpr (has_bias()) return {clamp(), Place::template constant_values<float, contraction::bias>()};
    else return {clamp(), nullptr};
  }
};

// The epilogue of a float contraction.
template <class Step, activation Function> constexpr auto float_epilogue() {
  return known_bias_and_clamp<float_constants<typename Step::place, Function>>{};
}

// Where a filter's codes stand, while compiling and at run time.
template <class Place> struct filter_codes {
  static constexpr bool is_float = Place::facts.input(filter).element == element_type::float32;

  static constexpr auto known() {
    if constexpr (is_float) return Place::template constant_values<float, filter>();
    else return Place::template file_bytes<filter>();
  }
  static constexpr auto stored() {
    if constexpr (is_float) return Place::template constant_values<float, filter>();
    else return Place::template constant_bytes<filter>();
  }
};

// The filter as a kernel's weights operand: codes or floats, as the file has them.
template <class Step> constexpr auto weights_of() {
  constexpr element_type element = Step::facts.input(filter).element;
  if constexpr (element == element_type::float32)
    return layout::known_weights<quant::unquantized<float>, layout::dense, filter_codes<typename Step::place>>{};
  else
    return layout::known_weights<quant::symmetric<element_t<element>>, layout::dense, filter_codes<typename Step::place>>{};
}

// A contraction as a target sees it that chooses a kernel for it.
template <class Target, class Parameters>
constexpr problem<Parameters> make_problem(const node& step, const Parameters& own, bool narrow_without_bias) {
  return {own,
          step.input(input).element,
          step.input(filter).element,
          step.output().element,
          accumulates_in_64_bits(step, narrow_without_bias),
          packs_constant(step.file, step.input(filter)),
          step.input(filter).channels > 1,
          Target::trade};
}

}  // namespace contraction
}  // namespace edgetl::kernel
