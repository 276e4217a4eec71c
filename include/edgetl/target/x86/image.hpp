// SPDX-License-Identifier: BSL-1.0
// The image of a convolution as its tiles read it: a copy in scratch with a halo of zero points, so that
// every window is whole, in the engine's activations.
#pragma once

#include <edgetl/kernel/window.hpp>
#include <edgetl/target/x86/dot.hpp>

#include <cstddef>
#include <cstdint>

namespace edgetl::target::x86 {

// One batch of an NHWC image and its copy. Rows and columns beyond the last window are not copied.
struct image_layout {
  kernel::window height, width;
  std::int32_t   channels;

  static constexpr std::int32_t covered(const kernel::window& axis) {
    return (axis.output - 1) * axis.stride + (axis.size - 1) * axis.dilation + 1;
  }
  constexpr std::int32_t rows() const { return covered(height); }
  constexpr std::int32_t columns() const { return covered(width); }
  constexpr std::int32_t pitch() const { return columns() * channels; }
  constexpr std::int32_t size() const { return rows() * pitch(); }

  friend constexpr bool operator==(const image_layout&, const image_layout&) = default;
};

// 128 added to the codes of one word.
template <class Word> EDGETL_INLINE void flip_word(std::uint8_t* to, const std::int8_t* from) {
  Word word;
  __builtin_memcpy(&word, from, sizeof word);
  word ^= static_cast<Word>(0x8080808080808080u);
  __builtin_memcpy(to, &word, sizeof word);
}

// Fixed number of codes. What is left over is converted together with codes before it, a second time.
template <dot_engine Engine>
EDGETL_INLINE void convert(typename Engine::activation* to, const std::int8_t* from, std::int32_t count, std::int32_t zero_point) {
  if (count < 16) {
    if constexpr (Engine::flips) {
      if (count >= 8) {
        flip_word<std::uint64_t>(to, from);
        return flip_word<std::uint64_t>(to + count - 8, from + count - 8);
      }
      if (count >= 4) {
        flip_word<std::uint32_t>(to, from);
        return flip_word<std::uint32_t>(to + count - 4, from + count - 4);
      }
    }
    for (std::int32_t i = 0; i < count; ++i) to[i] = activation_of<Engine>(from[i], zero_point);
    return;
  }
  std::int32_t i = 0;
  if constexpr (requires { Engine::codes_per_block; }) {
    constexpr std::int32_t block = Engine::codes_per_block;
    if (count >= block) {
      for (; i + block <= count; i += block) Engine::convert_block(to + i, from + i);
      if (i < count) Engine::convert_block(to + count - block, from + count - block);
      return;
    }
  }
  for (; i + 16 <= count; i += 16) Engine::convert_16(to + i, from + i, zero_point);
  if (i < count) Engine::convert_16(to + count - 16, from + count - 16, zero_point);
}
// Activations that are zero points: 0 where they are differences to it.
template <dot_engine Engine> EDGETL_INLINE void fill_outside(typename Engine::activation* to, std::int32_t count, std::int32_t zero_point) {
  __builtin_memset(to, Engine::flips ? activation_of<Engine>(zero_point, zero_point) : 0,
                   static_cast<std::size_t>(count) * sizeof(typename Engine::activation));
}

template <dot_engine Engine, image_layout Layout>
EDGETL_INLINE void copy_image(typename Engine::activation* to, const std::int8_t* from, std::int32_t zero_point) {
  constexpr std::int32_t channels = Layout.channels;
  if constexpr (Layout.pitch() == Layout.width.input * channels && Layout.height.before == 0 && Layout.width.before == 0 &&
                Layout.rows() <= Layout.height.input) {
    convert<Engine>(to, from, Layout.size(), zero_point);
  } else {
    constexpr std::int32_t left  = Layout.width.before < Layout.columns() ? Layout.width.before : Layout.columns();
    constexpr std::int32_t room  = Layout.columns() - left;
    constexpr std::int32_t valid = room < Layout.width.input ? room : Layout.width.input;
    for (std::int32_t row = 0; row < Layout.rows(); ++row, to += Layout.pitch()) {
      const std::int32_t y = row - Layout.height.before;
      if (y < 0 || y >= Layout.height.input) {
        fill_outside<Engine>(to, Layout.pitch(), zero_point);
        continue;
      }
      fill_outside<Engine>(to, left * channels, zero_point);
      convert<Engine>(to + left * channels, from + y * Layout.width.input * channels, valid * channels, zero_point);
      fill_outside<Engine>(to + (left + valid) * channels, (room - valid) * channels, zero_point);
    }
  }
}

}  // namespace edgetl::target::x86
