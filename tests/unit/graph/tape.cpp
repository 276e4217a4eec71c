// SPDX-License-Identifier: BSL-1.0
// A tape: steps, edges, and a step as its operation sees it.
#include <edgetl/graph/tape.hpp>

#include "toy_operations.hpp"

using namespace edgetl_test;

namespace {

constexpr toy_tape made = [] {
  tape_writer writer;
  const int   in = writer.input(10);
  writer.start(toy_apart);
  writer.reads(in);
  writer.reads(-1);
  const int first = writer.writes(20);
  writer.writes(5);
  writer.output(writer.step(toy_over, first, 20));
  writer.tape.steps[1].options[2] = 77;
  return writer.tape;
}();

}  // namespace

static_assert(made.sizes.tensors == 4 && made.sizes.steps == 2 && made.sizes.edges == 6 &&
              made.capacity.steps == 32);
static_assert(made.input_of(made.steps[0], 1) == -1 && made.output_of(made.steps[0], 1) == 2 &&
              made.input_of(made.steps[1], 0) == 1);
static_assert(sizeof(edgetl::graph::tape<edgetl::graph::tape_sizes{}>) > 0,
              "room for nothing is a type, too");

TEST_CASE("tape: a step as its operation sees it") {
  const auto first = made.node(0, {});
  CHECK(first.input_count == 2);
  CHECK(first.has_input(0));
  CHECK_FALSE(first.has_input(1));
  CHECK(first.output_count == 2);
  CHECK(first.output(1).shape.count() == 5u);
  CHECK(made.node(1, {}).option_words[2] == 77);
  CHECK(made.node(1, {}).input(0).bytes() == 20u);
}
