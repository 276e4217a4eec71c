// SPDX-License-Identifier: BSL-1.0
// Order of steps, and what the ends of a graph need.
#include <edgetl/import/tflite/validate.hpp>

#include "../unit.hpp"

#include <cstring>

using namespace edgetl;
using import::status;

namespace {

using rows      = import::tflite::builtin_operations;
using tape_type = graph::tape<graph::tape_sizes{5, 2, 4, 1, 1}>;

// in -> RELU -> middle -> RELU -> out, and a constant; `change` breaks it.
template <class Change> constexpr status order_of(Change change) {
  tape_type tape;
  tape.sizes    = {5, 2, 4, 1, 1};
  tape.edges[0] = 0, tape.edges[1] = 1, tape.edges[2] = 1, tape.edges[3] = 2;
  tape.steps[0]            = {rows::find(19), 10, 0, 1, 1, 1, {}};
  tape.steps[1]            = {rows::find(19), 11, 2, 1, 3, 1, {}};
  tape.outputs[0]          = 2;
  tape.tensors[3].constant = true;
  change(tape);
  return import::tflite::check_order<rows>(tape);
}

bool says(const status& refused, const char* words) {
  return refused.reason != nullptr && std::strstr(refused.reason, words) != nullptr;
}

}  // namespace

static_assert(order_of([](tape_type&) {}).ok());
static_assert(order_of([](tape_type& tape) { tape.edges[0] = -1; }).ok(), "an optional input may be absent");
static_assert(order_of([](tape_type& tape) { tape.edges[0] = 3; }).ok(),
              "constants are there from the start");
static_assert(order_of([](tape_type& tape) { tape.edges[0] = 1; }).op == 10, "reads its own output");
static_assert(order_of([](tape_type& tape) { tape.edges[0] = 2; }).tensor == 2, "reads what comes later");
static_assert(order_of([](tape_type& tape) { tape.edges[3] = 1; }).op == 11, "writes twice");
static_assert(order_of([](tape_type& tape) { tape.edges[3] = 3; }).tensor == 3, "writes a constant");
static_assert(order_of([](tape_type& tape) { tape.edges[3] = 0; }).builtin == 19, "writes an input");
static_assert(!order_of([](tape_type& tape) { tape.outputs[0] = 4; }).ok(), "an output that nobody writes");
static_assert(!order_of([](tape_type& tape) { tape.outputs[0] = 3; }).ok() &&
              !order_of([](tape_type& tape) { tape.inputs[0] = 3; }).ok());

TEST_CASE("validate: why a tensor cannot be read") {
  CHECK(says(order_of([](tape_type& tape) { tape.edges[0] = 2; }), "before it is written"));
  CHECK(says(order_of([](tape_type& tape) { tape.edges[0] = 4; }), "holds no data"));
  CHECK(says(order_of([](tape_type& tape) {
               tape.edges[0]            = 4;
               tape.tensors[4].variable = true;
             }),
             "reads a variable"));
}

TEST_CASE("validate: inputs and outputs have elements, constants need none") {
  const auto ends_of = [](std::int32_t empty) {
    tape_type tape;
    tape.sizes                = {5, 2, 4, 1, 1};
    tape.outputs[0]           = 2;
    tape.tensors[empty].shape = make_extents(3, 0);
    return import::tflite::check_ends(tape);
  };
  CHECK(ends_of(0).tensor == 0);
  CHECK(ends_of(2).tensor == 2);
  CHECK(ends_of(1).ok());
  const auto writes_nothing = order_of([](tape_type& tape) {
    tape.tensors[1].shape    = make_extents(0);
    tape.tensors[1].constant = true;
  });
  CHECK(writes_nothing.ok());  // what has no elements is written and constant at once
}
