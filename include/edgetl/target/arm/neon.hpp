// SPDX-License-Identifier: BSL-1.0
// AArch64 with Advanced SIMD: 128-bit vectors, widening 8-bit products.
#pragma once

#include <edgetl/target/arm/contraction.hpp>
#include <edgetl/target/arm/depthwise_conv_2d.hpp>
#include <edgetl/target/arm/dot_neon.hpp>
#include <edgetl/target/scalar.hpp>

#include <cstdint>

namespace edgetl::target::arm {

struct neon : scalar {
  static constexpr const char*        name  = "neon";
  static constexpr kernel::preference trade = kernel::preference::speed;
};

constexpr kernel::choice edgetl_choose(kernel::conv_2d, neon, const kernel::problem<kernel::conv_2d::parameters>& wanted) {
  return choose_dense<scalar, dot_neon>(kernel::conv_2d{}, wanted);
}
template <kernel::choice Choice, class Parameters, class Weights, class Epilogue>
void edgetl_kernel(kernel::conv_2d, neon, kernel::chosen<Choice> how, Parameters given, const std::int8_t* input, Weights weights,
                   Epilogue finish, std::int8_t* output) {
  run_dense<dot_neon>(kernel::conv_2d{}, how, given, input, weights, finish, output);
}

constexpr kernel::choice edgetl_choose(kernel::fully_connected, neon, const kernel::problem<kernel::fully_connected::parameters>& wanted) {
  return choose_dense<scalar, dot_neon>(kernel::fully_connected{}, wanted);
}
template <kernel::choice Choice, class Parameters, class Weights, class Epilogue>
void edgetl_kernel(kernel::fully_connected, neon, kernel::chosen<Choice> how, Parameters given, const std::int8_t* input, Weights weights,
                   Epilogue finish, std::int8_t* output) {
  run_dense<dot_neon>(kernel::fully_connected{}, how, given, input, weights, finish, output);
}

constexpr kernel::choice edgetl_choose(kernel::depthwise_conv_2d, neon,
                                       const kernel::problem<kernel::depthwise_conv_2d::parameters>& wanted) {
  return choose_depthwise<scalar, dot_neon, dot_neon>(wanted);
}
template <kernel::choice Choice, class Parameters, class Weights, class Epilogue>
void edgetl_kernel(kernel::depthwise_conv_2d, neon, kernel::chosen<Choice> how, Parameters given, const std::int8_t* input,
                   Weights weights, Epilogue finish, std::int8_t* output) {
  run_depthwise_layer<dot_neon, dot_neon>(how, given, input, weights, finish, output);
}

}  // namespace edgetl::target::arm
