// SPDX-License-Identifier: BSL-1.0
// CONCATENATION of any number of tensors along one axis. Source: TensorFlow Lite.
#pragma once

#include <edgetl/core/language.hpp>
#include <edgetl/kernel/activation.hpp>
#include <edgetl/kernel/strided.hpp>

namespace edgetl::kernel {

struct concatenation {
  struct options {
    std::int32_t axis;
    activation   function;
  };

  static constexpr refusal check(const node& step) {
    const auto     wanted = step.options<options>();
    const extents& out    = step.output().shape;
    const int      axis   = front_axis(wanted.axis, out.rank);
    if (axis < 0) return {"has an axis that its output does not have -> choose another axis", step.outputs[0]};
    if (wanted.function != activation::none) return {"has a fused activation -> write the activation as an operator"};
    if (step.input_count < 1) return {"needs an input -> write the inputs of the operation"};
    std::int64_t along = 0;
    for (int k = 0; k < step.input_count; ++k) {
      if (!step.has_input(k)) return {"needs all its inputs -> write the inputs of the operation"};
      const tensor_info& in = step.input(k);
      if (in.element != step.output().element || bits_of(in.element) < 8)
        return {"needs the same element type of at least 8 bits for inputs and output -> convert the model again", step.inputs[k]};
      if (in.element == element_type::float16)
        return {"does not move 16-bit floats -> insert a DEQUANTIZE before it", step.inputs[k]};
      if (!same_codes(in, step.output()))
        return {"needs the same scale and zero point for all inputs and the output -> insert a QUANTIZE", step.inputs[k]};
      if (in.shape.rank != out.rank) return {"needs inputs of its output's rank -> reshape the inputs", step.inputs[k]};
      for (int other = 0; other < out.rank; ++other)
        if (other != axis && in.shape[other] != out[other])
          return {"needs inputs that differ only along its axis -> reshape the inputs", step.inputs[k]};
      along += in.shape[axis];
    }
    if (along != out[axis])
      return {"has an output of another size than its inputs together -> convert the model again", step.outputs[0]};
    return {};
  }
  static constexpr std::int64_t macs(const node&) { return 0; }

  static constexpr strided_copy::parameters make_parameters(const node& step, int k) {
    const extents& out  = step.output().shape;
    const int      axis = front_axis(step.options<options>().axis, out.rank);
    strided_copy::parameters own{step.input(k).shape.padded_to(max_rank), contiguous(step.input(k).shape), contiguous(out)};
    for (int before = 0; before < k; ++before)
      own.to.offset += step.input(before).shape[axis] * own.to.strides[max_rank - out.rank + axis];
    return own;
  }

  template <class Step> static constexpr void run(Step step) {
    run_inputs(step, make_integer_sequence<int, Step::facts.input_count>{});
  }

 private:
  template <class Step, int... K> static constexpr void run_inputs(Step step, integer_sequence<int, K...>) {
    (run_input<K>(step), ...);
  }
  template <int K, class Step> static constexpr void run_input(Step step) {
    constexpr auto own = make_parameters(Step::facts, K);
    dispatch(strided_copy{}, typename Step::target{}, constant<own>{}, step.template input<K>(), step.template output<0>());
  }
};

}  // namespace edgetl::kernel
