// SPDX-License-Identifier: BSL-1.0
// Compiled once per level, with the properties of the library.
#include "../classify.hpp"

#if !defined(__PIC__) || defined(__PIE__) || !defined(__STRICT_ANSI__)
#error "POSITION_INDEPENDENT_CODE or CXX_EXTENSIONS did not arrive"
#endif

double average(const std::vector<double>& numbers, double first, double last) {
  return count_calls(numbers.size()) + first + last + 0 * sum_of(numbers.data(), numbers.size());
}
