// SPDX-License-Identifier: BSL-1.0
// Requantization of whole tensors by one factor: the constants of requantize.hpp with the same in every lane.
#pragma once

#include <edgetl/target/x86/requantize.hpp>

#include <cstdint>

namespace edgetl::target::x86 {

template <dot_engine Engine> constexpr scales<Engine::count> same_in_all_lanes(quant::multiplier factor, std::int32_t zero_point, bool twice, const scale_facts& facts) {
  scales<Engine::count> result;
  for (int lane = 0; lane < Engine::count; ++lane) result.set(lane, factor, zero_point, twice, facts);
  return result;
}

// What a factor allows, and its constants.
template <int Count> struct uniform_factor {
  scale_facts   facts;
  scales<Count> by;
};
// `largest` bounds the magnitude of what is requantized.
template <dot_engine Engine, class Arithmetic>
constexpr uniform_factor<Engine::count> make_uniform_factor(quant::multiplier factor, std::int64_t largest, const kernel::code_output& output) {
  const std::int32_t            above = output.clamp.highest - output.zero_point, below = output.zero_point - output.clamp.lowest;
  uniform_factor<Engine::count> result{facts_of(factor, largest), {}};
  if constexpr (has_vectors<Arithmetic, scale_facts{}>) {
    for (int terms = 1; terms <= 2; ++terms) {
      const float_scale floats =
          make_float_scale(factor, rounds_twice<Arithmetic>, largest, above > below ? above : below, below > 0, Engine::fused, terms);
      if (!floats.is_exact) continue;
      result.facts.float_terms = terms, result.facts.both_signs = below > 0;
      for (int lane = 0; lane < Engine::count; ++lane) result.by.set(lane, floats, output.zero_point);
      return result;
    }
  }
  for (int lane = 0; lane < Engine::count; ++lane) result.by.set(lane, factor, output.zero_point, rounds_twice<Arithmetic>, result.facts);
  return result;
}

}  // namespace edgetl::target::x86
