// SPDX-License-Identifier: BSL-1.0
// Pass: steps whose result is known while compiling disappear. Chains of SHAPE, STRIDED_SLICE and PACK
// become values on their tensor; a DEQUANTIZE of constant half floats becomes a constant that is read as float.
#pragma once

#include <edgetl/graph/tape.hpp>

namespace edgetl::graph {

// A tensor that holds the same constant as another: the same bytes or values, under its own shape and type.
constexpr void share_constant(const tensor_info& from, tensor_info& to) {
  to.constant      = true;
  to.computed      = from.computed;
  to.stored        = from.stored;
  to.quantization  = from.quantization;
  to.channels      = from.channels;
  to.channel_axis  = from.channel_axis;
  to.scales_at     = from.scales_at;
  to.constant_at   = from.constant_at;
  to.constant_size = from.constant_size;
  for (int i = 0; i < kernel::max_computed_values; ++i) to.values[i] = from.values[i];
}

template <class Operations, class Tape> constexpr Tape fold_constants(Tape tape, bytes_view file) {
  std::int32_t kept = 0;
  for (std::int32_t s = 0; s < tape.sizes.steps; ++s) {
    const step_info    own   = tape.steps[s];
    const kernel::node facts = tape.node(s, file);
    std::int32_t       values[kernel::max_computed_values] = {};
    if (own.output_count == 1 && Operations::aliases(own.operation) && facts.is_constant(0) &&
        !Operations::check(own.operation, facts)) {  // a step that is refused stays, to be refused with its sentence
      share_constant(facts.input(0), tape.tensors[tape.output_of(own, 0)]);
    } else if (own.output_count == 1 && Operations::fold(own.operation, facts, values)) {
      tensor_info& result = tape.tensors[tape.output_of(own, 0)];
      if (is_float(result.element)) {  // a dequantized constant: the same bytes, read as real numbers
        share_constant(facts.input(0), result);
      } else {
        result.constant = result.computed = true;
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
