// SPDX-License-Identifier: BSL-1.0
// What an operation reads of its step: optional inputs, option words, constants of every element type.
#include <edgetl/kernel/node.hpp>

#include "../unit.hpp"

#include <bit>
#include <cstring>
#include <initializer_list>

using namespace edgetl;
using namespace edgetl::kernel;

namespace {

struct options {
  std::int32_t axis;
  float        beta;
};

constexpr unsigned char bytes[]    = {0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,  // -2 of 64 bits
                                      0x00, 0x00, 0x80, 0x3F, 0x00, 0x00, 0x00, 0x40};  // 1.0f and 2.0f: scales
constexpr std::int32_t  operands[] = {0, -1, 1, 2, 3};
constexpr std::int32_t  words[]    = {-1, std::bit_cast<std::int32_t>(0.5f)};

constexpr tensor_info stored_as(element_type element, extents shape, std::int32_t channels = 1) {
  tensor_info result;
  result.element = result.stored = element;
  result.shape                   = shape;
  result.constant                = true;
  result.quantization            = {1.0f, 0};
  result.channels                = channels;
  result.scales_at               = 8;
  return result;
}
constexpr tensor_info computed() {
  tensor_info result = stored_as(element_type::int32, make_extents(2));
  result.computed    = true;
  result.values[1]   = 41;
  return result;
}
constexpr tensor_info along_axis_1() {
  tensor_info result  = stored_as(element_type::int8, make_extents(2, 2, 2), 2);
  result.channel_axis = 1;
  return result;
}

constexpr tensor_info tensors[] = {stored_as(element_type::int64, make_extents(1)), computed(),
                                   along_axis_1(), tensor_info{}};
constexpr node        step{{bytes, sizeof bytes}, tensors, operands, 4, operands + 4, 1, words};

}  // namespace

static_assert(step.has_input(0) && !step.has_input(1) && step.has_input(3) && !step.has_input(4),
              "absent and beyond the end");
static_assert(step.is_constant(0) && !step.is_constant(1));
static_assert(step.options<options>().axis == -1 && step.options<options>().beta == 0.5f);
static_assert(step.integer(0, 0) == -2 && step.integer(2, 1) == 41);
static_assert(step.scale(tensors[0]) == 1.0f && step.scale(tensors[2], 0) == 1.0f &&
              step.scale(tensors[2], 1) == 2.0f);

TEST_CASE("node: elements as integers, by the type that stores them") {
  CHECK(step.integer_of(stored_as(element_type::int32, make_extents(2)), 0) == -2);
  CHECK(step.integer_of(stored_as(element_type::int16, make_extents(2)), 1) == -1);
  CHECK(step.integer_of(stored_as(element_type::int8, make_extents(2)), 0) == -2);
  CHECK(step.integer_of(stored_as(element_type::uint8, make_extents(2)), 0) == 254);
  CHECK(step.integer_of(stored_as(element_type::float32, make_extents(2)), 0) == 0);
}

TEST_CASE("node: elements as real numbers, with the scale of their channel") {
  // codes -2, then seven times -1; the axis in the middle picks 1.0 or 2.0
  const float expected[] = {-2, -1, -2, -2, -1, -1, -2, -2};
  for (std::size_t i = 0; i < 8; ++i) CHECK(step.real_of(tensors[2], i) == expected[i]);
  tensor_info real = stored_as(element_type::float32, make_extents(2));
  real.constant_at = 8;
  CHECK(step.real_of(real, 1) == 2.0f);
  tensor_info half = stored_as(element_type::float16, make_extents(2));
  half.constant_at = 10;  // 0x3F80
  CHECK(step.real_of(half, 0) == 1.875f);
}

TEST_CASE("node: what operations say of element types that they do not compute on") {
  for (const auto good : {element_type::float32, element_type::int8, element_type::int16})
    CHECK_FALSE(static_cast<bool>(check_computes_on(good, 1)));
  CHECK(std::strstr(check_computes_on(element_type::uint8, 1).sentence, "quantize the model to int8") != nullptr);
  CHECK(std::strstr(check_computes_on(element_type::float16, 1).sentence, "quantize the model to int8") != nullptr);
  CHECK(std::strstr(check_computes_on(element_type::int64, 1).sentence, "not on whole numbers") != nullptr);
  CHECK(check_computes_on(element_type::boolean, 7).tensor == 7);
}
