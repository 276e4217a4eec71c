// SPDX-License-Identifier: BSL-1.0
// What the demo says on the terminal.
#pragma once

#include "facts.hpp"

namespace edgetl_demo {

void print_model(const model_facts& model);
void print_agreement(const demo_results& results);
void print_figures(const demo_results& results);

// "byte-identical on host and cortex-m4", or how they differ.
std::string describe_agreement(const demo_results& results);

}  // namespace edgetl_demo
