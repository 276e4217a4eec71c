// SPDX-License-Identifier: BSL-1.0
// Element types: widths, names, storage, and every half-precision number.
#include <edgetl/core/element.hpp>

#include "../unit.hpp"

#include <cmath>
#include <cstring>
#include <type_traits>

using namespace edgetl;

static_assert(bits_of(element_type::int4) == 4 && bits_of(element_type::boolean) == 8 &&
              bits_of(element_type::int64) == 64);
static_assert(bits_of(element_type::float16) == 16 && bits_of(element_type::float32) == 32 &&
              bits_of(element_type::unknown) == 0);
static_assert(bytes_of(element_type::int4, 3) == 2 && bytes_of(element_type::int4, 4) == 2,
              "the odd nibble has a byte");
static_assert(bytes_of(element_type::int16, 5) == 10 && bytes_of(element_type::int8, 0) == 0);

static_assert(std::is_same_v<element_t<element_type::int8>, std::int8_t>);
static_assert(std::is_same_v<element_t<element_type::float32>, float>);
static_assert(std::is_same_v<element_t<element_type::float16>, fp16> && sizeof(fp16) == 2);
static_assert(sizeof(element_t<element_type::boolean>) == 1);

static_assert(code_range<int8>::lowest == -128 && code_range<int8>::highest == 127);
static_assert(code_range<uint8>::lowest == 0 && code_range<uint8>::highest == 255);
static_assert(code_range<int16>::lowest == -32768 &&
              code_range<int32>::lowest + code_range<int32>::highest == -1);

static_assert(is_quantized(element_type::int8) && is_quantized(element_type::int4) &&
              !is_quantized(element_type::int32));
static_assert(is_float(element_type::float32) && !is_float(element_type::float16));

static_assert(fp16{0x3C00}.value() == 1.0f && fp16{0xC000}.value() == -2.0f &&
              fp16{0x7BFF}.value() == 65504.0f);
static_assert(fp16{0x0001}.value() == 1.0f / 16777216.0f, "the smallest subnormal is 2^-24");

TEST_CASE("element: names") {
  CHECK(std::strcmp(name_of(element_type::int8), "int8") == 0);
  CHECK(std::strcmp(name_of(element_type::boolean), "bool") == 0);
  CHECK(std::strcmp(name_of(element_type::unknown), "unknown") == 0);
}

TEST_CASE("fp16: all 65536 codes are the numbers that IEEE 754 says") {
  int wrong = 0;
  for (std::uint32_t code = 0; code < 65536; ++code) {
    const float got      = fp16{static_cast<std::uint16_t>(code)}.value();
    const int   exponent = static_cast<int>(code >> 10 & 31);
    const int   mantissa = static_cast<int>(code & 1023);
    const float sign     = code < 32768 ? 1.0f : -1.0f;
    if (exponent == 31 && mantissa != 0) {
      wrong += got != got ? 0 : 1;
      continue;
    }
    float expected = INFINITY;
    if (exponent < 31)
      expected = exponent == 0 ? std::ldexp(static_cast<float>(mantissa), -24)
                               : std::ldexp(static_cast<float>(1024 + mantissa), exponent - 25);
    expected *= sign;
    wrong += std::memcmp(&got, &expected, sizeof got) == 0 ? 0 : 1;  // zeros have signs
  }
  CHECK(wrong == 0);
}
