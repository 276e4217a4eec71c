// SPDX-License-Identifier: BSL-1.0
// Windows that slide over an image: padding, and the range of taps that lie inside it.
#pragma once

#include <edgetl/config.hpp>

#include <cstdint>

namespace edgetl::kernel {

enum class padding : std::int32_t { same = 0, valid = 1 };

// One axis of a sliding window. Taps outside [0, input) are skipped.
struct window {
  std::int32_t input;     // extent of the image
  std::int32_t output;    // number of positions
  std::int32_t size;      // taps
  std::int32_t stride;    // image elements from one position to the next
  std::int32_t dilation;  // image elements from one tap to the next
  std::int32_t before;    // padding in front of the image

  // Image coordinate of tap 0 at a position; negative in the padding.
  constexpr std::int32_t origin(std::int32_t position) const { return position * stride - before; }
  // The first tap inside the image, for a window that starts at `from`.
  constexpr std::int32_t first_tap(std::int32_t from) const {
    return from >= 0 ? 0 : (-from + dilation - 1) / dilation;
  }
  // One past the last tap inside the image.
  constexpr std::int32_t last_tap(std::int32_t from) const {
    const std::int32_t room = input - from;
    if (room <= 0) return 0;
    const std::int32_t taps = (room + dilation - 1) / dilation;
    return taps < size ? taps : size;
  }

  friend constexpr bool operator==(const window&, const window&) = default;
};

// Number of positions of a window of `size` taps on an image axis; 0 where it does not fit.
constexpr std::int32_t window_positions(padding rule, std::int64_t input, std::int64_t size, std::int64_t stride,
                                        std::int64_t dilation) {
  const std::int64_t reach = rule == padding::same ? 1 : (size - 1) * dilation + 1;
  return reach > input ? 0 : static_cast<std::int32_t>((input - reach) / stride + 1);
}

constexpr window make_window(padding rule, std::int32_t input, std::int32_t output, std::int32_t size,
                             std::int32_t stride, std::int32_t dilation) {
  const std::int32_t reach = (size - 1) * dilation + 1;
  const std::int32_t total = (output - 1) * stride + reach - input;
  return {input, output, size, stride, dilation, rule == padding::same && total > 0 ? total / 2 : 0};
}

}  // namespace edgetl::kernel
