// SPDX-License-Identifier: BSL-1.0
// exp, logistic and tanh on vectors, in two accuracies to choose from:
//
//   struct my_accuracy {
//     template <class Lanes> static typename Lanes::vector exp(typename Lanes::vector);       // and so
//     template <class Lanes> static typename Lanes::vector logistic(typename Lanes::vector);  // and so
//     template <class Lanes> static typename Lanes::vector tanh(typename Lanes::vector);
//   };
//
// Satisfied by: accurate, fast. The errors stated are the largest of all 2^32 floats, with products that are
// fused and with such that are not; what is no number stays none. Every product that is added to something is in a multiply_add, so the results
// are the same on all processors that fuse it, under any flags.
#pragma once

#include <edgetl/target/float32/lanes.hpp>

namespace edgetl::target::float32 {

// Value of a polynomial, highest coefficient first.
template <class Lanes, int Count> EDGETL_INLINE typename Lanes::vector polynomial(typename Lanes::vector x, const float (&coefficients)[Count]) {
  auto result = Lanes::all(coefficients[0]);
#pragma GCC unroll 16
  for (int i = 1; i < Count; ++i) result = Lanes::multiply_add(Lanes::all(coefficients[i]), result, x);
  return result;
}

// x / log(2) to the nearest integer.
template <class Lanes> EDGETL_INLINE typename Lanes::vector whole_powers(typename Lanes::vector x) {
  return Lanes::truncated(Lanes::multiply_add(Lanes::if_negative(x, Lanes::all(-0.5f), Lanes::all(0.5f)), x, Lanes::all(1.44269504f)));
}

// numeric::exp, logistic and tanh of the scalar reference with products that are fused. Within 1.02, 2.41 and
// 1.34 ulp; subnormal results and infinity where they are due.
struct accurate {
  template <class Lanes> EDGETL_INLINE static typename Lanes::vector exp(typename Lanes::vector x) {
    x            = Lanes::at_most(Lanes::at_least(x, Lanes::all(-104.0f)), Lanes::all(89.0f));
    const auto k = whole_powers<Lanes>(x);
    auto       r = Lanes::multiply_add(x, k, Lanes::all(-0.693359375f));
    r            = Lanes::multiply_add(r, k, Lanes::all(2.12194440e-4f));
    auto p = polynomial<Lanes>(r, {1.9875691500e-4f, 1.3981999507e-3f, 8.3334519073e-3f, 4.1665795894e-2f, 1.6666665459e-1f, 5.0000001201e-1f});
    p      = Lanes::add(Lanes::multiply_add(r, p, Lanes::multiply(r, r)), Lanes::all(1.0f));
    // two factors, so that subnormal and nearly infinite results come out right
    const auto half = Lanes::truncated(Lanes::multiply(k, Lanes::all(0.5f)));
    return Lanes::scaled(Lanes::scaled(p, half), Lanes::subtract(k, half));
  }

  template <class Lanes> EDGETL_INLINE static typename Lanes::vector logistic(typename Lanes::vector x) {
    const auto power = exp<Lanes>(Lanes::negative(Lanes::absolute(x)));
    const auto one   = Lanes::all(1.0f);
    return Lanes::divide(Lanes::if_negative(x, power, one), Lanes::add(one, power));
  }

  template <class Lanes> EDGETL_INLINE static typename Lanes::vector tanh(typename Lanes::vector x) {
    const auto size   = Lanes::absolute(x);
    const auto square = Lanes::multiply(x, x);
    auto       small  = polynomial<Lanes>(square, {-5.70498872745e-3f, 2.06390887954e-2f, -5.37397155531e-2f, 1.33314422036e-1f, -3.33332819422e-1f});
    small             = Lanes::multiply_add(x, Lanes::multiply(small, square), x);
    const auto power  = exp<Lanes>(Lanes::at_most(Lanes::add(size, size), Lanes::all(20.0f)));
    const auto one    = Lanes::all(1.0f);
    const auto large  = Lanes::subtract(one, Lanes::divide(Lanes::all(2.0f), Lanes::add(power, one)));
    return Lanes::if_below(size, Lanes::all(0.625f), small, Lanes::if_negative(x, Lanes::negative(large), large));
  }
};

// exp and logistic within 7e-6 of the result where that is above exp(-87), tanh within 7.3e-5, at a half to a fifth
// of the cost. exp is never 0 and never infinite.
struct fast {
  template <class Lanes> EDGETL_INLINE static typename Lanes::vector exp(typename Lanes::vector x) {
    x            = Lanes::at_most(Lanes::at_least(x, Lanes::all(-87.0f)), Lanes::all(88.0f));
    const auto k = whole_powers<Lanes>(x);
    const auto f = Lanes::multiply_add(Lanes::negative(k), x, Lanes::all(1.44269504f));
    return Lanes::scaled(polynomial<Lanes>(f, {9.5701e-3f, 5.591786e-2f, 2.4024745e-1f, 6.9312181e-1f, 9.9999926e-1f}), k);
  }

  template <class Lanes> EDGETL_INLINE static typename Lanes::vector logistic(typename Lanes::vector x) {
    const auto one = Lanes::all(1.0f);
    return Lanes::divide(one, Lanes::add(one, exp<Lanes>(Lanes::negative(x))));
  }

  // Lambert's continued fraction, cut off where it reaches 1.
  template <class Lanes> EDGETL_INLINE static typename Lanes::vector tanh(typename Lanes::vector x) {
    x                 = Lanes::at_most(Lanes::at_least(x, Lanes::all(-4.8f)), Lanes::all(4.8f));
    const auto square = Lanes::multiply(x, x);
    return Lanes::divide(Lanes::multiply(x, polynomial<Lanes>(square, {1.0f, 378.0f, 17325.0f, 135135.0f})),
                         polynomial<Lanes>(square, {28.0f, 3150.0f, 62370.0f, 135135.0f}));
  }
};

}  // namespace edgetl::target::float32
