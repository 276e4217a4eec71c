// SPDX-License-Identifier: BSL-1.0
// The image that windows slide over: read where it stands, or copied once to scratch with a halo of zero
// points, so that every window is full and every tap's codes can be read in whole words.
#pragma once

#include <edgetl/config.hpp>
#include <edgetl/kernel/window.hpp>

#include EDGETL_NEON_HEADER

#include <cstddef>
#include <cstdint>

namespace edgetl::target::arm {

// Codes of the image that the windows of one axis cover, padding included.
constexpr std::int32_t covered(const kernel::window& axis) {
  return (axis.output - 1) * axis.stride + (axis.size - 1) * axis.dilation + 1;
}
constexpr bool is_padded(const kernel::window& axis) { return axis.before > 0 || covered(axis) > axis.input; }

// Rows of pixels, as a tile reads them.
struct image_layout {
  kernel::window height, width;
  std::int32_t   channels;
  bool           copied;

  constexpr std::int32_t rows() const { return covered(height); }
  constexpr std::int32_t columns() const { return covered(width); }
  constexpr std::int32_t pitch() const { return (copied ? columns() : width.input) * channels; }
  constexpr std::int32_t input_size() const { return height.input * width.input * channels; }
  // Vectors may read this far beyond what they use.
  constexpr std::int32_t scratch_bytes() const { return copied ? rows() * pitch() + 16 : 0; }

  friend constexpr bool operator==(const image_layout&, const image_layout&) = default;
};

EDGETL_INLINE void fill_codes(std::int8_t* to, std::int32_t count, std::int8_t value) {
  __builtin_memset(to, value, static_cast<std::size_t>(count));
}

// The halo, before the first image is copied.
template <image_layout Layout> EDGETL_INLINE void fill_halo(std::int8_t* to, std::int8_t zero_point) {
  if constexpr (is_padded(Layout.height) || is_padded(Layout.width)) fill_codes(to, Layout.rows() * Layout.pitch(), zero_point);
}

// What of the image the windows cover.
template <image_layout Layout> EDGETL_INLINE void copy_image(std::int8_t* to, const std::int8_t* from) {
  constexpr std::int32_t channels = Layout.channels, pitch = Layout.pitch(), input_pitch = Layout.width.input * channels;
  constexpr std::int32_t left = Layout.width.before, top = Layout.height.before;
  constexpr std::int32_t columns = Layout.columns() - left < Layout.width.input ? Layout.columns() - left : Layout.width.input;
  constexpr std::int32_t rows    = Layout.rows() - top < Layout.height.input ? Layout.rows() - top : Layout.height.input;
  if constexpr (rows > 0 && columns > 0 && pitch == input_pitch && columns == Layout.width.input)
    __builtin_memcpy(to + top * pitch, from, static_cast<std::size_t>(rows * pitch));
  else if constexpr (columns > 0)
    for (std::int32_t y = 0; y < rows; ++y)
      __builtin_memcpy(to + (top + y) * pitch + left * channels, from + y * input_pitch, static_cast<std::size_t>(columns * channels));
}

// The codes of every window of an output row, window after window; `from` is the first one's first image row.
template <image_layout Layout, std::int32_t Pitch> EDGETL_INLINE void gather_row(std::int8_t* to, const std::int8_t* from) {
  constexpr kernel::window height = Layout.height, width = Layout.width;
  constexpr std::int32_t   taps = width.dilation == 1 ? 1 : width.size, run = width.size / taps * Layout.channels;
  for (std::int32_t x = 0; x < width.output; ++x, to += Pitch, from += width.stride * Layout.channels) {
    std::int8_t* next = to;
    for (std::int32_t tap_y = 0; tap_y < height.size; ++tap_y)
      for (std::int32_t tap_x = 0; tap_x < taps; ++tap_x, next += run)
        __builtin_memcpy(next, from + tap_y * height.dilation * Layout.pitch() + tap_x * width.dilation * Layout.channels, run);
  }
}

}  // namespace edgetl::target::arm
