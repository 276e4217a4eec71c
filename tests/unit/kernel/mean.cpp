// SPDX-License-Identifier: BSL-1.0
// MEAN: sums over any axes, requantized by a factor that holds 1 / N cut off after as many bits as fit.
#include <edgetl/kernel/mean.hpp>

#include "../one_step.hpp"

using namespace edgetl_test;
using namespace edgetl::kernel;

namespace {

// [2, 3, 5, 7] of codes over the axes 1 and -2 (one byte pattern of two int32).
struct facts {
  static constexpr unsigned char bytes[] = {1, 0, 0, 0, 0xFE, 0xFF, 0xFF, 0xFF};
  static constexpr std::int32_t  words[] = {0};
  static constexpr affine        in{0.05f, -20}, out{0.02f, 30};
  static constexpr tensor_info   tensors[] = {operand(element_type::int8, make_extents(2, 3, 5, 7), in),
                                              constant_at(0, element_type::int32, make_extents(2)),
                                              operand(element_type::int8, make_extents(2, 7), out)};
};
struct reals : facts {
  static constexpr tensor_info tensors[] = {operand(element_type::float32, make_extents(2, 3, 5, 7)),
                                            facts::tensors[1],
                                            operand(element_type::float32, make_extents(2, 1, 1, 7))};
};
struct wrong_axis : facts {
  static constexpr unsigned char bytes[] = {4, 0, 0, 0, 0xFE, 0xFF, 0xFF, 0xFF};
};
struct wrong_size : facts {
  static constexpr tensor_info tensors[] = {facts::tensors[0], facts::tensors[1],
                                            operand(element_type::int8, make_extents(3, 7), out)};
};

std::size_t element(int b, int y, int x, int c) {
  return static_cast<std::size_t>(((b * 3 + y) * 5 + x) * 7 + c);
}

}  // namespace

static_assert(operation<mean> && accepts<mean, facts>() && accepts<mean, reals>() &&
              !accepts<mean, wrong_axis>() && !accepts<mean, wrong_size>());
static_assert(mean::make_parameters(one_step<mean, facts>::node()).terms == 15);

TEST_CASE("mean: codes, against the rule in tflite.md, section 6.5") {
  // sh = min(63 - clz64(15), 32, 31 + s) = 3; m' = (m << 3) / 15; s' = s - 3
  const encoded whole = encode(static_cast<double>(facts::in.scale) / static_cast<double>(facts::out.scale));
  const std::int64_t factor = (whole.value << 3) / 15;
  random_numbers     random;
  for (int round = 0; round < 30; ++round) {
    net_of<mean, facts>::input_type<> given{};
    for (auto& code : given)
      code = static_cast<std::int8_t>(round == 0 ? -128 : (round == 1 ? 127 : random.between(-128, 127)));
    net_of<mean, facts> net;
    const auto          made = net(given);
    for (int b = 0; b < 2; ++b)
      for (int c = 0; c < 7; ++c) {
        std::int64_t sum = 0;
        for (int y = 0; y < 3; ++y)
          for (int x = 0; x < 5; ++x) sum += given[element(b, y, x, c)];
        const auto wanted = double_rounding(sum + 15 * 20, factor, whole.shift - 3) + 30;
        CHECK(made[static_cast<std::size_t>(b * 7 + c)] == limited<std::int64_t>(wanted, -128, 127));
      }
  }
}

TEST_CASE("mean: real numbers") {
  net_of<mean, reals>::input_type<> given{};
  random_numbers                    random;
  for (auto& real : given) real = static_cast<float>(random.fraction());
  net_of<mean, reals> net;
  const auto          made = net(given);
  for (int b = 0; b < 2; ++b)
    for (int c = 0; c < 7; ++c) {
      double sum = 0;
      for (int y = 0; y < 3; ++y)
        for (int x = 0; x < 5; ++x) sum += static_cast<double>(given[element(b, y, x, c)]);
      CHECK(std::fabs(static_cast<double>(made[static_cast<std::size_t>(b * 7 + c)]) - sum / 15) < 1e-6);
    }
}
