// SPDX-License-Identifier: BSL-1.0
// What operations on single elements are, by TensorFlow Lite's definitions, in wide integers and doubles.
#include "elementwise.hpp"

#include <cmath>
#include <cstring>

#include "requantized.hpp"

namespace edgetl_test {
namespace {

constexpr double lowest_of(element_type element) { return element == element_type::int16 ? -32768 : -128; }
constexpr double highest_of(element_type element) { return -lowest_of(element) - 1; }

double constant_at(const tensor_info& tensor, const unsigned char* file, std::size_t i) {
  const unsigned char* from = file + tensor.constant_at;
  if (tensor.element == element_type::float32) {
    float real;
    std::memcpy(&real, from + 4 * i, 4);
    return static_cast<double>(real);
  }
  if (tensor.element == element_type::int16) return static_cast<std::int16_t>(from[2 * i] | from[2 * i + 1] << 8);
  return static_cast<std::int8_t>(from[i]);
}

double quantized(const binary_case& own, const step_description& facts, double left, double right) {
  const double in_1 = static_cast<double>(facts.tensors[0].quantization.scale), in_2 = static_cast<double>(facts.tensors[1].quantization.scale);
  const float  out  = facts.tensors[2].quantization.scale;
  const auto   a = static_cast<std::int64_t>(left) - own.left_zero_point, b = static_cast<std::int64_t>(right) - own.right_zero_point;
  const code_bounds clamp = bounds_of(own.function, lowest_of(own.element), highest_of(own.element), out, own.output_zero_point);
  std::int64_t      steps = 0;
  if (own.kind == binary_kind::mul) {
    steps = requantize_sum(a * b, in_1 * in_2 / static_cast<double>(out), own.single_rounding);
  } else {
    const int          extra  = own.element == element_type::int8 ? 20 : 15;
    const double       common = 2 * larger(in_1, in_2);
    const std::int64_t one    = requantize_sum(a * (std::int64_t{1} << extra), in_1 / common, own.single_rounding);
    const std::int64_t two    = requantize_sum(b * (std::int64_t{1} << extra), in_2 / common, own.single_rounding);
    steps = requantize_sum(own.kind == binary_kind::sub ? one - two : one + two, common / (std::ldexp(1.0, extra) * static_cast<double>(out)), own.single_rounding);
  }
  return limit(static_cast<double>(steps + own.output_zero_point), clamp.lowest, clamp.highest);
}

}  // namespace

std::vector<expected> model(const binary_case& own, const unsigned char* file, const operands& given) {
  const step_description facts = describe(own);
  std::vector<expected>  result;
  for (int a = 0; a < own.extent(0); ++a)
    for (int b = 0; b < own.extent(1); ++b)
      for (int c = 0; c < own.extent(2); ++c)
        for (int d = 0; d < own.extent(3); ++d) {
          const auto index = [&](const int* shape) {
            const int at = ((a % shape[0] * shape[1] + b % shape[1]) * shape[2] + c % shape[2]) * shape[3] + d % shape[3];
            return static_cast<std::size_t>(at);
          };
          const double left  = given.values[0][index(own.left)];
          const double right = own.right_constant ? constant_at(facts.tensors[1], file, index(own.right)) : given.values[1][index(own.right)];
          if (own.element != element_type::float32) {
            result.push_back({quantized(own, facts, left, right)});
            continue;
          }
          const double exact = own.kind == binary_kind::add ? left + right : own.kind == binary_kind::sub ? left - right : left * right;
          result.push_back({clamp_real(own.function, static_cast<double>(static_cast<float>(exact)))});
        }
  return result;
}

std::string text_of(const binary_case& own) {
  const auto shape = [](const int* extents) {
    return std::to_string(extents[0]) + "x" + std::to_string(extents[1]) + "x" + std::to_string(extents[2]) + "x" + std::to_string(extents[3]);
  };
  return shape(own.left) + " with " + shape(own.right) + (own.right_constant ? " (constant)" : "") + ", " + edgetl::name_of(own.element) + ", scales about 2^" +
         std::to_string(own.left_exponent) + " 2^" + std::to_string(own.right_exponent) + " 2^" + std::to_string(own.output_exponent) +
         ", zero points " + std::to_string(own.left_zero_point) + " " + std::to_string(own.right_zero_point) + " " + std::to_string(own.output_zero_point) +
         ", activation " + std::to_string(static_cast<int>(own.function)) + (own.single_rounding ? ", single rounding" : ", double rounding");
}

std::vector<expected> model(const unary_case& own, const unsigned char*, const operands& given) {
  const affine          in = input_of(own), out = output_of(own);
  const bool            real = own.output == element_type::float32;
  const double          lowest = lowest_of(own.output), highest = highest_of(own.output);
  std::vector<expected> result;
  for (const double code : given.values[0]) {
    const double       value = own.input == element_type::float32 ? code : static_cast<double>(in.scale) * (code - in.zero_point);
    const auto         difference = static_cast<std::int64_t>(code) - in.zero_point;
    const auto         clamped = [&](std::int64_t steps) { return limit(static_cast<double>(steps + out.zero_point), static_cast<std::int64_t>(lowest), static_cast<std::int64_t>(highest)); };
    switch (own.kind) {
      case unary_kind::quantize:
        if (own.input == element_type::float32)
          result.push_back({limit(std::round(static_cast<double>(static_cast<float>(code) / out.scale)) + out.zero_point, static_cast<std::int64_t>(lowest), static_cast<std::int64_t>(highest))});
        else
          result.push_back({clamped(requantize_sum(difference, static_cast<double>(in.scale) / static_cast<double>(out.scale), own.single_rounding))});
        break;
      case unary_kind::relu:
        if (real) {
          result.push_back({clamp_real(own.function, value)});
        } else {
          const code_bounds clamp = bounds_of(own.function, lowest, highest, out.scale, out.zero_point);
          const auto        steps = requantize_sum(difference, static_cast<double>(in.scale / out.scale), own.single_rounding);
          result.push_back({limit(static_cast<double>(steps + out.zero_point), clamp.lowest, clamp.highest)});
        }
        break;
      case unary_kind::leaky_relu: {
        const float alpha = static_cast<float>(own.alpha_hundredths) / 100.0f;
        if (real) {
          result.push_back({value > 0 ? value : static_cast<double>(static_cast<float>(code) * alpha)});
        } else {
          const float  product = in.scale * alpha;
          const double leak    = static_cast<double>(product / out.scale);
          std::int64_t steps   = requantize_sum(difference, difference >= 0 ? static_cast<double>(in.scale / out.scale) : std::fabs(leak), own.single_rounding);
          if (difference < 0 && leak < 0) steps = -steps;
          result.push_back({clamped(steps)});
        }
        break;
      }
      // gemmlowp's fixed point is within one code of the function; the vectors of tests/vectors hold it to the code
      case unary_kind::logistic: {
        const double exact = 1 / (1 + std::exp(-value));
        result.push_back(real ? expected{exact, 4e-7} : expected{limit(std::round(exact * 256) - 128, -128, 127), 1});
        break;
      }
      case unary_kind::tanh: {
        const double exact = std::tanh(value);
        result.push_back(real ? expected{exact, 4e-7} : expected{limit(std::round(exact * 128), -128, 127), 1});
        break;
      }
    }
  }
  return result;
}

std::string text_of(const unary_case& own) {
  return std::to_string(own.count) + " elements, " + edgetl::name_of(own.input) + " to " + edgetl::name_of(own.output) + ", scales " +
         std::to_string(own.input_thousandths) + "e-3 " + std::to_string(own.output_thousandths) + "e-3, zero points " +
         std::to_string(own.input_zero_point) + " " + std::to_string(own.output_zero_point) + ", activation " +
         std::to_string(static_cast<int>(own.function)) + ", alpha " + std::to_string(own.alpha_hundredths) + "e-2" +
         (own.single_rounding ? ", single rounding" : ", double rounding");
}

}  // namespace edgetl_test
