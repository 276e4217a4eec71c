// SPDX-License-Identifier: BSL-1.0
// RESHAPE, SQUEEZE, EXPAND_DIMS: the same elements under another shape. No code, no copy.
#pragma once

#include <edgetl/kernel/operation.hpp>

namespace edgetl::kernel {

struct reshape {
  struct options {};

  static constexpr bool aliases = true;

  static constexpr refusal check(const node& step) {
    if (!step.has_input(0)) return {"needs one input -> write the input of the operation"};
    if (step.input(0).element != step.output().element)
      return {"needs the same element type for input and output -> insert a QUANTIZE", step.outputs[0]};
    if (step.input(0).shape.count() != step.output().shape.count())
      return {"has an output of another size than its input -> convert the model again", step.outputs[0]};
    if (step.input(0).channels > 1 && !(step.input(0).shape == step.output().shape))
      return {"gives a constant with one scale per channel another shape -> quantize it per tensor", step.inputs[0]};
    if (!same_codes(step.input(0), step.output()))
      return {"needs the same scale and zero point for input and output -> insert a QUANTIZE", step.outputs[0]};
    return {};
  }
  static constexpr std::int64_t macs(const node&) { return 0; }
};

}  // namespace edgetl::kernel
