// SPDX-License-Identifier: BSL-1.0
// The tape: a graph as one flat constexpr value. Steps stand in the order they run; edges are tensor
// indices. Every front end makes a tape, every pass is a function from tape to tape.
#pragma once

#include <edgetl/kernel/node.hpp>

#include <cstdint>

namespace edgetl::graph {

using kernel::tensor_info;

inline constexpr int none = -1;

// How many of each a tape has room for.
struct tape_sizes {
  std::int32_t tensors = 0;
  std::int32_t steps   = 0;
  std::int32_t edges   = 0;  // inputs and outputs of all steps together
  std::int32_t inputs  = 0;  // of the graph
  std::int32_t outputs = 0;
};

struct step_info {
  std::int32_t operation    = none;  // index into the list of operations
  std::int32_t source_index = none;  // number of the operator in the file, for messages
  std::int32_t first_input  = 0;     // index into tape::edges
  std::int32_t input_count  = 0;
  std::int32_t first_output = 0;
  std::int32_t output_count = 0;
  std::int32_t options[kernel::max_option_words] = {};
};

template <tape_sizes Capacity> struct tape {
  static constexpr tape_sizes capacity = Capacity;

  tape_sizes   sizes{};
  tensor_info  tensors[static_cast<std::size_t>(Capacity.tensors > 0 ? Capacity.tensors : 1)] = {};
  step_info    steps[static_cast<std::size_t>(Capacity.steps > 0 ? Capacity.steps : 1)]       = {};
  std::int32_t edges[static_cast<std::size_t>(Capacity.edges > 0 ? Capacity.edges : 1)]       = {};
  std::int32_t inputs[static_cast<std::size_t>(Capacity.inputs > 0 ? Capacity.inputs : 1)]    = {};
  std::int32_t outputs[static_cast<std::size_t>(Capacity.outputs > 0 ? Capacity.outputs : 1)] = {};

  constexpr std::int32_t input_of(const step_info& step, int k) const { return edges[step.first_input + k]; }
  constexpr std::int32_t output_of(const step_info& step, int k) const { return edges[step.first_output + k]; }

  // A step as its operation sees it.
  constexpr kernel::node node(int step, bytes_view file) const {
    const step_info& own = steps[step];
    return {file,           tensors,          edges + own.first_input, own.input_count, edges + own.first_output,
            own.output_count, own.options};
  }
};

}  // namespace edgetl::graph
