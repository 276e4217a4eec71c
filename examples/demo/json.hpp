// SPDX-License-Identifier: BSL-1.0
// Every figure as JSON.
#pragma once

#include "facts.hpp"

namespace edgetl_demo {

std::string to_json(const demo_results& results);

}  // namespace edgetl_demo
