// SPDX-License-Identifier: BSL-1.0
// The image of a convolution as its tiles read it: where it is, if every window lies inside it or the tiles cut
// windows that do not; otherwise a copy in scratch with a halo of zeros, so that every window is whole.
#pragma once

#include <edgetl/config.hpp>
#include <edgetl/kernel/window.hpp>
#include <edgetl/target/float32/lanes.hpp>

#include <cstdint>

namespace edgetl::target::float32 {

// One batch of an NHWC image and its copy. Rows and columns beyond the last window are not copied.
struct image_layout {
  kernel::window height, width;
  std::int32_t   channels;    // of the image
  std::int32_t   repeated;    // how often each channel stands in the copy, side by side
  std::int32_t   reads_past;  // how many floats behind its end may be read
  bool           is_cut;      // tiles read nothing outside the image
  bool           is_changed = false;  // tiles read other values than those of the image

  static constexpr std::int32_t covered(const kernel::window& axis) {
    return (axis.output - 1) * axis.stride + (axis.size - 1) * axis.dilation + 1;
  }
  static constexpr bool inside(const kernel::window& axis) { return axis.before == 0 && covered(axis) <= axis.input; }

  constexpr bool         copied() const { return !is_cut && (is_changed || repeated > 1 || reads_past > 0 || !inside(height) || !inside(width)); }
  constexpr std::int32_t depth() const { return channels * repeated; }
  constexpr std::int32_t rows() const { return covered(height); }
  constexpr std::int32_t columns() const { return covered(width); }
  constexpr std::int32_t pitch() const { return (copied() ? columns() : width.input) * depth(); }
  constexpr std::int32_t elements() const { return height.input * width.input * channels; }
  constexpr std::int32_t scratch_elements() const { return copied() ? rows() * pitch() + reads_past : 0; }

  friend constexpr bool operator==(const image_layout&, const image_layout&) = default;
};

// Not memcpy and memset: GCC makes instructions of them that take dozens of cycles to start.
template <class Lanes> EDGETL_INLINE void copy_floats(float* to, const float* from, std::int32_t count) {
  std::int32_t i = 0;
  if (count >= Lanes::count) {
    for (; i + Lanes::count <= count; i += Lanes::count) Lanes::store(to + i, Lanes::load(from + i));
    if (i < count) Lanes::store(to + count - Lanes::count, Lanes::load(from + count - Lanes::count));  // some a second time
    return;
  }
#pragma GCC unroll 1
  for (; i < count; ++i) to[i] = from[i], hold();
}
template <class Lanes> EDGETL_INLINE void fill_zeros(float* to, std::int32_t count) {
  std::int32_t i = 0;
  for (; i + Lanes::count <= count; i += Lanes::count) Lanes::store(to + i, Lanes::all(0.0f)), hold();
#pragma GCC unroll 1
  for (; i < count; ++i) to[i] = 0, hold();
}

// `count` pixels.
template <class Lanes, image_layout Layout> EDGETL_INLINE void copy_pixels(float* to, const float* from, std::int32_t count) {
  if constexpr (Layout.repeated == 1) {
    copy_floats<Lanes>(to, from, count * Layout.channels);
  } else {
    for (std::int32_t i = 0; i < count * Layout.channels; ++i)
      for (std::int32_t k = 0; k < Layout.repeated; ++k) *to++ = from[i];
  }
}

// Where the tiles find the image.
template <class Lanes, image_layout Layout> EDGETL_INLINE const float* place_image(float* scratch, const float* from) {
  if constexpr (!Layout.copied()) {
    return from;
  } else {
    constexpr std::int32_t left  = Layout.width.before < Layout.columns() ? Layout.width.before : Layout.columns();
    constexpr std::int32_t room  = Layout.columns() - left;
    constexpr std::int32_t valid = room < Layout.width.input ? room : Layout.width.input;
    float*                 to    = scratch;
    for (std::int32_t row = 0; row < Layout.rows(); ++row, to += Layout.pitch()) {
      const std::int32_t y = row - Layout.height.before;
      if (y < 0 || y >= Layout.height.input) {
        fill_zeros<Lanes>(to, Layout.pitch());
        continue;
      }
      fill_zeros<Lanes>(to, left * Layout.depth());
      copy_pixels<Lanes, Layout>(to + left * Layout.depth(), from + y * Layout.width.input * Layout.channels, valid);
      fill_zeros<Lanes>(to + (left + valid) * Layout.depth(), (room - valid) * Layout.depth());
    }
    fill_zeros<Lanes>(to, Layout.reads_past);
    return scratch;
  }
}

}  // namespace edgetl::target::float32
