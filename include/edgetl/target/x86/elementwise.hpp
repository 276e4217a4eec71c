// SPDX-License-Identifier: BSL-1.0
// ADD, SUB and MUL of int8 codes. What a layer's factors allow is found while compiling; the bodies take
// the factors as arguments, so layers of one kind share them.
#pragma once

#include <edgetl/kernel/add.hpp>
#include <edgetl/kernel/mul.hpp>
#include <edgetl/target/inner_run.hpp>
#include <edgetl/target/scalar.hpp>
#include <edgetl/target/x86/float_sum.hpp>
#include <edgetl/target/x86/tile.hpp>
#include <edgetl/target/x86/uniform.hpp>

#include <cstddef>
#include <cstdint>

namespace edgetl::target::x86 {

// Which operands walk along a run; the others are one code.
struct steps_of_operands {
  bool left, right;
};
template <dot_engine Engine, bool Steps> EDGETL_INLINE typename Engine::vector load_operand(const std::int8_t* from) {
  if constexpr (Steps) return Engine::load_codes(from);
  else return Engine::all(*from);
}

// Vectors vectors of both operands' codes, combined.
template <dot_engine Engine, steps_of_operands Steps, int Count, class Vectors>
EDGETL_INLINE void combine_vectors(typename Engine::vector (&results)[Count], const std::int8_t* left, const std::int8_t* right, const Vectors& vectors) {
#pragma GCC unroll 4
  for (int v = 0; v < Count; ++v)
    results[v] = vectors(load_operand<Engine, Steps.left>(left + (Steps.left ? v * Engine::count : 0)),
                         load_operand<Engine, Steps.right>(right + (Steps.right ? v * Engine::count : 0)));
}
template <dot_engine Engine, steps_of_operands Steps, class Vectors>
EDGETL_INLINE void combine_16(const std::int8_t* left, const std::int8_t* right, const Vectors& vectors, const output_range& range, std::int8_t* output) {
  typename Engine::vector results[Engine::vectors_per_16];
  combine_vectors<Engine, Steps>(results, left, right, vectors);
  store_codes<Engine, 16>(output, results, range);
}

// One run: four vectors at a time, then 16 codes; what is left over goes through a copy, as the output may stand over an input.
template <dot_engine Engine, steps_of_operands Steps, class Vectors>
EDGETL_INLINE void combine(std::int32_t count, const std::int8_t* left, const std::int8_t* right, const Vectors& vectors, const output_range& range,
                           std::int8_t* output) {
  std::int32_t i = 0;
  const auto   l = [&] { return left + (Steps.left ? i : 0); };
  const auto   r = [&] { return right + (Steps.right ? i : 0); };
  if constexpr (packs_4_vectors<Engine>) {
    for (; i + 4 * Engine::count <= count; i += 4 * Engine::count) {
      typename Engine::vector results[4];
      combine_vectors<Engine, Steps>(results, l(), r(), vectors);
      store_4_vectors<Engine, true, false>(output + i, results, range);
    }
  }
  for (; i + 16 <= count; i += 16) combine_16<Engine, Steps>(l(), r(), vectors, range, output + i);
  if (i == count) return;
  std::int8_t rest_left[16] = {}, rest_right[16] = {}, rest[16];
  const auto  bytes         = static_cast<std::size_t>(count - i);
  __builtin_memcpy(rest_left, l(), Steps.left ? bytes : 1);
  __builtin_memcpy(rest_right, r(), Steps.right ? bytes : 1);
  combine_16<Engine, Steps>(rest_left, rest_right, vectors, range, rest);
  __builtin_memcpy(output + i, rest, bytes);
}

// Sums in floats, where they are exact.
template <dot_engine Engine, steps_of_operands Steps>
EDGETL_KERNEL void add_floats(std::int32_t count, const std::int8_t* left, const std::int8_t* right, const float_sum& by, const output_range& range,
                              std::int8_t* output) {
  const auto by_left = Engine::all(by.left), by_right = Engine::all(by.right), offset = Engine::all(by.offset);
  combine<Engine, Steps>(count, left, right, [&](auto a, auto b) { return Engine::fused_sum(a, by_left, b, by_right, offset); }, range, output);
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

// The constants of a sum of integers.
template <int Count> struct sum_factors {
  scales<Count> left, right, output;
  std::int32_t  zero_left, zero_right;
};
template <dot_engine Engine, operand_factor Left, operand_factor Right, scale_facts Facts, class Arithmetic, bool Subtracts>
constexpr sum_factors<Engine::count> make_sum_factors(const kernel::rescaled_sum<std::int8_t, Arithmetic, Subtracts>& function) {
  const auto&    own   = function.own;
  constexpr bool twice = rounds_twice<Arithmetic>;
  return {same_in_all_lanes<Engine>(own.left_factor, 0, twice, facts_of_operand<Left>), same_in_all_lanes<Engine>(own.right_factor, 0, twice, facts_of_operand<Right>),
          same_in_all_lanes<Engine>(own.output_factor, own.output.zero_point, twice, Facts), operand_zero<Left, Arithmetic>(own.left_zero_point),
          operand_zero<Right, Arithmetic>(own.right_zero_point)};
}

template <dot_engine Engine, steps_of_operands Steps, operand_factor Left, operand_factor Right, scale_facts Facts, class Arithmetic, bool Subtracts>
EDGETL_KERNEL void add_integers(std::int32_t count, const std::int8_t* left, const std::int8_t* right, const sum_factors<Engine::count>& by,
                                const output_range& range, std::int8_t* output) {
  const auto zero_left = Engine::all(by.zero_left), zero_right = Engine::all(by.zero_right);
  combine<Engine, Steps>(
      count, left, right,
      [&](auto a, auto b) {
        hold();  // constants from memory, as they come: hoisted, they would be spilled
        a = rescale_operand<Left, Arithmetic, Engine>(Engine::subtract(a, zero_left), by.left);
        b = rescale_operand<Right, Arithmetic, Engine>(Engine::subtract(b, zero_right), by.right);
        return requantize_result<Arithmetic, Engine, Facts>(Subtracts ? Engine::subtract(a, b) : Engine::add(a, b), by.output);
      },
      range, output);
}

template <dot_engine Engine, steps_of_operands Steps, scale_facts Facts, class Arithmetic>
EDGETL_KERNEL void multiply_codes(std::int32_t count, const std::int8_t* left, const std::int8_t* right, const scales<Engine::count>& by,
                                  const kernel::rescaled_product<std::int8_t, Arithmetic>& function, std::int8_t* output) {
  const auto zero_left = Engine::all(function.left_zero_point), zero_right = Engine::all(function.right_zero_point);
  combine<Engine, Steps>(
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
  using engine                         = typename Target::engine;
  static constexpr auto      own       = Function.own;
  static constexpr float_sum floats    = float_sum_of<engine>(Function);
  constexpr inner_run        run       = find_inner_run(Parameters::get());
  constexpr auto             steps     = steps_of_operands{run.left_steps, run.right_steps};
  if constexpr (own.left_shift != 20) return edgetl_kernel(kernel, scalar{}, given, left, right, function, output);
  for_each_inner_run(given.get(), run.outer, [&](std::int32_t l, std::int32_t r) {
    if constexpr (floats.is_exact) {
      add_floats<engine, steps>(run.count, left + l, right + r, floats, own.output.clamp, output);
    } else {
      using enum operand_factor;
      constexpr auto           one = factor_kind(own.left_factor, 20), two = factor_kind(own.right_factor, 20);
      constexpr bool           is_plain = facts_of(own.output_factor, 1 << 30).plain && one != any && two != any;
      constexpr scale_facts    facts{!is_plain, is_plain};
      static constexpr auto    by = make_sum_factors<engine, is_plain ? one : any, is_plain ? two : any, facts>(Function);
      add_integers<engine, steps, is_plain ? one : any, is_plain ? two : any, facts, Arithmetic, Subtracts>(run.count, left + l, right + r, by,
                                                                                                           own.output.clamp, output);
    }
    output += run.count;
  });
}

template <x86_target Target, class Parameters, quant::arithmetic Arithmetic, kernel::rescaled_product<std::int8_t, Arithmetic> Function>
void edgetl_kernel(kernel::elementwise_binary, Target, Parameters given, const std::int8_t* left, const std::int8_t* right, kernel::known<Function>,
                   std::int8_t* output) {
  using engine               = typename Target::engine;
  static constexpr auto by    = make_uniform_factor<engine, Arithmetic>(Function.factor, 255 * 255, Function.output);
  constexpr inner_run   run   = find_inner_run(Parameters::get());
  constexpr auto        steps = steps_of_operands{run.left_steps, run.right_steps};
  for_each_inner_run(given.get(), run.outer, [&](std::int32_t l, std::int32_t r) {
    multiply_codes<engine, steps, by.facts>(run.count, left + l, right + r, by.by, Function, output);
    output += run.count;
  });
}

}  // namespace edgetl::target::x86
