// SPDX-License-Identifier: BSL-1.0
// RESHAPE, SQUEEZE, EXPAND_DIMS: the same elements under another shape. No code, no copy. The shape is the output's:
// what the second operand holds is not read.
#pragma once

#include <edgetl/kernel/strided.hpp>

namespace edgetl::kernel {

struct reshape {
  struct options {};

  static constexpr bool aliases = true;

  static constexpr refusal check(const node& step) {
    if (step.has_input(1) && step.input(1).element != element_type::int32)
      return {"needs a shape of int32 -> convert the model again", step.inputs[1]};
    return check_elements(step);
  }

  static constexpr refusal check_elements(const node& step) {
    if (step.has_input(0) && step.input(0).channels > 1 && !(step.input(0).shape == step.output().shape))
      return {"gives a constant with one scale per channel another shape -> quantize it per tensor", step.inputs[0]};
    if (const refusal refused = check_moved(step)) return refused;
    if (step.input(0).shape.count() != step.output().shape.count())
      return {"has an output of another size than its input -> convert the model again", step.outputs[0]};
    return {};
  }
  static constexpr std::int64_t macs(const node&) { return 0; }
};

struct expand_dims : reshape {
  static constexpr refusal check(const node& step) {
    if (step.has_input(1) && !has_integers(step, 1, -1))
      return {"needs a constant axis of int32 or int64 -> freeze the axis", step.inputs[1]};
    return check_elements(step);
  }
};

}  // namespace edgetl::kernel
