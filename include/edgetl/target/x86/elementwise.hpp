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
template <dot_engine Engine> EDGETL_INLINE scales<Engine::count> same_in_all_lanes(quant::multiplier factor, std::int32_t zero_point, bool twice, const scale_facts& facts) {
  scales<Engine::count> result;
  for (int lane = 0; lane < Engine::count; ++lane) result.set(lane, factor, zero_point, twice, facts);
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

// How an operand of ADD is brought to the common scale. Factors are at most 1/2, and exactly that for the larger scale.
enum class operand_factor { half, plain, any };

constexpr operand_factor factor_kind(quant::multiplier by, std::int32_t left_shift) {
  if (by.value == 1 << 30 && by.shift == 0) return operand_factor::half;
  return facts_of(by, std::int64_t{255} << left_shift).plain ? operand_factor::plain : operand_factor::any;
}

template <operand_factor Kind> inline constexpr scale_facts facts_of_operand{false, Kind == operand_factor::plain};

// What an operand's codes are taken from: its zero point, less the lift of what comes of the difference.
template <operand_factor Kind, quant::arithmetic Arithmetic> constexpr std::int32_t operand_zero(std::int32_t zero_point) {
  return zero_point - (Kind != operand_factor::half && lifts<Arithmetic, facts_of_operand<Kind>> ? 1 << 11 : 0);
}
template <operand_factor Kind, quant::arithmetic Arithmetic, dot_engine Engine>
EDGETL_INLINE typename Engine::vector rescale_operand(typename Engine::vector difference, const scales<Engine::count>& by) {
  if constexpr (Kind == operand_factor::half) return Engine::template shift_left_all<19>(difference);  // half of 2^20, exactly
  else return requantize<Arithmetic, Engine, facts_of_operand<Kind>>(Engine::template shift_left_all<20>(difference), by, 0);
}
template <quant::arithmetic Arithmetic, dot_engine Engine, scale_facts Facts>
EDGETL_INLINE typename Engine::vector requantize_result(typename Engine::vector sum, const scales<Engine::count>& by) {
  if constexpr (lifts<Arithmetic, Facts>) sum = Engine::add(sum, Engine::all(-2147483647 - 1));
  return requantize<Arithmetic, Engine, Facts>(sum, by, 0);
}

template <dot_engine Engine, bool Subtracts, operand_factor Left, operand_factor Right, scale_facts Facts, class Arithmetic>
EDGETL_KERNEL void add_codes(std::int32_t count, const std::int8_t* left, const std::int8_t* right,
                             const kernel::rescaled_sum<std::int8_t, Arithmetic, Subtracts>& function, std::int8_t* output) {
  const auto own       = function.own;
  const auto by_left   = same_in_all_lanes<Engine>(own.left_factor, 0, rounds_twice<Arithmetic>, facts_of_operand<Left>);
  const auto by_right  = same_in_all_lanes<Engine>(own.right_factor, 0, rounds_twice<Arithmetic>, facts_of_operand<Right>);
  const auto by_all    = same_in_all_lanes<Engine>(own.output_factor, own.output.zero_point, rounds_twice<Arithmetic>, Facts);
  const auto zero_left  = Engine::all(operand_zero<Left, Arithmetic>(own.left_zero_point));
  const auto zero_right = Engine::all(operand_zero<Right, Arithmetic>(own.right_zero_point));
  for_each_16<Engine>(
      count, left, right,
      [&](auto a, auto b) {
        a = rescale_operand<Left, Arithmetic, Engine>(Engine::subtract(a, zero_left), by_left);
        b = rescale_operand<Right, Arithmetic, Engine>(Engine::subtract(b, zero_right), by_right);
        return requantize_result<Arithmetic, Engine, Facts>(Subtracts ? Engine::subtract(a, b) : Engine::add(a, b), by_all);
      },
      function, own.output.clamp, output);
}

template <dot_engine Engine, scale_facts Facts, class Arithmetic>
EDGETL_KERNEL void multiply_codes(std::int32_t count, const std::int8_t* left, const std::int8_t* right,
                                  const kernel::rescaled_product<std::int8_t, Arithmetic>& function, std::int8_t* output) {
  const auto by       = same_in_all_lanes<Engine>(function.factor, function.output.zero_point, rounds_twice<Arithmetic>, Facts);
  const auto zero_left = Engine::all(function.left_zero_point), zero_right = Engine::all(function.right_zero_point);
  for_each_16<Engine>(
      count, left, right,
      [&](auto a, auto b) {
        return requantize_result<Arithmetic, Engine, Facts>(Engine::multiply(Engine::subtract(a, zero_left), Engine::subtract(b, zero_right)), by);
      },
      function, function.output.clamp, output);
}

template <x86_target Target, class Parameters, quant::arithmetic Arithmetic, bool Subtracts>
void edgetl_kernel(kernel::elementwise_binary kernel, Target, Parameters given, const std::int8_t* left, const std::int8_t* right,
                   kernel::rescaled_sum<std::int8_t, Arithmetic, Subtracts> function, std::int8_t* output) {
  using engine     = typename Target::engine;
  const auto count = static_cast<std::int32_t>(given.get().shape.count());
  const auto& own  = function.own;
  if (!given.get().same_shape || own.left_shift != 20) return edgetl_kernel(kernel, scalar{}, given, left, right, function, output);
  using enum operand_factor;
  constexpr scale_facts plain_sum{}, any_sum{true, false};
  const auto one = factor_kind(own.left_factor, 20), two = factor_kind(own.right_factor, 20);
  if (!facts_of(own.output_factor, 1 << 30).plain || one == any || two == any)
    add_codes<engine, Subtracts, any, any, any_sum>(count, left, right, function, output);
  else if (one == half && two == half)
    add_codes<engine, Subtracts, half, half, plain_sum>(count, left, right, function, output);
  else if (one == half)
    add_codes<engine, Subtracts, half, plain, plain_sum>(count, left, right, function, output);
  else if (two == half)
    add_codes<engine, Subtracts, plain, half, plain_sum>(count, left, right, function, output);
  else
    add_codes<engine, Subtracts, plain, plain, plain_sum>(count, left, right, function, output);
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
