// SPDX-License-Identifier: BSL-1.0
// What the dispatcher would define.
#include "classify.hpp"

const char* classify_target() { return "avx2"; }
