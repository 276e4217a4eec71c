// SPDX-License-Identifier: BSL-1.0
// Fixed point against exact integer models with explicit tie rules, and against the real functions.
#include <edgetl/core/fixed_point.hpp>

#include "../unit.hpp"

#include <cmath>

using namespace edgetl_test;
namespace fp = edgetl::fixed_point;
using fp::int32_max;
using fp::int32_min;

static_assert(fp::clamp(5, 0, 3) == 3 && fp::clamp(-5, 0, 3) == 0 && fp::clamp(2.5f, 0.0f, 3.0f) == 2.5f);
static_assert(fp::shift_left(3, 31) == int32_min && fp::shift_left(-1, 4) == -16);
static_assert(fp::saturate(std::int64_t{1} << 40) == int32_max &&
              fp::saturate(-(std::int64_t{1} << 40)) == int32_min);

// halves: the high multiply goes up, the shift away from zero
static_assert(fp::rounding_doubling_high_multiply(1, 1 << 30) == 1 &&
              fp::rounding_doubling_high_multiply(-1, 1 << 30) == 0);
static_assert(fp::rounding_doubling_high_multiply(int32_min, int32_min) == int32_max,
              "the only product that saturates");
static_assert(fp::rounding_doubling_high_multiply(int32_min, int32_max) == -int32_max);
static_assert(fp::rounding_divide_by_power_of_two(3, 1) == 2 &&
              fp::rounding_divide_by_power_of_two(-3, 1) == -2);
static_assert(fp::rounding_divide_by_power_of_two(-5, 0) == -5 &&
              fp::rounding_divide_by_power_of_two(int32_min, 31) == -1);
static_assert(fp::rounding_half_sum(1, 2) == 2 && fp::rounding_half_sum(-1, -2) == -2 &&
              fp::rounding_half_sum(int32_max, int32_max) == int32_max);
static_assert(fp::saturating_rounding_multiply_by_power_of_two(1 << 30, 1) == int32_max);
static_assert(fp::saturating_rounding_multiply_by_power_of_two(-(1 << 30), 1) == int32_min);
static_assert(fp::saturating_rounding_multiply_by_power_of_two(5, -1) == 3);
static_assert(fp::exp_of_negative<5>(0) == int32_max && fp::logistic<4>(0) == 1 << 30 && fp::tanh<4>(0) == 0);
static_assert(fp::leading_zeros(0) == 32 && fp::leading_zeros(1) == 31);

TEST_CASE("fixed point: products, shifts and sums against exact integers") {
  random_numbers random;
  int            wrong = 0;
  for (int i = 0; i < many; ++i) {
    const std::int32_t left = random.integer(), right = random.integer();
    const int          exponent = random.between(0, 31);
    const std::int64_t high     = divide_half_up(std::int64_t{left} * right, std::int64_t{1} << 31);
    wrong += fp::rounding_doubling_high_multiply(left, right) == fp::saturate(high) ? 0 : 1;
    wrong += fp::rounding_divide_by_power_of_two(left, exponent) ==
                     divide_half_away(left, std::int64_t{1} << exponent)
                 ? 0
                 : 1;
    wrong += fp::rounding_half_sum(left, right) == divide_half_away(std::int64_t{left} + right, 2) ? 0 : 1;
  }
  CHECK(wrong == 0);
}

namespace {

double real(std::int32_t value, int integer_bits) {
  return std::ldexp(static_cast<double>(value), integer_bits - 31);
}

// The largest difference of a function in Q(Bits) to the real one, in units of 2^-31.
template <int Bits, class Fixed, class Real>
double largest_error(std::int32_t lowest, std::int32_t highest, Fixed fixed, Real exact) {
  random_numbers random;
  double         largest = 0;
  const auto     visit   = [&](std::int32_t value) {
    largest = larger(largest,
                           std::fabs(static_cast<double>(fixed(value)) - 2147483648.0 * exact(real(value, Bits))));
  };
  visit(lowest), visit(highest), visit(0);
  for (int i = 0; i < many; ++i) visit(random.between(lowest, highest) >> (i % 20));
  return largest;
}

// exp is a Taylor polynomial of degree four over 1/8 to either side of -1/8: its rest is at most
// exp(-1/8) (1/8)^5 / 120, or 482 steps of 2^-31; the roundings add 30. The reciprocals are refined in
// Q2.29, five steps of which are 20 of these. The slopes of 1 / (1 + e) and (1 - e) / (1 + e) where e has
// that error, at 0.78, are 0.32 and 0.63.
constexpr double exp_tolerance = 512, reciprocal_tolerance = 20;
constexpr double logistic_tolerance = 0.32 * exp_tolerance + reciprocal_tolerance;
constexpr double tanh_tolerance     = 0.63 * exp_tolerance + 2 * reciprocal_tolerance;

}  // namespace

TEST_CASE("fixed point: exp of negative numbers") {
  const auto exact = [](double x) { return std::exp(x); };
  CHECK(largest_error<5>(int32_min, 0, fp::exp_of_negative<5>, exact) < exp_tolerance);
  CHECK(largest_error<4>(int32_min, 0, fp::exp_of_negative<4>, exact) < exp_tolerance);
  CHECK(largest_error<0>(int32_min, 0, fp::exp_of_negative<0>, exact) < exp_tolerance);
  CHECK(largest_error<6>(int32_min, 0, fp::exp_of_negative<6>, exact) < exp_tolerance);
}

TEST_CASE("fixed point: reciprocals") {
  CHECK(largest_error<0>(0, int32_max, fp::one_over_one_plus, [](double x) { return 1 / (1 + x); }) <
        reciprocal_tolerance);
  CHECK(largest_error<0>(0, int32_max, fp::one_minus_over_one_plus,
                         [](double x) { return (1 - x) / (1 + x); }) < 2 * reciprocal_tolerance);
}

TEST_CASE("fixed point: logistic and tanh") {
  CHECK(largest_error<4>(int32_min + 1, int32_max, fp::logistic<4>,
                         [](double x) { return 1 / (1 + std::exp(-x)); }) < logistic_tolerance);
  CHECK(largest_error<4>(int32_min + 1, int32_max, fp::tanh<4>, [](double x) { return std::tanh(x); }) <
        tanh_tolerance);
  int            uneven = 0;
  random_numbers random;
  for (int i = 0; i < many / 10; ++i) {
    const std::int32_t value = random.between(1, int32_max);
    uneven += fp::tanh<4>(value) == -fp::tanh<4>(-value) ? 0 : 1;
    uneven += fp::logistic<4>(value) + fp::logistic<4>(-value) == int32_max ? 0 : 1;
  }
  CHECK(uneven == 0);
}
