// SPDX-License-Identifier: BSL-1.0
// im2col: the codes that two output pixels see, widened to 16 bits, in the order dot_2x2 reads them. Taps
// outside the image are zero points, so that the bias corrects all pixels alike.
#pragma once

#include <edgetl/kernel/window.hpp>
#include <edgetl/target/cortex_m/dsp/dot.hpp>

#include <cstdint>

namespace edgetl::target::cortex_m {

// Extents of a convolution, given at run time so that layers share the code.
struct image_shape {
  kernel::window height, width;
  std::int32_t   channels;

  // Taps side by side are one run, unless they are dilated; a run is padded to groups of four.
  constexpr std::int32_t taps_per_run() const { return width.dilation == 1 ? width.size : 1; }
  constexpr std::int32_t run_length() const { return taps_per_run() * channels; }
  constexpr std::int32_t run_groups() const { return (run_length() + 3) / 4; }
  constexpr std::int32_t groups() const { return height.size * (width.size / taps_per_run()) * run_groups(); }

  friend constexpr bool operator==(const image_shape&, const image_shape&) = default;
};

// Writes groups of four activations, `Step` 16-bit words apart.
template <int Step> struct column_writer {
  std::uint32_t* to;

  EDGETL_INLINE void group(std::uint32_t word) {
    to[0] = even_bytes(word);
    to[1] = odd_bytes(word);
    to += Step / 2;
  }
  EDGETL_INLINE void run(const std::int8_t* from, std::int32_t count) {
    for (; count >= 16; count -= 16, from += 16) {
      group(load_4(from));
      group(load_4(from + 4));
      group(load_4(from + 8));
      group(load_4(from + 12));
    }
    for (; count >= 4; count -= 4, from += 4) group(load_4(from));
    if (count > 0) {
      std::uint32_t word = 0;  // nothing behind the run is read: the tensor may end there
      for (std::int32_t i = 0; i < count; ++i) word |= static_cast<std::uint32_t>(static_cast<std::uint8_t>(from[i])) << (8 * i);
      group(word);
    }
  }
};

// The column of one output pixel.
template <int Step>
EDGETL_INLINE void write_column(const image_shape& own, const std::int8_t* input, std::int32_t out_y, std::int32_t out_x, std::int32_t zero_point,
                                std::uint32_t* to) {
  column_writer<Step> column{to};
  const std::uint32_t zeros = static_cast<std::uint8_t>(zero_point) * 0x01010101u;
  const std::int32_t  top = own.height.origin(out_y), left = own.width.origin(out_x), row = own.width.input * own.channels;
  const std::int32_t  per_run = own.taps_per_run();
  for (std::int32_t tap_y = 0; tap_y < own.height.size; ++tap_y) {
    const std::int32_t y     = top + tap_y * own.height.dilation;
    const bool         above = y < 0 || y >= own.height.input;
    for (std::int32_t tap_x = 0; tap_x < own.width.size; tap_x += per_run) {
      const std::int32_t x = left + tap_x * own.width.dilation;
      if (!above && x >= 0 && x + per_run <= own.width.input) {
        column.run(input + y * row + x * own.channels, own.run_length());
      } else if (above || x >= own.width.input || x + per_run <= 0) {
        for (std::int32_t g = own.run_groups(); g > 0; --g) column.group(zeros);
      } else {
        // the run leaves the image
        std::uint32_t word = 0;
        std::int32_t  k    = 0;
        for (std::int32_t t = 0; t < per_run; ++t)
          for (std::int32_t c = 0; c < own.channels; ++c) {
            const bool         inside = x + t >= 0 && x + t < own.width.input;
            const std::int32_t code   = inside ? input[y * row + (x + t) * own.channels + c] : zero_point;
            word |= static_cast<std::uint32_t>(static_cast<std::uint8_t>(code)) << (8 * (k & 3));
            if ((++k & 3) == 0) column.group(word), word = 0;
          }
        if ((k & 3) != 0) column.group(word);
      }
    }
  }
}

}  // namespace edgetl::target::cortex_m
