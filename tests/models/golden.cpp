// SPDX-License-Identifier: BSL-1.0
// Every compiled model against what a reference interpreter answered: integers to the last bit, floats
// within the noise between two reference interpreters (tests/vectors/README.md).
#include "entry.hpp"

#include "../support/catch.hpp"
#include "../support/vectors.hpp"

#include <cmath>
#include <cstdlib>

using namespace edgetl_test;

namespace {

const model_entry* find(const std::string& file, const std::string& rounding) {
  for (const auto& entry : registry())
    if (entry.file == file && entry.rounding == rounding) return &entry;
  return nullptr;
}

// Largest difference allowed between floats: 6e-7 separates two reference interpreters on outputs around 1.
bool close(float left, float right, float magnitude) {
  return left == right || std::fabs(left - right) <= 2e-6f * (magnitude > 1 ? magnitude : 1.0f);
}

// Runs a case step by step; returns the number of elements that differ.
std::size_t count_differences(const model_entry& entry, const vector_case& test) {
  const auto                              steps = static_cast<std::size_t>(test.number("steps", 1));
  std::vector<std::vector<unsigned char>> results;
  for (const std::size_t bytes : entry.output_bytes) results.emplace_back(bytes);
  std::size_t different = 0;
  for (std::size_t step = 0; step < steps; ++step) {
    std::vector<std::vector<unsigned char>> given;  // aligned copies
    std::vector<const unsigned char*>       inputs;
    std::vector<unsigned char*>             outputs;
    for (std::size_t k = 0; k < entry.input_bytes.size(); ++k) {
      const auto* from = test.inputs[k].bytes.data() + step * entry.input_bytes[k];
      given.emplace_back(from, from + entry.input_bytes[k]);
    }
    for (const auto& bytes : given) inputs.push_back(bytes.data());
    for (auto& bytes : results) outputs.push_back(bytes.data());
    entry.infer(inputs.data(), outputs.data());
    for (std::size_t k = 0; k < results.size(); ++k) {
      const unsigned char* expected = test.outputs[k].bytes.data() + step * results[k].size();
      if (test.outputs[k].type == "f32") {
        float magnitude = 0;
        for (std::size_t i = 0; i + 4 <= results[k].size(); i += 4) {
          float value = 0;
          std::memcpy(&value, expected + i, 4);
          magnitude = std::fmax(magnitude, std::fabs(value));
        }
        for (std::size_t i = 0; i + 4 <= results[k].size(); i += 4) {
          float got = 0, wanted = 0;
          std::memcpy(&got, results[k].data() + i, 4);
          std::memcpy(&wanted, expected + i, 4);
          different += close(got, wanted, magnitude) ? 0 : 1;
        }
      } else {
        for (std::size_t i = 0; i < results[k].size(); ++i) different += results[k][i] == expected[i] ? 0 : 1;
      }
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
