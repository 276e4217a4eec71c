// SPDX-License-Identifier: BSL-1.0
// AArch64 with Advanced SIMD: 128-bit vectors, widening 8-bit products.
#pragma once

#include <edgetl/target/arm/contraction.hpp>
#include <edgetl/target/arm/depthwise_conv_2d.hpp>
#include <edgetl/target/arm/dot_neon.hpp>
#include <edgetl/target/arm/elementwise.hpp>
#include <edgetl/target/arm/pool_2d.hpp>
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

template <class Reduction, class Parameters>
void edgetl_kernel(kernel::pool_2d<Reduction>, neon, Parameters given, const std::int8_t* input, kernel::bounds<std::int32_t> clamp,
                   std::int8_t* output) {
  run_pool<Reduction>(given, input, clamp, output);
}
template <class Parameters, class Arithmetic>
void edgetl_kernel(kernel::mean, neon, Parameters given, const std::int8_t* input, kernel::mean::average_code<std::int8_t, Arithmetic> finish,
                   std::int8_t* output) {
  run_mean(given, input, finish, output);
}

template <class Parameters, class Arithmetic, bool Subtracts>
  requires(vector_requantize<Arithmetic, scale_facts{}>::available)
void edgetl_kernel(kernel::elementwise_binary, neon, Parameters given, const std::int8_t* left, const std::int8_t* right,
                   kernel::rescaled_sum<std::int8_t, Arithmetic, Subtracts> function, std::int8_t* output) {
  combine<vector_sum<Arithmetic, Subtracts>>(given, left, right, function, output);
}
template <class Parameters, class Arithmetic>
  requires(vector_requantize<Arithmetic, scale_facts{}>::available)
void edgetl_kernel(kernel::elementwise_binary, neon, Parameters given, const std::int8_t* left, const std::int8_t* right,
                   kernel::rescaled_product<std::int8_t, Arithmetic> function, std::int8_t* output) {
  combine<vector_product<Arithmetic>>(given, left, right, function, output);
}

template <class Parameters, class Input, class Output>
  requires(sizeof(Input) == 1 && sizeof(Output) == 1)
void edgetl_kernel(kernel::lookup, neon, Parameters given, const Input* input, const Output* table, Output* output) {
  look_up_codes(given, reinterpret_cast<const std::uint8_t*>(input), reinterpret_cast<const std::uint8_t*>(table),
                reinterpret_cast<std::uint8_t*>(output), static_cast<std::uint8_t>(code_range<Input>::lowest));
}

}  // namespace edgetl::target::arm
