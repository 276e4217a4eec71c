// SPDX-License-Identifier: BSL-1.0
// DEPTHWISE_CONV_2D of floats by a filter of codes. An image of one channel is a dense layer.
#pragma once

#include <edgetl/target/float32/depthwise_conv_2d.hpp>
#include <edgetl/target/float32/dynamic_conv_2d.hpp>

#include <cstdint>

namespace edgetl::target::float32 {

template <class Lanes> constexpr depthwise_shape dynamic_shape_of(const kernel::depthwise_conv_2d::parameters& own) {
  depthwise_shape result  = depthwise_shape_of<Lanes>(own);
  result.image.is_changed = true;
  return result;
}
constexpr layer_shape dynamic_dense_shape_of(const kernel::depthwise_conv_2d::parameters& own) {
  layer_shape result      = dense_shape_of(own);
  result.batches          = 1;
  result.image.is_changed = true;
  return result;
}

template <class Lanes>
constexpr kernel::choice choose_dynamic(const kernel::problem<kernel::depthwise_conv_2d::parameters>& wanted) {
  const depthwise_shape shape = dynamic_shape_of<Lanes>(wanted.own);
  if (!is_exact_dynamic(wanted, shape.taps())) return {};
  if (wanted.own.input_channels == 1) return choose_dynamic_tile<Lanes>(dynamic_dense_shape_of(wanted.own), 1);
  kernel::choice result = choose_depthwise<Lanes>(shape);
  if (!result.is_reference()) result.kernel = kernel::named("float32 depthwise, dynamic range");
  return result;
}

template <class Lanes, kernel::range_rule Rule, depthwise_shape Shape, int Positions, even_split Groups, class List>
EDGETL_KERNEL void run_dynamic_depthwise(std::int32_t batches, const float* input, unsigned char* scratch,
                                         const List& panels, const float* totals, kernel::scale_bias_and_clamp finish,
                                         float* output) {
  constexpr std::int32_t positions = Shape.image.height.output * Shape.image.width.output, channels = Shape.channels();
  auto* const            image = reinterpret_cast<float*>(scratch);
  for (std::int32_t batch = 0; batch < batches;
       ++batch, input += Shape.image.elements(), output += positions * channels) {
    const code_range range = place_codes<Lanes, Rule, Shape.image>(image, input);
    run_depthwise_image<Lanes, clamp_sides{false, false}, Shape, Positions, Groups>(image, panels,
                                                                                    sums_as_they_are::clamp(), output);
    for (std::int32_t i = 0; i < positions; ++i)
      finish_position<Lanes>(output + i * channels, totals, channels, range, finish);
  }
}

template <float32_target Target, kernel::choice Choice, class Parameters, layout::known_weights_operand Weights>
void edgetl_kernel(kernel::depthwise_conv_2d::dynamic, Target, kernel::chosen<Choice> how, Parameters,
                   const float* input, Weights, kernel::scale_bias_and_clamp finish, float* output) {
  using lanes         = typename Target::float32_lanes;
  constexpr auto own  = Parameters::get();
  constexpr auto rule = kernel::depthwise_conv_2d::dynamic::rule;
  if constexpr (own.input_channels == 1) {
    contract_dynamic<lanes, rule, dynamic_dense_shape_of(own), 1, Choice, Weights>(own.batches, input, how.scratch,
                                                                                   finish, output);
  } else {
    static_assert(kernel::check_tile<Choice>());
    constexpr depthwise_shape shape = dynamic_shape_of<lanes>(own);
    using packed =
        packed_layer<lanes::count, Choice.vectors, codes_as_floats<Weights>, sums_as_they_are, shape.weights()>;
    run_dynamic_depthwise<lanes, rule, shape, Choice.rows, packed::groups>(
        own.batches, input, how.scratch, packed::panels, code_totals<Weights, shape.weights()>::values.data(), finish,
        output);
  }
}

}  // namespace edgetl::target::float32
