// SPDX-License-Identifier: BSL-1.0
// Exits with 1 where the library's variants share a variable with the program.
#include "../classify.hpp"

int main() {
  const std::vector<double> numbers(33);
  inline_variable = 5000;
  if (count_calls(1) != 1 + 5000 + 2) return 1;
  if (average(numbers, 10, 20) != (1 + 100 + 2) + 10 + 20) return 1;
  return average(numbers, 10, 20) == (2 + 100 + 2) + 10 + 20 ? 0 : 1;
}
