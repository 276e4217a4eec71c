// SPDX-License-Identifier: BSL-1.0
// The arena over time as an SVG: steps from left to right, addresses from bottom to top.
#pragma once

#include "facts.hpp"

namespace edgetl_demo {

std::string draw_arena(const model_facts& model);

}  // namespace edgetl_demo
