// SPDX-License-Identifier: BSL-1.0
// Every compiled model against what a reference interpreter answered.
#include "compare.hpp"

#include "../support/catch.hpp"

using namespace edgetl_test;

namespace {

// The samples that lie beside the models, where there are any.
std::vector<vector_case> read_all_samples() {
  std::vector<vector_case> cases;
  for (const auto& entry : registry())
    if (*EDGETL_SAMPLES != '\0' && entry.rounding == "double")
      cases.push_back(read_samples(EDGETL_SAMPLES, entry.file, entry.input_bytes.at(0), entry.is_float));
  return cases;
}

}  // namespace

TEST_CASE("every model answers as the reference interpreter did") {
  std::size_t run = 0, passed = 0;
  auto        sets = std::vector<std::vector<vector_case>>{read_all_samples()};
  for (const char* set : {EDGETL_VECTOR_SETS}) sets.push_back(read_vectors(set));
  for (const auto& set : sets) {
    for (const auto& test : set) {
      const auto* entry = find(test.word("model"), test.word("rounding", "double"));
      if (entry == nullptr) continue;
      CAPTURE(test.id);
      REQUIRE(test.inputs.size() == entry->input_bytes.size());
      REQUIRE(test.outputs.size() == entry->output_bytes.size());
      const auto steps = static_cast<std::size_t>(test.number("steps", 1));
      for (std::size_t k = 0; k < test.inputs.size(); ++k) REQUIRE(test.inputs[k].bytes.size() == steps * entry->input_bytes[k]);
      for (std::size_t k = 0; k < test.outputs.size(); ++k)
        REQUIRE(test.outputs[k].bytes.size() == steps * entry->output_bytes[k]);
      ++run;
      const std::size_t different = count_differences(*entry, test);
      CHECK(different == 0);
      passed += different == 0 ? 1 : 0;
    }
  }
  WARN(passed << " of " << run << " cases equal, " << registry().size() << " compiled models");
  CHECK(run > 0);
}

TEST_CASE("inspect's steps cost what the model costs") {
  for (const auto& entry : registry()) {
    CAPTURE(entry.file);
    CHECK(entry.macs_of_steps == entry.macs);
  }
}

TEST_CASE("every plan reaches the live-set bound") {
  for (const auto& entry : registry()) {
    CAPTURE(entry.file);
    CHECK(entry.arena_bytes == entry.live_set_bound);
  }
}
