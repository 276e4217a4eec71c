// SPDX-License-Identifier: BSL-1.0
// Constant-evaluable replacements for the parts of <cmath> that edgetl needs. The device core never
// calls libm; results do not depend on -ffast-math or on fused multiply-add.
#pragma once

#include <edgetl/config.hpp>
#include <edgetl/core/language.hpp>

#include <cstdint>

namespace edgetl::numeric {

// The value rounded to its type here: neither contracted into a multiply-add nor reassociated.
template <class Real> EDGETL_INLINE constexpr Real rounded(Real value) { return EDGETL_ROUNDED(value); }

// The quotient, correctly rounded. Under -ffast-math a float division may become a multiplication by an
// approximate reciprocal; one in double, narrowed, gives the same bits and is not approximated.
EDGETL_INLINE constexpr float divide(float dividend, float divisor) {
  if constexpr (EDGETL_FAST_MATH)
    return static_cast<float>(rounded(rounded(static_cast<double>(dividend)) / rounded(static_cast<double>(divisor))));
  else
    return dividend / divisor;
}
EDGETL_INLINE constexpr double divide(double dividend, double divisor) {
  return rounded(rounded(dividend) / rounded(divisor));
}

// value = fraction * 2^exponent, |fraction| in [0.5, 1); zero gives {0, 0}.
struct fraction_and_exponent {
  double fraction;
  int    exponent;
};

constexpr fraction_and_exponent split(double value) {
  if (value == 0) return {0, 0};
  auto bits     = bit_cast<std::uint64_t>(value);
  int  exponent = static_cast<int>((bits >> 52) & 0x7FF);
  if (exponent == 0) {  // subnormal: scale it up first
    bits     = bit_cast<std::uint64_t>(value * 18014398509481984.0);
    exponent = static_cast<int>((bits >> 52) & 0x7FF) - 54;
  }
  bits = (bits & 0x800FFFFFFFFFFFFFull) | 0x3FE0000000000000ull;
  return {bit_cast<double>(bits), exponent - 1022};
}

// 2^exponent for exponents of normal doubles.
constexpr double power_of_two(int exponent) {
  return bit_cast<double>(static_cast<std::uint64_t>(exponent + 1023) << 52);
}

// To the nearest integer, halves away from zero; |value| must be below 2^62.
template <class Real> constexpr std::int64_t round(Real value) {
  const auto whole    = static_cast<std::int64_t>(value);
  const Real fraction = value - static_cast<Real>(whole);
  if (fraction >= Real{0.5}) return whole + 1;
  if (fraction <= Real{-0.5}) return whole - 1;
  return whole;
}

constexpr std::int64_t floor(double value) {
  const auto whole = static_cast<std::int64_t>(value);
  return static_cast<double>(whole) > value ? whole - 1 : whole;
}

template <class Real> constexpr Real absolute(Real value) { return value < 0 ? -value : value; }

constexpr bool is_finite(float value) { return (bit_cast<std::uint32_t>(value) & 0x7F800000u) != 0x7F800000u; }
constexpr bool is_nan(float value) { return (bit_cast<std::uint32_t>(value) & 0x7FFFFFFFu) > 0x7F800000u; }

// exp in double precision, for tables made while compiling; relative error below 1e-15.
constexpr double exp(double value) {
  if (value > 700) value = 700;
  if (value < -700) return 0;
  const auto   k      = floor(value * 1.4426950408889634 + 0.5);
  const double r      = (value - static_cast<double>(k) * 0.693147180369123816490) - static_cast<double>(k) * 1.90821492927058770002e-10;
  double       term   = 1;
  double       result = 1;
  for (int n = 1; n < 18; ++n) {
    term = term * r / n;
    result += term;
  }
  return result * power_of_two(static_cast<int>(k));
}

// exp in single precision, at run time too; error at most 1 ulp (measured 0.98);
// 0 below -103.972, infinity above 88.7228.
constexpr float exp(float value) {
  if (is_nan(value)) return value;
  if (value > 88.72283f) return bit_cast<float>(0x7F800000u);
  if (value < -103.972f) return 0;
  const float        scaled = rounded(value * 1.44269504f);
  const std::int32_t k      = static_cast<std::int32_t>(scaled + (scaled < 0 ? -0.5f : 0.5f));
  const float        whole  = static_cast<float>(k);
  const float        high   = rounded(value - rounded(whole * 0.693359375f));
  const float        r      = rounded(high - rounded(whole * -2.12194440e-4f));
  float              series = 1.9875691500e-4f;
  constexpr float coefficients[] = {1.3981999507e-3f, 8.3334519073e-3f, 4.1665795894e-2f, 1.6666665459e-1f, 5.0000001201e-1f};
  for (float next : coefficients)
    series = rounded(rounded(series * r) + next);
  series = rounded(rounded(rounded(rounded(series * r) * r) + r) + 1.0f);
  // two factors, so that subnormal and nearly infinite results come out right
  const std::int32_t half  = k / 2;
  const auto         power = [](std::int32_t n) { return bit_cast<float>(static_cast<std::uint32_t>(n + 127) << 23); };
  return rounded(rounded(series * power(half)) * power(k - half));
}

// Error at most 2.5 ulp (measured 2.28).
constexpr float logistic(float value) {
  if (is_nan(value)) return value;
  if (value >= 0) return divide(1.0f, rounded(1.0f + exp(-value)));
  const float power = exp(value);
  return divide(power, rounded(1.0f + power));
}

// Error at most 1.5 ulp (measured 1.31); odd to the last bit.
constexpr float tanh(float value) {
  if (is_nan(value)) return value;
  const float x = absolute(value);
  float       result = 1;
  if (x < 0.625f) {
    const float square = rounded(x * x);
    float       series = -5.70498872745e-3f;
    constexpr float coefficients[] = {2.06390887954e-2f, -5.37397155531e-2f, 1.33314422036e-1f, -3.33332819422e-1f};
    for (float next : coefficients)
      series = rounded(rounded(series * square) + next);
    result = rounded(rounded(rounded(series * square) * x) + x);
  } else if (x < 9.02f) {
    result = rounded(1.0f - divide(2.0f, rounded(exp(rounded(x + x)) + 1.0f)));
  }
  return value < 0 ? -result : result;
}

}  // namespace edgetl::numeric
