// SPDX-License-Identifier: BSL-1.0
// The image rows of a depthwise layer as its blocks read them: in the engine's activations, every input channel as often
// as the multiplier says, with a halo of zero points, strided columns in planes.
#pragma once

#include <edgetl/core/array.hpp>
#include <edgetl/target/x86/depthwise_shape.hpp>
#include <edgetl/target/x86/image.hpp>

#include <cstddef>
#include <cstdint>
#include <type_traits>

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

// Codes that are converted at once.
template <dot_engine Engine> constexpr std::int32_t codes_at_once() {
  if constexpr (requires { Engine::codes_per_block; }) return Engine::codes_per_block;
  else return 16;
}

// Every other of the pixels of Pixel codes that stand in 2 * Count codes; Pixel is a power of two.
template <std::int32_t Count, std::int32_t Pixel, class Word, std::int32_t... I>
EDGETL_INLINE void pick_every_other(std::int8_t* to, const std::int8_t* from, integer_sequence<std::int32_t, I...>) {
  typedef Word           vector __attribute__((vector_size(Count)));
  constexpr std::int32_t words = (Pixel + 7) / 8;  // of a pixel
  vector                 low, high;
  __builtin_memcpy(&low, from, Count);
  __builtin_memcpy(&high, from + Count, Count);
  const vector picked = __builtin_shufflevector(low, high, (I / words * 2 * words + I % words)...);
  __builtin_memcpy(to, &picked, Count);
}
template <std::int32_t Count, std::int32_t Pixel> EDGETL_INLINE void pick_every_other(std::int8_t* to, const std::int8_t* from) {
  using word = std::conditional_t<Pixel == 1, std::int8_t, std::conditional_t<Pixel == 2, std::int16_t, std::conditional_t<Pixel == 4, std::int32_t, std::int64_t>>>;
  pick_every_other<Count, Pixel, word>(to, from, make_integer_sequence<std::int32_t, Count / static_cast<std::int32_t>(sizeof(word))>{});
}
template <dot_engine Engine, depthwise_shape Shape>
inline constexpr bool picks_pixels = Shape.multiplier == 1 && Shape.width.stride == 2 && Shape.pitch == Shape.channels() &&
                                     Shape.channels() < codes_at_once<Engine>() && codes_at_once<Engine>() % Shape.channels() == 0;

// `Count` pixels, `Step` image columns apart; some lanes behind them are written, too.
template <dot_engine Engine, depthwise_shape Shape, std::int32_t Step, std::int32_t Count>
EDGETL_INLINE void copy_pixels(typename Engine::activation* to, const std::int8_t* from, const std::int8_t* end, std::int32_t zero_point) {
  constexpr std::int32_t lanes = Shape.channels();
  if constexpr (Step == 1 && Shape.pitch == lanes) {
    copy_lanes<Engine, Shape.multiplier>(to, from, end, Count * lanes, zero_point);
  } else {
    std::int32_t i = 0;
    if constexpr (Step == 2 && picks_pixels<Engine, Shape>) {
      constexpr std::int32_t codes = codes_at_once<Engine>(), pixels = codes / lanes, blocks = (Count + pixels - 1) / pixels;
      const auto             readable = (end - from) / (2 * codes);
      for (const std::int32_t stop = (readable < blocks ? static_cast<std::int32_t>(readable) : blocks) * pixels; i < stop; i += pixels) {
        alignas(64) std::int8_t picked[codes];
        pick_every_other<codes, lanes>(picked, from + i * 2 * lanes);
        copy_lanes<Engine, 1>(to + i * lanes, picked, picked + codes, codes, zero_point);
      }
    }
    for (; i < Count; ++i) copy_lanes<Engine, Shape.multiplier>(to + i * Shape.pitch, from + i * Step * Shape.input_channels, end, lanes, zero_point);
  }
}

// `Count` columns of a plane, `Step` image columns apart, the first of them at `Left`.
template <dot_engine Engine, depthwise_shape Shape, std::int32_t Left, std::int32_t Count, std::int32_t Step>
EDGETL_INLINE void copy_columns(typename Engine::activation* to, const std::int8_t* row, const std::int8_t* end, std::int32_t zero_point) {
  constexpr auto         before = [](std::int32_t x) { return x <= Left ? 0 : (x - Left + Step - 1) / Step < Count ? (x - Left + Step - 1) / Step : Count; };
  constexpr std::int32_t first = before(0), last = before(Shape.width.input);
  if constexpr (first > 0) fill_outside<Engine>(to, first * Shape.pitch, zero_point);
  if constexpr (last > first)
    copy_pixels<Engine, Shape, Step, last - first>(to + first * Shape.pitch, row + (Left + first * Step) * Shape.input_channels, end, zero_point);
  if constexpr (Count > last) fill_outside<Engine>(to + last * Shape.pitch, (Count - last) * Shape.pitch, zero_point);
}

template <dot_engine Engine, depthwise_shape Shape, std::int32_t Plane = 0>
EDGETL_INLINE void copy_planes(typename Engine::activation* to, const std::int8_t* row, const std::int8_t* end, std::int32_t zero_point) {
  constexpr std::int32_t columns = Shape.plane_columns(), left = Shape.remainder_of(Plane) - Shape.width.before;
  copy_columns<Engine, Shape, left, columns, Shape.width.stride>(to + Plane * columns * Shape.pitch, row, end, zero_point);
  if constexpr (Plane + 1 < Shape.planes()) copy_planes<Engine, Shape, Plane + 1>(to, row, end, zero_point);
}

// Columns of windows with gaps between them, which are left out.
template <dot_engine Engine, depthwise_shape Shape>
EDGETL_INLINE void copy_windows(typename Engine::activation* to, const std::int8_t* row, const std::int8_t* end, std::int32_t zero_point) {
  constexpr std::int32_t lanes = Shape.channels();
  for (std::int32_t i = 0; i < Shape.plane_columns(); ++i, to += Shape.pitch) {
    const std::int32_t x = Shape.origin(Shape.width, i) - Shape.width.before;
    if (x < 0 || x >= Shape.width.input) fill_outside<Engine>(to, Shape.pitch, zero_point);
    else copy_lanes<Engine, Shape.multiplier>(to, row + x * Shape.input_channels, end, lanes, zero_point);
  }
}

// Rows for `outputs` output rows from row `first` on.
template <dot_engine Engine, depthwise_shape Shape>
EDGETL_INLINE void copy_band(typename Engine::activation* to, const std::int8_t* input, std::int32_t first, std::int32_t outputs,
                             std::int32_t zero_point) {
  constexpr std::int32_t row_codes = Shape.width.input * Shape.input_channels, columns = Shape.plane_columns(), row_pitch = Shape.row_pitch();
  constexpr std::int32_t step = Shape.step(Shape.width), step_y = Shape.step(Shape.height);
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
    if constexpr (!Shape.splits_pixels()) copy_planes<Engine, Shape>(to, row, end, zero_point);
    else if constexpr (step == Shape.width.stride) copy_columns<Engine, Shape, -Shape.width.before, columns, 1>(to, row, end, zero_point);
    else copy_windows<Engine, Shape>(to, row, end, zero_point);
  }
}

}  // namespace edgetl::target::x86
