// SPDX-License-Identifier: BSL-1.0
// Every compiled model against what a reference interpreter answered.
#include "compare.hpp"

#include "../support/catch.hpp"

using namespace edgetl_test;

TEST_CASE("every model answers as the reference interpreter did") {
  std::size_t run = 0, passed = 0;
  for (const char* set : {EDGETL_VECTOR_SETS}) {
    for (const auto& test : read_vectors(set)) {
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
