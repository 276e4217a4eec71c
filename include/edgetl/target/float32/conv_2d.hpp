// SPDX-License-Identifier: BSL-1.0
// CONV_2D and FULLY_CONNECTED on floats. Groups are left to the reference.
#pragma once

#include <edgetl/kernel/conv_2d.hpp>
#include <edgetl/kernel/fully_connected.hpp>
#include <edgetl/target/float32/contraction.hpp>

#include <cstdint>

namespace edgetl::target::float32 {

constexpr layer_shape shape_of(const kernel::conv_2d::parameters& own) {
  return {own.batches, {own.height, own.width, own.input_channels, 1, 0, false}, own.output_channels, false};
}
// A batch is a row of one long image.
constexpr layer_shape shape_of(const kernel::fully_connected::parameters& own) {
  return {1, {{1, 1, 1, 1, 1, 0}, {own.batches, own.batches, 1, 1, 1, 0}, own.inputs, 1, 0, false}, own.outputs, false};
}

template <class Lanes> constexpr kernel::choice choose(const kernel::problem<kernel::conv_2d::parameters>& wanted) {
  return wanted.own.filter_channels == wanted.own.input_channels ? choose_tile<Lanes>(shape_of(wanted.own)) : kernel::choice{};
}
template <class Lanes> constexpr kernel::choice choose(const kernel::problem<kernel::fully_connected::parameters>& wanted) {
  return choose_tile<Lanes>(shape_of(wanted.own));
}

template <float32_target Target, kernel::choice Choice, class Parameters, known_floats Weights, known_clamp_epilogue Epilogue>
void edgetl_kernel(kernel::conv_2d, Target, kernel::chosen<Choice> how, Parameters, const float* input, Weights, Epilogue, float* output) {
  contract<typename Target::float32_lanes, shape_of(Parameters::get()), Choice, Weights, Epilogue>(input, how.scratch, output);
}
template <float32_target Target, kernel::choice Choice, class Parameters, known_floats Weights, known_clamp_epilogue Epilogue>
void edgetl_kernel(kernel::fully_connected, Target, kernel::chosen<Choice> how, Parameters, const float* input, Weights, Epilogue, float* output) {
  contract<typename Target::float32_lanes, shape_of(Parameters::get()), Choice, Weights, Epilogue>(input, how.scratch, output);
}

}  // namespace edgetl::target::float32
