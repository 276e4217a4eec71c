// SPDX-License-Identifier: BSL-1.0
// A model's graph as an SVG: boxes in layers from top to bottom, edges around them.
#pragma once

#include "facts.hpp"

namespace edgetl_demo {

std::string draw_graph(const model_facts& model);

}  // namespace edgetl_demo
