// SPDX-License-Identifier: BSL-1.0
// The fixed array that functions return.
#include <edgetl/core/array.hpp>

#include "../unit.hpp"

using edgetl::array;

static_assert(array<int, 3>::size() == 3);
static_assert(array<int, 3>{{1, 2, 3}}[2] == 3);
static_assert(array<int, 3>{}[1] == 0, "elements start at zero");
static_assert(array<char, 0>::size() == 0, "an empty array is a type, too");

TEST_CASE("array: data() and [] are the same elements") {
  array<int, 4> numbers{};
  for (std::size_t i = 0; i < numbers.size(); ++i) numbers[i] = static_cast<int>(i * i);
  CHECK(numbers.data()[3] == 9);
  const array<int, 4> copy = numbers;
  CHECK(copy[2] == 4);
  CHECK(copy.data() != numbers.data());
}
