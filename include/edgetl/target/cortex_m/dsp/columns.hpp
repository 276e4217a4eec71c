// SPDX-License-Identifier: BSL-1.0
// im2col: the codes that three output pixels see, widened to 16 bits, in the order in which multiply_3x2 reads them.
// Taps outside the image are zero points, so that the folded bias corrects all pixels alike.
#pragma once

#include <edgetl/kernel/window.hpp>
#include <edgetl/target/cortex_m/dsp/instructions.hpp>

#include <cstdint>

namespace edgetl::target::cortex_m {

inline constexpr std::int32_t pixels_per_tile = 3;

// A window over an image, given at run time so that layers share the code.
struct sliding_window {
  kernel::window height, width;
  std::int32_t   channels;  // of the image
  std::int32_t   depth;     // of them that an output channel sees

  // Taps side by side are one run of bytes where they have no gaps; a run is padded to groups of four.
  constexpr std::int32_t taps_per_run() const { return width.dilation == 1 && depth == channels ? width.size : 1; }
  constexpr std::int32_t runs_per_row() const { return width.size / taps_per_run(); }
  constexpr std::int32_t run_length() const { return taps_per_run() * depth; }
  constexpr std::int32_t run_groups() const { return (run_length() + 3) / 4; }
  constexpr std::int32_t groups() const { return height.size * runs_per_row() * run_groups(); }

  friend constexpr bool operator==(const sliding_window&, const sliding_window&) = default;
};

// 32-bit words of one group of four activations of all pixels.
inline constexpr std::int32_t words_per_group = 2 * pixels_per_tile;

constexpr std::int32_t columns_bytes(const sliding_window& own) { return own.groups() * words_per_group * 4; }

// Writes the groups of `bytes` codes of one pixel and returns where the next ones go. Nothing behind them is read: the
// tensor may end there. In assembler for its calls, which are many and short: no register is saved.
[[gnu::naked, gnu::noinline]] inline std::uint32_t* widen([[maybe_unused]] std::uint32_t* to, [[maybe_unused]] const std::int8_t* from,
                                                          [[maybe_unused]] std::int32_t bytes) {
  asm volatile(
      ".syntax unified\n"
      ".macro edgetl_group at\n"
      "sxtb16 r12, r3\n"
      "sxtb16 r3, r3, ror #8\n"
      "str    r12, [r0, #\\at]\n"
      "str    r3, [r0, #\\at + %c0]\n"
      ".endm\n"
      "subs   r2, r2, #16\n"
      "blt    2f\n"
      "1:\n"
      "ldr    r3, [r1], #4\n"
      "edgetl_group 0\n"
      "ldr    r3, [r1], #4\n"
      "edgetl_group %c1\n"
      "ldr    r3, [r1], #4\n"
      "edgetl_group 2*%c1\n"
      "ldr    r3, [r1], #4\n"
      "edgetl_group 3*%c1\n"
      "add    r0, r0, #4*%c1\n"
      "subs   r2, r2, #16\n"
      "bge    1b\n"
      "2:\n"
      "adds   r2, r2, #12\n"
      "blt    4f\n"
      "3:\n"
      "ldr    r3, [r1], #4\n"
      "edgetl_group 0\n"
      "add    r0, r0, #%c1\n"
      "subs   r2, r2, #4\n"
      "bge    3b\n"
      "4:\n"
      "adds   r2, r2, #4\n"
      "beq    5f\n"
      "ldrb   r3, [r1]\n"  // one to three are left
      "cmp    r2, #2\n"
      "itt    hs\n"
      "ldrbhs r12, [r1, #1]\n"
      "orrhs  r3, r3, r12, lsl #8\n"
      "itt    hi\n"
      "ldrbhi r12, [r1, #2]\n"
      "orrhi  r3, r3, r12, lsl #16\n"
      "edgetl_group 0\n"
      "add    r0, r0, #%c1\n"
      "5:\n"
      "bx     lr\n"
      ".purgem edgetl_group\n"
      :
      : "i"(4 * pixels_per_tile), "i"(4 * words_per_group)
      : "memory");
}
// The same of codes that are all alike.
EDGETL_INLINE std::uint32_t* fill(std::uint32_t* to, std::uint32_t padding, std::int32_t groups) {
  for (; groups > 0; --groups, to += words_per_group) to[0] = to[pixels_per_tile] = padding;
  return to;
}

// A window with what its columns are made of worked out while compiling.
struct column_plan {
  sliding_window window;
  std::int32_t   row, line;  // bytes from one line of the image, and from one row of taps, to the next
  std::int32_t   run_length, run_groups, row_groups;
  bool           pointwise;  // pixels are their own columns
  bool           single;     // a run is one tap
  std::int8_t    zero_point;
  std::uint32_t  padding;    // two zero points

  constexpr column_plan(const sliding_window& own, std::int32_t zero)
      : window(own), row(own.width.input * own.channels), line(own.height.dilation * row), run_length(own.run_length()),
        run_groups(own.run_groups()), row_groups(own.run_groups() * own.runs_per_row()),
        pointwise(is_trivial(own.height) && is_trivial(own.width) && own.depth == own.channels), single(own.runs_per_row() > 1),
        zero_point(static_cast<std::int8_t>(zero)), padding((static_cast<std::uint32_t>(zero) & 0xFFFF) * 0x10001u) {}

  static constexpr bool is_trivial(const kernel::window& axis) { return axis.size == 1 && axis.stride == 1 && axis.before == 0 && axis.output == axis.input; }
};

// A run of which only bytes [first, last) are in the image, and groups are not whole taps: byte by byte.
EDGETL_KERNEL inline std::uint32_t* widen_part(std::uint32_t* to, const std::int8_t* from, std::int32_t first, std::int32_t last, std::int32_t bytes,
                                               std::int8_t zero_point) {
  for (std::int32_t k = 0; k < bytes; k += 4) {
    std::int8_t four[4];
    for (std::int32_t i = 0; i < 4; ++i) four[i] = k + i >= first && k + i < last ? from[k + i] : zero_point;
    to = widen(to, four, 4);
  }
  return to;
}

// The column of one output pixel, where taps have gaps or other channels between them.
EDGETL_KERNEL inline void write_single_taps(const column_plan& own, const std::int8_t* line, std::int32_t y, std::int32_t left, std::uint32_t* to) {
  const kernel::window &height = own.window.height, &width = own.window.width;
  for (std::int32_t rows = height.size; rows > 0; --rows, y += height.dilation, line += own.line)
    for (std::int32_t taps = width.size, x = left; taps > 0; --taps, x += width.dilation) {
      const bool inside = y >= 0 && y < height.input && x >= 0 && x < width.input;
      to = inside ? widen(to, line + (x - left) * own.window.channels, own.run_length) : fill(to, own.padding, own.run_groups);
    }
}

// The column of one output pixel of a group of channels that starts at `input`.
EDGETL_KERNEL inline void write_column(const column_plan& own, const std::int8_t* input, std::int32_t out_y, std::int32_t out_x, std::uint32_t* to) {
  const kernel::window &height = own.window.height, &width = own.window.width;
  const std::int32_t    left = width.origin(out_x), depth = own.window.channels;
  std::int32_t          y    = height.origin(out_y);
  const std::int8_t*    line = input + y * own.row + left * depth;  // may be outside the image, and is not read then
  if (own.single) return write_single_taps(own, line, y, left, to);
  const std::int32_t behind = left + width.size - width.input;
  const std::int32_t before = left < 0 ? -left : 0, after = behind > 0 ? behind : 0, bytes = own.run_length - (before + after) * depth;
  const bool         whole = (before | after) == 0;
  for (std::int32_t rows = height.size; rows > 0; --rows, y += height.dilation, line += own.line) {
    if (y < 0 || y >= height.input || bytes <= 0) {
      to = fill(to, own.padding, own.row_groups);
    } else if (whole) {
      to = widen(to, line, bytes);
    } else if (depth % 4 == 0) {
      to = fill(to, own.padding, before * depth / 4);
      to = widen(to, line + before * depth, bytes);
      to = fill(to, own.padding, after * depth / 4);
    } else {
      to = widen_part(to, line, before * depth, own.run_length - after * depth, own.run_length, own.zero_point);
    }
  }
}

}  // namespace edgetl::target::cortex_m
