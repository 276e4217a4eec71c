// SPDX-License-Identifier: BSL-1.0
// Float activations quantized on the fly: the ranges' rules, and layers against ones in double. What LiteRT answers
// is in tests/vectors (hybrid).
#include <edgetl/kernel/dynamic_range.hpp>

#include <edgetl/kernel/conv_2d.hpp>
#include <edgetl/kernel/depthwise_conv_2d.hpp>
#include <edgetl/kernel/fully_connected.hpp>

#include "../one_step.hpp"

#include <limits>

using namespace edgetl_test;
using namespace edgetl;
using namespace edgetl::kernel;

namespace {

using enum range_rule;

constexpr float zeros[] = {0, 0}, ones[] = {-1, 1}, positive[] = {1, 2.55f}, negative[] = {-5.1f, -1};
constexpr auto  around = make_dynamic_range<qd8>(ones, 2);

struct facts {  // two pixels of 4 channels by a filter [3, 1, 1, 4] of codes of 0.01, and a bias
  static constexpr unsigned char bytes[]   = {1, 2, 3, 4, 0xFF, 0xFE, 0xFD, 0xFC, 100, 0x9C, 0, 127,
                                              0, 0, 0, 0, 0,    0,    128,  63,   0,   0,    0, 0xC0};
  static constexpr std::int32_t  words[]   = {0, 1, 1, 0, 1, 1, 0};
  static constexpr float         biases[]  = {0, 1, -2};
  static constexpr tensor_info   filter    = constant_at(0, element_type::int8, make_extents(3, 1, 1, 4), {0.01f, 0});
  static constexpr tensor_info   bias      = constant_at(12, element_type::float32, make_extents(3));
  static constexpr tensor_info   tensors[] = {operand(element_type::float32, make_extents(2, 1, 1, 4)), filter, bias,
                                              operand(element_type::float32, make_extents(2, 1, 1, 3))};
};
struct shifted : facts {
  static constexpr tensor_info tensors[] = {facts::tensors[0],
                                            constant_at(0, element_type::int8, make_extents(3, 1, 1, 4), {0.01f, 1}),
                                            facts::bias, facts::tensors[3]};
};
struct without_bias : facts {
  static constexpr tensor_info tensors[] = {facts::tensors[0], facts::filter, facts::tensors[3]};
};

template <int Asymmetric> struct dense : facts {  // the same as rows
  static constexpr std::int32_t words[]   = {0, 0, 0, Asymmetric, 0};
  static constexpr tensor_info  tensors[] = {operand(element_type::float32, make_extents(2, 4)),
                                             constant_at(0, element_type::int8, make_extents(3, 4), {0.01f, 0}),
                                             facts::bias, operand(element_type::float32, make_extents(2, 3))};
};
struct depthwise : facts {  // an image of one channel, two taps, one filter per tensor
  static constexpr std::int32_t words[]   = {1, 1, 1, 1, 0, 1, 1};
  static constexpr tensor_info  tensors[] = {operand(element_type::float32, make_extents(2, 1, 4, 1)),
                                             constant_at(8, element_type::int8, make_extents(1, 1, 2, 1), {0.01f, 0}),
                                             operand(element_type::float32, make_extents(2, 1, 3, 1))};
};
struct depthwise_of_two : depthwise {  // one scale for two channels
  static constexpr tensor_info tensors[] = {operand(element_type::float32, make_extents(2, 1, 4, 2)),
                                            constant_at(8, element_type::int8, make_extents(1, 1, 2, 2), {0.01f, 0}),
                                            operand(element_type::float32, make_extents(2, 1, 3, 2))};
};

struct smallest {  // one weight of code 100 and scale 0.01
  static constexpr unsigned char bytes[]   = {100};
  static constexpr std::int32_t  words[]   = {0, 0, 0, 0, 0};
  static constexpr tensor_info   tensors[] = {operand(element_type::float32, make_extents(1, 1)),
                                              constant_at(0, element_type::int8, make_extents(1, 1), {0.01f, 0}),
                                              operand(element_type::float32, make_extents(1, 1))};
};

}  // namespace

using range = dynamic_range<qd8>;
static_assert(range::to_even(2.5f) == 2 && range::to_even(3.5f) == 4 && range::to_even(-2.5f) == -2);
static_assert(range::to_even(-3.5f) == -4 && range::to_even(2.75f) == 3 && range::to_even(-0.25f) == 0);
static_assert(range::half_away(2.5f) == 3 && range::half_away(-3.5) == -4 && range::half_away(2.25f) == 2 &&
              range::half_away(-0.75f) == -1);
static_assert(make_dynamic_range<qd8>(zeros, 2).zero_point == 127 ||
              make_dynamic_range<qd8>(zeros, 2).zero_point == -128 ||
              make_dynamic_range<qd8>(zeros, 2).zero_point == 0);
static_assert(around.codes_per_unit == 127.5f && (around.zero_point == -1 || around.zero_point == 0));
static_assert(make_dynamic_range<qd8>(positive, 2).zero_point == -128 &&
                  make_dynamic_range<qd8>(negative, 2).zero_point == 127 &&
                  make_dynamic_range<asymmetric>(positive, 2).zero_point == -128 &&
                  make_dynamic_range<asymmetric>(negative, 2).zero_point == 127,
              "0 is always in the range");
static_assert(make_dynamic_range<symmetric>(negative, 2).zero_point == 0 &&
              make_dynamic_range<symmetric>(negative, 2)(-5.1f) == -127);
static_assert(make_dynamic_range<symmetric>(zeros, 2)(0.0f) == 0 &&
              make_dynamic_range<asymmetric>(zeros, 2)(0.0f) == 0);
static_assert(epilogue<scale_bias_and_clamp>);
static_assert(accepts<conv_2d, facts>() && !accepts<conv_2d, shifted>() && !accepts<conv_2d, without_bias>());
static_assert(accepts<fully_connected, dense<0>>() && accepts<depthwise_conv_2d, depthwise>() &&
              !accepts<depthwise_conv_2d, depthwise_of_two>());
static_assert(net_of<fully_connected, smallest>::evaluate(tensor<float, 1, 1>{1.0f})[0] > 0.99999f);

namespace {

template <range_rule Rule> int count_wrong() {
  random_numbers random;
  int            wrong = 0;
  for (int round = 0; round < 200; ++round) {
    float values[16];
    for (auto& value : values) value = static_cast<float>(std::ldexp(random.fraction() - 0.3, random.between(-20, 20)));
    const auto own = make_dynamic_range<Rule>(values, 16);
    wrong += own(0.0f) == 0 && own.zero_point >= -128 && own.zero_point <= 127 ? 0 : 1;
    for (const float value : values) {
      const int code = own(value) + own.zero_point;
      wrong += code >= own.lowest_code && code <= 127 ? 0 : 1;
      // the zero point is rounded, too: a value at the range's end may be cut by half a step
      const double off = std::fabs(own(value) * static_cast<double>(own.step) - static_cast<double>(value));
      wrong += off <= 1.01 * static_cast<double>(own.step) ? 0 : 1;
    }
  }
  return wrong;
}

// Outputs of random rows of 4, each within half a step per product of the layer in double.
template <class Operation, class Facts, class Given, std::size_t Taps, class Row>
int count_far(Row row_of, const float* biases) {
  random_numbers random;
  int            far = 0;
  for (int round = 0; round < 100; ++round) {
    Given given{};
    for (auto& value : given) value = static_cast<float>(random.fraction() * 4 - 2);
    net_of<Operation, Facts> net;
    const auto               made = net(given);
    for (std::size_t i = 0; i < 6; ++i) {
      double exact = biases != nullptr ? static_cast<double>(biases[i % 3]) : 0, weights = 0;
      for (std::size_t k = 0; k < Taps; ++k) {
        const double weight = 0.01 * static_cast<std::int8_t>(row_of(i)[k]);
        exact += weight * static_cast<double>(given[Taps == 2 ? i / 3 * 4 + i % 3 + k : i / 3 * 4 + k]);
        weights += std::fabs(weight);
      }
      far += std::fabs(static_cast<double>(made[i]) - exact) <= weights * 4.0 / 255 * 1.01 ? 0 : 1;
    }
  }
  return far;
}

}  // namespace

TEST_CASE("dynamic_range: 0 is exact and every value within half a step") {
  CHECK(count_wrong<qd8>() == 0);
  CHECK(count_wrong<asymmetric>() == 0);
  CHECK(count_wrong<symmetric>() == 0);
}

TEST_CASE("dynamic_range: what is no number is 0, and no range is without end") {
  CHECK(around(std::numeric_limits<float>::quiet_NaN()) == 0);
  CHECK(make_dynamic_range<asymmetric>(ones, 2)(std::numeric_limits<float>::quiet_NaN()) == 0);
  const float endless[] = {std::numeric_limits<float>::infinity(), 1};
  CHECK(make_dynamic_range<qd8>(endless, 2).step == 1.0f);
  CHECK(make_dynamic_range<asymmetric>(endless, 2).step == 1.0f);
  CHECK(make_dynamic_range<symmetric>(endless, 2).step == 1.0f);
}

TEST_CASE("dynamic_range: a layer is within half a step per product of the real one") {
  const auto filter = [](std::size_t i) { return facts::bytes + i % 3 * 4; };
  const auto taps   = [](std::size_t) { return facts::bytes + 8; };
  CHECK(count_far<conv_2d, facts, tensor<float, 2, 1, 1, 4>, 4>(filter, facts::biases) == 0);
  CHECK(count_far<fully_connected, dense<0>, tensor<float, 2, 4>, 4>(filter, facts::biases) == 0);
  CHECK(count_far<fully_connected, dense<1>, tensor<float, 2, 4>, 4>(filter, facts::biases) == 0);
  CHECK(count_far<depthwise_conv_2d, depthwise, tensor<float, 2, 1, 4, 1>, 2>(taps, nullptr) == 0);
}
