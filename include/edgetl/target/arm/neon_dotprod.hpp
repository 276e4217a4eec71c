// SPDX-License-Identifier: BSL-1.0
// AArch64 with the dot product instructions of Armv8.2: four 8-bit products per 32-bit lane.
#pragma once

#include <edgetl/target/arm/contraction.hpp>
#include <edgetl/target/arm/depthwise_conv_2d.hpp>
#include <edgetl/target/arm/dot_dotprod.hpp>
#include <edgetl/target/arm/neon.hpp>

#include <cstdint>

namespace edgetl::target::arm {

struct neon_dotprod : neon {
  static constexpr const char*        name  = "neon_dotprod";
  static constexpr kernel::preference trade = kernel::preference::speed;
};

constexpr kernel::choice edgetl_choose(kernel::conv_2d, neon_dotprod, const kernel::problem<kernel::conv_2d::parameters>& wanted) {
  return choose_dense<neon, dot_dotprod>(kernel::conv_2d{}, wanted);
}
template <kernel::choice Choice, class Parameters, class Weights, class Epilogue>
void edgetl_kernel(kernel::conv_2d, neon_dotprod, kernel::chosen<Choice> how, Parameters given, const std::int8_t* input, Weights weights,
                   Epilogue finish, std::int8_t* output) {
  run_dense<dot_dotprod>(kernel::conv_2d{}, how, given, input, weights, finish, output);
}

constexpr kernel::choice edgetl_choose(kernel::fully_connected, neon_dotprod, const kernel::problem<kernel::fully_connected::parameters>& wanted) {
  return choose_dense<neon, dot_dotprod>(kernel::fully_connected{}, wanted);
}
template <kernel::choice Choice, class Parameters, class Weights, class Epilogue>
void edgetl_kernel(kernel::fully_connected, neon_dotprod, kernel::chosen<Choice> how, Parameters given, const std::int8_t* input, Weights weights,
                   Epilogue finish, std::int8_t* output) {
  run_dense<dot_dotprod>(kernel::fully_connected{}, how, given, input, weights, finish, output);
}

constexpr kernel::choice edgetl_choose(kernel::depthwise_conv_2d, neon_dotprod,
                                       const kernel::problem<kernel::depthwise_conv_2d::parameters>& wanted) {
  return choose_depthwise<neon, dot_dotprod, dot_dotprod>(wanted);
}
template <kernel::choice Choice, class Parameters, class Weights, class Epilogue>
void edgetl_kernel(kernel::depthwise_conv_2d, neon_dotprod, kernel::chosen<Choice> how, Parameters given, const std::int8_t* input,
                   Weights weights, Epilogue finish, std::int8_t* output) {
  run_depthwise_layer<dot_dotprod, dot_dotprod>(how, given, input, weights, finish, output);
}

}  // namespace edgetl::target::arm
