// SPDX-License-Identifier: BSL-1.0
// Codes as real numbers.
#include <edgetl/quant/affine.hpp>

#include "../unit.hpp"

using edgetl::quant::affine;

static_assert(affine{0.5f, 3}.real(7) == 2.0f && affine{0.5f, 3}.real(-128) == -65.5f);
static_assert(affine{}.real(100) == 0.0f);
static_assert(affine{1.0f, -2147483647 - 1}.real(2147483647) == 4294967296.0f,
              "the difference does not wrap");
static_assert(affine{0.1f, 2} == affine{0.1f, 2} && !(affine{0.1f, 2} == affine{0.1f, 1}));

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
