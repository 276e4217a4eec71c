// Compiles if target::native is the expected one.
// SPDX-License-Identifier: BSL-1.0
#include <edgetl/target/native.hpp>

constexpr bool are_equal(const char* left, const char* right) {
  for (; *left != '\0' && *left == *right; ++left, ++right) {}
  return *left == *right;
}
static_assert(are_equal(edgetl::target::native::name, EXPECTED));
