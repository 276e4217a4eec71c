// SPDX-License-Identifier: BSL-1.0
// Operations of one operand: all 8-bit codes against exact integer rules or, where the rule is fixed point,
// against the real function within one code.
#include <edgetl/kernel/unary.hpp>

#include <edgetl/kernel/dequantize.hpp>
#include <edgetl/kernel/hard_swish.hpp>
#include <edgetl/kernel/leaky_relu.hpp>
#include <edgetl/kernel/logistic.hpp>
#include <edgetl/kernel/quantize.hpp>
#include <edgetl/kernel/relu.hpp>
#include <edgetl/kernel/tanh.hpp>

#include "../one_step.hpp"

#include <array>
#include <bit>

using namespace edgetl_test;
using namespace edgetl::kernel;

namespace {

// All codes of one element type to another; word 0 is the operation's only option.
template <element_type From, element_type To, std::int32_t Word = 0> struct codes {
  static constexpr unsigned char bytes[1]   = {};
  static constexpr std::int32_t  words[]    = {Word};
  static constexpr affine        in         = {0.043f, -11};
  static constexpr affine        out        = {0.031f, 6};
  static constexpr tensor_info   tensors[2] = {operand(From, make_extents(256), in),
                                               operand(To, make_extents(256), out)};
};
constexpr element_type int8 = element_type::int8, int16 = element_type::int16,
                       float32 = element_type::float32;

template <class Facts, std::int32_t InverseOutScale, std::int32_t OutZero> struct with_output : Facts {
  static constexpr affine      out{1.0f / InverseOutScale, OutZero};
  static constexpr tensor_info tensors[] = {Facts::tensors[0],
                                            operand(Facts::tensors[1].element, make_extents(256), out)};
};
template <class Facts> struct wide_input : Facts {  // 16-bit codes of 1/4096
  static constexpr affine      in{1.0f / 4096, 0};
  static constexpr affine      out{1.0f / 32768, 0};
  static constexpr tensor_info tensors[] = {operand(int16, make_extents(256), in),
                                            operand(Facts::tensors[1].element, make_extents(256), out)};
};

template <class Operation, class Facts, class Arithmetic = edgetl::quant::tflite_double_rounding>
auto results() {
  using net = net_of<Operation, Facts, Arithmetic>;
  net model;
  return model(all_codes<typename net::template input_type<0>>());
}

// The largest difference of a code to `function` of what its input code means, in output codes.
template <class Operation, class Facts, class Function> double largest_error(Function function) {
  const auto made    = results<Operation, Facts>();
  double     largest = 0;
  for (int code = -128; code < 128; ++code) {
    const double real = function(static_cast<double>(Facts::in.scale) * (code - Facts::in.zero_point));
    const double exact =
        limited(real / static_cast<double>(Facts::out.scale) + Facts::out.zero_point, -128.0, 127.0);
    largest = larger(largest, std::fabs(made[static_cast<std::size_t>(code + 128)] - exact));
  }
  return largest;
}

using leak          = codes<int8, int8, std::bit_cast<std::int32_t>(0.2f)>;
using negative_leak = codes<int8, int8, std::bit_cast<std::int32_t>(-1.7f)>;
using rectified     = codes<int8, int8, static_cast<std::int32_t>(activation::relu6)>;
using same          = codes<int8, int8>;
using from_real     = codes<float32, int8>;

}  // namespace

static_assert(operation<logistic> && operation<edgetl::kernel::tanh> && operation<leaky_relu> &&
              operation<hard_swish> && operation<relu> && operation<quantize>);
static_assert(accepts<relu, rectified>() && accepts<leaky_relu, leak>() && accepts<hard_swish, same>() &&
              accepts<quantize, same>());
static_assert(accepts<dequantize, codes<int8, float32>>() && !accepts<dequantize, same>() &&
              !accepts<relu, codes<int8, int16>>());
static_assert(accepts<logistic, with_output<same, 256, -128>>() && !accepts<logistic, same>());
static_assert(accepts<edgetl::kernel::tanh, with_output<same, 128, 0>>() &&
              !accepts<edgetl::kernel::tanh, same>());
static_assert(!accepts<leaky_relu, codes<int8, int8, std::bit_cast<std::int32_t>(1e30f)>>() &&
              !accepts<relu, codes<int8, int8, 4>>());

TEST_CASE("unary: the real functions, within one code") {
  const auto sigmoid = [](double x) { return 1 / (1 + std::exp(-x)); };
  const auto swish   = [](double x) { return x * limited(x + 3, 0.0, 6.0) / 6; };
  CHECK(largest_error<logistic, with_output<same, 256, -128>>(sigmoid) < 0.51);
  CHECK(largest_error<edgetl::kernel::tanh, with_output<same, 128, 0>>(
            [](double x) { return std::tanh(x); }) < 0.51);
  CHECK(largest_error<hard_swish, same>(swish) < 1.0);
  CHECK(largest_error<relu, rectified>([](double x) { return limited(x, 0.0, 6.0); }) < 1.01);
  CHECK(largest_error<leaky_relu, leak>([](double x) { return x < 0 ? 0.2 * x : x; }) < 1.01);
}

TEST_CASE_TEMPLATE("unary: relu, leaky relu and quantize are exact", Arithmetic,
                   edgetl::quant::tflite_double_rounding, edgetl::quant::tflite_single_rounding) {
  constexpr bool once      = std::is_same_v<Arithmetic, edgetl::quant::tflite_single_rounding>;
  const auto     rectify   = results<relu, rectified, Arithmetic>();
  const auto     leaky     = results<leaky_relu, leak, Arithmetic>();
  const auto     negative  = results<leaky_relu, negative_leak, Arithmetic>();
  const auto     rescaled  = results<quantize, same, Arithmetic>();
  const double   in_float  = static_cast<double>(same::in.scale / same::out.scale);
  const double   in_double = static_cast<double>(same::in.scale) / static_cast<double>(same::out.scale);
  const auto     top       = 6 + std::lround(6.0f / same::out.scale);  // beyond 127
  for (int code = -128; code < 128; ++code) {
    const auto i          = static_cast<std::size_t>(code + 128);
    const int  difference = code - same::in.zero_point;
    const auto leaked     = [&](float alpha) {
      if (difference >= 0) return requantized(difference, in_float, once);
      const std::int64_t size = requantized(
              difference, std::fabs(static_cast<double>(same::in.scale * alpha / same::out.scale)), once);
      return alpha < 0 ? -size : size;
    };
    CHECK(rectify[i] ==
          limited<std::int64_t>(requantized(difference, in_float, once) + 6, 6, top < 127 ? top : 127));
    CHECK(leaky[i] == limited<std::int64_t>(leaked(0.2f) + 6, -128, 127));
    CHECK(negative[i] == limited<std::int64_t>(leaked(-1.7f) + 6, -128, 127));
    CHECK(rescaled[i] == limited<std::int64_t>(requantized(difference, in_double, once) + 6, -128, 127));
  }
}

TEST_CASE("unary: real numbers to codes and back") {
  const auto                 reals = results<dequantize, codes<int8, float32>>();
  edgetl::tensor<float, 256> given{};
  random_numbers             random;
  for (int code = -128; code < 128; ++code) {
    const auto i = static_cast<std::size_t>(code + 128);
    CHECK(reals[i] == static_cast<float>(static_cast<double>(same::in.scale) * (code - same::in.zero_point)));
    given[i] = static_cast<float>(random.fraction() * 10 - 5);
  }
  given[0] = 1e30f, given[1] = -1e30f, given[2] = NAN, given[3] = INFINITY, given[4] = 2.5f * same::out.scale,
  given[5] = -given[4];
  net_of<quantize, from_real> net;
  const auto                  made = net(given);
  CHECK(std::array{made[0], made[1], made[2], made[3]} == std::array<std::int8_t, 4>{127, -128, 6, 127});
  CHECK(made[4] == 9);  // halves away from zero
  CHECK(made[5] == 3);
  for (std::size_t i = 4; i < 256; ++i)
    CHECK(made[i] == limited<long>(std::lround(given[i] / same::out.scale) + 6, -128, 127));
}

TEST_CASE("unary: 16-bit logistic and tanh by interpolation") {
  using facts = wide_input<codes<int16, int16>>;
  net_of<logistic, facts>             sigmoid;
  net_of<edgetl::kernel::tanh, facts> tangent;
  double                              sigmoid_error = 0, tanh_error = 0;
  for (int start = -32768; start < 32768; start += 256 * (many < 10000 ? 16 : 1)) {
    edgetl::tensor<std::int16_t, 256> given{};
    for (std::size_t i = 0; i < 256; ++i) given[i] = static_cast<std::int16_t>(start + static_cast<int>(i));
    const auto one = sigmoid(given);
    const auto two = tangent(given);
    for (std::size_t i = 0; i < 256; ++i) {
      const double real = given[i] / 4096.0;
      sigmoid_error     = larger(sigmoid_error,
                                 std::fabs(one[i] - limited(32768 / (1 + std::exp(-real)), -32768.0, 32767.0)));
      tanh_error =
          larger(tanh_error, std::fabs(two[i] - limited(32768 * std::tanh(real), -32768.0, 32767.0)));
    }
  }
  // between table entries 1/24 apart a straight line is off by at most max|f''| / (8 * 24^2): 0.096 / 4608
  // of 32768 is 0.7; the table adds a half, the last rounding another, TFLite's own deviations one more
  CHECK(sigmoid_error < 2.7);
  CHECK(tanh_error < 2 * 2 * 2.7);  // 2 logistic(2x) - 1
}
