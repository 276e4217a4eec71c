// SPDX-License-Identifier: BSL-1.0
// ADD, SUB and MUL of int8 codes of one shape. The factors are the function object's, so one body serves
// every layer; what they allow is decided once per call.
#pragma once

#include <edgetl/kernel/add.hpp>
#include <edgetl/kernel/mul.hpp>
#include <edgetl/target/x86/tile.hpp>

#include <cstdint>

namespace edgetl::target::x86 {

// One factor in every lane.
template <dot_engine Engine> EDGETL_INLINE scales<Engine::count> same_in_all_lanes(quant::multiplier factor) {
  scales<Engine::count> result;
  for (int lane = 0; lane < Engine::count; ++lane) result.set(lane, factor);
  return result;
}

// Function on 16 codes at a time; what is left over, on one.
template <dot_engine Engine, class Vectors, class Function>
EDGETL_INLINE void for_each_16(std::int32_t count, const std::int8_t* left, const std::int8_t* right, Vectors vectors, Function function,
                               const output_range& range, std::int8_t* output) {
  constexpr int group = Engine::vectors_per_16;
  std::int32_t  i     = 0;
  for (; i + 16 <= count; i += 16) {
    typename Engine::vector results[group];
#pragma GCC unroll 4
    for (int v = 0; v < group; ++v)
      results[v] = vectors(Engine::load_codes(left + i + v * Engine::count), Engine::load_codes(right + i + v * Engine::count));
    store_codes<Engine, 16>(output + i, results, range);
  }
  for (; i < count; ++i) output[i] = function(left[i], right[i]);
}

constexpr output_range range_of(const kernel::code_output& output) { return {output.zero_point, output.clamp.lowest, output.clamp.highest}; }

template <dot_engine Engine, bool Subtracts, scale_facts Facts, class Arithmetic>
EDGETL_KERNEL void add_codes(std::int32_t count, const std::int8_t* left, const std::int8_t* right,
                             const kernel::rescaled_sum<std::int8_t, Arithmetic, Subtracts>& function, std::int8_t* output) {
  const auto own      = function.own;
  const auto by_left  = same_in_all_lanes<Engine>(own.left_factor), by_right = same_in_all_lanes<Engine>(own.right_factor);
  const auto by_all   = same_in_all_lanes<Engine>(own.output_factor);
  const auto zero_left = Engine::all(own.left_zero_point), zero_right = Engine::all(own.right_zero_point);
  const auto one       = Engine::all(std::int32_t{1} << own.left_shift);
  using inner          = vector_requantize<Arithmetic, Engine, scale_facts{false, false}>;
  using outer          = vector_requantize<Arithmetic, Engine, Facts>;
  for_each_16<Engine>(
      count, left, right,
      [&](auto a, auto b) {
        a              = inner::apply(Engine::multiply(Engine::subtract(a, zero_left), one), by_left, 0);
        b              = inner::apply(Engine::multiply(Engine::subtract(b, zero_right), one), by_right, 0);
        const auto sum = Subtracts ? Engine::subtract(a, b) : Engine::add(a, b);
        return outer::apply(sum, by_all, 0);
      },
      function, range_of(own.output), output);
}

template <dot_engine Engine, scale_facts Facts, class Arithmetic>
EDGETL_KERNEL void multiply_codes(std::int32_t count, const std::int8_t* left, const std::int8_t* right,
                                  const kernel::rescaled_product<std::int8_t, Arithmetic>& function, std::int8_t* output) {
  const auto by       = same_in_all_lanes<Engine>(function.factor);
  const auto zero_left = Engine::all(function.left_zero_point), zero_right = Engine::all(function.right_zero_point);
  for_each_16<Engine>(
      count, left, right,
      [&](auto a, auto b) {
        return vector_requantize<Arithmetic, Engine, Facts>::apply(
            Engine::multiply(Engine::subtract(a, zero_left), Engine::subtract(b, zero_right)), by, 0);
      },
      function, range_of(function.output), output);
}

template <x86_target Target, class Parameters, quant::arithmetic Arithmetic, bool Subtracts>
  requires(vector_requantize<Arithmetic, typename Target::engine, scale_facts{true, false}>::available)
void edgetl_kernel(kernel::elementwise_binary kernel, Target, Parameters given, const std::int8_t* left, const std::int8_t* right,
                   kernel::rescaled_sum<std::int8_t, Arithmetic, Subtracts> function, std::int8_t* output) {
  using engine     = typename Target::engine;
  const auto count = static_cast<std::int32_t>(given.get().shape.count());
  // inner factors are at most 1/2 and never shift left
  if (!given.get().same_shape || function.own.left_factor.shift > 0 || function.own.right_factor.shift > 0)
    edgetl_kernel(kernel, scalar{}, given, left, right, function, output);
  else if (facts_of(function.own.output_factor, 1 << 30).plain)
    add_codes<engine, Subtracts, scale_facts{}>(count, left, right, function, output);
  else
    add_codes<engine, Subtracts, scale_facts{true, false}>(count, left, right, function, output);
}

template <x86_target Target, class Parameters, quant::arithmetic Arithmetic>
  requires(vector_requantize<Arithmetic, typename Target::engine, scale_facts{true, false}>::available)
void edgetl_kernel(kernel::elementwise_binary kernel, Target, Parameters given, const std::int8_t* left, const std::int8_t* right,
                   kernel::rescaled_product<std::int8_t, Arithmetic> function, std::int8_t* output) {
  using engine     = typename Target::engine;
  const auto count = static_cast<std::int32_t>(given.get().shape.count());
  if (!given.get().same_shape)
    edgetl_kernel(kernel, scalar{}, given, left, right, function, output);
  else if (facts_of(function.factor, 65536).plain)
    multiply_codes<engine, scale_facts{}>(count, left, right, function, output);
  else
    multiply_codes<engine, scale_facts{true, false}>(count, left, right, function, output);
}

}  // namespace edgetl::target::x86
