// SPDX-License-Identifier: BSL-1.0
// Runs a compiled model on its machine, and compares what the machines answered.
#pragma once

#include "facts.hpp"

namespace edgetl_demo {

// Runs all samples of the file; fills in outputs, their hash, and instructions or latency, or the trouble.
void run(target_figures& figures, const std::filesystem::path& input, const model_facts& model);

// Compares everybody's outputs with the first target's.
void compare(demo_results& results);

// The index of the largest element of the first output, for every sample.
std::vector<int> read_classes(const model_facts& model, const std::filesystem::path& outputs);

}  // namespace edgetl_demo
