// SPDX-License-Identifier: BSL-1.0
// Compares a compiled model with what a reference interpreter answered: integers to the last bit, floats within the
// noise between two reference interpreters (tests/vectors/README.md).
#pragma once

#include "../support/vectors.hpp"
#include "answers.hpp"

namespace edgetl_test {

inline const model_entry* find(const std::string& file, const std::string& rounding) {
  for (const auto& entry : registry())
    if (entry.file == file && entry.rounding == rounding) return &entry;
  return nullptr;
}

// Runs a case step by step; returns the number of elements that differ.
inline std::size_t count_differences(const model_entry& entry, const vector_case& test) {
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

}  // namespace edgetl_test
