// SPDX-License-Identifier: BSL-1.0
// Cortex-M with the DSP extension (M4, M7, M33): two 16-bit products per instruction. Which kernel runs a step is
// chosen here; the kernels are in dsp/.
#pragma once

#include <edgetl/target/cortex_m/dsp/contraction.hpp>
#include <edgetl/target/cortex_m/dsp/depthwise.hpp>
#include <edgetl/target/cortex_m/dsp/elementwise.hpp>
#include <edgetl/target/cortex_m/dsp/pool.hpp>
#include <edgetl/target/scalar.hpp>

namespace edgetl::target::cortex_m {

struct dsp : scalar {
  static constexpr const char*        name  = "dsp";
  static constexpr kernel::preference trade = kernel::preference::balanced;
};

constexpr kernel::choice edgetl_choose(kernel::conv_2d, dsp, const kernel::problem<kernel::conv_2d::parameters>& wanted) {
  if (!wanted.is_int8()) return {};
  return {kernel::named("dsp 3x2 im2col"), 3, 2, 1, columns_bytes(window_of(wanted.own))};
}
constexpr kernel::choice edgetl_choose(kernel::fully_connected, dsp, const kernel::problem<kernel::fully_connected::parameters>& wanted) {
  if (!wanted.is_int8() || wanted.own.filter_zero_point != 0) return {};
  if (wanted.own.batches < pixels_per_tile) return {kernel::named("dsp 1x4"), 1, 4, 1, 0};
  return {kernel::named("dsp 3x2 im2col"), 3, 2, 1, columns_bytes(window_of(wanted.own))};
}
constexpr kernel::choice edgetl_choose(kernel::depthwise_conv_2d, dsp, const kernel::problem<kernel::depthwise_conv_2d::parameters>& wanted) {
  const auto& own = wanted.own;
  if (!wanted.is_int8()) return {};
  if (own.depth_multiplier == 1 && own.input_channels > 1 && own.height.size * own.width.size <= 25)
    return {kernel::named("dsp 4 channels"), 1, 4, 1, own.input_channels};
  return {kernel::named("dsp 3x2 im2col"), 3, 2, 1, columns_bytes(window_of(own))};
}

template <kernel::choice Choice, class Parameters, layout::known_weights_operand Weights, kernel::known_requantize_epilogue Epilogue>
void edgetl_kernel(kernel::conv_2d, dsp, kernel::chosen<Choice> how, Parameters, const std::int8_t* input, Weights, Epilogue, std::int8_t* output) {
  constexpr auto own = Parameters::get();
  contract<window_of(own), own.batches, own.output_channels, own.input_zero_point, false, Weights, Epilogue>(input, how.scratch, output);
}
template <kernel::choice Choice, class Parameters, layout::known_weights_operand Weights, kernel::known_requantize_epilogue Epilogue>
void edgetl_kernel(kernel::fully_connected, dsp, kernel::chosen<Choice> how, Parameters, const std::int8_t* input, Weights, Epilogue,
                   std::int8_t* output) {
  constexpr auto own = Parameters::get();
  if constexpr (Choice.rows == 1) contract_rows<own.batches, own.inputs, own.outputs, own.input_zero_point, Weights, Epilogue>(input, output);
  else contract<window_of(own), 1, own.outputs, own.input_zero_point, false, Weights, Epilogue>(input, how.scratch, output);
}
template <kernel::choice Choice, class Parameters, layout::known_weights_operand Weights, kernel::known_requantize_epilogue Epilogue>
void edgetl_kernel(kernel::depthwise_conv_2d, dsp, kernel::chosen<Choice> how, Parameters, const std::int8_t* input, Weights, Epilogue,
                   std::int8_t* output) {
  constexpr auto own = Parameters::get();
  if constexpr (Choice.rows == 1) contract_depthwise<window_of(own), own.batches, own.input_zero_point, Weights, Epilogue>(input, how.scratch, output);
  else
    contract<window_of(own), own.batches, own.input_channels * own.depth_multiplier, own.input_zero_point, true, Weights, Epilogue>(input, how.scratch,
                                                                                                                                output);
}

template <class Parameters, class Arithmetic, bool Subtracts>
void edgetl_kernel(kernel::elementwise_binary kernel, dsp, Parameters given, const std::int8_t* left, const std::int8_t* right,
                   kernel::rescaled_sum<std::int8_t, Arithmetic, Subtracts> function, std::int8_t* output) {
  if (!add_short(given, left, right, function, output)) edgetl_kernel(kernel, scalar{}, given, left, right, function, output);
}

template <class Reduction, class Parameters>
void edgetl_kernel(kernel::pool_2d<Reduction> kernel, dsp, Parameters given, const std::int8_t* input, kernel::bounds<std::int32_t> range,
                   std::int8_t* output) {
  static constexpr auto own = Parameters::get();
  if constexpr (std::is_same_v<Reduction, kernel::average_of_taps> && own.height.size * own.width.size > most_averaged_taps)
    edgetl_kernel(kernel, scalar{}, given, input, range, output);
  else
    pool<Reduction>(own, input, range, output);
}

}  // namespace edgetl::target::cortex_m
