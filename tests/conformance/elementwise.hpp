// SPDX-License-Identifier: BSL-1.0
// Random additions, subtractions and multiplications with broadcasting, and operations of one operand; and
// what they are by definition.
#pragma once

#include <edgetl/kernel/add.hpp>
#include <edgetl/kernel/leaky_relu.hpp>
#include <edgetl/kernel/logistic.hpp>
#include <edgetl/kernel/mul.hpp>
#include <edgetl/kernel/quantize.hpp>
#include <edgetl/kernel/relu.hpp>
#include <edgetl/kernel/sub.hpp>
#include <edgetl/kernel/tanh.hpp>

#include <string>

#include "../unit/unit.hpp"
#include "step.hpp"

namespace edgetl_test {

enum class binary_kind { add, sub, mul };

struct binary_case {
  binary_kind  kind           = binary_kind::add;
  element_type element        = element_type::int8;
  int          left[4]        = {1, 1, 1, 1};
  int          right[4]       = {1, 1, 1, 1};
  bool         right_constant = false;
  activation   function       = activation::none;
  int          left_exponent = 0, right_exponent = 0, output_exponent = 0;  // scales are about 2^exponent
  bool         exact         = false;                                       // scales are powers of two
  int          left_zero_point = 0, right_zero_point = 0, output_zero_point = 0;
  bool         single_rounding = false;
  int          seed            = 0;

  constexpr int extent(int axis) const { return left[axis] > right[axis] ? left[axis] : right[axis]; }
  constexpr int right_count() const { return right[0] * right[1] * right[2] * right[3]; }
};

constexpr float scale_of(const binary_case& own, int exponent, float part) {
  const float power = exponent >= 0 ? static_cast<float>(1 << exponent) : 1.0f / static_cast<float>(1 << -exponent);
  return own.exact ? power : power * part;
}

constexpr step_description describe(const binary_case& own) {
  step_description result;
  const bool       real = own.element == element_type::float32;
  const auto       quantity = [&](float scale, int zero_point) { return real ? affine{} : affine{scale, zero_point}; };
  result.add(own.element, make_extents(own.left[0], own.left[1], own.left[2], own.left[3]),
             quantity(scale_of(own, own.left_exponent, 1.37f), own.left_zero_point));
  const extents right_shape = make_extents(own.right[0], own.right[1], own.right[2], own.right[3]);
  const affine  right       = quantity(scale_of(own, own.right_exponent, 0.77f), own.right_zero_point);
  if (own.right_constant) result.add_constant(own.element, right_shape, right);
  else result.add(own.element, right_shape, right);
  result.add(own.element, make_extents(own.extent(0), own.extent(1), own.extent(2), own.extent(3)),
             quantity(scale_of(own, own.output_exponent, 1.13f), own.output_zero_point));
  result.words[0] = static_cast<std::int32_t>(own.function);
  return result;
}

constexpr void fill(const binary_case& own, unsigned char* file) {
  const tensor_info right = describe(own).tensors[1];
  if (!right.constant) return;
  random_numbers random{static_cast<std::uint64_t>(own.seed) * 0xD1342543DE82EF95ull + 5};
  random.bits();
  for (int i = 0; i < own.right_count(); ++i)
    if (own.element == element_type::float32) {
      write_float(file + right.constant_at + 4 * i, static_cast<float>(random.fraction() * 4 - 2));
    } else {
      const unsigned code = random.bits() >> 8;
      file[right.constant_at + static_cast<unsigned>(i * (own.element == element_type::int16 ? 2 : 1))] = static_cast<unsigned char>(code);
      if (own.element == element_type::int16) file[right.constant_at + static_cast<unsigned>(2 * i + 1)] = static_cast<unsigned char>(code >> 8);
    }
}

std::string           text_of(const binary_case&);
std::vector<expected> model(const binary_case&, const unsigned char* file, const operands&);

constexpr binary_case draw_binary(binary_kind kind, int number) {
  random_numbers random{static_cast<std::uint64_t>(number * 3 + static_cast<int>(kind) + 1) * 0x589965CC75374CC3ull};
  random.bits();
  constexpr activation functions[] = {activation::none, activation::none, activation::relu, activation::relu6, activation::relu_n1_to_1};
  binary_case own;
  own.kind            = kind;
  own.seed            = number;
  own.function        = functions[random.between(0, 4)];
  own.single_rounding = number % 3 == 2;
  own.exact           = number % 4 == 1;
  for (int axis = 0; axis < 4; ++axis) {
    const int extent = axis == 0 ? random.between(1, 2) : axis == 3 ? random.between(1, 70) : random.between(1, 5);
    own.left[axis] = own.right[axis] = extent;
  }
  constexpr int stretched[][2] = {{0, 0}, {0, 0}, {0, 15}, {0, 7}, {0, 8}, {15, 0}, {5, 0}, {2, 8}};  // axes of 1, as bits
  const auto&   ones           = stretched[number % 8];
  for (int axis = 0; axis < 4; ++axis) {
    if ((ones[0] >> axis & 1) != 0) own.left[axis] = 1;
    if ((ones[1] >> axis & 1) != 0) own.right[axis] = 1;
  }
  own.right_constant   = number % 5 == 3;
  own.left_zero_point  = number % 6 == 2 ? -128 : random.between(-128, 127);
  own.right_zero_point = number % 6 == 4 ? 127 : random.between(-128, 127);
  own.output_zero_point = random.between(-128, 127);
  const bool product   = kind == binary_kind::mul;
  own.left_exponent    = random.between(-6, -4);
  own.right_exponent   = random.between(-6, -4);
  own.output_exponent  = product ? own.left_exponent + own.right_exponent + random.between(4, 8) : random.between(-6, -3);
  if (number % 7 == 5) own.right_exponent = own.left_exponent - random.between(8, 14);  // one operand hardly counts
  if (number % 7 == 6) own.left_exponent = own.right_exponent + random.between(8, 14);
  if (number % 7 >= 5) own.output_exponent = product ? own.left_exponent + own.right_exponent + 7 : (own.left_exponent > own.right_exponent ? own.left_exponent : own.right_exponent);
  if (number % 11 == 9) own.output_exponent -= product ? random.between(4, 13) : random.between(2, 8);  // everything saturates
  if (number % 11 == 10) own.output_exponent += random.between(8, 12);
  switch (number % 16) {
    case 12:
      own.element         = element_type::int16;
      own.left_zero_point = own.right_zero_point = own.output_zero_point = 0;
      own.output_exponent = product ? own.left_exponent + own.right_exponent + 14 : (own.left_exponent > own.right_exponent ? own.left_exponent : own.right_exponent);
      break;
    case 6:
    case 15: own.element = element_type::float32; break;
    default: break;
  }
  return own;
}

struct add_family {
  using operation                   = edgetl::kernel::add;
  static constexpr const char* name = "add";
  static constexpr binary_case make(int number) { return draw_binary(binary_kind::add, number); }
};
struct sub_family {
  using operation                   = edgetl::kernel::sub;
  static constexpr const char* name = "sub";
  static constexpr binary_case make(int number) { return draw_binary(binary_kind::sub, number); }
};
struct mul_family {
  using operation                   = edgetl::kernel::mul;
  static constexpr const char* name = "mul";
  static constexpr binary_case make(int number) { return draw_binary(binary_kind::mul, number); }
};

// --- one operand --------------------------------------------------------------------------------------
enum class unary_kind { quantize, relu, leaky_relu, logistic, tanh };

struct unary_case {
  unary_kind   kind   = unary_kind::quantize;
  element_type input  = element_type::int8, output = element_type::int8;
  int          count  = 1;
  int          input_thousandths = 100, output_thousandths = 100;  // scales
  int          input_zero_point = 0, output_zero_point = 0;
  activation   function         = activation::none;
  int          alpha_hundredths = 0;
  bool         single_rounding  = false;
};

constexpr affine input_of(const unary_case& own) {
  return own.input == element_type::float32 ? affine{} : affine{static_cast<float>(own.input_thousandths) / 1000.0f, own.input_zero_point};
}
constexpr affine output_of(const unary_case& own) {
  if (own.output == element_type::float32) return {};
  if (own.kind == unary_kind::logistic) return {1.0f / 256, -128};
  if (own.kind == unary_kind::tanh) return {1.0f / 128, 0};
  return {static_cast<float>(own.output_thousandths) / 1000.0f, own.output_zero_point};
}

constexpr step_description describe(const unary_case& own) {
  step_description result;
  result.add(own.input, make_extents(own.count), input_of(own));
  result.add(own.output, make_extents(own.count), output_of(own));
  if (own.kind == unary_kind::relu) result.words[0] = static_cast<std::int32_t>(own.function);
  if (own.kind == unary_kind::leaky_relu) result.words[0] = edgetl::bit_cast<std::int32_t>(static_cast<float>(own.alpha_hundredths) / 100.0f);
  return result;
}
constexpr void        fill(const unary_case&, unsigned char*) {}
std::string           text_of(const unary_case&);
std::vector<expected> model(const unary_case&, const unsigned char* file, const operands&);

constexpr unary_case draw_unary(unary_kind kind, int number) {
  random_numbers random{static_cast<std::uint64_t>(number * 5 + static_cast<int>(kind) + 1) * 0x1D8E4E27C47D124Full};
  random.bits();
  constexpr int        counts[]    = {1, 15, 16, 17, 31, 33, 64, 100, 127, 257, 1000};
  constexpr activation functions[] = {activation::relu, activation::relu6, activation::relu_n1_to_1};
  unary_case           own;
  own.kind               = kind;
  own.count              = counts[(number * 3 + static_cast<int>(kind)) % 11];
  own.single_rounding    = number % 3 == 1;
  own.function           = functions[number % 3];
  own.alpha_hundredths   = random.between(-150, 150);
  own.input_zero_point   = random.between(-128, 127);
  own.output_zero_point  = random.between(-128, 127);
  own.input_thousandths  = random.between(20, 200);
  own.output_thousandths = number % 4 == 3 ? random.between(1, 5) : random.between(20, 400);
  if (number % 5 == 2) own.input = own.output = element_type::float32;
  if (kind == unary_kind::quantize) {
    constexpr element_type from[] = {element_type::int8, element_type::int8, element_type::float32, element_type::int16, element_type::int8, element_type::float32};
    constexpr element_type to[]   = {element_type::int8, element_type::int8, element_type::int8, element_type::int8, element_type::int16, element_type::int16};
    own.input  = from[number % 6];
    own.output = to[number % 6];
    if (own.input == element_type::int16) own.input_zero_point = 0, own.input_thousandths = 1;
    if (own.output == element_type::int16) own.output_zero_point = 0;
  }
  return own;
}

template <class Operation, unary_kind Kind> struct unary_family {
  using operation = Operation;
  static constexpr bool        follows_the_reference = Kind == unary_kind::logistic || Kind == unary_kind::tanh;
  static constexpr const char* name =
      Kind == unary_kind::quantize ? "quantize" : Kind == unary_kind::relu ? "relu" : Kind == unary_kind::leaky_relu ? "leaky_relu" : Kind == unary_kind::logistic ? "logistic" : "tanh";
  static constexpr unary_case make(int number) { return draw_unary(Kind, number); }
};
using quantize_family   = unary_family<edgetl::kernel::quantize, unary_kind::quantize>;
using relu_family       = unary_family<edgetl::kernel::relu, unary_kind::relu>;
using leaky_relu_family = unary_family<edgetl::kernel::leaky_relu, unary_kind::leaky_relu>;
using logistic_family   = unary_family<edgetl::kernel::logistic, unary_kind::logistic>;
using tanh_family       = unary_family<edgetl::kernel::tanh, unary_kind::tanh>;

}  // namespace edgetl_test
