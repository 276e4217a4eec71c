// SPDX-License-Identifier: BSL-1.0
// PAD and PADV2: elements before and after each dimension, holding zero (the output's zero point) or, with
// PADV2, a constant. Source: TensorFlow Lite.
#pragma once

#include <edgetl/kernel/strided.hpp>

namespace edgetl::kernel {

struct pad {
  struct options {};

  static constexpr int paddings = 1, value = 2;

  static constexpr refusal check(const node& step) {
    if (const refusal refused = check_moved(step)) return refused;
    const extents& in  = step.input(0).shape;
    const extents& out = step.output().shape;
    if (!has_integers(step, paddings, -1))
      return {"needs constant paddings -> freeze the paddings", named(step, paddings)};
    if (!has_integers(step, paddings, 2 * std::int64_t{in.rank}))
      return {"needs two paddings per dimension -> convert the model again", step.inputs[paddings]};
    if (out.rank != in.rank) return {"has an output of another rank than its input -> convert the model again", step.outputs[0]};
    for (int axis = 0; axis < in.rank; ++axis) {
      const std::int64_t before = step.integer(paddings, static_cast<std::size_t>(2 * axis));
      const std::int64_t after  = step.integer(paddings, static_cast<std::size_t>(2 * axis + 1));
      if (before < 0 || after < 0 || before > out[axis] || after > out[axis])
        return {"has a padding that is negative or larger than its output -> choose another padding", step.inputs[paddings]};
      if (before + in[axis] + after != out[axis])
        return {"has an output of another shape than its input and paddings give -> convert the model again", step.outputs[0]};
    }
    if (!step.has_input(value)) return {};
    if (!step.is_constant(value) || step.input(value).shape.count() != 1)
      return {"needs one constant value to pad with -> freeze the value", step.inputs[value]};
    if (step.input(value).element != step.output().element || !same_codes(step.input(value), step.output()))
      return {"pads with a value of another element type or scale than its output's -> quantize both alike",
              step.inputs[value]};
    return {};
  }
  static constexpr std::int64_t macs(const node&) { return 0; }

  static constexpr strided_copy::parameters make_parameters(const node& step) {
    const extents& in      = step.input(0).shape;
    const int      missing = max_rank - in.rank;
    strided_copy::parameters own{in.padded_to(max_rank), contiguous(in), contiguous(step.output().shape)};
    for (int axis = 0; axis < in.rank; ++axis)
      own.to.offset += static_cast<std::int32_t>(step.integer(paddings, static_cast<std::size_t>(2 * axis))) *
                       own.to.strides[missing + axis];
    return own;
  }

  template <class Element> static constexpr Element filling(const node& step) {
    if constexpr (std::is_same_v<Element, float>)
      return step.has_input(value) ? step.real_of(step.input(value), 0) : 0.0f;
    else
      return static_cast<Element>(step.has_input(value) ? step.integer(value, 0) : step.output().quantization.zero_point);
  }

  template <class Step> static constexpr void run(Step step) {
    constexpr auto own = make_parameters(Step::facts);
    using element      = element_t<Step::facts.output().element>;
    constexpr fill::parameters whole{static_cast<std::int32_t>(Step::facts.output().shape.count())};
    constexpr element          around = filling<element>(Step::facts);
    dispatch(fill{}, typename Step::target{}, constant<whole>{}, around, step.template output<0>());
    dispatch(strided_copy{}, typename Step::target{}, constant<own>{}, step.template input<0>(), step.template output<0>());
  }
};

}  // namespace edgetl::kernel
