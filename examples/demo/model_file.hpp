// SPDX-License-Identifier: BSL-1.0
// Reads a .tflite at run time with the same functions that the compiler runs on it.
#pragma once

#include "facts.hpp"

namespace edgetl_demo {

// Throws the library's own sentence where the model is refused.
model_facts read_model(const std::filesystem::path& file);

// Pseudo-random input samples, the same on every machine.
std::string make_inputs(const model_facts& model, std::size_t samples);

}  // namespace edgetl_demo
