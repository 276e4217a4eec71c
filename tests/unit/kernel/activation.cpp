// SPDX-License-Identifier: BSL-1.0
// Clamps in codes and in real numbers.
#include <edgetl/kernel/activation.hpp>

#include "../unit.hpp"

#include <cmath>
#include <initializer_list>

using namespace edgetl;
using namespace edgetl::kernel;

static_assert(is_clamp(activation::none) && is_clamp(activation::relu_n1_to_1) &&
              !is_clamp(activation::tanh) && !is_clamp(activation::sign_bit));
static_assert(real_bounds(activation::relu) == bounds<float>{0, float_infinity});
static_assert(real_bounds(activation::relu6) == bounds<float>{0, 6} &&
              real_bounds(activation::relu_n1_to_1) == bounds<float>{-1, 1});
static_assert(real_bounds(activation::none) == bounds<float>{-float_infinity, float_infinity});

static_assert(code_bounds(activation::none, element_type::int8, {0.1f, 5}) ==
              bounds<std::int32_t>{-128, 127});
static_assert(code_bounds(activation::none, element_type::uint8, {0.1f, 5}) == bounds<std::int32_t>{0, 255});
static_assert(code_bounds(activation::none, element_type::int16, {}) == bounds<std::int32_t>{-32768, 32767},
              "without a scale");
static_assert(code_bounds(activation::relu, element_type::int8, {0.1f, 5}) == bounds<std::int32_t>{5, 127});
static_assert(code_bounds(activation::relu6, element_type::int8, {0.5f, -3}) == bounds<std::int32_t>{-3, 9});
static_assert(code_bounds(activation::relu6, element_type::int8, {1e-30f, 0}) == bounds<std::int32_t>{0, 127},
              "far outside the codes");
static_assert(code_bounds(activation::relu_n1_to_1, element_type::int16, {1e-30f, 0}) ==
              bounds<std::int32_t>{-32768, 32767});

TEST_CASE("activation: zero point + round(value / scale), halves away from zero, inside the codes") {
  edgetl_test::random_numbers random;
  for (int i = 0; i < 500; ++i) {
    const quant::affine own{static_cast<float>(random.fraction()) / 20 + 1e-5f, random.between(-128, 127)};
    const auto          code = [&](float value) {
      const long wanted = own.zero_point + std::lround(value / own.scale);
      return static_cast<std::int32_t>(wanted < -128 ? -128 : (wanted > 127 ? 127 : wanted));
    };
    CHECK(code_bounds(activation::relu6, element_type::int8, own) == bounds<std::int32_t>{code(0), code(6)});
    CHECK(code_bounds(activation::relu_n1_to_1, element_type::int8, own) ==
          bounds<std::int32_t>{code(-1), code(1)});
    CHECK(code_bounds(activation::relu, element_type::int8, own) == bounds<std::int32_t>{code(0), 127});
  }
}
