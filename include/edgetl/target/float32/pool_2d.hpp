// SPDX-License-Identifier: BSL-1.0
// AVERAGE_POOL_2D, MAX_POOL_2D and MEAN on floats: channels side by side in lanes, terms in the reference's
// order, so that the results are the reference's to the bit.
#pragma once

#include <edgetl/kernel/mean.hpp>
#include <edgetl/kernel/pool_2d.hpp>
#include <edgetl/target/float32/lanes.hpp>

#include <cstddef>
#include <cstdint>

namespace edgetl::target::float32 {

template <class Lanes> EDGETL_INLINE typename Lanes::vector start_of(kernel::average_of_taps) { return Lanes::all(0.0f); }
template <class Lanes> EDGETL_INLINE typename Lanes::vector start_of(kernel::largest_of_taps) { return Lanes::all(-kernel::float_infinity); }
template <class Lanes, class Vector> EDGETL_INLINE Vector visit(kernel::average_of_taps, Vector sum, Vector value) { return Lanes::add(sum, value); }
template <class Lanes, class Vector> EDGETL_INLINE Vector visit(kernel::largest_of_taps, Vector best, Vector value) { return Lanes::larger(value, best); }
template <class Lanes, class Vector> EDGETL_INLINE Vector finish(kernel::average_of_taps, Vector sum, std::int32_t taps) {
  return Lanes::divide(sum, Lanes::all(static_cast<float>(taps)));
}
template <class Lanes, class Vector> EDGETL_INLINE Vector finish(kernel::largest_of_taps, Vector best, std::int32_t) { return best; }

// compute.operator()<1>(load, store, at) on every vector of `count` elements: the last one overlaps the one before
// it, or is a part where there are fewer elements than lanes. Not for elements that are changed in place. As long as
// there are four vectors, <4> does them at once, so that no sum waits for the one before.
template <class Lanes, class Compute> EDGETL_INLINE void for_each_vector(std::int32_t count, Compute compute) {
  if (count < Lanes::count) {
    compute.template operator()<1>([&](const float* from) { return Lanes::load_first(from, count, 0.0f); },
                                   [&](float* to, auto value) { Lanes::store_first(to, value, count); }, 0);
    return;
  }
  const auto load = [](const float* from) { return Lanes::load(from); };
  const auto store = [](float* to, auto value) { Lanes::store(to, value); };
  std::int32_t at = 0;
  for (; at + 4 * Lanes::count <= count; at += 4 * Lanes::count) compute.template operator()<4>(load, store, at);
  for (; at < count; at += Lanes::count) compute.template operator()<1>(load, store, at + Lanes::count <= count ? at : count - Lanes::count);
}

template <class Lanes, class Reduction, class Parameters>
EDGETL_KERNEL void run_pool(Parameters given, const float* input, kernel::bounds<float> clamp, float* output) {
  const auto&    own      = given.get();
  const std::int32_t channels = own.channels;
  for (std::int32_t batch = 0; batch < own.batches; ++batch, input += own.height.input * own.width.input * channels)
    for (std::int32_t out_y = 0; out_y < own.height.output; ++out_y) {
      const std::int32_t top = own.height.origin(out_y), first_y = own.height.first_tap(top), last_y = own.height.last_tap(top);
      for (std::int32_t out_x = 0; out_x < own.width.output; ++out_x, output += channels) {
        const std::int32_t left = own.width.origin(out_x), first_x = own.width.first_tap(left), last_x = own.width.last_tap(left);
        const std::int32_t taps = (last_y - first_y) * (last_x - first_x);
        const float*       from = input + ((top + first_y) * own.width.input + left + first_x) * channels;
        for_each_vector<Lanes>(channels, [&]<int Count>(auto load, auto store, std::int32_t at) __attribute__((always_inline)) {
          typename Lanes::vector results[Count];
          for (auto& result : results) result = start_of<Lanes>(Reduction{});
          const float* line = from + at;
          for (std::int32_t y = first_y; y < last_y; ++y, line += own.width.input * channels)
            for (std::int32_t x = 0; x < last_x - first_x; ++x)
#pragma GCC unroll 4
              for (int k = 0; k < Count; ++k) results[k] = visit<Lanes>(Reduction{}, results[k], load(line + x * channels + k * Lanes::count));
#pragma GCC unroll 4
          for (int k = 0; k < Count; ++k) {
            const auto result = finish<Lanes>(Reduction{}, results[k], taps);
            store(output + at + k * Lanes::count, Lanes::at_most(Lanes::at_least(result, Lanes::all(clamp.lowest)), Lanes::all(clamp.highest)));
          }
        });
      }
    }
}

template <float32_target Target, class Reduction, class Parameters>
  requires(same_as<Reduction, kernel::average_of_taps> || same_as<Reduction, kernel::largest_of_taps>)
void edgetl_kernel(kernel::pool_2d<Reduction>, Target, Parameters given, const float* input, kernel::bounds<float> clamp, float* output) {
  run_pool<typename Target::float32_lanes, Reduction>(given, input, clamp, output);
}

// The kept elements that follow each other in memory; 1 if the last dimension is reduced.
constexpr std::int32_t contiguous_kept(const kernel::mean::parameters& own) {
  std::int32_t run = 1;
  for (int axis = max_rank - 1; axis >= 0 && own.reduced[axis] == 1; --axis) run *= own.kept[axis];
  return run;
}

template <class Lanes, class Parameters> EDGETL_KERNEL void run_mean(Parameters given, const float* input, float* output) {
  const auto&        own = given.get();
  const std::int32_t run = contiguous_kept(own);
  extents            outer = own.kept;
  for (int axis = max_rank - 1; axis >= 0 && own.reduced[axis] == 1; --axis) outer.dims[axis] = 1;
  kernel::for_each(outer, own.from, [&](std::int32_t first) {
    for_each_vector<Lanes>(run, [&]<int Count>(auto load, auto store, std::int32_t at) __attribute__((always_inline)) {
      typename Lanes::vector sums[Count];
      for (auto& sum : sums) sum = Lanes::all(0.0f);
      kernel::placement box = own.from;
      box.offset            = first + at;
      kernel::for_each(own.reduced, box, [&](std::int32_t i) __attribute__((always_inline)) {
#pragma GCC unroll 4
        for (int k = 0; k < Count; ++k) sums[k] = Lanes::add(sums[k], load(input + i + k * Lanes::count));
      });
#pragma GCC unroll 4
      for (int k = 0; k < Count; ++k) store(output + at + k * Lanes::count, Lanes::divide(sums[k], Lanes::all(static_cast<float>(own.terms))));
    });
    output += run;
  });
}

template <float32_target Target, class Parameters>
void edgetl_kernel(kernel::mean, Target, Parameters given, const float* input, kernel::mean::average_real finish, float* output) {
  if (contiguous_kept(given.get()) > 1) run_mean<typename Target::float32_lanes>(given, input, output);
  else kernel::mean::reference(given, input, finish, output);
}

}  // namespace edgetl::target::float32
