// SPDX-License-Identifier: BSL-1.0
// ADD, SUB and MUL of int8 codes of one shape. What a layer's factors allow is found while compiling; the bodies take
// the factors as arguments, so layers of one kind share them.
#pragma once

#include <edgetl/kernel/add.hpp>
#include <edgetl/kernel/mul.hpp>
#include <edgetl/target/x86/float_sum.hpp>
#include <edgetl/target/x86/tile.hpp>
#include <edgetl/target/x86/uniform.hpp>

#include <cstdint>

namespace edgetl::target::x86 {

// 16 output codes from as many of both operands.
template <dot_engine Engine, class Vectors>
EDGETL_INLINE void combine_16(const std::int8_t* left, const std::int8_t* right, const Vectors& vectors, const output_range& range, std::int8_t* output) {
  constexpr int group = Engine::vectors_per_16;
  typename Engine::vector results[group];
#pragma GCC unroll 4
  for (int v = 0; v < group; ++v) results[v] = vectors(Engine::load_codes(left + v * Engine::count), Engine::load_codes(right + v * Engine::count));
  store_codes<Engine, 16>(output, results, range);
}

// Four vectors at a time, then 16 codes; what is left over goes through a copy, as the output may stand over an input.
template <dot_engine Engine, class Vectors>
EDGETL_INLINE void combine(std::int32_t count, const std::int8_t* left, const std::int8_t* right, const Vectors& vectors, const output_range& range,
                           std::int8_t* output) {
  std::int32_t i = 0;
  if constexpr (packs_4_vectors<Engine>) {
    for (; i + 4 * Engine::count <= count; i += 4 * Engine::count) {
      typename Engine::vector results[4];
#pragma GCC unroll 4
      for (int v = 0; v < 4; ++v)
        results[v] = vectors(Engine::load_codes(left + i + v * Engine::count), Engine::load_codes(right + i + v * Engine::count));
      store_4_vectors<Engine, true, false>(output + i, results, range);
    }
  }
  for (; i + 16 <= count; i += 16) combine_16<Engine>(left + i, right + i, vectors, range, output + i);
  if (i == count) return;
  std::int8_t rest_left[16] = {}, rest_right[16] = {}, rest[16];
  const auto  bytes         = static_cast<std::size_t>(count - i);
  __builtin_memcpy(rest_left, left + i, bytes);
  __builtin_memcpy(rest_right, right + i, bytes);
  combine_16<Engine>(rest_left, rest_right, vectors, range, rest);
  __builtin_memcpy(output + i, rest, bytes);
}

// Sums in floats, where they are exact.
template <dot_engine Engine>
EDGETL_KERNEL void add_floats(std::int32_t count, const std::int8_t* left, const std::int8_t* right, const float_sum& by, const output_range& range,
                              std::int8_t* output) {
  const auto by_left = Engine::all(by.left), by_right = Engine::all(by.right), offset = Engine::all(by.offset);
  combine<Engine>(count, left, right, [&](auto a, auto b) { return Engine::fused_sum(a, by_left, b, by_right, offset); }, range, output);
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

template <dot_engine Engine, operand_factor Left, operand_factor Right, scale_facts Facts, class Arithmetic, bool Subtracts>
EDGETL_KERNEL void add_integers(std::int32_t count, const std::int8_t* left, const std::int8_t* right,
                                const kernel::rescaled_sum<std::int8_t, Arithmetic, Subtracts>& function, std::int8_t* output) {
  const auto& own        = function.own;
  const auto  by_left    = same_in_all_lanes<Engine>(own.left_factor, 0, rounds_twice<Arithmetic>, facts_of_operand<Left>);
  const auto  by_right   = same_in_all_lanes<Engine>(own.right_factor, 0, rounds_twice<Arithmetic>, facts_of_operand<Right>);
  const auto  by_all     = same_in_all_lanes<Engine>(own.output_factor, own.output.zero_point, rounds_twice<Arithmetic>, Facts);
  const auto  zero_left  = Engine::all(operand_zero<Left, Arithmetic>(own.left_zero_point));
  const auto  zero_right = Engine::all(operand_zero<Right, Arithmetic>(own.right_zero_point));
  combine<Engine>(
      count, left, right,
      [&](auto a, auto b) {
        a = rescale_operand<Left, Arithmetic, Engine>(Engine::subtract(a, zero_left), by_left);
        b = rescale_operand<Right, Arithmetic, Engine>(Engine::subtract(b, zero_right), by_right);
        return requantize_result<Arithmetic, Engine, Facts>(Subtracts ? Engine::subtract(a, b) : Engine::add(a, b), by_all);
      },
      own.output.clamp, output);
}

template <dot_engine Engine, scale_facts Facts, class Arithmetic>
EDGETL_KERNEL void multiply_codes(std::int32_t count, const std::int8_t* left, const std::int8_t* right, const scales<Engine::count>& by,
                                  const kernel::rescaled_product<std::int8_t, Arithmetic>& function, std::int8_t* output) {
  const auto zero_left = Engine::all(function.left_zero_point), zero_right = Engine::all(function.right_zero_point);
  combine<Engine>(
      count, left, right,
      [&](auto a, auto b) {
        return requantize_result<Arithmetic, Engine, Facts>(Engine::multiply(Engine::subtract(a, zero_left), Engine::subtract(b, zero_right)), by);
      },
      function.output.clamp, output);
}

template <dot_engine Engine, class Arithmetic, bool Subtracts> constexpr float_sum float_sum_of(const kernel::rescaled_sum<std::int8_t, Arithmetic, Subtracts>& function) {
  if constexpr (Engine::fused == float_rounding::none || !has_vectors<Arithmetic, scale_facts{}>) return {};
  else return make_float_sum<Subtracts>(function);
}

template <x86_target Target, class Parameters, quant::arithmetic Arithmetic, bool Subtracts, kernel::rescaled_sum<std::int8_t, Arithmetic, Subtracts> Function>
void edgetl_kernel(kernel::elementwise_binary kernel, Target, Parameters given, const std::int8_t* left, const std::int8_t* right,
                   kernel::known<Function> function, std::int8_t* output) {
  using engine                     = typename Target::engine;
  static constexpr auto        own = Function.own;
  static constexpr float_sum   floats = float_sum_of<engine>(Function);
  constexpr operand_factor     one = factor_kind(own.left_factor, 20), two = factor_kind(own.right_factor, 20);
  constexpr bool               is_plain = facts_of(own.output_factor, 1 << 30).plain && one != operand_factor::any && two != operand_factor::any;
  const auto                   count = static_cast<std::int32_t>(given.get().shape.count());
  if (!given.get().same_shape || own.left_shift != 20) edgetl_kernel(kernel, scalar{}, given, left, right, function, output);
  else if constexpr (floats.is_exact) add_floats<engine>(count, left, right, floats, own.output.clamp, output);
  else if constexpr (is_plain) add_integers<engine, one, two, scale_facts{}>(count, left, right, Function, output);
  else add_integers<engine, operand_factor::any, operand_factor::any, scale_facts{true, false}>(count, left, right, Function, output);
}

template <x86_target Target, class Parameters, quant::arithmetic Arithmetic, kernel::rescaled_product<std::int8_t, Arithmetic> Function>
void edgetl_kernel(kernel::elementwise_binary kernel, Target, Parameters given, const std::int8_t* left, const std::int8_t* right,
                   kernel::known<Function> function, std::int8_t* output) {
  using engine              = typename Target::engine;
  static constexpr auto by  = make_uniform_factor<engine, Arithmetic>(Function.factor, 255 * 255, Function.output);
  const auto            count = static_cast<std::int32_t>(given.get().shape.count());
  if (!given.get().same_shape) edgetl_kernel(kernel, scalar{}, given, left, right, function, output);
  else multiply_codes<engine, by.facts>(count, left, right, by.by, Function, output);
}

}  // namespace edgetl::target::x86
