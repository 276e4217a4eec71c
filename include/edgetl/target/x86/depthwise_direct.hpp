// SPDX-License-Identifier: BSL-1.0
// Depthwise layers that use few lanes of an image often: codes are widened where they stand in the input, not copied first.
// Only windows that leave the image are.
#pragma once

#include <edgetl/target/x86/depthwise_block.hpp>

#include <cstddef>
#include <cstdint>

namespace edgetl::target::x86 {

// `count` output pixels from windows in an image with the pitch of the input.
template <dot_engine Engine, class Arithmetic, scale_facts Facts, depthwise_shape Shape, class Panel>
EDGETL_KERNEL void run_pixels(const std::int8_t* image, std::int32_t count, const Panel& panel, output_range range, std::int8_t* output) {
  constexpr int channels = Shape.channels(), mixed = Shape.mixed, patterns = Shape.patterns(), pixel_step = Shape.pixel_step();
  for (int block = 0; block < patterns; ++block) {
    const int first = block + 1 < patterns ? block * mixed : channels - mixed;
    for (std::int32_t x = 0; x < count; ++x) {
      typename Engine::vector sums[1][Engine::depth];
      depthwise_block<Engine, Arithmetic, Facts, Shape, 1>(image + x * pixel_step + first, panel, block, sums);
      store_block<Engine, Facts, mixed>(output + x * channels + first, sums[0], range);
    }
  }
}

// A window's taps, those outside the image as zero points.
template <depthwise_shape Shape> EDGETL_INLINE void copy_window(std::int8_t* to, const std::int8_t* input, std::int32_t top, std::int32_t left, std::int32_t zero_point) {
  constexpr std::int32_t height = Shape.height.input, width = Shape.width.input, row_pitch = Shape.row_pitch(), pitch = Shape.pitch;
  constexpr std::size_t  bytes = static_cast<std::size_t>(pitch);
  for (std::int32_t i = 0; i < Shape.height.size; ++i)
    for (std::int32_t j = 0; j < Shape.width.size; ++j) {
      const std::int32_t y = i * Shape.height.dilation, x = j * Shape.width.dilation;
      std::int8_t*       own = to + y * row_pitch + x * pitch;
      if (top + y >= 0 && top + y < height && left + x >= 0 && left + x < width)
        __builtin_memcpy(own, input + (top + y) * row_pitch + (left + x) * pitch, bytes);
      else
        __builtin_memset(own, zero_point, bytes);
    }
}

template <dot_engine Engine, class Arithmetic, scale_facts Facts, depthwise_shape Shape, class Panel>
EDGETL_KERNEL void run_depthwise_direct(const std::int8_t* input, std::int8_t* window, std::int32_t zero_point, const Panel& panel, output_range range,
                                        std::int8_t* output) {
  constexpr depthwise_shape::range rows = Shape.inside(Shape.height), columns = Shape.inside(Shape.width);
  constexpr std::int32_t           row_pitch = Shape.row_pitch(), channels = Shape.channels();
  for (std::int32_t batch = 0; batch < Shape.batches; ++batch, input += Shape.height.input * row_pitch)
    for (std::int32_t y = 0; y < Shape.height.output; ++y) {
      const std::int32_t top = y * Shape.height.stride - Shape.height.before;
      for (std::int32_t x = 0, count = 1; x < Shape.width.output; x += count, output += count * channels) {
        const std::int32_t left = x * Shape.width.stride - Shape.width.before;
        const std::int8_t* from = window;
        if (y >= rows.begin && y < rows.end && x >= columns.begin && x < columns.end) {
          count = columns.end - x, from = input + top * row_pitch + left * channels;
        } else {
          copy_window<Shape>(window, input, top, left, zero_point);
          count = 1;
        }
        run_pixels<Engine, Arithmetic, Facts, Shape>(from, count, panel, range, output);
      }
    }
}

}  // namespace edgetl::target::x86
