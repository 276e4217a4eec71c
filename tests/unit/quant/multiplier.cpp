// SPDX-License-Identifier: BSL-1.0
// Real factors as integers: QuantizeMultiplier of TensorFlow Lite, in terms of frexp and round.
#include <edgetl/quant/multiplier.hpp>

#include "../unit.hpp"

#include <cmath>

using namespace edgetl_test;
using edgetl::quant::make_multiplier;
using edgetl::quant::multiplier;
using edgetl::quant::saturated_multiplier;

static_assert(make_multiplier(0.0) == multiplier{0, 0});
static_assert(make_multiplier(1.0) == multiplier{1 << 30, 1} &&
              make_multiplier(0.75) == multiplier{3 << 29, 0});
static_assert(make_multiplier(0.99999999999) == multiplier{1 << 30, 1}, "2^31 is halved");
static_assert(make_multiplier(2.3283064365386963e-10) == multiplier{1 << 30, -31}, "2^-32 is the smallest");
static_assert(make_multiplier(2.328e-10) == multiplier{0, 0}, "below it there is nothing");
static_assert(saturated_multiplier(1073741823.0) == make_multiplier(1073741823.0));
static_assert(saturated_multiplier(1073741824.0) == multiplier{2147483647, 30} &&
              saturated_multiplier(1e30) == multiplier{2147483647, 30});

TEST_CASE("multiplier: against frexp and round") {
  random_numbers random;
  int            wrong = 0;
  for (int i = 0; i < many; ++i) {
    const double factor   = std::ldexp(0.5 + random.fraction() / 2, random.between(-40, 30));
    int          exponent = 0;
    std::int64_t value = static_cast<std::int64_t>(std::round(std::frexp(factor, &exponent) * 2147483648.0));
    if (value == std::int64_t{1} << 31) value /= 2, ++exponent;
    if (exponent < -31) value = exponent = 0;
    wrong += make_multiplier(factor) == multiplier{static_cast<std::int32_t>(value), exponent} ? 0 : 1;
  }
  CHECK(wrong == 0);
}
