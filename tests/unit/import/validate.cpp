// SPDX-License-Identifier: BSL-1.0
// Order of steps, and how a refusal becomes a sentence.
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

constexpr unsigned char names[] = {'c', 'o', 'n', 'v', '\x07', 0xC3};
constexpr auto          sentence_of(const status& refused) {
           tape_type tape;
           tape.sizes.tensors        = 1;
           tape.tensors[0].name_size = sizeof names;
           return import::tflite::describe(refused, tape, {names, sizeof names});
}
constexpr const char* reason = "is bad -> make it good";

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

TEST_CASE("validate: sentences name what is known") {
  const auto is = [](const status& refused, const char* expected) {
    return std::strcmp(sentence_of(refused).c_str(), expected) == 0;
  };
  CHECK(is({}, ""));
  CHECK(is({reason}, "edgetl: the model is bad -> make it good"));
  CHECK(is({reason, -1, -1, -1, 4}, "edgetl: the model is bad -> make it good (byte 4)"));
  CHECK(is({reason, -1, -1, 0}, "edgetl: tensor \"conv??\" is bad -> make it good"));
  CHECK(is({reason, 3, 3, 0}, "edgetl: op 3 (CONV_2D, tensor \"conv??\") is bad -> make it good"));
  CHECK(is({reason, 3, 9}, "edgetl: op 3 (FULLY_CONNECTED) is bad -> make it good"));
  CHECK(is({reason, 3}, "edgetl: op 3 is bad -> make it good"));
  CHECK(is({reason, -1, -1, 7}, "edgetl: the model is bad -> make it good"));  // a tensor that is none
}
