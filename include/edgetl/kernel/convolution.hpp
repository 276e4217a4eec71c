// SPDX-License-Identifier: BSL-1.0
// What CONV_2D and DEPTHWISE_CONV_2D have in common: an NHWC image, a window that slides over it, and what
// both require of their operands. Options has rule, strides, dilations and function.
#pragma once

#include <edgetl/kernel/contraction.hpp>
#include <edgetl/kernel/window.hpp>

namespace edgetl::kernel::convolution {

using contraction::filter;
using contraction::input;

// Image, filter and output fit together; the filter has its window in dimensions 1 and 2.
template <class Options>
constexpr refusal check_windows(const node& step, const Options& wanted, std::int32_t output_channels) {
  const extents& in  = step.input(input).shape;
  const extents& w   = step.input(filter).shape;
  const extents& out = step.output().shape;
  if (in.rank != 4 || w.rank != 4 || out.rank != 4)
    return {"needs a 4-dimensional input, filter and output -> reshape them to NHWC", step.inputs[input]};
  if (wanted.stride_height < 1 || wanted.stride_width < 1 || wanted.dilation_height < 1 || wanted.dilation_width < 1)
    return {"needs strides and dilations of at least 1 -> convert the model again"};
  if (!is_clamp(wanted.function)) return {"has a fused activation that is not a clamp -> use RELU, RELU6 or none"};
  const extents shape = make_extents(
      in[0], window_positions(wanted.rule, in[1], w[1], wanted.stride_height, wanted.dilation_height),
      window_positions(wanted.rule, in[2], w[2], wanted.stride_width, wanted.dilation_width), output_channels);
  if (!(shape == out))
    return {"has an output of another shape than its input and filter give -> convert the model again", step.outputs[0]};
  return {};
}

template <class Options> constexpr window make_height(const node& step, const Options& wanted) {
  return make_window(wanted.rule, step.input(input).shape[1], step.output().shape[1], step.input(filter).shape[1],
                     wanted.stride_height, wanted.dilation_height);
}
template <class Options> constexpr window make_width(const node& step, const Options& wanted) {
  return make_window(wanted.rule, step.input(input).shape[2], step.output().shape[2], step.input(filter).shape[2],
                     wanted.stride_width, wanted.dilation_width);
}

}  // namespace edgetl::kernel::convolution
