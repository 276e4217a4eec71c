// SPDX-License-Identifier: BSL-1.0
// The default model: handwritten digits, its test images and what they show.
#pragma once

#include "facts.hpp"

namespace edgetl_demo {

std::filesystem::path digits_model();
std::filesystem::path digits_images();

// Prints the first images and what was read in them; fills in the accuracy.
void show_digits(demo_results& results, const std::filesystem::path& outputs);

}  // namespace edgetl_demo
