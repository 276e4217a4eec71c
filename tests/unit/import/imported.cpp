// SPDX-License-Identifier: BSL-1.0
// Importing while compiling and at run time give the same tape, field by field.
#include <edgetl/import/tflite/imported.hpp>

#include <edgetl/graph/inspect.hpp>
#include <edgetl/graph/plan.hpp>

#include "../unit.hpp"
#include "digits.model.hpp"

using namespace edgetl;

namespace {

using import::tflite::builtin_operations;
using import::tflite::embedded_file;
using imported = import::tflite::imported<digits>;

struct without_size {
  static constexpr unsigned char bytes[1] = {};
};
struct without_bytes {
  [[maybe_unused]] static constexpr std::size_t size = 1;
};
struct of_pointers {
  static constexpr const char*                  bytes[1] = {};
  [[maybe_unused]] static constexpr std::size_t size     = 1;
};

bool equal(const kernel::tensor_info& a, const kernel::tensor_info& b) {
  bool same = a.element == b.element && a.stored == b.stored && a.constant == b.constant &&
              a.computed == b.computed && a.variable == b.variable && a.shape == b.shape &&
              a.quantization == b.quantization && a.channels == b.channels &&
              a.channel_axis == b.channel_axis && a.scales_at == b.scales_at &&
              a.constant_at == b.constant_at && a.constant_size == b.constant_size &&
              a.name_at == b.name_at && a.name_size == b.name_size;
  for (int i = 0; i < kernel::max_computed_values; ++i) same = same && a.values[i] == b.values[i];
  return same;
}

graph::tape<graph::tape_sizes{40, 24, 120, 4, 4}> tape;

}  // namespace

static_assert(embedded_file<digits> && !embedded_file<without_size> && !embedded_file<without_bytes> &&
              !embedded_file<of_pointers> && !embedded_file<int>);
static_assert(graph::count_macs<imported::operations>(imported::tape, imported::file) == 402752);
static_assert(import::tflite::refusal_of<digits, builtin_operations>.empty());
static_assert(imported::tape.capacity.tensors == imported::tape.sizes.tensors,
              "the tape is as large as the file needs");

TEST_CASE("imported: the tape made at run time is the one made while compiling") {
  REQUIRE(import::tflite::import_model<builtin_operations>(imported::file, tape).ok());
  const auto& own = imported::tape;
  CHECK(tape.sizes.tensors == own.sizes.tensors);
  CHECK(tape.sizes.steps == own.sizes.steps);
  CHECK(tape.sizes.edges == own.sizes.edges);
  for (int t = 0; t < own.sizes.tensors; ++t) CHECK(equal(tape.tensors[t], own.tensors[t]));
  for (int i = 0; i < own.sizes.edges; ++i) CHECK(tape.edges[i] == own.edges[i]);
  for (int s = 0; s < own.sizes.steps; ++s) {
    CHECK(tape.steps[s].operation == own.steps[s].operation);
    CHECK(tape.steps[s].source_index == own.steps[s].source_index);
    CHECK(tape.steps[s].first_input == own.steps[s].first_input);
    CHECK(tape.steps[s].first_output == own.steps[s].first_output);
    for (int i = 0; i < kernel::max_option_words; ++i)
      CHECK(tape.steps[s].options[i] == own.steps[s].options[i]);
  }
  const auto while_compiling = graph::find_lifetimes<imported::operations>(own, imported::file);
  const auto at_run_time     = graph::find_lifetimes<imported::operations>(tape, imported::file);
  CHECK(while_compiling.live_set_bound == at_run_time.live_set_bound);
  CHECK(graph::make_plan(while_compiling).arena_bytes == graph::make_plan(at_run_time).arena_bytes);
  CHECK(graph::count_macs<imported::operations>(tape, imported::file) == 402752);
}
