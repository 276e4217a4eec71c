// SPDX-License-Identifier: BSL-1.0
// Cortex-M with Helium, the M-profile vector extension (M55, M85): 128-bit vectors, 16 products of 8 bits per
// VMLADAVA. Which kernel runs a step is chosen here; the kernels are in helium/.
#pragma once

#include <edgetl/target/cortex_m/dsp.hpp>
#include <edgetl/target/cortex_m/helium/conv_2d.hpp>
#include <edgetl/target/cortex_m/helium/depthwise_conv_2d.hpp>
#include <edgetl/target/cortex_m/helium/elementwise.hpp>
#include <edgetl/target/cortex_m/helium/fully_connected.hpp>
#include <edgetl/target/cortex_m/helium/pool.hpp>

namespace edgetl::target::cortex_m {

struct helium : dsp {
  static constexpr const char*        name  = "helium";
  static constexpr kernel::preference trade = kernel::preference::balanced;
};

constexpr kernel::choice edgetl_choose(kernel::conv_2d operation, helium, const kernel::problem<kernel::conv_2d::parameters>& wanted) {
  if (!wanted.is_int8()) return edgetl_choose(operation, dsp{}, wanted);
  return mve::choose_conv(wanted.own);
}
constexpr kernel::choice edgetl_choose(kernel::fully_connected operation, helium, const kernel::problem<kernel::fully_connected::parameters>& wanted) {
  if (!wanted.is_int8() || wanted.own.filter_zero_point != 0) return edgetl_choose(operation, dsp{}, wanted);
  return {kernel::named(wanted.own.batches == 1 ? "helium 1x4 vmladava" : "helium 2x4 vmladava"), wanted.own.batches == 1 ? 1 : 2, 1, 1, 0};
}
constexpr kernel::choice edgetl_choose(kernel::depthwise_conv_2d operation, helium, const kernel::problem<kernel::depthwise_conv_2d::parameters>& wanted) {
  if (!wanted.is_int8()) return edgetl_choose(operation, dsp{}, wanted);
  if (mve::is_conv(wanted.own)) return mve::choose_conv(mve::as_conv(wanted.own));
  if (wanted.own.height.size > mve::most_rows) return edgetl_choose(operation, dsp{}, wanted);
  return {kernel::named("helium 16 channels vmull"), 1, 1, 1, mve::plan_depthwise(wanted.own).scratch_bytes};
}

// A rounding policy of the user's own has no instructions here: then the reference runs.
template <kernel::choice Choice, class Parameters, layout::known_weights_operand Weights, kernel::known_requantize_epilogue Epilogue>
  requires(mve::is_own(Choice))
void edgetl_kernel(kernel::conv_2d operation, helium, kernel::chosen<Choice> how, Parameters given, const std::int8_t* input, Weights weights,
                   Epilogue finish, std::int8_t* output) {
  constexpr kernel::conv_2d::parameters own = Parameters::get();
  if constexpr (!mve::is_followed<Epilogue>(own.output_channels))
    operation.reference(given, input, kernel::stored(weights), kernel::stored(finish), output);
  else
    mve::conv<own, mve::filter_rows<Weights, mve::terms(own)>, Epilogue>::run(input, reinterpret_cast<std::int8_t*>(how.scratch), output);
}
template <kernel::choice Choice, class Parameters, layout::known_weights_operand Weights, kernel::known_requantize_epilogue Epilogue>
  requires(mve::is_own(Choice))
void edgetl_kernel(kernel::fully_connected operation, helium, kernel::chosen<Choice>, Parameters given, const std::int8_t* input, Weights weights,
                   Epilogue finish, std::int8_t* output) {
  if constexpr (!mve::is_followed<Epilogue>(Parameters::get().outputs))
    operation.reference(given, input, kernel::stored(weights), kernel::stored(finish), output);
  else
    mve::dense<Parameters::get(), Weights, Epilogue>::run(input, output);
}
template <kernel::choice Choice, class Parameters, layout::known_weights_operand Weights, kernel::known_requantize_epilogue Epilogue>
  requires(mve::is_own(Choice))
void edgetl_kernel(kernel::depthwise_conv_2d operation, helium, kernel::chosen<Choice> how, Parameters given, const std::int8_t* input,
                   Weights weights, Epilogue finish, std::int8_t* output) {
  constexpr mve::depthwise_parameters own     = Parameters::get();
  [[maybe_unused]] auto* const        scratch = reinterpret_cast<std::int8_t*>(how.scratch);
  if constexpr (!mve::is_followed<Epilogue>(own.input_channels * own.depth_multiplier))
    operation.reference(given, input, kernel::stored(weights), kernel::stored(finish), output);
  else if constexpr (mve::is_conv(own))
    mve::conv<mve::as_conv(own), mve::filter_columns<Weights, own.depth_multiplier, own.height.size * own.width.size>, Epilogue>::run(input, scratch,
                                                                                                                               output);
  else
    mve::depthwise<own, Weights, Epilogue>::run(input, scratch, output);
}

// Elementwise operations on operands of one shape; what these bodies do not know runs as the reference does.
template <class Parameters, mve::is_known_rounding Arithmetic, bool Subtracts>
void edgetl_kernel(kernel::elementwise_binary, helium, Parameters given, const std::int8_t* left, const std::int8_t* right,
                   kernel::rescaled_sum<std::int8_t, Arithmetic, Subtracts> function, std::int8_t* output) {
  constexpr bool single = same_as<Arithmetic, quant::tflite_single_rounding>;
  const auto&    own    = given.get();
  if (!own.same_shape || !mve::add_rescaled_as_known<single, Subtracts>(function.own, left, right, output, static_cast<std::int32_t>(own.shape.count())))
    kernel::elementwise_binary::reference(given, left, right, function, output);
}
template <class Parameters, mve::is_known_rounding Arithmetic>
void edgetl_kernel(kernel::elementwise_binary, helium, Parameters given, const std::int8_t* left, const std::int8_t* right,
                   kernel::rescaled_product<std::int8_t, Arithmetic> function, std::int8_t* output) {
  constexpr bool single = same_as<Arithmetic, quant::tflite_single_rounding>;
  const auto&    own    = given.get();
  if (own.same_shape && mve::shifts_right(function.factor))
    mve::multiply_rescaled<single>(function.left_zero_point, function.right_zero_point, function.factor, function.output, left, right, output,
                                   static_cast<std::int32_t>(own.shape.count()));
  else
    kernel::elementwise_binary::reference(given, left, right, function, output);
}

// Tables of bytes; a signed code's table starts at its lowest one.
template <class Parameters, class Input, class Output>
  requires(sizeof(Input) == 1 && sizeof(Output) == 1)
void edgetl_kernel(kernel::lookup, helium, Parameters given, const Input* input, const Output* table, Output* output) {
  mve::look_up(reinterpret_cast<const std::int8_t*>(input), reinterpret_cast<const std::uint8_t*>(table), reinterpret_cast<std::uint8_t*>(output),
               given.get().count, static_cast<std::uint8_t>(edgetl::code_range<Input>::lowest));
}

template <class Parameters>
void edgetl_kernel(kernel::max_pool_2d, helium, Parameters given, const std::int8_t* input, kernel::bounds<std::int32_t> clamp, std::int8_t* output) {
  const auto& own = given.get();
  for (std::int32_t b = 0; b < own.batches; ++b)
    mve::pool_largest(own, input + b * own.height.input * own.width.input * own.channels, clamp,
                      output + b * own.height.output * own.width.output * own.channels);
}
template <class Parameters>
void edgetl_kernel(kernel::average_pool_2d operation, helium, Parameters given, const std::int8_t* input, kernel::bounds<std::int32_t> clamp, std::int8_t* output) {
  const auto& own = given.get();
  if (own.height.size > 256 || own.width.size > 256 || own.height.size * own.width.size > 256) {
    operation.reference(given, input, clamp, output);
    return;
  }
  for (std::int32_t b = 0; b < own.batches; ++b)
    mve::pool_average(own, input + b * own.height.input * own.width.input * own.channels, clamp,
                      output + b * own.height.output * own.width.output * own.channels);
}

template <class Parameters, mve::is_known_rounding Arithmetic>
void edgetl_kernel(kernel::mean, helium, Parameters given, const std::int8_t* input, kernel::mean::average_code<std::int8_t, Arithmetic> function,
                   std::int8_t* output) {
  const mve::mean_shape shape = mve::shape_of(given.get());
  if (shape.inner < 4) kernel::mean::reference(given, input, function, output);
  else mve::average<same_as<Arithmetic, quant::tflite_single_rounding>>(shape, input, function.offset, function.factor, function.output, output);
}

}  // namespace edgetl::target::cortex_m
