// SPDX-License-Identifier: BSL-1.0
// DEPTHWISE_CONV_2D: every input channel has its own filters; output channel = channel * multiplier + m.
//   y[b, p, o] = epilogue(sum over taps of (x[o / multiplier] - zero_point) * w[tap, o], o)
// Filter 1HW(C * multiplier). Taps outside the image are skipped. Float images with an int8 filter are quantized on
// the fly (dynamic_range.hpp). Source: TensorFlow Lite reference kernels.
#pragma once

#include <edgetl/kernel/convolution.hpp>
#include <edgetl/kernel/dynamic_range.hpp>

namespace edgetl::kernel {

struct depthwise_conv_2d {
  struct options {
    padding      rule;
    std::int32_t stride_width, stride_height, depth_multiplier;
    activation   function;
    std::int32_t dilation_width, dilation_height;
  };

  struct parameters {
    std::int32_t batches;
    window       height, width;
    std::int32_t input_channels, depth_multiplier;
    std::int32_t input_zero_point;

    friend constexpr bool operator==(const parameters&, const parameters&) = default;
  };

  static constexpr refusal check(const node& step) {
    if (const refusal refused = contraction::check_operands(step)) return refused;
    const extents& in = step.input(contraction::input).shape;
    const extents& w  = step.input(contraction::filter).shape;
    if (const refusal refused = convolution::check_windows(step, step.options<options>(), w[3])) return refused;
    if (w[0] != 1 || w[3] % in[3] != 0)
      return {"needs a filter of shape 1HW(C * multiplier) -> convert the model again", step.inputs[contraction::filter]};
    if (const refusal refused = contraction::check(step, 3, std::int64_t{w[1]} * w[2])) return refused;
    if (step.input(contraction::input).element == element_type::int16 && step.has_input(contraction::bias) &&
        step.input(contraction::bias).element != element_type::int64)
      return {"needs an int64 bias for 16-bit activations -> quantize the bias", step.inputs[contraction::bias]};
    if (contraction::is_dynamic(step) && step.input(contraction::filter).channels != w[3])
      return {"needs one filter scale per output channel -> quantize the filter along its output axis",
              step.inputs[contraction::filter]};
    return {};
  }

  static constexpr std::int64_t macs(const node& step) {
    const extents& w = step.input(contraction::filter).shape;
    return static_cast<std::int64_t>(step.output().shape.count()) * w[1] * w[2];
  }

  static constexpr parameters make_parameters(const node& step) {
    const auto     wanted = step.options<options>();
    const extents& in     = step.input(contraction::input).shape;
    const extents& w      = step.input(contraction::filter).shape;
    return {in[0], convolution::make_height(step, wanted), convolution::make_width(step, wanted),
            in[3], w[3] / in[3], step.input(contraction::input).quantization.zero_point};
  }

  template <class Target> static constexpr choice choose(const node& step) {
    if (Target::trade == preference::size) return {};  // the reference, one body for all layers
    const auto wanted = contraction::make_problem<Target>(step, make_parameters(step), false);
    return contraction::is_dynamic(step) ? edgetl_choose(dynamic{}, Target{}, wanted)
                                         : edgetl_choose(depthwise_conv_2d{}, Target{}, wanted);
  }

  template <class Step> static constexpr void run(Step step) {
    constexpr auto own      = make_parameters(Step::facts);
    constexpr auto function = Step::facts.template options<options>().function;
    constexpr auto channels = own.input_channels * own.depth_multiplier;
    const auto     start    = [&](auto kernel, auto finish) {
      dispatch(kernel, typename Step::target{}, step.how(), constant<own>{}, step.template input<0>(),
               contraction::weights_of<Step>(), finish, step.template output<0>());
    };
    if constexpr (contraction::is_dynamic(Step::facts))
      start(dynamic{}, contraction::dynamic_epilogue<Step, channels, function>());
    else if constexpr (is_float(Step::facts.output().element))
      start(depthwise_conv_2d{}, contraction::float_epilogue<Step, function>());
    else
      start(depthwise_conv_2d{}, contraction::per_channel_epilogue<Step, channels, function>());
  }

  template <class Parameters, class Input, layout::weights_operand Weights, epilogue Epilogue, class Output>
  EDGETL_KERNEL static constexpr void reference(Parameters given, const Input* input, Weights weights, Epilogue finish,
                                                Output* output) {
    compute(given.get(), 0, given.get().batches, input, weights, finish, output);
  }

  // The same on an input that is quantized on the fly, each batch in its own range.
  struct dynamic {
    static constexpr range_rule rule = range_rule::asymmetric;

    template <class Parameters, layout::weights_operand Weights>
    EDGETL_KERNEL static constexpr void reference(Parameters given, const float* input, Weights weights,
                                                  scale_bias_and_clamp finish, float* output) {
      const parameters&  own     = given.get();
      const std::int32_t image   = own.height.input * own.width.input * own.input_channels;
      const std::int32_t results = own.height.output * own.width.output * own.input_channels * own.depth_multiplier;
      for (std::int32_t batch = 0; batch < own.batches; ++batch) {
        const auto range = make_dynamic_range<rule>(input + batch * image, static_cast<std::size_t>(image));
        finish.step      = range.step;
        compute(own, batch, batch + 1, dynamic_pixels<rule>{input, range}, weights, finish, output + batch * results);
      }
    }
  };

  // Batches [first_batch, last_batch) of an input that is a pointer or reads like one.
  template <class Pixels, layout::weights_operand Weights, epilogue Epilogue, class Output>
  EDGETL_INLINE static constexpr void compute(const parameters& own, std::int32_t first_batch, std::int32_t last_batch,
                                              Pixels input, Weights weights, Epilogue finish, Output* output) {
    using accumulator           = typename Epilogue::accumulator;
    const std::int32_t channels = own.input_channels * own.depth_multiplier;
    const auto zero_point       = static_cast<typename Weights::operand>(own.input_zero_point);
    for (std::int32_t batch = first_batch; batch < last_batch; ++batch)
      for (std::int32_t out_y = 0; out_y < own.height.output; ++out_y) {
        const std::int32_t top = own.height.origin(out_y);
        for (std::int32_t out_x = 0; out_x < own.width.output; ++out_x) {
          const std::int32_t left = own.width.origin(out_x);
          for (std::int32_t channel = 0; channel < channels; ++channel) {
            accumulator sum = 0;
            for (std::int32_t tap_y = own.height.first_tap(top); tap_y < own.height.last_tap(top); ++tap_y)
              for (std::int32_t tap_x = own.width.first_tap(left); tap_x < own.width.last_tap(left); ++tap_x) {
                const std::int32_t y  = top + tap_y * own.height.dilation;
                const std::int32_t x  = left + tap_x * own.width.dilation;
                const std::int32_t at = ((batch * own.height.input + y) * own.width.input + x) * own.input_channels +
                                        channel / own.depth_multiplier;
                const std::int32_t tap = (tap_y * own.width.size + tap_x) * channels + channel;
                sum = multiply_add(sum, input[at] - zero_point, weights[static_cast<std::size_t>(tap)]);
              }
            *output++ = finish(sum, channel);
          }
        }
      }
  }
};

}  // namespace edgetl::kernel
