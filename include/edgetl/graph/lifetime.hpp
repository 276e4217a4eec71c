// SPDX-License-Identifier: BSL-1.0
// Lifetimes: which tensors share one buffer (aliases, in-place steps), from which step to which step each
// buffer lives, and the live-set bound that no memory plan can go below. A step's scratch is a buffer that
// lives while the step runs.
#pragma once

#include <edgetl/core/arena.hpp>
#include <edgetl/graph/tape.hpp>

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace edgetl::graph {

constexpr std::size_t aligned(std::size_t bytes) { return (bytes + arena_alignment - 1) / arena_alignment * arena_alignment; }

// A buffer lives from the step that first writes it to the last that reads it. Graph inputs live from
// step 0 (they are written before it), graph outputs to the last step.
struct buffer_info {
  std::size_t  bytes = 0;  // rounded up to the arena's alignment; 0 for a tensor that owns no buffer
  std::int32_t first = 0;
  std::int32_t last  = -1;
};

template <std::int32_t Buffers> struct lifetimes {
  std::int32_t buffer[static_cast<std::size_t>(Buffers > 0 ? Buffers : 1)]  = {};  // tensor -> tensor that owns its buffer, or none
  buffer_info  buffers[static_cast<std::size_t>(Buffers > 0 ? Buffers : 1)] = {};  // by owning tensor; after them the steps' scratch
  std::size_t  live_set_bound = 0;
};

// How many buffers the tensors of a tape and the scratch of its steps can be.
template <class Tape> inline constexpr std::int32_t buffers_of = Tape::capacity.tensors + Tape::capacity.steps;
// The buffer of a step's scratch.
template <class Tape> constexpr std::int32_t scratch_of(std::int32_t step) { return Tape::capacity.tensors + step; }

// The portable kernels need no scratch: what a graph needs on any target.
struct no_target {};

template <class Operations, class Target = no_target, class Tape> constexpr auto find_lifetimes(const Tape& tape, bytes_view file) {
  lifetimes<buffers_of<Tape>> result{};
  const auto&                 sizes = tape.sizes;
  for (std::int32_t t = 0; t < sizes.tensors; ++t) {
    result.buffer[t]        = none;
    result.buffers[t].first = sizes.steps;
  }

  // the last step that reads each tensor; a graph output is read after the end
  std::int32_t last_read[static_cast<std::size_t>(Tape::capacity.tensors > 0 ? Tape::capacity.tensors : 1)] = {};
  for (std::int32_t t = 0; t < sizes.tensors; ++t) last_read[t] = -1;
  for (std::int32_t s = 0; s < sizes.steps; ++s)
    for (std::int32_t k = 0; k < tape.steps[s].input_count; ++k)
      if (const std::int32_t t = tape.input_of(tape.steps[s], k); t >= 0) last_read[t] = s;
  for (std::int32_t k = 0; k < sizes.outputs; ++k) last_read[tape.outputs[k]] = sizes.steps;

  const auto join = [&](std::int32_t tensor, std::int32_t owner, std::int32_t first) {
    result.buffer[tensor] = owner;
    buffer_info& own      = result.buffers[owner];
    const auto   bytes    = aligned(tape.tensors[tensor].bytes());
    if (bytes > own.bytes) own.bytes = bytes;
    if (first < own.first) own.first = first;
    const std::int32_t last = last_read[tensor] > first ? last_read[tensor] : first;
    if (last > own.last) own.last = last;
  };

  for (std::int32_t k = 0; k < sizes.inputs; ++k)
    if (result.buffer[tape.inputs[k]] == none) join(tape.inputs[k], tape.inputs[k], 0);
  for (std::int32_t s = 0; s < sizes.steps; ++s) {
    const step_info& step = tape.steps[s];
    for (std::int32_t k = 0; k < step.output_count; ++k) {
      const std::int32_t output = tape.output_of(step, k);
      if (output < 0) continue;
      std::int32_t owner = output;
      if (k == 0) {
        const auto facts = tape.node(s, file);
        for (std::int32_t i = 0; i < step.input_count; ++i) {
          const std::int32_t input = tape.input_of(step, i);
          if (input < 0 || result.buffer[input] == none) continue;
          const std::int32_t candidate = result.buffer[input];
          const bool         alias     = i == 0 && Operations::aliases(step.operation);
          // in place: the input's buffer dies here and is exactly as large
          const bool in_place = Operations::in_place(step.operation, facts, i) && result.buffers[candidate].last == s &&
                                tape.tensors[output].bytes() <= result.buffers[candidate].bytes;
          if (alias || in_place) {
            owner = candidate;
            break;
          }
        }
      }
      join(output, owner, s);
    }
  }

  if constexpr (!std::is_same_v<Target, no_target>)
    for (std::int32_t s = 0; s < sizes.steps; ++s) {
      const auto how = Operations::template choose<Target>(tape.steps[s].operation, tape.node(s, file));
      result.buffers[scratch_of<Tape>(s)] = {aligned(static_cast<std::size_t>(how.scratch_bytes)), s, s};
    }

  for (std::int32_t s = 0; s < (sizes.steps > 0 ? sizes.steps : 1); ++s) {
    std::size_t live = 0;
    for (std::int32_t t = 0; t < buffers_of<Tape>; ++t)
      if (result.buffers[t].bytes > 0 && result.buffers[t].first <= s && result.buffers[t].last >= s)
        live += result.buffers[t].bytes;
    if (live > result.live_set_bound) result.live_set_bound = live;
  }
  return result;
}

}  // namespace edgetl::graph
