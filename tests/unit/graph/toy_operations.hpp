// SPDX-License-Identifier: BSL-1.0
// Operations that compute nothing, and graphs of them: one that needs its output apart, one that works in
// place over an input of the same shape, one whose output is its input.
#pragma once

#include <edgetl/graph/lifetime.hpp>
#include <edgetl/graph/operations.hpp>

#include "../unit.hpp"

namespace edgetl_test {

using edgetl::element_type;
using edgetl::make_extents;
using edgetl::kernel::node;

struct apart {
  static constexpr edgetl::kernel::refusal check(const node&) { return {}; }
  static constexpr std::int64_t            macs(const node& step) {
               return static_cast<std::int64_t>(step.output().shape.count());
  }
};
struct over : apart {
  static constexpr bool in_place(const node& step, int k) {
    return step.input(k).shape == step.output().shape;
  }
};
struct same : apart {
  static constexpr bool aliases = true;
};
using toys                     = edgetl::graph::operation_list<apart, over, same>;
inline constexpr int toy_apart = 0, toy_over = 1, toy_same = 2;

using toy_tape = edgetl::graph::tape<edgetl::graph::tape_sizes{48, 32, 160, 4, 4}>;

// Writes a tape step by step.
struct tape_writer {
  toy_tape tape{};

  constexpr int tensor(int bytes) {
    auto& own   = tape.tensors[tape.sizes.tensors];
    own.element = element_type::int8;
    own.shape   = make_extents(bytes);
    return tape.sizes.tensors++;
  }
  constexpr int input(int bytes) { return tape.inputs[tape.sizes.inputs++] = tensor(bytes); }
  constexpr int constant(int bytes) {
    const int own              = tensor(bytes);
    tape.tensors[own].constant = true;
    return own;
  }
  constexpr void start(int operation) {
    auto& own        = tape.steps[tape.sizes.steps++];
    own.operation    = operation;
    own.source_index = tape.sizes.steps - 1;
    own.first_input = own.first_output = tape.sizes.edges;
  }
  constexpr void reads(int tensor) {  // -1: an optional input that is absent
    auto& own                      = tape.steps[tape.sizes.steps - 1];
    tape.edges[tape.sizes.edges++] = tensor;
    ++own.input_count, ++own.first_output;
  }
  constexpr int writes(int bytes) {
    tape.edges[tape.sizes.edges++] = tensor(bytes);
    ++tape.steps[tape.sizes.steps - 1].output_count;
    return tape.sizes.tensors - 1;
  }
  // A step of one input and one output.
  constexpr int step(int operation, int from, int bytes) {
    start(operation);
    reads(from);
    return writes(bytes);
  }
  constexpr void output(int tensor) { tape.outputs[tape.sizes.outputs++] = tensor; }
};

constexpr auto lifetimes_of(const toy_tape& tape) { return edgetl::graph::find_lifetimes<toys>(tape, {}); }

}  // namespace edgetl_test
