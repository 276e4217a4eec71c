// SPDX-License-Identifier: BSL-1.0
// CONV_2D: NHWC input, OHWI filter, groups where the filter has fewer input channels than the image.
//   y[b, p, o] = epilogue(sum over taps and channels of (x - zero_point) * w[o], o)
// Taps outside the image are skipped. Float images with an int8 filter are quantized on the fly (dynamic_range.hpp),
// by XNNPACK's rule, which LiteRT runs unless it is told not to. Source: TensorFlow Lite reference kernels.
#pragma once

#include <edgetl/kernel/convolution.hpp>
#include <edgetl/kernel/dynamic_range.hpp>

namespace edgetl::kernel {

struct conv_2d {
  struct options {
    padding      rule;
    std::int32_t stride_width, stride_height;
    activation   function;
    std::int32_t dilation_width, dilation_height;
    std::int32_t bias_type;  // in the schema's numbers: 2 is int32
  };

  struct parameters {
    std::int32_t batches;
    window       height, width;
    std::int32_t input_channels, filter_channels, output_channels;
    std::int32_t input_zero_point;

    friend constexpr bool operator==(const parameters&, const parameters&) = default;
  };

  static constexpr refusal check(const node& step) {
    if (const refusal refused = contraction::check_operands(step)) return refused;
    const extents& in = step.input(contraction::input).shape;
    const extents& w  = step.input(contraction::filter).shape;
    if (const refusal refused = convolution::check_windows(step, step.options<options>(), w[0])) return refused;
    if (in[3] % w[3] != 0 || w[0] % (in[3] / w[3]) != 0)
      return {"needs input and output channels that are multiples of its groups -> change the channels",
              step.inputs[contraction::filter]};
    if (const refusal refused = contraction::check(step, 0, std::int64_t{w[1]} * w[2] * w[3])) return refused;
    if (contraction::is_dynamic(step) && !step.has_input(contraction::bias))
      return {"needs a bias where an int8 filter meets float32 activations -> add one of zeros",
              step.inputs[contraction::filter]};
    return {};
  }

  static constexpr std::int64_t macs(const node& step) {
    const extents& w = step.input(contraction::filter).shape;
    return static_cast<std::int64_t>(step.output().shape.count()) * w[1] * w[2] * w[3];
  }

  static constexpr parameters make_parameters(const node& step) {
    const auto     wanted = step.options<options>();
    const extents& in     = step.input(contraction::input).shape;
    const extents& w      = step.input(contraction::filter).shape;
    const extents& out    = step.output().shape;
    return {in[0], convolution::make_height(step, wanted), convolution::make_width(step, wanted),
            in[3], w[3], out[3], step.input(contraction::input).quantization.zero_point};
  }

  template <class Target> static constexpr choice choose(const node& step) {
    if (Target::trade == preference::size) return {};  // the reference, one body for all layers
    if (contraction::is_dynamic(step))
      return choose_dynamic<range_rule::qd8, Target>(step, make_dynamic_parameters(step));
    return edgetl_choose(conv_2d{}, Target{},
                         contraction::make_problem<Target>(step, make_parameters(step), step.options<options>().bias_type == 2));
  }

  // A 1x1 filter makes a matrix product of it, whose rows (pixels) XNNPACK quantizes one by one.
  static constexpr parameters make_dynamic_parameters(const node& step) {
    parameters own = make_parameters(step);
    if (own.height.size == 1 && own.width.size == 1 && own.height.stride == 1 && own.width.stride == 1 &&
        own.filter_channels == own.input_channels) {
      own.batches *= own.height.input * own.width.input;
      own.height = own.width = {1, 1, 1, 1, 1, 0};
    }
    return own;
  }

  template <class Step> static constexpr void run(Step step) {
    constexpr auto own      = make_parameters(Step::facts);
    constexpr auto wanted   = Step::facts.template options<options>();
    constexpr auto function = wanted.function;
    const auto     start    = [&](auto finish) {
      dispatch(conv_2d{}, typename Step::target{}, step.how(), constant<own>{}, step.template input<0>(), contraction::weights_of<Step>(),
               finish, step.template output<0>());
    };
    if constexpr (contraction::is_dynamic(Step::facts))
      run_dynamic<range_rule::qd8, make_dynamic_parameters(Step::facts), function>(step);
    else if constexpr (is_float(Step::facts.output().element))
      start(contraction::float_epilogue<Step, function>());
    else
      start(contraction::per_channel_epilogue<Step, own.output_channels, function, wanted.bias_type == 2>());
  }

  template <class Parameters, class Input, layout::weights_operand Weights, epilogue Epilogue, class Output>
  EDGETL_KERNEL static constexpr void reference(Parameters given, const Input* input, Weights weights, Epilogue finish,
                                                Output* output) {
    compute(given.get(), 0, given.get().batches, input, weights, finish, output);
  }

  // The same on an input that is quantized on the fly, each batch in its own range.
  template <range_rule Rule> struct dynamic {
    template <class Parameters, layout::weights_operand Weights>
    EDGETL_KERNEL static constexpr void reference(Parameters given, const float* input, Weights weights,
                                                  scale_bias_and_clamp finish, float* output) {
      const parameters&  own     = given.get();
      const std::int32_t image   = own.height.input * own.width.input * own.input_channels;
      const std::int32_t results = own.height.output * own.width.output * own.output_channels;
      for (std::int32_t batch = 0; batch < own.batches; ++batch) {
        const auto range = make_dynamic_range<Rule>(input + batch * image, static_cast<std::size_t>(image));
        finish.step      = range.step;
        compute(own, batch, batch + 1, dynamic_pixels<Rule>{input, range}, weights, finish, output + batch * results);
      }
    }
  };

  // FULLY_CONNECTED's, too: a convolution of single pixels.
  template <range_rule Rule, class Target>
  static constexpr choice choose_dynamic(const node& step, const parameters& own) {
    return edgetl_choose(dynamic<Rule>{}, Target{}, contraction::make_problem<Target>(step, own, false));
  }
  template <range_rule Rule, parameters Own, activation Function, class Step>
  static constexpr void run_dynamic(Step step) {
    dispatch(dynamic<Rule>{}, typename Step::target{}, step.how(), constant<Own>{}, step.template input<0>(),
             contraction::weights_of<Step>(), contraction::dynamic_epilogue<Step, Own.output_channels, Function>(),
             step.template output<0>());
  }

  // Batches [first_batch, last_batch) of an input that is a pointer or reads like one.
  template <class Pixels, layout::weights_operand Weights, epilogue Epilogue, class Output>
  EDGETL_INLINE static constexpr void compute(const parameters& own, std::int32_t first_batch, std::int32_t last_batch,
                                              Pixels input, Weights weights, Epilogue finish, Output* output) {
    using accumulator        = typename Epilogue::accumulator;
    const std::int32_t depth = own.filter_channels;
    const std::int32_t outputs_per_group = own.output_channels / (own.input_channels / depth);
    const auto zero_point = static_cast<typename Weights::operand>(own.input_zero_point);
    for (std::int32_t batch = first_batch; batch < last_batch; ++batch)
      for (std::int32_t out_y = 0; out_y < own.height.output; ++out_y) {
        const std::int32_t top = own.height.origin(out_y);
        for (std::int32_t out_x = 0; out_x < own.width.output; ++out_x) {
          const std::int32_t left = own.width.origin(out_x);
          for (std::int32_t channel = 0; channel < own.output_channels; ++channel) {
            const std::int32_t first = channel / outputs_per_group * depth;
            accumulator        sum   = 0;
            for (std::int32_t tap_y = own.height.first_tap(top); tap_y < own.height.last_tap(top); ++tap_y)
              for (std::int32_t tap_x = own.width.first_tap(left); tap_x < own.width.last_tap(left); ++tap_x) {
                const std::int32_t y = top + tap_y * own.height.dilation;
                const std::int32_t x = left + tap_x * own.width.dilation;
                const auto         pixel =
                    input + ((batch * own.height.input + y) * own.width.input + x) * own.input_channels + first;
                const std::int32_t tap = ((channel * own.height.size + tap_y) * own.width.size + tap_x) * depth;
                for (std::int32_t k = 0; k < depth; ++k)
                  sum = multiply_add(sum, pixel[k] - zero_point, weights[static_cast<std::size_t>(tap + k)]);
              }
            *output++ = finish(sum, channel);
          }
        }
      }
  }
};

}  // namespace edgetl::kernel
