// SPDX-License-Identifier: BSL-1.0
// Float activations quantized on the fly: the range's rules, and a layer against one in double.
#include <edgetl/kernel/dynamic_range.hpp>

#include <edgetl/kernel/conv_2d.hpp>

#include "../one_step.hpp"

#include <limits>

using namespace edgetl_test;
using namespace edgetl;
using namespace edgetl::kernel;

namespace {

constexpr float         zeros[] = {0, 0}, ones[] = {-1, 1}, positive[] = {1, 2.55f}, negative[] = {-5.1f, -1};
constexpr dynamic_range around = make_dynamic_range(ones, 2);

struct facts {  // two pixels of 4 channels by a filter [3, 1, 1, 4] of codes of 0.01
  static constexpr unsigned char bytes[]   = {1, 2, 3, 4, 0xFF, 0xFE, 0xFD, 0xFC, 100, 0x9C, 0, 127};
  static constexpr std::int32_t  words[]   = {0, 1, 1, 0, 1, 1, 0};
  static constexpr tensor_info   tensors[] = {
        operand(element_type::float32, make_extents(2, 1, 1, 4)),
        constant_at(0, element_type::int8, make_extents(3, 1, 1, 4), {0.01f, 0}),
        operand(element_type::float32, make_extents(2, 1, 1, 3))};
};
struct shifted : facts {
  static constexpr tensor_info tensors[] = {
      facts::tensors[0], constant_at(0, element_type::int8, make_extents(3, 1, 1, 4), {0.01f, 1}),
      facts::tensors[2]};
};

}  // namespace

static_assert(dynamic_range::to_even(2.5f) == 2 && dynamic_range::to_even(3.5f) == 4 &&
              dynamic_range::to_even(-2.5f) == -2);
static_assert(dynamic_range::to_even(-3.5f) == -4 && dynamic_range::to_even(2.75f) == 3 &&
              dynamic_range::to_even(-0.25f) == 0);
static_assert(make_dynamic_range(zeros, 2).zero_point == 127 ||
              make_dynamic_range(zeros, 2).zero_point == -128 ||
              make_dynamic_range(zeros, 2).zero_point == 0);
static_assert(around.codes_per_unit == 127.5f && (around.zero_point == -1 || around.zero_point == 0));
static_assert(make_dynamic_range(positive, 2).zero_point == -128 &&
                  make_dynamic_range(negative, 2).zero_point == 127,
              "0 is always in the range");
static_assert(epilogue<scale_bias_and_clamp>);
static_assert(accepts<conv_2d, facts>() && !accepts<conv_2d, shifted>());

TEST_CASE("dynamic_range: 0 is exact and every value within half a step") {
  random_numbers random;
  int            wrong = 0;
  for (int round = 0; round < 200; ++round) {
    float values[16];
    for (auto& value : values)
      value = static_cast<float>(std::ldexp(random.fraction() - 0.3, random.between(-20, 20)));
    const auto own = make_dynamic_range(values, 16);
    wrong += own(0.0f) == 0 && own.zero_point >= -128 && own.zero_point <= 127 ? 0 : 1;
    for (const float value : values) {
      const int code = own(value) + own.zero_point;
      wrong += code >= -128 && code <= 127 ? 0 : 1;
      // the zero point is rounded, too: a value at the range's end may be cut by half a step
      wrong += std::fabs(own(value) * static_cast<double>(own.step) - static_cast<double>(value)) <=
                       1.01 * static_cast<double>(own.step)
                   ? 0
                   : 1;
    }
  }
  CHECK(wrong == 0);
  CHECK(around(std::numeric_limits<float>::quiet_NaN()) == 0);
  const float endless[] = {std::numeric_limits<float>::infinity(), 1};
  CHECK(make_dynamic_range(endless, 2).step == 1.0f);
}

TEST_CASE("dynamic_range: a layer is within half a step per product of the real one") {
  random_numbers random;
  for (int round = 0; round < 100; ++round) {
    tensor<float, 2, 1, 1, 4> given{};
    for (auto& value : given) value = static_cast<float>(random.fraction() * 4 - 2);
    net_of<conv_2d, facts> net;
    const auto             made = net(given);
    for (std::size_t i = 0; i < 6; ++i) {
      double exact = 0, weights = 0;
      for (std::size_t k = 0; k < 4; ++k) {
        const double weight = 0.01 * static_cast<std::int8_t>(facts::bytes[i % 3 * 4 + k]);
        exact += weight * static_cast<double>(given[i / 3 * 4 + k]);
        weights += std::fabs(weight);
      }
      CHECK(std::fabs(static_cast<double>(made[i]) - exact) <= weights * 4.0 / 255 * 1.01);
    }
  }
}
