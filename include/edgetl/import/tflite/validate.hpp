// SPDX-License-Identifier: BSL-1.0
// Is a tape that was read from a file a graph that can run? Order, completeness of quantization, and what
// each operation says of its step. Import = read, fold, validate.
#pragma once

#include <edgetl/import/tflite/describe.hpp>
#include <edgetl/import/tflite/reader.hpp>

namespace edgetl::import::tflite {

// The graph's inputs and outputs have elements.
template <class Tape> constexpr status check_ends(const Tape& tape) {
  const auto is_empty = [&](std::int32_t tensor) { return tape.tensors[tensor].shape.count() == 0; };
  const auto refuse   = [](std::int32_t tensor) {
    return status{"is an input or output of the graph and has a dimension of 0 -> convert the model with static shapes",
                  -1, -1, tensor};
  };
  for (std::int32_t k = 0; k < tape.sizes.inputs; ++k)
    if (is_empty(tape.inputs[k])) return refuse(tape.inputs[k]);
  for (std::int32_t k = 0; k < tape.sizes.outputs; ++k)
    if (is_empty(tape.outputs[k])) return refuse(tape.outputs[k]);
  return {};
}

// Why a step cannot read a tensor that nothing has written so far.
template <class Tape> constexpr const char* unwritten(const Tape& tape, std::int32_t tensor) {
  for (std::int32_t s = 0; s < tape.sizes.steps; ++s)
    for (std::int32_t k = 0; k < tape.steps[s].output_count; ++k)
      if (tape.output_of(tape.steps[s], k) == tensor)
        return "reads a tensor before it is written -> sort the operators, break cycles";
  return tape.tensors[tensor].variable
             ? "reads a variable, which keeps its value from run to run -> make it an input and an output of the graph"
             : "reads a tensor that holds no data and that no operator writes -> convert the model again";
}

// Every step reads what is there already and writes what nobody has written.
template <class Rows, class Tape> constexpr status check_order(const Tape& tape) {
  bool written[static_cast<std::size_t>(Tape::capacity.tensors > 0 ? Tape::capacity.tensors : 1)] = {};
  for (std::int32_t t = 0; t < tape.sizes.tensors; ++t) written[t] = tape.tensors[t].constant;
  for (std::int32_t k = 0; k < tape.sizes.inputs; ++k) {
    if (tape.tensors[tape.inputs[k]].constant)
      return {"is an input of the graph and a constant -> convert the model again", -1, -1, tape.inputs[k]};
    written[tape.inputs[k]] = true;
  }
  for (std::int32_t s = 0; s < tape.sizes.steps; ++s) {
    const graph::step_info& step = tape.steps[s];
    const std::int32_t      code = Rows::code_of(step.operation);
    for (std::int32_t k = 0; k < step.input_count; ++k)
      if (const std::int32_t t = tape.input_of(step, k); t >= 0 && !written[t])
        return {unwritten(tape, t), step.source_index, code, t};
    for (std::int32_t k = 0; k < step.output_count; ++k) {
      const std::int32_t t = tape.output_of(step, k);
      if (written[t] && tape.tensors[t].shape.count() > 0)
        return {"writes a tensor that is written already -> give each operator its own output", step.source_index, code, t};
      written[t] = true;
    }
  }
  for (std::int32_t k = 0; k < tape.sizes.outputs; ++k) {
    if (!written[tape.outputs[k]])
      return {"is an output of the graph that no operator writes -> convert the model again", -1, -1, tape.outputs[k]};
    if (tape.tensors[tape.outputs[k]].constant)
      return {"is an output of the graph that does not depend on its inputs -> remove it", -1, -1, tape.outputs[k]};
  }
  return {};
}

template <class Rows, class Tape> constexpr status check_steps(const Tape& tape, bytes_view file) {
  for (std::int32_t k = 0; k < tape.sizes.inputs; ++k)
    if (tape.tensors[tape.inputs[k]].element == element_type::unknown)
      return {"has an element type that is not supported -> use float32, int8 or int16", -1, -1, tape.inputs[k]};
  for (std::int32_t s = 0; s < tape.sizes.steps; ++s) {
    const graph::step_info& step = tape.steps[s];
    const std::int32_t      code = Rows::code_of(step.operation);
    for (std::int32_t k = 0; k < step.input_count + step.output_count; ++k) {
      const std::int32_t t = tape.edges[step.first_input + k];
      if (t < 0) continue;
      if (tape.tensors[t].element == element_type::unknown)
        return {"has an operand of an element type that is not supported -> use float32, int8 or int16", step.source_index, code, t};
      if (is_quantized(tape.tensors[t].element) && tape.tensors[t].channels == 0 && !tape.tensors[t].computed)
        return {"has an operand without quantization -> quantize the whole model", step.source_index, code, t};
    }
    if (const kernel::refusal refused = Rows::operations::check(step.operation, tape.node(s, file)))
      return {refused.sentence, step.source_index, code, refused.tensor >= 0 ? refused.tensor : tape.output_of(step, 0)};
  }
  return {};
}

// The whole import; `tape` is complete when the status is ok.
template <class Rows, class Tape> constexpr status import_model(bytes_view file, Tape& tape) {
  if (const status result = reader<Rows, Tape>(file, tape).read(); !result.ok()) return result;
  if (const status result = check_ends(tape); !result.ok()) return result;
  if (const status result = check_order<Rows>(tape); !result.ok()) return result;
  tape = graph::fold_constants<typename Rows::operations>(tape, file);
  if (const status result = check_order<Rows>(tape); !result.ok()) return result;
  return check_steps<Rows>(tape, file);
}

}  // namespace edgetl::import::tflite
