// SPDX-License-Identifier: BSL-1.0
// Every compiled model against what a reference interpreter answered: integers to the last bit, floats
// within the noise between two reference interpreters (tests/vectors/README.md).
#include "answers.hpp"

#include "../support/catch.hpp"
#include "../support/vectors.hpp"

using namespace edgetl_test;

namespace {

const model_entry* find(const std::string& file, const std::string& rounding) {
  for (const auto& entry : registry())
    if (entry.file == file && entry.rounding == rounding) return &entry;
  return nullptr;
}

// Runs a case step by step; returns the number of elements that differ.
std::size_t count_differences(const model_entry& entry, const vector_case& test) {
  const auto  steps     = static_cast<std::size_t>(test.number("steps", 1));
  std::size_t different = 0;
  for (std::size_t step = 0; step < steps; ++step) {
    std::vector<const unsigned char*> inputs;
    for (std::size_t k = 0; k < entry.input_bytes.size(); ++k)
      inputs.push_back(test.inputs[k].bytes.data() + step * entry.input_bytes[k]);
    const auto results = infer(entry, inputs);
    for (std::size_t k = 0; k < results.size(); ++k) {
      const unsigned char* expected = test.outputs[k].bytes.data() + step * results[k].size();
      if (test.outputs[k].type == "f32")  // 6e-7 separates two reference interpreters on outputs around 1
        different += count_far_floats(results[k], expected,
                                      2e-6f * std::fmax(largest_float(expected, results[k].size()), 1.0f));
      else
        different += count_other_bytes(results[k], expected);
    }
  }
  return different;
}

}  // namespace

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

TEST_CASE("every plan reaches the live-set bound") {
  for (const auto& entry : registry()) {
    CAPTURE(entry.file);
    CHECK(entry.arena_bytes == entry.live_set_bound);
  }
}
