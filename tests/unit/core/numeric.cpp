// SPDX-License-Identifier: BSL-1.0
// Replacements for <cmath> against <cmath>, with the error bounds that the header states.
#include <edgetl/core/numeric.hpp>

#include "../unit.hpp"

#include <bit>
#include <cmath>
#include <limits>

using namespace edgetl_test;
namespace numeric = edgetl::numeric;

namespace {
constexpr float endless = std::numeric_limits<float>::infinity();
constexpr float nan_    = std::numeric_limits<float>::quiet_NaN();
}  // namespace

static_assert(numeric::split(1.0).fraction == 0.5 && numeric::split(1.0).exponent == 1);
static_assert(numeric::split(-6.0).fraction == -0.75 && numeric::split(-6.0).exponent == 3);
static_assert(numeric::split(0.0).fraction == 0 && numeric::split(0.0).exponent == 0);
static_assert(numeric::power_of_two(-3) == 0.125 && numeric::power_of_two(40) == 1099511627776.0);
static_assert(numeric::round(2.5) == 3 && numeric::round(-2.5) == -3 &&
              numeric::round(0.49999999999999994) == 0);
static_assert(numeric::round(2.5f) == 3 && numeric::round(-0.5f) == -1 &&
              numeric::round(8388607.5f) == 8388608);
static_assert(numeric::floor(-0.25) == -1 && numeric::floor(-3.0) == -3 && numeric::floor(3.99) == 3);
static_assert(numeric::absolute(-2.0f) == 2.0f && numeric::rounded(1.25f) == 1.25f);
static_assert(numeric::is_finite(3e38f) && !numeric::is_finite(endless) && !numeric::is_finite(nan_));
static_assert(numeric::is_nan(nan_) && !numeric::is_nan(endless) && !numeric::is_nan(0.0f));
static_assert(numeric::exp(0.0f) == 1.0f && numeric::logistic(0.0f) == 0.5f && numeric::tanh(0.0f) == 0.0f);
static_assert(numeric::exp(89.0f) == endless && numeric::exp(-104.0f) == 0.0f &&
              numeric::exp(-endless) == 0.0f);
static_assert(numeric::tanh(20.0f) == 1.0f && numeric::tanh(-endless) == -1.0f);
static_assert(numeric::logistic(endless) == 1.0f && numeric::logistic(-endless) == 0.0f);
static_assert(numeric::is_nan(numeric::exp(nan_)) && numeric::is_nan(numeric::tanh(nan_)) &&
              numeric::is_nan(numeric::logistic(nan_)));

TEST_CASE("numeric: split is frexp") {
  random_numbers random;
  int            wrong = 0;
  for (int i = 0; i < many; ++i) {
    const auto upper = random.bits();
    const auto value = std::bit_cast<double>(std::uint64_t{upper} << 32 | random.bits());
    if (!std::isfinite(value)) continue;
    int        exponent = 0;
    const auto fraction = std::frexp(value, &exponent);
    const auto got      = numeric::split(value);
    wrong += got.fraction == fraction && got.exponent == exponent ? 0 : 1;
    const auto small = std::ldexp(fraction, random.between(-1073, -1022));  // subnormal
    const auto own   = numeric::split(small);
    wrong += std::ldexp(own.fraction, own.exponent) == small ? 0 : 1;
  }
  CHECK(wrong == 0);
}

// llround of newlib 3.3 loses bits above 2^53.
static std::int64_t exact_round(double value) { return static_cast<std::int64_t>(std::round(value)); }

TEST_CASE("numeric: round is round, floor is floor") {
  random_numbers random;
  int            wrong = 0;
  for (int i = 0; i < many; ++i) {
    const double value = std::ldexp(random.fraction() - 0.5, random.between(0, 60));
    const double half  = random.between(-100000, 100000) / 2.0;
    wrong += numeric::round(value) == exact_round(value) && numeric::round(half) == exact_round(half) ? 0 : 1;
    wrong += static_cast<double>(numeric::floor(value)) == std::floor(value) ? 0 : 1;
    const auto narrow = static_cast<float>(value);
    wrong += numeric::round(narrow) == exact_round(static_cast<double>(narrow)) ? 0 : 1;
  }
  CHECK(wrong == 0);
}

namespace {

// Distance to the exact result in units of the last place of a float.
double ulps(float got, double exact) {
  if (std::isinf(got)) return exact > 3.4028235e38 ? 0 : 1e9;
  int exponent = 0;
  std::frexp(exact, &exponent);
  const int last = exponent - 24 < -149 ? -149 : exponent - 24;
  return std::fabs(static_cast<double>(got) - exact) / std::ldexp(1.0, last);
}

// Over floats of [-range, range]: evenly spread numbers and evenly spread bit patterns.
template <class Function, class Exact> double largest_error(double range, Function function, Exact exact) {
  random_numbers random;
  double         largest = 0;
  for (int i = 0; i < 5 * many; ++i) {
    const auto even  = static_cast<float>((2 * random.fraction() - 1) * range);
    const auto other = std::bit_cast<float>(random.bits());
    largest          = larger(largest, ulps(function(even), exact(static_cast<double>(even))));
    if (std::fabs(static_cast<double>(other)) <= range)
      largest = larger(largest, ulps(function(other), exact(static_cast<double>(other))));
  }
  return largest;
}

}  // namespace

TEST_CASE("numeric: exp, logistic and tanh keep the bounds that the header states") {
  const auto exp      = [](float x) { return numeric::exp(x); };
  const auto logistic = [](double x) { return 1 / (1 + std::exp(-x)); };
  CHECK(largest_error(88.7, exp, [](double x) { return std::exp(x); }) <= 1.0);
  CHECK(largest_error(103.9, exp, [](double x) { return std::exp(x); }) <= 1.0);
  CHECK(largest_error(100.0, numeric::logistic, logistic) <= 2.5);
  CHECK(largest_error(5.0, numeric::logistic, logistic) <= 2.5);
  CHECK(largest_error(12.0, numeric::tanh, [](double x) { return std::tanh(x); }) <= 1.5);
  CHECK(largest_error(1.0, numeric::tanh, [](double x) { return std::tanh(x); }) <= 1.5);
}

TEST_CASE("numeric: tanh is odd to the last bit; exp of double is exact to 1e-15") {
  random_numbers random;
  int            wrong = 0;
  for (int i = 0; i < many; ++i) {
    const auto value = static_cast<float>((random.fraction() - 0.5) * 20);
    wrong += numeric::tanh(-value) == -numeric::tanh(value) ? 0 : 1;
    const double wide  = (random.fraction() - 0.5) * 1390;
    const double exact = std::exp(wide);
    wrong += std::fabs(numeric::exp(wide) - exact) <= 1e-15 * exact ? 0 : 1;
  }
  CHECK(wrong == 0);
}
