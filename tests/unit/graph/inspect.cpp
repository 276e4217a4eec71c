// SPDX-License-Identifier: BSL-1.0
// What a graph costs: multiply-accumulates, weights, memory.
#include <edgetl/graph/inspect.hpp>

#include "toy_operations.hpp"

#include <initializer_list>

using namespace edgetl_test;
namespace graph = edgetl::graph;

namespace {

// Two steps that share a constant, and a third whose constant has the same bytes.
constexpr toy_tape made = [] {
  tape_writer writer;
  const int   in = writer.input(100), weights = writer.constant(300), twin = writer.constant(300),
            folded = writer.constant(8);
  for (const int t : {weights, twin}) {
    writer.tape.tensors[t].constant_at   = 64;
    writer.tape.tensors[t].constant_size = 300;
  }
  writer.tape.tensors[folded].computed = true;
  int last                             = in;
  for (const int t : {weights, weights, twin}) {
    writer.start(toy_apart);
    writer.reads(last);
    writer.reads(t);
    writer.reads(folded);
    writer.reads(-1);
    last = writer.writes(50);
  }
  writer.output(last);
  return writer.tape;
}();
constexpr auto lives = lifetimes_of(made);

}  // namespace

static_assert(graph::count_macs<toys>(made, {}) == 150);
static_assert(graph::count_weight_bytes(made) == 300, "shared weights count once, folded values not at all");
static_assert(graph::weight_bytes_of(made, made.steps[1]) == 300);
static_assert(graph::inspect_step<toys>(made, {}, lives, 0).live_bytes == 112 + 64 &&
              graph::inspect_step<toys>(made, {}, lives, 1).live_bytes == 128);
static_assert(graph::inspect_step<toys>(made, {}, lives, 2).source_index == 2 &&
              graph::inspect_step<toys>(made, {}, lives, 2).macs == 50);

TEST_CASE("inspect: no step lives above the live-set bound, and one reaches it") {
  std::size_t most = 0;
  for (int s = 0; s < made.sizes.steps; ++s) {
    const auto step = graph::inspect_step<toys>(made, {}, lives, s);
    most            = step.live_bytes > most ? step.live_bytes : most;
  }
  CHECK(most == lives.live_set_bound);
}
