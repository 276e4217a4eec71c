// expect only: edgetl: needs C++20 -> compile with -std=c++20
// SPDX-License-Identifier: BSL-1.0
// flags: -std=c++17
#include <edgetl/edgetl.hpp>

#include "digits.model.hpp"

#include <string>

edgetl::model<digits> net;
