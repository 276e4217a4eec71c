// SPDX-License-Identifier: BSL-1.0
// What is said to be exact in floats is: every accumulator around every step, by the policies' arithmetic in 64 bits and
// by that of floats, done in integers.
#include <edgetl/target/x86/float_scale.hpp>

#include <cmath>
#include <cstring>
#include <initializer_list>

#include "../unit.hpp"

namespace {

using namespace edgetl_test;
using edgetl::target::x86::float_rounding;
using edgetl::target::x86::float_scale;

float float_of(std::int32_t bits) {
  float value;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}
std::int64_t floor_shift(std::int64_t value, int by) { return value >> by; }
// gemmlowp's two roundings, or TFLite's single one.
std::int64_t steps_of(std::int64_t x, std::int64_t factor, int right, bool twice) {
  if (!twice) return floor_shift(x * factor + (std::int64_t{1} << (30 + right)), 31 + right);
  const std::int64_t high = floor_shift(x * factor + (std::int64_t{1} << 30), 31);
  return floor_shift(high + (std::int64_t{1} << (right - 1)) - (high < 0 ? 1 : 0), right);
}
// value * 2^exponent
struct binary {
  std::int64_t value;
  int          exponent;
};
binary binary_of(float number) {
  int    exponent = 0;
  binary result{static_cast<std::int64_t>(std::ldexp(std::frexp(number, &exponent), 24)), 0};
  result.exponent = exponent - 24;
  for (; result.value != 0 && result.value % 2 == 0; result.value /= 2) ++result.exponent;
  return result;
}
float rounded(binary exact, float_rounding rounding) {
  std::int64_t size  = exact.value < 0 ? -exact.value : exact.value;
  int          shift = 0;
  while ((size >> shift) >= (1 << 24)) ++shift;
  const std::int64_t lost = size & ((std::int64_t{1} << shift) - 1), half = shift > 0 ? std::int64_t{1} << (shift - 1) : 1;
  size >>= shift;
  if (rounding == float_rounding::to_nearest && (lost > half || (lost == half && size % 2 != 0))) ++size;
  return static_cast<float>(std::ldexp(static_cast<double>(exact.value < 0 ? -size : size), exact.exponent + shift));
}
// A product and a sum, rounded once.
float fused(float left, float right, float added, float_rounding rounding) {
  const binary a = binary_of(left), b = binary_of(right), c = binary_of(added);
  const binary product{a.value * b.value, a.exponent + b.exponent};
  if (c.value == 0) return rounded(product, rounding);
  const int exponent = product.exponent < c.exponent ? product.exponent : c.exponent;
  return rounded({product.value * (std::int64_t{1} << (product.exponent - exponent)) + c.value * (std::int64_t{1} << (c.exponent - exponent)), exponent},
                 rounding);
}
std::int64_t float_steps(std::int64_t x, float_scale by, bool both_signs, float_rounding rounding) {
  const auto exact = static_cast<float>(x);
  float      sum   = both_signs && x < 0 ? -float_of(by.offset) : float_of(by.offset);
  if (by.rest != 0) sum = fused(exact, float_of(by.rest), sum, rounding);
  return static_cast<std::int64_t>(std::trunc(fused(exact, float_of(by.scale), sum, rounding)));
}

void check(random_numbers& random, float_rounding rounding, int terms, int& proven) {
  const bool         twice = random.bits() % 2 != 0, both = random.bits() % 2 != 0;
  const int          right = random.between(1, 14);
  // small odd parts, where ties are frequent, and any
  const std::int32_t value = random.bits() % 4 == 0 ? static_cast<std::int32_t>((1u << 30) + (static_cast<unsigned>(random.between(0, 255)) << 22))
                                                    : random.between(1 << 30, 2147483647);
  const std::int32_t steps   = random.between(1, 255);
  const std::int64_t largest = random.bits() % 2 == 0 ? 2147483647 : random.between(1, 1 << 20);
  const auto         by      = edgetl::target::x86::make_float_scale({value, -right}, twice, largest, steps, both, rounding, terms);
  if (!by.is_exact) return;
  ++proven;
  const auto clamped = [&](std::int64_t n) { return n > steps ? steps : (n < (both ? -steps : 0) ? (both ? -steps : 0) : n); };
  for (std::int64_t k = both ? -steps - 1 : -1; k <= steps + 1; ++k) {
    const std::int64_t middle = ((2 * k - 1) << (30 + right)) / value;  // about where k steps begin
    for (std::int64_t x = middle - 4; x <= middle + 4; ++x) {
      if (x > largest || x < -largest) continue;
      const auto wanted = clamped(steps_of(x, value, right, twice)), found = clamped(float_steps(x, by, both, rounding));
      if (wanted == found) continue;
      FAIL_CHECK("x = " << x << ", factor " << value << " >> " << right << ", twice " << twice << ", both " << both << ": " << found << " for " << wanted);
      return;
    }
  }
}

}  // namespace

TEST_CASE("requantization in floats is exact where it is said to be") {
  random_numbers random;
  for (const auto rounding : {float_rounding::toward_zero, float_rounding::to_nearest})
    for (const int terms : {1, 2}) {
      int proven = 0;
      for (int i = 0; i < many / 20; ++i) check(random, rounding, terms, proven);
      CHECK(proven > many / 20 * 6 / 10);
    }
}
TEST_CASE("requantization in floats: what is refused") {
  using edgetl::target::x86::make_float_scale;
  CHECK_FALSE(make_float_scale({1 << 30, 0}, true, 1000, 255, true, float_rounding::toward_zero, 2).is_exact);
  CHECK_FALSE(make_float_scale({1 << 30, 3}, true, 1000, 255, true, float_rounding::toward_zero, 2).is_exact);
  CHECK_FALSE(make_float_scale({1 << 30, -8}, true, 1000, 255, true, float_rounding::none, 2).is_exact);
  CHECK_FALSE(make_float_scale({1 << 30, -8}, true, std::int64_t{1} << 32, 255, true, float_rounding::toward_zero, 2).is_exact);
  CHECK(make_float_scale({0, -1}, true, 1000, 255, true, float_rounding::to_nearest, 1).is_exact);
}
TEST_CASE("the greatest value on a lattice") {
  random_numbers random;
  for (int i = 0; i < many; ++i) {
    const std::int64_t n = random.between(1, 40), m = random.between(1, 50), a = random.between(-90, 90), b = random.between(-90, 90);
    const std::int64_t c = random.between(0, 200), d = random.between(0, 200);
    std::int64_t       greatest = b * (d / m);
    for (std::int64_t k = 0; k < n; ++k)
      if (const std::int64_t own = a * k + b * ((c * k + d) / m); own > greatest) greatest = own;
    CHECK(edgetl::target::x86::greatest_on_lattice(n, m, a, b, c, d) == greatest);
  }
}
