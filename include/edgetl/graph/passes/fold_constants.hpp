// SPDX-License-Identifier: BSL-1.0
// Pass: steps whose result is known while compiling disappear. Chains of SHAPE, STRIDED_SLICE and PACK
// become values on their tensor; a DEQUANTIZE of constant half floats becomes a constant that is read as float.
#pragma once

#include <edgetl/graph/tape.hpp>

namespace edgetl::graph {

template <class Operations, class Tape> constexpr Tape fold_constants(Tape tape, bytes_view file) {
  std::int32_t kept = 0;
  for (std::int32_t s = 0; s < tape.sizes.steps; ++s) {
    const step_info own = tape.steps[s];
    std::int32_t    values[kernel::max_computed_values] = {};
    const auto      facts = tape.node(s, file);
    if (own.output_count == 1 && Operations::fold(own.operation, facts, values)) {
      tensor_info& result = tape.tensors[tape.output_of(own, 0)];
      result.constant     = true;
      if (facts.has_input(0) && facts.input(0).constant && !facts.input(0).computed && is_float(result.element)) {
        // a dequantized constant: the same bytes, read as real numbers
        const tensor_info& stored = facts.input(0);
        result.stored        = stored.stored;
        result.quantization  = stored.quantization;
        result.channels      = stored.channels;
        result.channel_axis  = stored.channel_axis;
        result.scales_at     = stored.scales_at;
        result.constant_at   = stored.constant_at;
        result.constant_size = stored.constant_size;
      } else {
        result.computed = true;
        for (int i = 0; i < kernel::max_computed_values; ++i) result.values[i] = values[i];
      }
    } else {
      tape.steps[kept++] = own;
    }
  }
  tape.sizes.steps = kept;
  return tape;
}

}  // namespace edgetl::graph
