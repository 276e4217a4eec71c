// SPDX-License-Identifier: BSL-1.0
// Facts of a program as constants: per step the operation, its operands (names, element types, shapes, arena offsets),
// multiply-accumulates, weight bytes and kernel; in sum what they cost. Usable in static_assert, printed by host tools.
#pragma once

#include <edgetl/core/array.hpp>
#include <edgetl/core/language.hpp>
#include <edgetl/core/text.hpp>
#include <edgetl/graph/lifetime.hpp>
#include <edgetl/graph/plan.hpp>
#include <edgetl/graph/tape.hpp>
#include <edgetl/kernel/choice.hpp>

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace edgetl::graph {

// A tensor that a step reads or writes.
struct operand_facts {
  std::int32_t  tensor = none;  // its number in the file; none for an optional input that is absent
  text<63>      name{};         // as the file calls it, cut to 63 characters
  element_type  element = element_type::unknown;
  extents       shape{};
  quant::affine quantization{};    // of the first channel, where there are several
  bool          constant = false;  // a weight, or found while compiling
  std::size_t   bytes    = 0;
  std::int64_t  offset   = none;  // in the arena; none for what is not there
};

// Operands of a step, in the order of its operation's definition.
struct operand_list {
  const operand_facts* first = nullptr;
  std::int32_t         count = 0;

  constexpr std::int32_t         size() const { return count; }
  constexpr const operand_facts& operator[](std::int32_t k) const { return first[k]; }
  constexpr const operand_facts* begin() const { return first; }
  constexpr const operand_facts* end() const { return first + count; }
};

// What one step is, what it costs and where it works.
struct step_facts {
  std::int32_t operation    = none;  // index into the list of operations
  std::int32_t source_index = none;  // number of the operator in the file
  std::int64_t macs         = 0;
  std::size_t  weight_bytes = 0;  // constants that the step reads, as stored
  std::size_t  live_bytes   = 0;  // of the arena while it runs
  kernel::choice how        = {};  // the kernel that runs it on the program's target
  const char*  name         = "";  // of the operation, as the file's format calls it
  operand_list inputs{}, outputs{};
  std::int64_t scratch_offset = none;  // of the kernel's scratch in the arena; none where it needs none
};

template <class Tape, class Lives, class Plan>
constexpr operand_facts describe_operand(const Tape& tape, bytes_view file, const Lives& lives, const Plan& plan,
                                         std::int32_t tensor) {
  if (tensor < 0) return {};
  const tensor_info& own = tape.tensors[tensor];
  text_writer<63>    name;
  for (std::size_t i = 0; i < own.name_size; ++i) name << static_cast<char>(file.u8(own.name_at + i));
  const std::int32_t buffer = lives.buffer[tensor];
  return {tensor, name.result, own.element, own.shape, own.quantization, own.constant, own.bytes(),
          buffer == none ? none : static_cast<std::int64_t>(plan.offset[buffer])};
}

template <class Tape> constexpr std::size_t weight_bytes_of(const Tape& tape, const step_info& step) {
  std::size_t bytes = 0;
  for (std::int32_t k = 0; k < step.input_count; ++k)
    if (const std::int32_t t = tape.input_of(step, k); t >= 0 && tape.tensors[t].constant && !tape.tensors[t].computed)
      bytes += tape.tensors[t].constant_size;
  return bytes;
}

template <class Operations, class Tape, class Lives>
constexpr step_facts inspect_step(const Tape& tape, bytes_view file, const Lives& lives, std::int32_t index,
                                  kernel::choice how = {}) {
  const step_info& step = tape.steps[index];
  step_facts       result{step.operation, step.source_index, Operations::macs(step.operation, tape.node(index, file)),
                    weight_bytes_of(tape, step), 0, how};
  for (std::int32_t t = 0; t < buffers_of<Tape>; ++t)
    if (lives.buffers[t].bytes > 0 && lives.buffers[t].first <= index && lives.buffers[t].last >= index)
      result.live_bytes += lives.buffers[t].bytes;
  return result;
}

// Multiply-accumulates of one inference.
template <class Operations, class Tape> constexpr std::int64_t count_macs(const Tape& tape, bytes_view file) {
  std::int64_t total = 0;
  for (std::int32_t s = 0; s < tape.sizes.steps; ++s) total += Operations::macs(tape.steps[s].operation, tape.node(s, file));
  return total;
}

// Bytes of the constants that the steps read; what several steps share counts once.
template <class Tape> constexpr std::size_t count_weight_bytes(const Tape& tape) {
  std::size_t total = 0;
  bool        seen[static_cast<std::size_t>(Tape::capacity.tensors > 0 ? Tape::capacity.tensors : 1)] = {};
  for (std::int32_t s = 0; s < tape.sizes.steps; ++s)
    for (std::int32_t k = 0; k < tape.steps[s].input_count; ++k) {
      const std::int32_t t = tape.input_of(tape.steps[s], k);
      if (t < 0 || seen[t] || !tape.tensors[t].constant || tape.tensors[t].computed) continue;
      seen[t] = true;
      bool shared = false;
      for (std::int32_t other = 0; other < tape.sizes.tensors && !shared; ++other)
        shared = other != t && seen[other] && tape.tensors[other].constant_at == tape.tensors[t].constant_at;
      if (!shared) total += tape.tensors[t].constant_size;
    }
  return total;
}

// One constant expression per step, so that each stays inside the compilers' default limits.
template <class Program, std::int32_t Index>
inline constexpr auto operands_of_step = [] {
  using graph = typename Program::graph;
  constexpr step_info own = graph::tape.steps[Index];
  array<operand_facts, static_cast<std::size_t>(own.input_count + own.output_count)> result{};
  for (std::int32_t k = 0; k < own.input_count + own.output_count; ++k)
    result[static_cast<std::size_t>(k)] = describe_operand(
        graph::tape, graph::file, Program::lives, Program::plan,
        k < own.input_count ? graph::tape.input_of(own, k) : graph::tape.output_of(own, k - own.input_count));
  return result;
}();

template <class Program, std::int32_t Index>
inline constexpr step_facts facts_of_step = [] {
  using graph = typename Program::graph;
  step_facts  result = inspect_step<typename Program::operations>(graph::tape, graph::file, Program::lives, Index,
                                                                  Program::choice_of(Index));
  const auto& own    = graph::tape.steps[Index];
  const auto* first  = operands_of_step<Program, Index>.data();
  if constexpr (requires { graph::operation_name(0); }) result.name = graph::operation_name(own.operation);
  result.inputs  = {first, own.input_count};
  result.outputs = {first + own.input_count, own.output_count};
  if (result.how.scratch_bytes > 0)
    result.scratch_offset = static_cast<std::int64_t>(Program::template scratch_offset<Index>);
  return result;
}();

template <class Program, std::int32_t... Index>
constexpr array<step_facts, sizeof...(Index)> collect_step_facts(integer_sequence<std::int32_t, Index...>) {
  return {{facts_of_step<Program, Index>...}};
}

// Not constexpr: the compiler names it where a constant expression asks for a step that there is not.
inline void no_step_has_this_number() {}

template <class Program> struct inspection {
  static constexpr std::int64_t macs         = count_macs<typename Program::operations>(Program::graph::tape, Program::graph::file);
  static constexpr std::size_t  weight_bytes = count_weight_bytes(Program::graph::tape);
  static constexpr std::size_t  arena_bytes  = Program::arena_bytes;
  static constexpr std::int32_t steps        = Program::graph::tape.sizes.steps;

  // The facts of step K.
  template <std::int32_t K> static constexpr step_facts step() {
    constexpr bool exists = K >= 0 && K < steps;
    static_assert(exists, "edgetl: a model's steps are numbered from 0 -> use a number below its `steps`");
    if constexpr (exists) return facts_of_step<Program, K>;
    else return {};
  }
  // The same for a number known when the program runs; facts without an operation where no step has it. They stand in a
  // table: the file that they were found in stays out of the binary.
  static constexpr step_facts step(std::int32_t index) {
    if (index >= 0 && index < steps) return table[static_cast<std::size_t>(index)];
    if (std::is_constant_evaluated()) no_step_has_this_number();
    return {};
  }

 private:
  static constexpr array<step_facts, static_cast<std::size_t>(steps)> table =
      collect_step_facts<Program>(make_integer_sequence<std::int32_t, steps>{});
};

}  // namespace edgetl::graph
