// SPDX-License-Identifier: BSL-1.0
// ADD and SUB in floats: all pairs of codes where they are said to be exact, against TFLite's formula in 64 bits.
#include <edgetl/quant/arithmetic.hpp>
#include <edgetl/target/x86/float_sum.hpp>

#include <algorithm>
#include <cmath>
#include <cstring>

#include "../unit.hpp"

namespace {

using namespace edgetl_test;
using edgetl::kernel::rescaled_sum;
using edgetl::quant::multiplier;
using edgetl::quant::tflite_double_rounding;
using edgetl::quant::tflite_single_rounding;
using edgetl::target::x86::float_sum;

float float_of(std::int32_t bits) {
  float value;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

// gemmlowp's two roundings, or TFLite's single one; factors are at most 1.
template <class Arithmetic> std::int64_t scaled(std::int64_t x, multiplier by) {
  const int right = -by.shift;
  if constexpr (std::is_same_v<Arithmetic, tflite_single_rounding>) return (x * by.value + (std::int64_t{1} << (30 + right))) >> (31 + right);
  const std::int64_t high = (x * by.value + (std::int64_t{1} << 30)) >> 31;
  if (right == 0) return high;
  const std::int64_t half = std::int64_t{1} << (right - 1);
  return high < 0 ? -((-high + half) >> right) : (high + half) >> right;
}

template <class Arithmetic, bool Subtracts> rescaled_sum<std::int8_t, Arithmetic, Subtracts> random_sum(random_numbers& random) {
  const auto real        = [&](double lowest, double highest) { return lowest + (highest - lowest) * (random.bits() % 65536) / 65536.0; };
  const auto zero_point  = [&] { return random.bits() % 3 == 0 ? -128 : random.between(-128, 127); };
  const float left       = static_cast<float>(std::exp2(real(-7, -2)));
  // often the same scale, or twice that: many pairs with one sum, and ties; and next to a power of two, where a float's last bit changes
  const float right = random.bits() % 4 == 0 ? left : static_cast<float>(left * std::exp2(real(-4, 4))), larger = left > right ? left : right;
  const float out   = random.bits() % 3 == 0 ? left * static_cast<float>(std::exp2(random.between(-1, 2))) : static_cast<float>(larger * std::exp2(real(-1.5, 1.5)));
  const std::int32_t zero = zero_point();
  const bool         relu = random.bits() % 3 == 0;
  return {{zero_point(), zero_point(), 20, Arithmetic::encode(left / (2.0 * larger)), Arithmetic::encode(right / (2.0 * larger)),
           Arithmetic::encode(2.0 * larger / (1048576.0 * out)), {zero, {relu ? zero : -128, random.bits() % 5 == 0 ? 100 : 127}}}};
}

// Pairs whose codes differ.
template <class Arithmetic, bool Subtracts> int count_wrong(const rescaled_sum<std::int8_t, Arithmetic, Subtracts>& sum, const float_sum& floats, std::int64_t step) {
  const auto& own   = sum.own;
  int         wrong = 0;
  for (std::int64_t a = -128; a < 128; a += step)
    for (std::int64_t b = -128; b < 128; ++b) {
      const auto left   = scaled<Arithmetic>((a - own.left_zero_point) << 20, own.left_factor);
      const auto right  = scaled<Arithmetic>((b - own.right_zero_point) << 20, own.right_factor);
      const auto wanted = scaled<Arithmetic>(Subtracts ? left - right : left + right, own.output_factor) + own.output.zero_point;
      const float inner = std::fma(static_cast<float>(a), float_of(floats.left), float_of(floats.offset));
      const auto  found = std::llrint(std::fma(static_cast<float>(b), float_of(floats.right), inner));
      const auto  code  = [&](long long value) { return std::clamp<long long>(value, own.output.clamp.lowest, own.output.clamp.highest); };
      wrong += code(wanted) != code(found);
    }
  return wrong;
}

template <class Arithmetic, bool Subtracts> void check(int& proven) {
  random_numbers random;
  for (int i = 0; i < many / 400; ++i) {
    const auto      sum    = random_sum<Arithmetic, Subtracts>(random);
    const float_sum floats = edgetl::target::x86::make_float_sum<Subtracts>(sum);
    proven += floats.is_exact;
    if (floats.is_exact) CHECK(count_wrong(sum, floats, 10000 / many) == 0);  // every left code on a host
  }
}

}  // namespace

TEST_CASE("sums in floats are exact where they are said to be") {
  int proven = 0;
  check<tflite_double_rounding, false>(proven);
  check<tflite_double_rounding, true>(proven);
  check<tflite_single_rounding, false>(proven);
  check<tflite_single_rounding, true>(proven);
  CHECK(proven > 4 * (many / 400) * 7 / 10);
  MESSAGE("proven: " << proven << " of " << 4 * (many / 400));
}
TEST_CASE("sums in floats: factors next to a power of two") {
  // left / out is 0.49999999984: its float is 0.5, whose last bit is twice as large
  using quant_arithmetic = tflite_double_rounding;
  const float left = 0.00390625f, right = 0.18129845f, out = 0.0078125f;
  for (int shift = -6; shift <= 6; ++shift)
    for (int zero = -128; zero < 128; zero += 53) {
      const double common = 2.0 * static_cast<double>(right) * std::exp2(shift);
      const double larger = common > 2.0 * static_cast<double>(left) ? common : 2.0 * static_cast<double>(left);
      const rescaled_sum<std::int8_t, quant_arithmetic, false> sum{
          {zero, 0, 20, quant_arithmetic::encode(static_cast<double>(left) / larger), quant_arithmetic::encode(common / 2 / larger),
           quant_arithmetic::encode(larger / (1048576.0 * static_cast<double>(out))), {0, {0, 127}}}};
      const float_sum floats = edgetl::target::x86::make_float_sum<false>(sum);
      if (floats.is_exact) CHECK(count_wrong(sum, floats, 10000 / many) == 0);
    }
}
TEST_CASE("sums in floats: what is refused") {
  using edgetl::target::x86::make_float_sum;
  rescaled_sum<std::int8_t, tflite_double_rounding, false> sum{{0, 0, 20, {1 << 30, 0}, {1 << 30, -30}, {1 << 30, -18}, {0, {-128, 127}}}};
  CHECK_FALSE(make_float_sum<false>(sum).is_exact);  // an operand next to nothing
  sum.own.right_factor = {1 << 30, 0}, sum.own.output_factor = {1 << 30, -19};
  CHECK_FALSE(make_float_sum<false>(sum).is_exact);  // every other pair a tie, half of them to be rounded away from zero
  sum.own.left_shift = 15;
  CHECK_FALSE(make_float_sum<false>(sum).is_exact);
  sum.own.left_shift = 20, sum.own.output_factor = {1 << 30, 1};
  CHECK_FALSE(make_float_sum<false>(sum).is_exact);
}
