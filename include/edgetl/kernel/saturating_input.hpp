// SPDX-License-Identifier: BSL-1.0
// The input of 8-bit LOGISTIC and TANH: a code as Q4.27, and from where on the result is saturated.
// Source: TensorFlow Lite's reference kernels for 8-bit activations.
#pragma once

#include <edgetl/core/fixed_point.hpp>
#include <edgetl/core/numeric.hpp>
#include <edgetl/quant/affine.hpp>
#include <edgetl/quant/arithmetic.hpp>

#include <cstdint>

namespace edgetl::kernel {

struct saturating_input {
  std::int32_t      zero_point;
  std::int32_t      radius;  // differences to the zero point from here on are out of range
  quant::multiplier factor;  // to Q4.27
};

template <quant::arithmetic Arithmetic> constexpr saturating_input make_saturating_input(quant::affine input) {
  const double            factor = static_cast<double>(input.scale) * static_cast<double>(1 << 27);
  const quant::multiplier exact  = quant::make_multiplier(factor);
  const double            reach  = 15.0 * static_cast<double>(1 << 27) / numeric::power_of_two(exact.shift);
  return {input.zero_point, reach < 1e6 ? static_cast<std::int32_t>(numeric::floor(reach)) : 1000000,
          Arithmetic::encode(factor)};
}

}  // namespace edgetl::kernel
