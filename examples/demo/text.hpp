// SPDX-License-Identifier: BSL-1.0
// Numbers and names as people read them.
#pragma once

#include <cstddef>
#include <string>

namespace edgetl_demo {

std::string grouped(double number);  // 1234567.4 -> "1 234 567"
std::string decimals(double number, int digits);  // 3.14159, 2 -> "3.14"
std::string microseconds(double time);  // with decimals where they say something
std::string escape_html(const std::string& text);
std::string short_name(const std::string& name, std::size_t letters);  // last part of a path, cut to fit
std::string file_name(const std::string& name);  // only letters, digits, - and _
std::string padded(const std::string& text, int width);  // to the right; negative: to the left

}  // namespace edgetl_demo
