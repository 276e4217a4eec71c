// SPDX-License-Identifier: BSL-1.0
// Fixed-point arithmetic as gemmlowp defines it: the one definition behind every integer kernel.
// Source: gemmlowp fixedpoint.h semantics as described in TensorFlow Lite's quantization specification.
#pragma once

#include <edgetl/core/language.hpp>

#include <cstdint>
#include <type_traits>

namespace edgetl::fixed_point {

using std::int32_t;
using std::int64_t;

inline constexpr int32_t int32_min = -2147483647 - 1;
inline constexpr int32_t int32_max = 2147483647;

// The bounds take the type of the value.
template <class Number>
constexpr Number clamp(Number value, std::type_identity_t<Number> lowest, std::type_identity_t<Number> highest) {
  return value < lowest ? lowest : (value > highest ? highest : value);
}

// x * 2^amount modulo 2^32: what a shift register does.
constexpr int32_t shift_left(int32_t value, int amount) {
  return static_cast<int32_t>(static_cast<std::uint32_t>(value) << amount);
}

constexpr int32_t saturate(int64_t value) {
  return static_cast<int32_t>(clamp<int64_t>(value, int32_min, int32_max));
}

// (a * b) / 2^31, rounded to nearest; the nudge depends on the sign and the division truncates.
constexpr int32_t rounding_doubling_high_multiply(int32_t left, int32_t right) {
  if (left == int32_min && right == int32_min) return int32_max;
  const int64_t product = static_cast<int64_t>(left) * right;
  const int64_t nudge   = product >= 0 ? (int64_t{1} << 30) : 1 - (int64_t{1} << 30);
  return static_cast<int32_t>((product + nudge) / (int64_t{1} << 31));
}

// value / 2^exponent, rounded to nearest, halves away from zero; exponent in [0, 31].
constexpr int32_t rounding_divide_by_power_of_two(int32_t value, int exponent) {
  const int32_t mask      = static_cast<int32_t>((std::uint32_t{1} << exponent) - 1);
  const int32_t remainder = value & mask;
  const int32_t threshold = (mask >> 1) + (value < 0 ? 1 : 0);
  return (value >> exponent) + (remainder > threshold ? 1 : 0);
}

// value * 2^exponent with saturation (exponent > 0) or rounding (exponent < 0).
constexpr int32_t saturating_rounding_multiply_by_power_of_two(int32_t value, int exponent) {
  if (exponent >= 0) return saturate(static_cast<int64_t>(value) * (int64_t{1} << exponent));
  return rounding_divide_by_power_of_two(value, -exponent);
}

// (a + b) / 2, rounded to nearest, halves away from zero.
constexpr int32_t rounding_half_sum(int32_t left, int32_t right) {
  const int64_t sum  = static_cast<int64_t>(left) + right;
  const int64_t sign = sum >= 0 ? 1 : -1;
  return static_cast<int32_t>((sum + sign) / 2);
}

// exp(a) for a <= 0 given in Q(IntegerBits).(31 - IntegerBits); the result is in Q0.31.
template <int IntegerBits> constexpr int32_t exp_of_negative(int32_t value) {
  constexpr int     fraction    = 31 - IntegerBits;
  constexpr int32_t one_quarter = int32_t{1} << (fraction - 2);
  const int32_t     mask        = one_quarter - 1;
  const int32_t     in_quarter  = (value & mask) - one_quarter;  // in [-1/4, 0)
  // exp around -1/8 by a polynomial of degree four
  const int32_t x      = shift_left(in_quarter, IntegerBits) + (int32_t{1} << 28);
  const int32_t x2     = rounding_doubling_high_multiply(x, x);
  const int32_t x3     = rounding_doubling_high_multiply(x2, x);
  const int32_t x4     = rounding_doubling_high_multiply(x2, x2);
  const int32_t x4_4   = rounding_divide_by_power_of_two(x4, 2);
  const int32_t series = rounding_divide_by_power_of_two(
      rounding_doubling_high_multiply(x4_4 + x3, 715827883) + x2, 1);
  int32_t result = 1895147668 + rounding_doubling_high_multiply(1895147668, x + series);
  // the rest is a sum of powers of two: multiply by exp(-2^k) for each
  const int32_t     rest      = in_quarter - value;
  constexpr int32_t factors[] = {1672461947, 1302514674, 790015084, 290630308, 39332535, 720401, 242};
  for (int k = 0; k < 7; ++k)
    if (IntegerBits > k - 2) {
      const int bit = fraction + k - 2;
      if (bit < 31 && (rest & (int32_t{1} << bit)) != 0) result = rounding_doubling_high_multiply(result, factors[k]);
    }
  if (IntegerBits > 5) {
    const int32_t lowest = -(int32_t{1} << (fraction + 5 < 31 ? fraction + 5 : 30));
    if (value < lowest) result = 0;
  }
  return value == 0 ? int32_max : result;
}

// 1 / (1 + a) for a in [0, 1], both in Q0.31.
constexpr int32_t one_over_one_plus(int32_t value) {
  const int32_t half_denominator = rounding_half_sum(value, int32_max);
  int32_t       x = 1515870810 + rounding_doubling_high_multiply(half_denominator, -1010580540);  // Q2.29
  for (int step = 0; step < 3; ++step) {
    const int32_t product   = rounding_doubling_high_multiply(half_denominator, x);
    const int32_t remaining = (int32_t{1} << 29) - product;
    x += saturating_rounding_multiply_by_power_of_two(rounding_doubling_high_multiply(x, remaining), 2);
  }
  return saturating_rounding_multiply_by_power_of_two(x, 1);
}

// (1 - a) / (1 + a) for a in [0, 1], both in Q0.31.
constexpr int32_t one_minus_over_one_plus(int32_t value) {
  const int32_t half_denominator = rounding_half_sum(value, int32_max);
  int32_t       x = 1515870810 + rounding_doubling_high_multiply(half_denominator, -1010580540);
  for (int step = 0; step < 3; ++step) {
    const int32_t product   = rounding_doubling_high_multiply(half_denominator, x);
    const int32_t remaining = (int32_t{1} << 29) - product;
    x += saturating_rounding_multiply_by_power_of_two(rounding_doubling_high_multiply(x, remaining), 2);
  }
  return saturating_rounding_multiply_by_power_of_two(x - (int32_t{1} << 29), 2);
}

// 1 / (1 + exp(-a)); a in Q(IntegerBits).(31 - IntegerBits), the result in Q0.31.
template <int IntegerBits> constexpr int32_t logistic(int32_t value) {
  if (value == 0) return int32_t{1} << 30;
  const int32_t magnitude = value < 0 ? -saturate(value) : value;
  const int32_t positive  = one_over_one_plus(exp_of_negative<IntegerBits>(-magnitude));
  return value > 0 ? positive : int32_max - positive;
}

// tanh(a); a in Q(IntegerBits).(31 - IntegerBits), the result in Q0.31.
template <int IntegerBits> constexpr int32_t tanh(int32_t value) {
  if (value == 0) return 0;
  const int32_t magnitude = value < 0 ? -value : value;
  // exp(-2a): the same code read with one integer bit more
  const int32_t result = one_minus_over_one_plus(exp_of_negative<IntegerBits + 1>(-magnitude));
  return value > 0 ? result : -result;
}

constexpr int leading_zeros(std::uint32_t value) { return edgetl::leading_zeros(value); }

}  // namespace edgetl::fixed_point
