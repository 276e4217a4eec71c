// SPDX-License-Identifier: BSL-1.0
// How exact exp, logistic and tanh are on vectors, against double, over a dense sample of all floats and those
// where a run over all 2^32 of them found the largest errors; and that what is no number stays none.
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

// Where all floats have the largest errors: exp, logistic and tanh, with products that are fused and that are
// not, then those of the fast ones; and the ends of all ranges.
constexpr float worst_inputs[] = {-0x1.782f42p+2f, -0x1.0a111ap+2f, 0x1.41b1cap-1f, -0x1.592ff2p+6f, -0x1.5aea1cp+6f, 0x1.3330c2p+2f,
                                  0x1.199cc6p+6f,  -0x1.5b14fep+6f, -0x1.5aec4cp+6f, 0x1.333328p+2f,
                                  88.7228394f,     88.7228470f,     -103.972f,      -103.973f,       -87.4f,          -87.3f,
                                  0.625f,          0.62499994f,     9.1f,           -9.1f,           4.8f,            20.0f,
                                  0.0f,            -0.0f,           1e-45f,         -1e-45f,         infinity,        -infinity,
                                  3.4e38f,         -3.4e38f,        not_a_number};
constexpr int count_of_worst = sizeof worst_inputs / sizeof *worst_inputs;

// `lowest` is the least magnitude of a result whose relative error counts. Double has 29 bits more than float,
// enough to judge its last bit.
template <class Function> void judge(float x, float y, double lowest, errors& worst) {
  if (std::isnan(x)) {
    if (!std::isnan(y)) worst = {1e30, 1e30};
    return;
  }
  const double exact   = Function::exact(static_cast<double>(x));
  const auto   nearest = static_cast<float>(exact);
  if (nearest == y) return;
  const double apart = std::isinf(nearest) || std::isinf(y) ? 1e30 : std::fabs(exact - static_cast<double>(y));
  int          exponent;
  std::frexp(exact, &exponent);
  worst.ulps = larger(worst.ulps, apart / std::ldexp(1.0, std::max(exponent - 24, -149)));
  if (std::fabs(exact) >= lowest && std::fabs(exact) < 1e38) worst.relative = larger(worst.relative, apart / std::fabs(exact));
}

// Every `stride`-th float and the worst ones.
template <class Function, class Accuracy> errors measure(std::uint32_t stride, double lowest) {
  constexpr int count = float_lanes::count;
  errors        worst;
  float         x[count], y[count];
  const auto    judge_all = [&] {
    float_lanes::store(y, Function::template make<Accuracy>(float_lanes::load(x)));
    for (int lane = 0; lane < count; ++lane) judge<Function>(x[lane], y[lane], lowest, worst);
  };
  for (std::uint64_t bits = 0; bits < std::uint64_t{1} << 32; bits += std::uint64_t{stride} * count) {
    for (int lane = 0; lane < count; ++lane) x[lane] = bit_cast<float>(static_cast<std::uint32_t>(bits + std::uint64_t{stride} * static_cast<unsigned>(lane)));
    judge_all();
  }
  for (int i = 0; i < count_of_worst; i += count) {
    for (int lane = 0; lane < count; ++lane) x[lane] = worst_inputs[(i + lane) % count_of_worst];
    judge_all();
  }
  return worst;
}

constexpr std::uint32_t sample = many < 10000 ? 17777 : 1777;

}  // namespace

TEST_CASE("float32: exp, logistic and tanh are within their stated errors, accurate") {
  const errors e = measure<exponential, accurate>(sample, 0), l = measure<sigmoid, accurate>(sample, 0), t = measure<hyperbolic_tangent, accurate>(sample, 0);
  MESSAGE("exp ", e.ulps, " ulp, logistic ", l.ulps, " ulp, tanh ", t.ulps, " ulp");
  CHECK(e.ulps <= 1.02);
  CHECK(l.ulps <= 2.41);
  CHECK(t.ulps <= 1.34);
}

TEST_CASE("float32: exp, logistic and tanh are within their stated errors, fast") {
  const double lowest = 1.7e-38;  // exp(-87)
  const errors e = measure<exponential, fast>(sample, lowest), l = measure<sigmoid, fast>(sample, lowest), t = measure<hyperbolic_tangent, fast>(sample, lowest);
  MESSAGE("exp ", e.relative, ", logistic ", l.relative, ", tanh ", t.relative);
  CHECK(e.relative <= 7e-6);
  CHECK(l.relative <= 7e-6);
  CHECK(t.relative <= 7.3e-5);
}
