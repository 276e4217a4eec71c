// SPDX-License-Identifier: BSL-1.0
// LOGISTIC, TANH, HARD_SWISH, LEAKY_RELU, RELU, ADD, SUB and MUL on floats. All but the first two give the
// reference's bits; those are as exact as the target's accuracy says.
#pragma once

#include <edgetl/kernel/add.hpp>
#include <edgetl/kernel/hard_swish.hpp>
#include <edgetl/kernel/leaky_relu.hpp>
#include <edgetl/kernel/logistic.hpp>
#include <edgetl/kernel/mul.hpp>
#include <edgetl/kernel/relu.hpp>
#include <edgetl/kernel/tanh.hpp>
#include <edgetl/target/float32/accuracy.hpp>
#include <edgetl/target/inner_run.hpp>

#include <cstdint>

namespace edgetl::target::float32 {

template <class Lanes> EDGETL_INLINE typename Lanes::vector clamp_vector(typename Lanes::vector value, const kernel::bounds<float>& clamp) {
  return Lanes::at_most(Lanes::at_least(value, Lanes::all(clamp.lowest)), Lanes::all(clamp.highest));
}

// The function objects of the operations, on vectors.
template <class Lanes, class Accuracy, class Vector> EDGETL_INLINE Vector apply(kernel::logistic_of_float, Vector x) {
  return Accuracy::template logistic<Lanes>(x);
}
template <class Lanes, class Accuracy, class Vector> EDGETL_INLINE Vector apply(kernel::tanh_of_float, Vector x) {
  return Accuracy::template tanh<Lanes>(x);
}
template <class Lanes, class Accuracy, class Vector> EDGETL_INLINE Vector apply(kernel::hard_swish_of_float, Vector x) {
  const auto gate = clamp_vector<Lanes>(Lanes::add(x, Lanes::all(3.0f)), {0.0f, 6.0f});
  return Lanes::divide(Lanes::multiply(x, gate), Lanes::all(6.0f));
}
template <class Lanes, class Accuracy, class Vector> EDGETL_INLINE Vector apply(kernel::leaky_real function, Vector x) {
  return Lanes::if_positive(x, x, Lanes::multiply(x, Lanes::all(function.alpha)));
}
template <class Lanes, class Accuracy, class Vector> EDGETL_INLINE Vector apply(kernel::clamped_real function, Vector x) {
  return clamp_vector<Lanes>(x, function.clamp);
}
template <class Lanes, bool Subtracts, class Vector> EDGETL_INLINE Vector apply(kernel::clamped_sum<Subtracts> function, Vector left, Vector right) {
  return clamp_vector<Lanes>(Subtracts ? Lanes::subtract(left, right) : Lanes::add(left, right), function.clamp);
}
template <class Lanes, class Vector> EDGETL_INLINE Vector apply(kernel::clamped_product function, Vector left, Vector right) {
  return clamp_vector<Lanes>(Lanes::multiply(left, right), function.clamp);
}

// One body for all counts; the output may be the input.
template <class Lanes, class Accuracy, class Function>
EDGETL_KERNEL void run_unary(std::int32_t count, const float* input, Function function, float* output) {
  std::int32_t i = 0;
  for (; i + Lanes::count <= count; i += Lanes::count) Lanes::store(output + i, apply<Lanes, Accuracy>(function, Lanes::load(input + i)));
  if (i < count) Lanes::store_first(output + i, apply<Lanes, Accuracy>(function, Lanes::load_first(input + i, count - i, 0.0f)), count - i);
}

template <class Function, class Lanes, class Accuracy>
concept vector_function_of_one = requires(Function function, typename Lanes::vector x) { float32::apply<Lanes, Accuracy>(function, x); };
template <class Function, class Lanes>
concept vector_function_of_two = requires(Function function, typename Lanes::vector x) { float32::apply<Lanes>(function, x, x); };

template <float32_target Target, class Parameters, vector_function_of_one<typename Target::float32_lanes, typename Target::float32_accuracy> Function>
void edgetl_kernel(kernel::elementwise_unary, Target, Parameters given, const float* input, Function function, float* output) {
  run_unary<typename Target::float32_lanes, typename Target::float32_accuracy>(given.get().count, input, function, output);
}

// `count` elements; an operand that does not step is one number.
template <class Lanes, bool LeftSteps, bool RightSteps, class Function>
EDGETL_KERNEL void run_binary(std::int32_t count, const float* left, const float* right, Function function, float* output) {
  const auto   load = [](const float* from) { return Lanes::load(from); };
  std::int32_t i    = 0;
  const auto   l_all = Lanes::all(*left), r_all = Lanes::all(*right);
  for (; i + Lanes::count <= count; i += Lanes::count)
    Lanes::store(output + i, apply<Lanes>(function, LeftSteps ? load(left + i) : l_all, RightSteps ? load(right + i) : r_all));
  if (i < count)
    Lanes::store_first(output + i,
                       apply<Lanes>(function, LeftSteps ? Lanes::load_first(left + i, count - i, 0.0f) : l_all,
                                    RightSteps ? Lanes::load_first(right + i, count - i, 0.0f) : r_all),
                       count - i);
}

template <float32_target Target, class Parameters, vector_function_of_two<typename Target::float32_lanes> Function>
void edgetl_kernel(kernel::elementwise_binary, Target, Parameters given, const float* left, const float* right, Function function, float* output) {
  using lanes      = typename Target::float32_lanes;
  const auto& own  = given.get();
  const auto  run  = find_inner_run(own);
  const auto  body = run.left_steps && run.right_steps ? &run_binary<lanes, true, true, Function>
                     : run.left_steps                  ? &run_binary<lanes, true, false, Function>
                                                       : &run_binary<lanes, false, true, Function>;
  for_each_inner_run(own, run.outer, [&](std::int32_t l, std::int32_t r) {
    body(run.count, left + l, right + r, function, output);
    output += run.count;
  });
}

}  // namespace edgetl::target::float32
