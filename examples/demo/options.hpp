// SPDX-License-Identifier: BSL-1.0
// The command line.
#pragma once

#include "facts.hpp"

namespace edgetl_demo {

// Prints help and exits where that is asked for; throws a refusal with a sentence where something is wrong.
demo_options read_options(int count, char** words);

}  // namespace edgetl_demo
