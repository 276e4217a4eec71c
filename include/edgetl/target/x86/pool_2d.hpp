// SPDX-License-Identifier: BSL-1.0
// AVERAGE_POOL_2D and MAX_POOL_2D on int8 codes: channels in lanes, 16 at a time.
#pragma once

#include <edgetl/kernel/pool_2d.hpp>
#include <edgetl/target/x86/dot.hpp>

#include <cstdint>

namespace edgetl::target::x86 {

// 16 channels of one window. The sum of n codes lies in 32 bits; it is divided as the reference divides.
template <dot_engine Engine, class Reduction> struct pooled_16 {
  typename Engine::vector sums[Engine::vectors_per_16];

  EDGETL_INLINE void start() {
    for (auto& sum : sums) sum = Engine::all(Reduction::template start<std::int32_t>());
  }
  EDGETL_INLINE void visit(const std::int8_t* codes) {
    for (int v = 0; v < Engine::vectors_per_16; ++v) {
      const auto own = Engine::load_codes(codes + v * Engine::count);
      if constexpr (std::is_same_v<Reduction, kernel::largest_of_taps>) sums[v] = Engine::larger(sums[v], own);
      else sums[v] = Engine::add(sums[v], own);
    }
  }
  EDGETL_INLINE void finish(std::int32_t taps, kernel::bounds<std::int32_t> clamp, std::int8_t* output) const {
    alignas(64) std::int32_t values[16];
    for (int v = 0; v < Engine::vectors_per_16; ++v) Engine::store(values + v * Engine::count, sums[v]);
    for (int i = 0; i < 16; ++i)
      output[i] = static_cast<std::int8_t>(
          fixed_point::clamp(Reduction::template finish<std::int32_t>(values[i], taps), clamp.lowest, clamp.highest));
  }
};

template <x86_target Target, class Reduction, class Parameters>
  requires(std::is_same_v<Reduction, kernel::largest_of_taps> || std::is_same_v<Reduction, kernel::average_of_taps>)
EDGETL_KERNEL void edgetl_kernel(kernel::pool_2d<Reduction> kernel, Target, Parameters given, const std::int8_t* input,
                                 kernel::bounds<std::int32_t> clamp, std::int8_t* output) {
  const auto& own = given.get();
  if (own.channels < 16) return edgetl_kernel(kernel, scalar{}, given, input, clamp, output);
  const std::int32_t row = own.width.input * own.channels;
  for (std::int32_t batch = 0; batch < own.batches; ++batch, input += own.height.input * row)
    for (std::int32_t out_y = 0; out_y < own.height.output; ++out_y) {
      const std::int32_t top = own.height.origin(out_y), first_y = own.height.first_tap(top), last_y = own.height.last_tap(top);
      for (std::int32_t out_x = 0; out_x < own.width.output; ++out_x, output += own.channels) {
        const std::int32_t left = own.width.origin(out_x), first_x = own.width.first_tap(left), last_x = own.width.last_tap(left);
        for (std::int32_t channel = 0; channel < own.channels; channel += 16) {
          if (channel + 16 > own.channels) channel = own.channels - 16;  // some a second time
          pooled_16<typename Target::engine, Reduction> codes;
          codes.start();
          for (std::int32_t y = first_y; y < last_y; ++y)
            for (std::int32_t x = first_x; x < last_x; ++x) codes.visit(input + (top + y) * row + (left + x) * own.channels + channel);
          codes.finish((last_y - first_y) * (last_x - first_x), clamp, output + channel);
        }
      }
    }
}

}  // namespace edgetl::target::x86
