// SPDX-License-Identifier: BSL-1.0
// Compiled once per level: a model on the best target for the flags, and code of the standard library.
#include "classify.hpp"

#include <edgetl/edgetl.hpp>

#include <algorithm>
#include <string>

#include "digits.model.hpp"

using net_type = edgetl::model<digits>;

int classify(const std::int8_t* image) {
  net_type                net;
  net_type::input_type<0> input{};
  for (std::size_t i = 0; i < input.size(); ++i) input[i] = image[i];
  const auto scores = net(input);
  return static_cast<int>(std::max_element(scores.begin(), scores.end()) - scores.begin());
}

double average(const std::vector<double>& numbers, double first, double last) {
  counter own;
  own.fill(numbers.size());
  std::vector<double> sorted = numbers;
  std::sort(sorted.begin(), sorted.end());
  return count_calls(numbers.size()) + first + last + sum_of(sorted.data(), sorted.size()) / static_cast<double>(numbers.size()) + 0 * sum_of(own.numbers.data(), own.numbers.size()) +
         static_cast<double>(std::string(edgetl::target::native::name).size() * 0);
}
