// SPDX-License-Identifier: BSL-1.0
// Requantization against exact integer models of its rules, over random and extreme accumulators.
#include <edgetl/quant/arithmetic.hpp>

#include "../unit.hpp"

#include <initializer_list>

using namespace edgetl_test;
using namespace edgetl::quant;

namespace {

// A user's policy: the factor as a power of two, rounded down.
struct shift_only {
  static constexpr multiplier   encode(double factor) { return {1 << 30, make_multiplier(factor).shift}; }
  static constexpr std::int32_t requantize(std::int32_t sum, multiplier by) { return sum >> (1 - by.shift); }
  static constexpr std::int32_t requantize(std::int64_t sum, multiplier by) {
    return static_cast<std::int32_t>(sum >> (1 - by.shift));
  }
};
struct only_encodes {
  static constexpr multiplier encode(double) { return {}; }
};
struct encodes_an_integer {
  static constexpr int          encode(double) { return 1; }
  static constexpr std::int32_t requantize(std::int64_t, multiplier) { return 0; }
};
struct answers_in_64_bits {
  static constexpr multiplier   encode(double) { return {}; }
  static constexpr std::int64_t requantize(std::int64_t sum, multiplier) { return sum; }
};

}  // namespace

static_assert(arithmetic<tflite_double_rounding> && arithmetic<tflite_single_rounding> &&
              arithmetic<shift_only>);
static_assert(check_arithmetic<tflite_double_rounding>() && check_arithmetic<shift_only>());
static_assert(!arithmetic<only_encodes> && !arithmetic<encodes_an_integer> &&
              !arithmetic<answers_in_64_bits> && !arithmetic<int>);
static_assert(encodes_a_factor<only_encodes> && !requantizes_accumulators<only_encodes>);
static_assert(shift_only::requantize(std::int32_t{-9}, shift_only::encode(0.3)) == -3);

// The two rules part where a half is rounded twice: -2 / 4 becomes -1 and 0.
constexpr multiplier   quarter{1 << 30, -1};
constexpr std::int32_t twice(std::int32_t sum, multiplier by) {
  return tflite_double_rounding::requantize(sum, by);
}
constexpr std::int32_t once(std::int32_t sum, multiplier by) {
  return tflite_single_rounding::requantize(sum, by);
}
static_assert(twice(-2, quarter) == -1 && once(-2, quarter) == 0);
static_assert(twice(2, quarter) == 1 && once(2, quarter) == 1);
static_assert(twice(1, quarter) == 1 && once(1, quarter) == 0, "a quarter rounds to a half, and that to one");
static_assert(twice(2147483647, {}) == 0 && once(2147483647, {}) == 0);

TEST_CASE("arithmetic: both rules are their exact models") {
  random_numbers random;
  int            wrong_double = 0, wrong_single = 0, apart = 0;
  for (int i = 0; i < 5 * many; ++i) {
    const int        shift = random.between(-31, 30);
    const multiplier by{
        i % 8 == 0 ? 1 << 30 : (i % 8 == 1 ? 2147483647 : random.between(1 << 30, 2147483647)), shift};
    // what may be shifted left must have room for it
    const std::int32_t sum = random.integer() >> (shift > 0 ? shift : 0);
    wrong_double += twice(sum, by) == double_rounding(sum, by.value, shift) ? 0 : 1;
    wrong_single += once(sum, by) == single_rounding(sum, by.value, shift) ? 0 : 1;
    apart += twice(sum, by) == once(sum, by) ? 0 : 1;
  }
  CHECK(wrong_double == 0);
  CHECK(wrong_single == 0);
  CHECK(apart > 0);
}

TEST_CASE("arithmetic: small accumulators, every one, with factors that make halves") {
  int wrong = 0;
  for (std::int32_t sum = -600; sum <= 600; ++sum)
    for (int shift = -9; shift <= 4; ++shift)
      for (const std::int32_t value : {1 << 30, 3 << 29, 5 << 28, (1 << 30) + 1, 2147483647}) {
        wrong += twice(sum, {value, shift}) == double_rounding(sum, value, shift) ? 0 : 1;
        wrong += once(sum, {value, shift}) == single_rounding(sum, value, shift) ? 0 : 1;
      }
  CHECK(wrong == 0);
}

TEST_CASE("arithmetic: 64-bit accumulators use 16 bits of the multiplier and round halves up") {
  random_numbers random;
  int            wrong = 0;
  for (int i = 0; i < many; ++i) {
    const int        shift = random.between(-31, 0);
    const multiplier by{
        i % 4 == 0 ? 0x7FFEFFFF + random.between(0, 0x10000) : random.between(1 << 30, 2147483647), shift};
    const std::int64_t room = std::int64_t{1}
                              << (47 < 31 - shift ? 47 : 31 - shift);  // so that the result has 32 bits
    const std::int64_t sum     = ((std::int64_t{random.integer()} << 16) + random.between(0, 65535)) % room;
    const std::int64_t reduced = by.value < 0x7FFF0000 ? divide_half_up(by.value, 65536) : 0x7FFF;
    const std::int64_t wanted  = divide_half_up(sum * reduced, std::int64_t{1} << (15 - shift));
    wrong += tflite_double_rounding::requantize(sum, by) == wanted &&
                     tflite_single_rounding::requantize(sum, by) == wanted
                 ? 0
                 : 1;
  }
  CHECK(wrong == 0);
}
