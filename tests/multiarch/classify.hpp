// SPDX-License-Identifier: BSL-1.0
// What the variants define and the program calls.
#pragma once

#include <cstdint>
#include <vector>

extern "C" {
int         classify(const std::int8_t* image);  // the digit on an image of 8 x 8
double      average(const std::vector<double>& numbers, double first, double last);
const char* classify_target();
}

// In every object that includes this, weak, and with wide vectors where the flags have them: the trap.
template <class Number> [[gnu::noinline]] Number sum_of(const Number* numbers, std::size_t count) {
  Number sums[16] = {};
  for (std::size_t i = 0; i + 16 <= count; i += 16)
    for (std::size_t k = 0; k < 16; ++k) sums[k] += numbers[i + k];
  Number sum = 0;
  for (const Number part : sums) sum += part;
  for (std::size_t i = count / 16 * 16; i < count; ++i) sum += numbers[i];
  return sum;
}
struct counter {
  std::vector<double> numbers;
  [[gnu::noinline]] void fill(std::size_t count) {
    numbers.resize(count);
    for (std::size_t i = 0; i < count; ++i) numbers[i] = static_cast<double>(i) * 0.5;
  }
};

// Variables that GCC makes unique in the whole process where nobody stops it; every variant has its own.
inline int inline_variable = 100;
template <class Number> struct constants {
  static constexpr Number values[4] = {1, 2, 3, 4};
};
[[gnu::noinline]] inline double count_calls(std::size_t index) {
  static int calls = 0;
  return ++calls + inline_variable + constants<double>::values[index % 4];
}
