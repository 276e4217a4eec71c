// SPDX-License-Identifier: BSL-1.0
// Facts of a program as constants: per step the operation, shapes, multiply-accumulates, weight bytes and
// arena offsets; in sum what they cost. Usable in static_assert, printed by host tools.
#pragma once

#include <edgetl/core/array.hpp>
#include <edgetl/core/language.hpp>
#include <edgetl/graph/lifetime.hpp>
#include <edgetl/graph/tape.hpp>
#include <edgetl/kernel/choice.hpp>

#include <cstddef>
#include <cstdint>

namespace edgetl::graph {

// What one step costs and where it works.
struct step_facts {
  std::int32_t operation    = none;  // index into the list of operations
  std::int32_t source_index = none;  // number of the operator in the file
  std::int64_t macs         = 0;
  std::size_t  weight_bytes = 0;  // constants that the step reads, as stored
  std::size_t  live_bytes   = 0;  // of the arena while it runs
  kernel::choice how        = {};  // the kernel that runs it on the program's target
};

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
inline constexpr step_facts facts_of_step = inspect_step<typename Program::operations>(
    Program::graph::tape, Program::graph::file, Program::lives, Index, Program::choice_of(Index));

template <class Program, std::int32_t... Index>
constexpr array<step_facts, sizeof...(Index)> collect_step_facts(integer_sequence<std::int32_t, Index...>) {
  return {{facts_of_step<Program, Index>...}};
}

template <class Program> struct inspection {
  static constexpr std::int64_t macs         = count_macs<typename Program::operations>(Program::graph::tape, Program::graph::file);
  static constexpr std::size_t  weight_bytes = count_weight_bytes(Program::graph::tape);
  static constexpr std::size_t  arena_bytes  = Program::arena_bytes;
  static constexpr std::int32_t steps        = Program::graph::tape.sizes.steps;

  // What a step costs and which kernel runs it. A number given at run time reads a table: the file that the facts
  // were found in stays out of the binary.
  static constexpr step_facts step(std::int32_t index) { return table[static_cast<std::size_t>(index)]; }

 private:
  static constexpr array<step_facts, static_cast<std::size_t>(steps)> table =
      collect_step_facts<Program>(make_integer_sequence<std::int32_t, steps>{});
};

}  // namespace edgetl::graph
