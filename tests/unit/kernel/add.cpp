// SPDX-License-Identifier: BSL-1.0
// ADD, SUB and MUL: all pairs of 8-bit codes against the definition in integers, under both rounding rules.
#include <edgetl/kernel/add.hpp>
#include <edgetl/kernel/mul.hpp>
#include <edgetl/kernel/sub.hpp>

#include "../one_step.hpp"

using namespace edgetl_test;
using namespace edgetl::kernel;

namespace {

// Quotients formed in float instead of double would move one of fifteen differences of these codes.
constexpr affine left_scale{0.096f, -7}, right_scale{0.1968f, 19}, out_scale{0.096f, 4};

// [256, 1] and [1, 256]: every pair of codes meets.
template <activation Function> struct pairs {
  static constexpr unsigned char bytes[1]  = {};
  static constexpr std::int32_t  words[]   = {static_cast<std::int32_t>(Function), 1};
  static constexpr tensor_info   tensors[] = {operand(element_type::int8, make_extents(256, 1), left_scale),
                                              operand(element_type::int8, make_extents(1, 256), right_scale),
                                              operand(element_type::int8, make_extents(256, 256), out_scale)};
};
struct wide_pairs : pairs<activation::none> {
  static constexpr tensor_info tensors[] = {operand(element_type::int16, make_extents(64), {0.001f, 0}),
                                            operand(element_type::int16, make_extents(64), {0.0007f, 0}),
                                            operand(element_type::int16, make_extents(64), {0.0013f, 0})};
};
struct reals : pairs<activation::relu6> {
  static constexpr tensor_info tensors[] = {operand(element_type::float32, make_extents(2)),
                                            operand(element_type::float32, make_extents(2)),
                                            operand(element_type::float32, make_extents(2))};
};
struct mixed : pairs<activation::none> {
  static constexpr tensor_info tensors[] = {reals::tensors[0], wide_pairs::tensors[0], reals::tensors[2]};
};

using real_input = edgetl::tensor<float, 2>;

// tflite.md, section 6.5, with all quotients in double: what LiteRT computes.
std::int64_t sum_of(std::int64_t left, std::int64_t right, affine one, affine two, affine out, int extra,
                    bool minus, bool once) {
  const double common       = 2 * static_cast<double>(one.scale > two.scale ? one.scale : two.scale);
  const double left_factor  = static_cast<double>(one.scale) / common;
  const double right_factor = static_cast<double>(two.scale) / common;
  const double out_factor   = common / (std::ldexp(1.0, extra) * static_cast<double>(out.scale));
  const auto   first        = requantized((left - one.zero_point) << extra, left_factor, once);
  const auto   other        = requantized((right - two.zero_point) << extra, right_factor, once);
  return requantized(minus ? first - other : first + other, out_factor, once) + out.zero_point;
}

template <class Operation, activation Function, class Arithmetic, class Expected>
int count_wrong(int lowest, int highest, Expected expected) {
  using net = net_of<Operation, pairs<Function>, Arithmetic>;
  static net                                   model;
  static typename net::template output_type<0> made;
  made      = model(all_codes<typename net::template input_type<0>>(),
                    all_codes<typename net::template input_type<1>>());
  int wrong = 0;
  for (int left = -128; left < 128; ++left)
    for (int right = -128; right < 128; ++right) {
      if (many < 10000 && (left * 37 + right) % 16 != 0) continue;  // a sixteenth where CPUs are emulated
      const auto wanted = limited<std::int64_t>(expected(left, right), lowest, highest);
      wrong += made[static_cast<std::size_t>((left + 128) * 256 + right + 128)] == wanted ? 0 : 1;
    }
  return wrong;
}

}  // namespace

static_assert(operation<add> && operation<sub> && operation<mul> && works_in_place<add>);
static_assert(accepts<add, pairs<activation::none>>() && accepts<sub, wide_pairs>() && accepts<mul, reals>());
static_assert(!accepts<add, mixed>() && !accepts<mul, mixed>() && !accepts<add, pairs<activation::tanh>>());

static_assert(net_of<add, reals>::evaluate(real_input{{1.5f, 5}}, real_input{{-2, 4}}) ==
              edgetl::tensor<float, 2>{{0, 6}});
static_assert(net_of<sub, reals>::evaluate(real_input{{1.5f, 5}}, real_input{{-2, 4}}) ==
              edgetl::tensor<float, 2>{{3.5f, 1}});
static_assert(net_of<mul, reals>::evaluate(real_input{{1.5f, 5}}, real_input{{2, -4}}) ==
              edgetl::tensor<float, 2>{{3, 0}});

using edgetl::quant::tflite_double_rounding;
using edgetl::quant::tflite_single_rounding;

TEST_CASE_TEMPLATE("add, sub and mul: all pairs of codes", Arithmetic, tflite_double_rounding,
                   tflite_single_rounding) {
  constexpr bool once = std::is_same_v<Arithmetic, tflite_single_rounding>;
  const auto     sum  = [](int left, int right) {
    return sum_of(left, right, left_scale, right_scale, out_scale, 20, false, once);
  };
  const auto difference = [](int left, int right) {
    return sum_of(left, right, left_scale, right_scale, out_scale, 20, true, once);
  };
  const auto product = [](int left, int right) {
    const double factor = static_cast<double>(left_scale.scale) * static_cast<double>(right_scale.scale) /
                          static_cast<double>(out_scale.scale);
    return requantized((left - left_scale.zero_point) * (right - right_scale.zero_point), factor, once) +
           out_scale.zero_point;
  };
  CHECK(count_wrong<add, activation::none, Arithmetic>(-128, 127, sum) == 0);
  CHECK(count_wrong<sub, activation::none, Arithmetic>(-128, 127, difference) == 0);
  CHECK(count_wrong<mul, activation::none, Arithmetic>(-128, 127, product) == 0);
  CHECK(count_wrong<add, activation::relu, Arithmetic>(4, 127, sum) == 0);
  CHECK(count_wrong<mul, activation::relu6, Arithmetic>(
            4, 4 + static_cast<int>(std::lround(6.0f / out_scale.scale)), product) == 0);
}

TEST_CASE("add and sub: 16-bit codes") {
  random_numbers random;
  for (int round = 0; round < 20; ++round) {
    edgetl::tensor<std::int16_t, 64> left{}, right{};
    for (std::size_t i = 0; i < 64; ++i) {
      left[i]  = static_cast<std::int16_t>(i == 0 ? -32768 : random.between(-32768, 32767));
      right[i] = static_cast<std::int16_t>(i < 2 ? -32768 : random.between(-32768, 32767));
    }
    net_of<add, wide_pairs> plus;
    net_of<sub, wide_pairs> minus;
    const auto              sums        = plus(left, right);
    const auto              differences = minus(left, right);
    for (std::size_t i = 0; i < 64; ++i) {
      const affine one{0.001f, 0}, two{0.0007f, 0}, out{0.0013f, 0};
      CHECK(sums[i] ==
            limited<std::int64_t>(sum_of(left[i], right[i], one, two, out, 15, false, false), -32768, 32767));
      CHECK(differences[i] ==
            limited<std::int64_t>(sum_of(left[i], right[i], one, two, out, 15, true, false), -32768, 32767));
    }
  }
}
