// SPDX-License-Identifier: BSL-1.0
// AVERAGE_POOL_2D and MAX_POOL_2D over NHWC. The average divides by the number of taps inside the image,
// halves away from zero; neither requantizes (input and output have one scale). Source: TensorFlow Lite.
#pragma once

#include <edgetl/kernel/epilogue.hpp>
#include <edgetl/kernel/operation.hpp>
#include <edgetl/kernel/window.hpp>

namespace edgetl::kernel {

struct average_of_taps {
  template <class Number> static constexpr Number start() { return 0; }
  template <class Number> static constexpr Number visit(Number sum, Number value) {
    if constexpr (std::is_same_v<Number, float>) return numeric::rounded(sum + value);
    else return sum + value;
  }
  template <class Number> static constexpr Number finish(Number sum, std::int32_t taps) {
    if constexpr (std::is_same_v<Number, float>) return numeric::divide(sum, static_cast<float>(taps));
    else return (sum > 0 ? sum + taps / 2 : sum - taps / 2) / taps;
  }
};

struct largest_of_taps {
  template <class Number> static constexpr Number start() {
    if constexpr (std::is_same_v<Number, float>) return -float_infinity;
    else return fixed_point::int32_min;
  }
  template <class Number> static constexpr Number visit(Number best, Number value) { return value > best ? value : best; }
  template <class Number> static constexpr Number finish(Number best, std::int32_t) { return best; }
};

template <class Reduction> struct pool_2d {
  struct options {
    padding      rule;
    std::int32_t stride_width, stride_height, filter_width, filter_height;
    activation   function;
  };

  struct parameters {
    std::int32_t batches, channels;
    window       height, width;

    friend constexpr bool operator==(const parameters&, const parameters&) = default;
  };

  static constexpr refusal check(const node& step) {
    const auto wanted = step.template options<options>();
    if (!step.has_input(0)) return {"needs one input -> write the input of the operation"};
    const tensor_info& in  = step.input(0);
    const tensor_info& out = step.output();
    if (in.shape.rank != 4) return {"needs a 4-dimensional input -> reshape it to NHWC", step.inputs[0]};
    if (wanted.stride_height < 1 || wanted.stride_width < 1 || wanted.filter_height < 1 || wanted.filter_width < 1)
      return {"needs strides and a filter of at least 1 -> convert the model again"};
    if (!is_clamp(wanted.function)) return {"has a fused activation that is not a clamp -> use RELU, RELU6 or none"};
    if (in.element != out.element)
      return {"needs the same element type for input and output -> quantize the whole model", step.outputs[0]};
    if (const refusal refused = check_computes_on(in.element, step.inputs[0])) return refused;
    if (is_per_channel(in) || is_per_channel(out) || !(in.quantization == out.quantization))
      return {"needs the same scale and zero point for input and output -> insert a QUANTIZE", step.outputs[0]};
    const extents shape = make_extents(
        in.shape[0], window_positions(wanted.rule, in.shape[1], wanted.filter_height, wanted.stride_height, 1),
        window_positions(wanted.rule, in.shape[2], wanted.filter_width, wanted.stride_width, 1), in.shape[3]);
    if (!(shape == out.shape))
      return {"has an output of another shape than its input and window give -> convert the model again", step.outputs[0]};
    return {};
  }
  static constexpr std::int64_t macs(const node&) { return 0; }

  static constexpr parameters make_parameters(const node& step) {
    const auto     wanted = step.template options<options>();
    const extents& in     = step.input(0).shape;
    const extents& out    = step.output().shape;
    return {in[0], in[3],
            make_window(wanted.rule, in[1], out[1], wanted.filter_height, wanted.stride_height, 1),
            make_window(wanted.rule, in[2], out[2], wanted.filter_width, wanted.stride_width, 1)};
  }

  template <class Step> static constexpr void run(Step step) {
    constexpr auto own      = make_parameters(Step::facts);
    constexpr auto function = Step::facts.template options<options>().function;
    const auto     start    = [&](auto clamp) {
      dispatch(pool_2d{}, typename Step::target{}, constant<own>{}, step.template input<0>(), clamp, step.template output<0>());
    };
    constexpr tensor_info out = Step::facts.output();
    if constexpr (is_float(out.element)) start(real_bounds(function));
    else start(code_bounds(function, out.element, out.quantization));
  }

  // Number is the accumulator: std::int32_t for codes, float for real values.
  template <class Parameters, class Element, class Number>
  EDGETL_KERNEL static constexpr void reference(Parameters given, const Element* input, bounds<Number> clamp, Element* output) {
    const parameters& own = given.get();
    for (std::int32_t batch = 0; batch < own.batches; ++batch)
      for (std::int32_t out_y = 0; out_y < own.height.output; ++out_y) {
        const std::int32_t top = own.height.origin(out_y);
        for (std::int32_t out_x = 0; out_x < own.width.output; ++out_x) {
          const std::int32_t left = own.width.origin(out_x);
          const std::int32_t taps = (own.height.last_tap(top) - own.height.first_tap(top)) *
                                    (own.width.last_tap(left) - own.width.first_tap(left));
          for (std::int32_t channel = 0; channel < own.channels; ++channel) {
            Number result = Reduction::template start<Number>();
            for (std::int32_t y = top + own.height.first_tap(top); y < top + own.height.last_tap(top); ++y)
              for (std::int32_t x = left + own.width.first_tap(left); x < left + own.width.last_tap(left); ++x)
                result = Reduction::template visit<Number>(
                    result, input[((batch * own.height.input + y) * own.width.input + x) * own.channels + channel]);
            result    = Reduction::template finish<Number>(result, taps);
            *output++ = static_cast<Element>(fixed_point::clamp(result, clamp.lowest, clamp.highest));
          }
        }
      }
  }
};

using average_pool_2d = pool_2d<average_of_taps>;
using max_pool_2d     = pool_2d<largest_of_taps>;

}  // namespace edgetl::kernel
