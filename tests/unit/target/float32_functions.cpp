// SPDX-License-Identifier: BSL-1.0
// How exact exp, logistic and tanh are on vectors, over a dense sample of all floats and their ends, against
// long double; and that what is no number stays none.
#include "float32_case.hpp"

#include <algorithm>
#include <cstdio>

using namespace edgetl;
using namespace edgetl_test;

namespace {

using target::float32::accurate;
using target::float32::fast;

struct exponential {
  template <class Accuracy> static auto make(float_lanes::vector x) { return Accuracy::template exp<float_lanes>(x); }
  static double                         exact(double x) { return std::exp(x); }
};
struct sigmoid {
  template <class Accuracy> static auto make(float_lanes::vector x) { return Accuracy::template logistic<float_lanes>(x); }
  static double                         exact(double x) { return 1 / (1 + std::exp(-x)); }
};
struct hyperbolic_tangent {
  template <class Accuracy> static auto make(float_lanes::vector x) { return Accuracy::template tanh<float_lanes>(x); }
  static double                         exact(double x) { return std::tanh(x); }
};

struct errors {
  double ulps = 0, relative = 0;
};

// Every `stride`-th float; `lowest` is the least magnitude of a result whose relative error counts. Double has
// 29 bits more than float, enough to judge its last bit.
template <class Function, class Accuracy> errors measure(std::uint32_t stride, double lowest) {
  constexpr int count = float_lanes::count;
  errors        worst;
  float         x[count], y[count];
  for (std::uint64_t bits = 0; bits < std::uint64_t{1} << 32; bits += std::uint64_t{stride} * count) {
    for (int lane = 0; lane < count; ++lane) x[lane] = bit_cast<float>(static_cast<std::uint32_t>(bits + std::uint64_t{stride} * static_cast<unsigned>(lane)));
    float_lanes::store(y, Function::template make<Accuracy>(float_lanes::load(x)));
    for (int lane = 0; lane < count; ++lane) {
      if (std::isnan(x[lane])) {
        if (!std::isnan(y[lane])) return {1e30, 1e30};
        continue;
      }
      const double exact   = Function::exact(static_cast<double>(x[lane]));
      const auto   nearest = static_cast<float>(exact);
      if (nearest == y[lane]) continue;
      const double apart = std::isinf(nearest) || std::isinf(y[lane]) ? 1e30 : std::fabs(exact - static_cast<double>(y[lane]));
      int          exponent;
      std::frexp(exact, &exponent);
      worst.ulps = larger(worst.ulps, apart / std::ldexp(1.0, std::max(exponent - 24, -149)));
      if (std::fabs(exact) >= lowest && std::fabs(exact) < 1e38) worst.relative = larger(worst.relative, apart / std::fabs(exact));
    }
  }
  return worst;
}

constexpr std::uint32_t sample = 1777;

}  // namespace

TEST_CASE("float32: exp, logistic and tanh are within their stated errors, accurate") {
  const errors e = measure<exponential, accurate>(sample, 0), l = measure<sigmoid, accurate>(sample, 0), t = measure<hyperbolic_tangent, accurate>(sample, 0);
  MESSAGE("exp ", e.ulps, " ulp, logistic ", l.ulps, " ulp, tanh ", t.ulps, " ulp");
  CHECK(e.ulps <= 1.0);
  CHECK(l.ulps <= 2.5);
  CHECK(t.ulps <= 1.5);
}

TEST_CASE("float32: exp, logistic and tanh are within their stated errors, fast") {
  const double lowest = 1.7e-38;  // exp(-87)
  const errors e = measure<exponential, fast>(sample, lowest), l = measure<sigmoid, fast>(sample, lowest), t = measure<hyperbolic_tangent, fast>(sample, lowest);
  MESSAGE("exp ", e.relative, ", logistic ", l.relative, ", tanh ", t.relative);
  CHECK(e.relative <= 1e-5);
  CHECK(l.relative <= 1e-5);
  CHECK(t.relative <= 1e-4);
}
