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
template <dot_engine Engine> EDGETL_INLINE scales<Engine::count> same_in_all_lanes(quant::multiplier factor, std::int32_t zero_point, bool twice, bool plain) {
  scales<Engine::count> result;
  for (int lane = 0; lane < Engine::count; ++lane) result.set(lane, factor, zero_point, twice, plain);
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

// The operands' factors are at most 1/2, and exactly that for the larger scale: then the shift is 0, and not plain.
template <dot_engine Engine, bool Subtracts, scale_facts Facts, class Arithmetic>
EDGETL_KERNEL void add_codes(std::int32_t count, const std::int8_t* left, const std::int8_t* right,
                             const kernel::rescaled_sum<std::int8_t, Arithmetic, Subtracts>& function, std::int8_t* output) {
  constexpr scale_facts inner{false, false};
  const auto own      = function.own;
  const auto by_left  = same_in_all_lanes<Engine>(own.left_factor, 0, rounds_twice<Arithmetic>, inner.plain);
  const auto by_right = same_in_all_lanes<Engine>(own.right_factor, 0, rounds_twice<Arithmetic>, inner.plain);
  const auto by_all   = same_in_all_lanes<Engine>(own.output_factor, own.output.zero_point, rounds_twice<Arithmetic>, Facts.plain);
  const auto zero_left = Engine::all(own.left_zero_point), zero_right = Engine::all(own.right_zero_point);
  const auto one       = Engine::all(std::int32_t{1} << own.left_shift);
  for_each_16<Engine>(
      count, left, right,
      [&](auto a, auto b) {
        a              = requantize<Arithmetic, Engine, inner>(Engine::multiply(Engine::subtract(a, zero_left), one), by_left, 0);
        b              = requantize<Arithmetic, Engine, inner>(Engine::multiply(Engine::subtract(b, zero_right), one), by_right, 0);
        const auto sum = Subtracts ? Engine::subtract(a, b) : Engine::add(a, b);
        return requantize<Arithmetic, Engine, Facts>(sum, by_all, 0);
      },
      function, own.output.clamp, output);
}

template <dot_engine Engine, scale_facts Facts, class Arithmetic>
EDGETL_KERNEL void multiply_codes(std::int32_t count, const std::int8_t* left, const std::int8_t* right,
                                  const kernel::rescaled_product<std::int8_t, Arithmetic>& function, std::int8_t* output) {
  const auto by       = same_in_all_lanes<Engine>(function.factor, function.output.zero_point, rounds_twice<Arithmetic>, Facts.plain);
  const auto zero_left = Engine::all(function.left_zero_point), zero_right = Engine::all(function.right_zero_point);
  for_each_16<Engine>(
      count, left, right,
      [&](auto a, auto b) {
        return requantize<Arithmetic, Engine, Facts>(
            Engine::multiply(Engine::subtract(a, zero_left), Engine::subtract(b, zero_right)), by, 0);
      },
      function, function.output.clamp, output);
}

template <x86_target Target, class Parameters, quant::arithmetic Arithmetic, bool Subtracts>
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
