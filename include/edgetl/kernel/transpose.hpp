// SPDX-License-Identifier: BSL-1.0
// TRANSPOSE: dimension k of the output is dimension permutation[k] of the input. Source: TensorFlow Lite.
#pragma once

#include <edgetl/kernel/strided.hpp>

namespace edgetl::kernel {

struct transpose {
  struct options {};

  static constexpr int permutation = 1;  // input that holds it

  static constexpr refusal check(const node& step) {
    if (const refusal refused = check_moved(step)) return refused;
    const extents& in  = step.input(0).shape;
    const extents& out = step.output().shape;
    if (!has_integers(step, permutation, -1))
      return {"needs a constant permutation -> freeze the permutation", named(step, permutation)};
    if (!has_integers(step, permutation, in.rank))
      return {"needs a permutation with one entry per dimension -> convert the model again", step.inputs[permutation]};
    if (step.input(permutation).element != element_type::int32)
      return {"needs a permutation of int32 -> convert the model again", step.inputs[permutation]};
    bool seen[max_rank] = {};
    for (int k = 0; k < in.rank; ++k) {
      const int axis = front_axis(step.integer(permutation, static_cast<std::size_t>(k)), in.rank);
      if (axis < 0 || seen[axis]) return {"has a permutation that is none -> name every dimension once", step.inputs[permutation]};
      seen[axis] = true;
      if (out.rank != in.rank || out[k] != in[axis])
        return {"has an output of another shape than its input and permutation give -> convert the model again", step.outputs[0]};
    }
    return {};
  }
  static constexpr std::int64_t macs(const node&) { return 0; }

  static constexpr strided_copy::parameters make_parameters(const node& step) {
    const extents&  out    = step.output().shape;
    const placement source = contiguous(step.input(0).shape);
    const int       missing = max_rank - out.rank;
    strided_copy::parameters own{out.padded_to(max_rank), source, contiguous(out)};
    for (int k = 0; k < out.rank; ++k)
      own.from.strides[missing + k] =
          source.strides[missing + front_axis(step.integer(permutation, static_cast<std::size_t>(k)), out.rank)];
    return own;
  }

  template <class Step> static constexpr void run(Step step) {
    constexpr auto own = make_parameters(Step::facts);
    dispatch(strided_copy{}, typename Step::target{}, constant<own>{}, step.template input<0>(), step.template output<0>());
  }
};

}  // namespace edgetl::kernel
