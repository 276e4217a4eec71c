// SPDX-License-Identifier: BSL-1.0
// The report: one page of HTML that needs no other file.
#pragma once

#include "facts.hpp"

namespace edgetl_demo {

std::string make_report(const demo_results& results);

}  // namespace edgetl_demo
