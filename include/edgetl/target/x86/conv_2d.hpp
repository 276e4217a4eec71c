// SPDX-License-Identifier: BSL-1.0
// CONV_2D and FULLY_CONNECTED on int8 codes.
#pragma once

#include <edgetl/kernel/conv_2d.hpp>
#include <edgetl/kernel/fully_connected.hpp>
#include <edgetl/target/x86/grouped.hpp>
#include <edgetl/target/x86/side_by_side.hpp>
#include <edgetl/target/x86/unpacked.hpp>

#include <cstdint>
#include <type_traits>

namespace edgetl::target::x86 {

template <dot_engine Engine> constexpr layer_shape shape_of(const kernel::conv_2d::parameters& own) {
  return {own.batches, {own.height, own.width, own.input_channels}, own.output_channels, Engine::depth};
}
// A batch is a row of one long image.
template <dot_engine Engine> constexpr layer_shape shape_of(const kernel::fully_connected::parameters& own) {
  return {1, {{1, 1, 1, 1, 1, 0}, {own.batches, own.batches, 1, 1, 1, 0}, own.inputs}, own.outputs, Engine::depth};
}

template <x86_target Target>
constexpr kernel::choice edgetl_choose(kernel::conv_2d, Target, const kernel::problem<kernel::conv_2d::parameters>& wanted) {
  if (!runs_as_dense(wanted.own) || (groups_of(wanted.own) > 1 && !wanted.is_int8())) return {};
  if (wanted.is_unpacked_int8()) return choose_unpacked<typename Target::unpacked_engine>(shape_of<typename Target::unpacked_engine>(wanted.own));
  if (!wanted.is_int8()) return {};
  return choose_tile<typename Target::engine>(arranged<typename Target::engine>(shape_of<typename Target::engine>(wanted.own)), Target::engine::name);
}
// One row reads every weight once: then they are kept in 8 bits. A filter with a zero point needs 9.
template <class Target, bool Shifted, bool Streams>
using engine_of = std::conditional_t<Shifted, typename Target::exact_engine,
                                     std::conditional_t<Streams, typename Target::streaming_engine, typename Target::engine>>;

template <dot_engine Engine> constexpr kernel::choice choose_dense(const kernel::fully_connected::parameters& own) {
  return choose_tile<Engine>(shape_of<Engine>(own), Engine::name);
}
template <x86_target Target>
constexpr kernel::choice edgetl_choose(kernel::fully_connected, Target, const kernel::problem<kernel::fully_connected::parameters>& wanted) {
  if (wanted.is_unpacked_int8() && wanted.own.filter_zero_point == 0)
    return choose_unpacked<typename Target::unpacked_engine>(shape_of<typename Target::unpacked_engine>(wanted.own));
  if (!wanted.is_int8()) return {};
  if (wanted.own.filter_zero_point != 0) return choose_dense<typename Target::exact_engine>(wanted.own);
  if (wanted.own.batches == 1) return choose_dense<typename Target::streaming_engine>(wanted.own);
  return choose_dense<typename Target::engine>(wanted.own);
}

template <x86_target Target, kernel::choice Choice, class Parameters, layout::known_weights_operand Weights, kernel::known_requantize_epilogue Epilogue>
void edgetl_kernel(kernel::conv_2d, Target, kernel::chosen<Choice> how, Parameters, const std::int8_t* input, Weights, Epilogue, std::int8_t* output) {
  if constexpr (Choice.kernel == kernel::named(Target::unpacked_engine::unpacked_name)) {
    using engine = typename Target::unpacked_engine;
    contract_unpacked<engine, shape_of<engine>(Parameters::get()), Parameters::get().input_zero_point, Weights, Epilogue>(input, how.scratch, output);
  } else {
    using engine = typename Target::engine;
    using filter = std::conditional_t<groups_of(Parameters::get()) == 1, Weights, ungrouped_weights<Weights, Parameters::get()>>;
    contract_arranged<engine, shape_of<engine>(Parameters::get()), Choice, Parameters::get().input_zero_point, filter, Epilogue>(input, how.scratch, output);
  }
}
template <x86_target Target, kernel::choice Choice, class Parameters, layout::known_weights_operand Weights, kernel::known_requantize_epilogue Epilogue>
void edgetl_kernel(kernel::fully_connected, Target, kernel::chosen<Choice> how, Parameters, const std::int8_t* input, Weights, Epilogue,
                   std::int8_t* output) {
  if constexpr (Choice.kernel == kernel::named(Target::unpacked_engine::unpacked_name)) {
    using engine = typename Target::unpacked_engine;
    contract_unpacked<engine, shape_of<engine>(Parameters::get()), Parameters::get().input_zero_point, Weights, Epilogue>(input, how.scratch, output);
  } else {
    using engine = engine_of<Target, Parameters::get().filter_zero_point != 0, Parameters::get().batches == 1>;
    contract<engine, shape_of<engine>(Parameters::get()), Choice, Parameters::get().input_zero_point, Parameters::get().filter_zero_point, Weights,
             Epilogue>(input, how.scratch, output);
  }
}

}  // namespace edgetl::target::x86
