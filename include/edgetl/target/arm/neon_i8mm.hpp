// SPDX-License-Identifier: BSL-1.0
// AArch64 with the 8-bit matrix multiply instructions of Armv8.6.
#pragma once

#include <edgetl/target/arm/contraction.hpp>
#include <edgetl/target/arm/dot_i8mm.hpp>
#include <edgetl/target/arm/neon_dotprod.hpp>

#include <cstdint>

namespace edgetl::target::arm {

struct neon_i8mm : neon_dotprod {
  static constexpr const char*        name  = "neon_i8mm";
  static constexpr kernel::preference trade = kernel::preference::speed;
};

constexpr kernel::choice edgetl_choose(kernel::conv_2d, neon_i8mm, const kernel::problem<kernel::conv_2d::parameters>& wanted) {
  return choose_dense<neon_dotprod, dot_dotprod, dot_i8mm>(kernel::conv_2d{}, wanted);
}
template <kernel::choice Choice, class Parameters, class Weights, class Epilogue>
void edgetl_kernel(kernel::conv_2d, neon_i8mm, kernel::chosen<Choice> how, Parameters given, const std::int8_t* input, Weights weights,
                   Epilogue finish, std::int8_t* output) {
  run_dense<dot_dotprod, dot_i8mm>(kernel::conv_2d{}, how, given, input, weights, finish, output);
}

constexpr kernel::choice edgetl_choose(kernel::fully_connected, neon_i8mm, const kernel::problem<kernel::fully_connected::parameters>& wanted) {
  return choose_dense<neon_dotprod, dot_dotprod, dot_i8mm>(kernel::fully_connected{}, wanted);
}
template <kernel::choice Choice, class Parameters, class Weights, class Epilogue>
void edgetl_kernel(kernel::fully_connected, neon_i8mm, kernel::chosen<Choice> how, Parameters given, const std::int8_t* input, Weights weights,
                   Epilogue finish, std::int8_t* output) {
  run_dense<dot_dotprod, dot_i8mm>(kernel::fully_connected{}, how, given, input, weights, finish, output);
}

}  // namespace edgetl::target::arm
