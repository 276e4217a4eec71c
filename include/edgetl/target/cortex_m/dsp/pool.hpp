// SPDX-License-Identifier: BSL-1.0
// AVERAGE_POOL_2D and MAX_POOL_2D on int8 codes, four channels at a time: sums of 16 bits by SXTAB16, the larger of
// bytes by SSUB8 and SEL. Extents at run time, so that layers share the body.
#pragma once

#include <edgetl/kernel/pool_2d.hpp>
#include <edgetl/target/cortex_m/dsp/instructions.hpp>

#include <cstdint>
#include <type_traits>

namespace edgetl::target::cortex_m {

// Sums of up to so many codes fit into 16 bits.
inline constexpr std::int32_t most_averaged_taps = 256;

// The larger of each of four signed bytes.
EDGETL_INLINE std::uint32_t larger_bytes(std::uint32_t a, std::uint32_t b) {
  std::uint32_t result;
  asm("ssub8 %0, %1, %2\n\tsel %0, %1, %2" : "=&r"(result) : "r"(a), "r"(b) : "cc");  // GCC 12 knows nothing of the flags between them
  return result;
}

// A window's taps inside the image, for one output pixel.
struct pool_taps {
  const std::int8_t* first;
  std::int32_t       rows, columns;  // of taps
  std::int32_t       row, pixel;     // bytes from one to the next
};

EDGETL_INLINE std::int8_t clamped(std::int32_t code, const kernel::bounds<std::int32_t>& range) {
  return static_cast<std::int8_t>(fixed_point::clamp(code, range.lowest, range.highest));
}

// Channels [at, at + 4) of one output pixel.
EDGETL_INLINE void reduce_4(kernel::average_of_taps, const pool_taps& taps, const kernel::bounds<std::int32_t>& range, std::int8_t* output) {
  pair_of_int16 even = 0, odd = 0;
  for (std::int32_t y = 0; y < taps.rows; ++y) {
    const std::int8_t* from = taps.first + y * taps.row;
    for (std::int32_t x = taps.columns; x > 0; --x, from += taps.pixel) {
      const std::uint32_t word = load_4(from);
      even                     = add_even_bytes(even, word);
      odd                      = add_odd_bytes(odd, word);
    }
  }
  const std::int32_t count = taps.rows * taps.columns;
  for (int c = 0; c < 4; ++c) {
    const auto sum = static_cast<std::int16_t>((c % 2 == 0 ? even : odd) >> (c / 2 * 16));
    output[c]      = clamped(kernel::average_of_taps::finish<std::int32_t>(sum, count), range);
  }
}
EDGETL_INLINE void reduce_4(kernel::largest_of_taps, const pool_taps& taps, const kernel::bounds<std::int32_t>& range, std::int8_t* output) {
  std::uint32_t largest = 0x80808080u;
  for (std::int32_t y = 0; y < taps.rows; ++y) {
    const std::int8_t* from = taps.first + y * taps.row;
    for (std::int32_t x = taps.columns; x > 0; --x, from += taps.pixel) largest = larger_bytes(largest, load_4(from));
  }
  for (int c = 0; c < 4; ++c) output[c] = clamped(static_cast<std::int8_t>(largest >> (8 * c)), range);
}

template <class Reduction>
EDGETL_KERNEL void pool(const typename kernel::pool_2d<Reduction>::parameters& own, const std::int8_t* input, const kernel::bounds<std::int32_t>& range,
                        std::int8_t* output) {
  const kernel::window &height = own.height, &width = own.width;
  const std::int32_t    row = width.input * own.channels;
  for (std::int32_t batch = 0; batch < own.batches; ++batch, input += height.input * row)
    for (std::int32_t out_y = 0; out_y < height.output; ++out_y)
      for (std::int32_t out_x = 0; out_x < width.output; ++out_x) {
        const std::int32_t top = height.origin(out_y), left = width.origin(out_x);
        const std::int32_t y = height.first_tap(top), x = width.first_tap(left);
        pool_taps          taps{input + (top + y) * row + (left + x) * own.channels, height.last_tap(top) - y, width.last_tap(left) - x, row, own.channels};
        std::int32_t       c = own.channels;
        for (; c >= 4; c -= 4, taps.first += 4, output += 4) reduce_4(Reduction{}, taps, range, output);
        for (; c > 0; --c, ++taps.first) {
          std::int32_t result = Reduction::template start<std::int32_t>();
          for (std::int32_t v = 0; v < taps.rows; ++v)
            for (std::int32_t u = 0; u < taps.columns; ++u)
              result = Reduction::template visit<std::int32_t>(result, taps.first[v * taps.row + u * taps.pixel]);
          *output++ = clamped(Reduction::template finish<std::int32_t>(result, taps.rows * taps.columns), range);
        }
      }
}

}  // namespace edgetl::target::cortex_m
