// SPDX-License-Identifier: BSL-1.0
// Lifetimes: by hand on small graphs, and on random ones by running them with tags instead of numbers.
#include <edgetl/graph/lifetime.hpp>

#include <edgetl/graph/plan.hpp>

#include "toy_operations.hpp"

#include <vector>

using namespace edgetl_test;
using edgetl::graph::aligned;
using edgetl::graph::none;

namespace {

// in -> a (apart) -> b (over a) -> c (the same as b), a constant beside it; c and a second result are outputs
constexpr toy_tape made = [] {
  tape_writer writer;
  const int   in = writer.input(40), weights = writer.constant(1000);
  writer.start(toy_apart);
  writer.reads(in);
  writer.reads(weights);
  const int a     = writer.writes(100);
  const int b     = writer.step(toy_over, a, 100);
  const int c     = writer.step(toy_same, b, 100);
  const int other = writer.step(toy_over, c, 100);  // not in place: c is an output
  writer.output(c);
  writer.output(other);
  return writer.tape;
}();
constexpr auto lives = lifetimes_of(made);

}  // namespace

static_assert(aligned(0) == 0 && aligned(1) == 16 && aligned(16) == 16 && aligned(17) == 32);
static_assert(lives.buffer[0] == 0 && lives.buffer[1] == none, "constants have no buffer");
static_assert(lives.buffer[2] == 2 && lives.buffer[3] == 2 && lives.buffer[4] == 2 && lives.buffer[5] == 5);
static_assert(lives.buffers[0].first == 0 && lives.buffers[0].last == 0 && lives.buffers[0].bytes == 48);
static_assert(lives.buffers[2].first == 0 && lives.buffers[2].last == 4, "an output lives to the end");
static_assert(lives.live_set_bound == 112 + 112);

namespace {

toy_tape random_tape(random_numbers& random) {
  tape_writer writer;
  const auto  size = [&] { return random.between(0, 2) == 0 ? 64 : random.between(1, 200); };
  for (int i = random.between(1, 3); i > 0; --i) writer.input(size());
  const int steps = random.between(1, 12);
  for (int s = 0; s < steps; ++s) {
    const auto any = [&] {
      return random.between(writer.tape.sizes.tensors > 6 ? writer.tape.sizes.tensors - 6 : 0,
                            writer.tape.sizes.tensors - 1);
    };
    const int operation = random.between(0, 2), from = any();
    const int bytes = static_cast<int>(writer.tape.tensors[from].bytes());
    writer.start(operation);
    writer.reads(from);
    if (operation == toy_same) {
      writer.writes(bytes);
      continue;
    }
    for (int k = random.between(0, 2); k > 0; --k) writer.reads(random.between(0, 9) == 0 ? -1 : any());
    writer.writes(operation == toy_over && random.between(0, 3) != 0 ? bytes : size());
    if (random.between(0, 5) == 0) writer.writes(size());
  }
  for (int k = random.between(1, 3); k > 0; --k)
    writer.output(random.between(0, writer.tape.sizes.tensors - 1));
  return writer.tape;
}

// Runs the tape in an arena where every write leaves the writer's tag: how many reads find another's tag?
template <class Lives, class Plan> int count_lost(const toy_tape& tape, const Lives& own, const Plan& plan) {
  std::vector<int> arena(plan.arena_bytes, -1), tag(static_cast<std::size_t>(tape.sizes.tensors));
  int              lost  = 0;
  const auto       write = [&](int tensor) {
    tag[static_cast<std::size_t>(tensor)] = tensor;
    const std::size_t at                  = plan.offset[own.buffer[tensor]];
    if (at % 16 != 0 || at + tape.tensors[tensor].bytes() > arena.size()) return void(++lost);
    for (std::size_t i = 0; i < tape.tensors[tensor].bytes(); ++i) arena[at + i] = tensor;
  };
  const auto read = [&](int tensor) {
    const std::size_t at = plan.offset[own.buffer[tensor]];
    for (std::size_t i = 0; i < tape.tensors[tensor].bytes(); ++i)
      lost += arena[at + i] == tag[static_cast<std::size_t>(tensor)] ? 0 : 1;
  };
  for (int k = 0; k < tape.sizes.inputs; ++k) write(tape.inputs[k]);
  for (int s = 0; s < tape.sizes.steps; ++s) {
    const auto& step = tape.steps[s];
    for (int k = 0; k < step.input_count; ++k)
      if (tape.input_of(step, k) >= 0) read(tape.input_of(step, k));
    for (int k = 0; k < step.output_count; ++k)
      if (step.operation == toy_same)
        tag[static_cast<std::size_t>(tape.output_of(step, k))] =
            tag[static_cast<std::size_t>(tape.input_of(step, 0))];
      else
        write(tape.output_of(step, k));
  }
  for (int k = 0; k < tape.sizes.outputs; ++k) read(tape.outputs[k]);
  return lost;
}

}  // namespace

TEST_CASE("lifetime: in random graphs every step reads what was written") {
  random_numbers random;
  int            lost = 0, shared = 0, at_bound = 0, rounds = many / 10, below = 0;
  for (int round = 0; round < rounds; ++round) {
    const toy_tape tape = random_tape(random);
    const auto     own  = lifetimes_of(tape);
    const auto     plan = edgetl::graph::make_plan(own);
    lost += count_lost(tape, own, plan);
    for (int t = 0; t < tape.sizes.tensors; ++t)
      shared += own.buffer[t] != none && own.buffer[t] != t ? 1 : 0;
    at_bound += plan.arena_bytes == own.live_set_bound ? 1 : 0;
    below += plan.arena_bytes < own.live_set_bound ? 1 : 0;
  }
  CHECK(lost == 0);
  CHECK(below == 0);
  CHECK(shared > rounds / 2);  // aliases and steps in place do occur
  CHECK(at_bound > rounds * 9 / 10);
}
