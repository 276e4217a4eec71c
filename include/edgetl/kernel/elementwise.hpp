// SPDX-License-Identifier: BSL-1.0
// Elementwise loops: one operand, or two with broadcasting. What is done to an element is a function
// object; the loops are two kernels that a target may specialise for any of them.
#pragma once

#include <edgetl/kernel/node.hpp>
#include <edgetl/kernel/operation.hpp>

#include <cstdint>

namespace edgetl::kernel {

// output[i] = function(input[i])
struct elementwise_unary {
  struct parameters {
    std::int32_t count;

    friend constexpr bool operator==(const parameters&, const parameters&) = default;
  };

  template <class Parameters, class Input, class Function, class Output>
  EDGETL_KERNEL static constexpr void reference(Parameters given, const Input* input, Function function, Output* output) {
    for (std::int32_t i = 0; i < given.get().count; ++i) output[i] = function(input[i]);
  }
};

// output[i] = function(left[i], right[i]); an operand's extent of 1 is stretched.
struct elementwise_binary {
  struct parameters {
    extents      shape;                              // of the output, max_rank dimensions
    std::int32_t left_strides[max_rank]  = {};       // 0 where the operand is stretched
    std::int32_t right_strides[max_rank] = {};
    bool         same_shape              = false;    // no operand is stretched

    friend constexpr bool operator==(const parameters&, const parameters&) = default;
  };

  static constexpr refusal check(const node& step) {
    if (step.input_count < 2 || !step.has_input(0) || !step.has_input(1))
      return {"needs two inputs -> write both inputs of the operation"};
    const extents left = step.input(0).shape.padded_to(max_rank), right = step.input(1).shape.padded_to(max_rank);
    const extents out  = step.output().shape.padded_to(max_rank);
    for (int axis = 0; axis < max_rank; ++axis) {
      const std::int32_t wanted = left[axis] > right[axis] ? left[axis] : right[axis];
      if ((left[axis] != 1 && left[axis] != wanted) || (right[axis] != 1 && right[axis] != wanted))
        return {"needs inputs that are equal or 1 in every dimension -> reshape the inputs", step.inputs[1]};
      if (out[axis] != wanted)
        return {"has an output of another shape than its inputs give -> convert the model again", step.outputs[0]};
    }
    const element_type element = step.output().element;
    if (step.input(0).element != element || step.input(1).element != element)
      return {"needs the same element type for both inputs and the output -> quantize both inputs", step.outputs[0]};
    if (const refusal refused = check_computes_on(element, step.outputs[0])) return refused;
    if (is_per_channel(step.input(0)) || is_per_channel(step.input(1)) || is_per_channel(step.output()))
      return {"needs one scale per tensor -> quantize its operands per tensor", step.outputs[0]};
    return {};
  }

  static constexpr bool in_place(const node& step, int k) {
    return k < 2 && step.input(k).shape == step.output().shape && step.input(k).element == step.output().element;
  }

  static constexpr parameters make_parameters(const node& step) {
    const extents left = step.input(0).shape.padded_to(max_rank), right = step.input(1).shape.padded_to(max_rank);
    parameters    result{step.output().shape.padded_to(max_rank)};
    result.same_shape = left == right;
    std::int32_t left_stride = 1, right_stride = 1;
    for (int axis = max_rank - 1; axis >= 0; --axis) {
      result.left_strides[axis]  = left[axis] == 1 ? 0 : left_stride;
      result.right_strides[axis] = right[axis] == 1 ? 0 : right_stride;
      left_stride *= left[axis];
      right_stride *= right[axis];
    }
    return result;
  }

  template <class Step, class Function> static constexpr void run(Step step, Function function) {
    constexpr auto own = make_parameters(Step::facts);
    dispatch(elementwise_binary{}, typename Step::target{}, constant<own>{}, step.template input<0>(),
             step.template input<1>(), function, step.template output<0>());
  }

  template <class Parameters, class Left, class Right, class Function, class Output>
  EDGETL_KERNEL static constexpr void reference(Parameters given, const Left* left, const Right* right, Function function,
                                                Output* output) {
    const parameters& own = given.get();
    if (own.same_shape) {
      const auto count = static_cast<std::int32_t>(own.shape.count());
      for (std::int32_t i = 0; i < count; ++i) output[i] = function(left[i], right[i]);
      return;
    }
    const extents&      out = own.shape;
    const std::int32_t* l   = own.left_strides;
    const std::int32_t* r   = own.right_strides;
    for (std::int32_t a = 0; a < out[0]; ++a)
      for (std::int32_t b = 0; b < out[1]; ++b)
        for (std::int32_t c = 0; c < out[2]; ++c)
          for (std::int32_t d = 0; d < out[3]; ++d)
            for (std::int32_t e = 0; e < out[4]; ++e)
              for (std::int32_t f = 0; f < out[5]; ++f)
                *output++ = function(left[a * l[0] + b * l[1] + c * l[2] + d * l[3] + e * l[4] + f * l[5]],
                                     right[a * r[0] + b * r[1] + c * r[2] + d * r[3] + e * r[4] + f * r[5]]);
  }
};

}  // namespace edgetl::kernel
