// SPDX-License-Identifier: BSL-1.0
// The list of operators: codes, names, element types, and option fields with their defaults.
#include <edgetl/import/tflite/operations.hpp>

#include <edgetl/import/tflite/builtin_names.hpp>
#include <edgetl/import/tflite/schema.hpp>

#include "../unit.hpp"

#include <bit>
#include <cstring>

using namespace edgetl;
using namespace edgetl::import::tflite;

namespace {

// A table with one field, id 1, which holds 7.
constexpr unsigned char bytes[] = {12, 0, 0, 0, 8, 0, 8, 0, 0, 0, 4, 0, 8, 0, 0, 0, 7, 0, 0, 0};

template <class Row> constexpr auto options_of() {
  struct {
    std::int32_t word[kernel::max_option_words] = {};
  } result;
  flatbuffer file({bytes, sizeof bytes});
  Row::read_options(file, file.root(), result.word);
  return result;
}

struct four_options {
  struct options {
    std::int32_t first, second, third, fourth;
  };
  static constexpr kernel::refusal check(const kernel::node&) { return {}; }
  static constexpr std::int64_t    macs(const kernel::node&) { return 0; }
};
constexpr auto four      = options_of<row<four_options, 1000, byte(0), word(1), byte(1, 3), word(4, 1)>>();
constexpr auto constants = options_of<row<kernel::relu, 21, always(3)>>();
constexpr auto softmax   = options_of<row<kernel::softmax, 25, real(0, 0.5f)>>();

}  // namespace

static_assert(four.word[0] == 0 && four.word[1] == 7 && four.word[2] == 7 && four.word[3] == 1 &&
                  four.word[4] == 0,
              "absent fields have defaults");
static_assert(constants.word[0] == 3 && std::bit_cast<float>(softmax.word[0]) == 0.5f);

static_assert(builtin_operations::find(3) >= 0 && builtin_operations::find(67) == -1 &&
              builtin_operations::find(-1) == -1);
static_assert(builtin_operations::code_of(builtin_operations::find(114)) == 114);
static_assert(
    std::is_same_v<builtin_operations::operations::at<builtin_operations::find(9)>, kernel::fully_connected>);
static_assert(
    std::is_same_v<builtin_operations::operations::at<builtin_operations::find(1)>, kernel::average_pool_2d>);

static_assert(schema::element_of(9) == element_type::int8 && schema::element_of(17) == element_type::int4 &&
              schema::element_of(6) == element_type::boolean);
static_assert(schema::element_of(10) == element_type::unknown &&
              schema::element_of(-1) == element_type::unknown &&
              schema::element_of(5) == element_type::unknown);

TEST_CASE("operations: every code is found where it stands, once") {
  for (std::int32_t i = 0; i < builtin_operations::operations::size; ++i)
    CHECK(builtin_operations::find(builtin_operations::code_of(i)) == i);
}

TEST_CASE("builtin names: codes of the schema") {
  const auto is = [](std::int32_t code, const char* name) {
    return std::strcmp(builtin_name(code), name) == 0;
  };
  CHECK(is(0, "ADD"));
  CHECK(is(9, "FULLY_CONNECTED"));
  CHECK(is(32, "CUSTOM"));
  CHECK(is(45, "STRIDED_SLICE"));
  CHECK(is(67, "TRANSPOSE_CONV"));
  CHECK(is(98, "LEAKY_RELU"));
  CHECK(is(114, "QUANTIZE"));
  CHECK(is(117, "HARD_SWISH"));
  CHECK(is(129, "CALL_ONCE"));
  CHECK(is(206, "STABLEHLO_COMPOSITE"));
  CHECK(is(-1, "an unknown operator"));
  CHECK(is(100000, "an unknown operator"));
}
