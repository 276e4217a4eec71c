// SPDX-License-Identifier: BSL-1.0
// Codes as real numbers.
#include <edgetl/quant/affine.hpp>

#include "../unit.hpp"

#include <limits>

using edgetl::quant::affine;

static_assert(affine{0.5f, 3}.real(7) == 2.0f && affine{0.5f, 3}.real(-128) == -65.5f);
static_assert(affine{}.real(100) == 0.0f);
static_assert(affine{1.0f, -2147483647 - 1}.real(2147483647) == 4294967296.0f,
              "the difference does not wrap");
static_assert(affine{0.1f, 2} == affine{0.1f, 2} && !(affine{0.1f, 2} == affine{0.1f, 1}));

// By hand: 0.5 times (code - 3); halves go away from zero, what does not fit to the end, what is no number to
// zero.
static_assert(affine{0.5f, 3}.code<std::int8_t>(2.0f) == 7 && affine{0.5f, 3}.code<std::int8_t>(0.25f) == 4 &&
              affine{0.5f, 3}.code<std::int8_t>(-0.25f) == 2 &&
              affine{0.5f, 3}.code<std::int8_t>(-0.2f) == 3);
static_assert(affine{0.5f, 3}.code<std::int8_t>(1e30f) == 127 &&
              affine{0.5f, 3}.code<std::int8_t>(-1e30f) == -128);
static_assert(affine{0.5f, 3}.code<std::uint8_t>(-1.5f) == 0 &&
              affine{0.5f, 3}.code<std::uint8_t>(-2.5f) == 0);
static_assert(affine{0.5f, 0}.code<std::int16_t>(16383.6f) == 32767 &&
              affine{0.5f, 3}.code<std::int8_t>(std::numeric_limits<float>::quiet_NaN()) == 3);

TEST_CASE("affine: one rounding, from the exact product") {
  edgetl_test::random_numbers random;
  int                         wrong = 0;
  for (int i = 0; i < edgetl_test::many; ++i) {
    const affine       own{static_cast<float>(random.fraction()), random.between(-32768, 32767)};
    const std::int32_t code = random.between(-32768, 32767);
    // 24 bits times 17 bits are exact in a double
    wrong += own.real(code) == static_cast<float>(static_cast<double>(own.scale) * (code - own.zero_point))
                 ? 0
                 : 1;
  }
  CHECK(wrong == 0);
}
