// SPDX-License-Identifier: BSL-1.0
// The image rows of a depthwise layer as its blocks read them: in the engine's activations, every input channel as often
// as the multiplier says, with a halo of zero points, strided columns in planes.
#pragma once

#include <edgetl/core/array.hpp>
#include <edgetl/target/x86/depthwise_shape.hpp>
#include <edgetl/target/x86/image.hpp>

#include <cstddef>
#include <cstdint>

namespace edgetl::target::x86 {

// Which of 16 codes stands in lane i of the 16 from lane `phase` on, when each comes Multiplier times.
template <std::int32_t Multiplier> inline constexpr auto repeats = [] {
  array<array<std::int8_t, 16>, static_cast<std::size_t>(Multiplier)> result{};
  for (std::int32_t phase = 0; phase < Multiplier; ++phase)
    for (std::int32_t i = 0; i < 16; ++i)
      result[static_cast<std::size_t>(phase)][static_cast<std::size_t>(i)] = static_cast<std::int8_t>((phase + i) / Multiplier);
  return result;
}();

// `count` lanes, 16 at a time: up to 15 lanes behind them are written, too, and codes up to `end` may be read.
template <dot_engine Engine, std::int32_t Multiplier>
EDGETL_INLINE void copy_lanes(typename Engine::activation* to, const std::int8_t* from, const std::int8_t* end, std::int32_t count,
                              std::int32_t zero_point) {
  std::int32_t i = 0;
  if constexpr (Multiplier == 1 && requires { Engine::codes_per_block; })
    for (; i + Engine::codes_per_block <= count; i += Engine::codes_per_block) Engine::convert_block(to + i, from + i);
  for (; i < count; i += 16) {
    const std::int8_t*      own = from + i / Multiplier;
    alignas(16) std::int8_t codes[16];
    if (end - own < 16) {
      __builtin_memset(codes, 0, sizeof codes);
      __builtin_memcpy(codes, own, static_cast<std::size_t>(end - own));
      own = codes;
    }
    if constexpr (Multiplier > 1) {
      const __m128i order = _mm_loadu_si128(reinterpret_cast<const __m128i*>(&repeats<Multiplier>[static_cast<std::size_t>(i % Multiplier)]));
      _mm_store_si128(reinterpret_cast<__m128i*>(codes), _mm_shuffle_epi8(_mm_loadu_si128(reinterpret_cast<const __m128i*>(own)), order));
      own = codes;
    }
    Engine::convert_16(to + i, own, zero_point);
  }
}

// The columns [0, count) of a plane, `step` image columns apart, the first of them at `left`; behind `count` columns
// some lanes are written.
template <dot_engine Engine, depthwise_shape Shape>
EDGETL_INLINE void copy_columns(typename Engine::activation* to, const std::int8_t* row, const std::int8_t* end, std::int32_t left,
                                std::int32_t count, std::int32_t step, std::int32_t zero_point) {
  constexpr std::int32_t pitch = Shape.pitch, lanes = Shape.channels();
  std::int32_t           x = left;
  std::int32_t           i = 0;
  for (; i < count && x < 0; ++i, x += step) fill_outside<Engine>(to + i * pitch, pitch, zero_point);
  if (step == 1 && pitch == lanes) {
    const std::int32_t inside = Shape.width.input - x < count - i ? Shape.width.input - x : count - i;
    if (inside > 0) copy_lanes<Engine, Shape.multiplier>(to + i * pitch, row + x * Shape.input_channels, end, inside * lanes, zero_point), i += inside;
  } else {
    for (; i < count && x < Shape.width.input; ++i, x += step)
      copy_lanes<Engine, Shape.multiplier>(to + i * pitch, row + x * Shape.input_channels, end, lanes, zero_point);
  }
  if (i < count) fill_outside<Engine>(to + i * pitch, (count - i) * pitch, zero_point);
}

template <dot_engine Engine, depthwise_shape Shape, std::int32_t Plane = 0>
EDGETL_INLINE void copy_planes(typename Engine::activation* to, const std::int8_t* row, const std::int8_t* end, std::int32_t zero_point) {
  constexpr std::int32_t columns = Shape.plane_columns(), left = Shape.remainder_of(Plane) - Shape.width.before;
  copy_columns<Engine, Shape>(to + Plane * columns * Shape.pitch, row, end, left, columns, Shape.width.stride, zero_point);
  if constexpr (Plane + 1 < Shape.planes()) copy_planes<Engine, Shape, Plane + 1>(to, row, end, zero_point);
}

// Rows for `outputs` output rows from row `first` on.
template <dot_engine Engine, depthwise_shape Shape>
EDGETL_INLINE void copy_band(typename Engine::activation* to, const std::int8_t* input, std::int32_t first, std::int32_t outputs,
                             std::int32_t zero_point) {
  constexpr std::int32_t row_codes = Shape.width.input * Shape.input_channels, columns = Shape.plane_columns(), pitch = Shape.pitch, row_pitch = Shape.row_pitch();
  constexpr std::int32_t step = Shape.step(Shape.width), step_y = Shape.step(Shape.height), stride = Shape.width.stride, before = Shape.width.before;
  constexpr std::int32_t reach = Shape.reach(Shape.height);
  const std::int32_t     all = (outputs - 1) * step_y + reach;
  const std::int8_t*     end = input + Shape.height.input * row_codes;
  for (std::int32_t j = 0; j < all; ++j, to += row_pitch) {
    const std::int32_t y = first * Shape.height.stride + j / step_y * Shape.height.stride + j % step_y - Shape.height.before;
    if (y < 0 || y >= Shape.height.input) {
      fill_outside<Engine>(to, row_pitch, zero_point);
      continue;
    }
    const std::int8_t* row = input + y * row_codes;
    if constexpr (!Shape.splits_pixels()) {
      copy_planes<Engine, Shape>(to, row, end, zero_point);
    } else if constexpr (step == stride) {
      copy_columns<Engine, Shape>(to, row, end, -before, columns, 1, zero_point);
    } else {
      for (std::int32_t x = 0; x < Shape.width.output; ++x)
        copy_columns<Engine, Shape>(to + x * step * pitch, row, end, x * stride - before, step, 1, zero_point);
    }
  }
}

}  // namespace edgetl::target::x86
