// SPDX-License-Identifier: BSL-1.0
// How a depthwise layer is cut for vectors: which lanes a block of channels or pixels fills, where its taps
// stand in the copied image, and how many output rows are made from one copy. Constants of a layer's shape.
#pragma once

#include <edgetl/kernel/window.hpp>

#include <cstdint>

namespace edgetl::target::x86 {

// Where mixed columns of an image come from: each block mixes its own; they are mixed once and kept in memory, in a strip;
// or they stay in registers for the next pixel's block.
enum class column_mixing : std::uint8_t { again, strip, ring };

// A block is `depth` vectors of sums, `mixed` lanes in all. With enough channels its lanes are channels of
// one pixel ("split": the last block overlaps the one before). Otherwise pixels stand side by side, `pitch` lanes
// each, and a block spans several: the same channels come again every patterns() blocks. Strided columns then
// stand in planes, column x in plane x % stride, so that neighbours of a plane are neighbours in memory.
struct depthwise_shape {
  std::int32_t   batches;
  kernel::window height, width;
  std::int32_t   input_channels, multiplier;
  std::int32_t   depth, mixed;  // of the engine: taps of a dot, and lanes of a block
  std::int32_t   activation_bytes, registers;
  std::int32_t   pitch = 0;     // lanes of a pixel
  std::int32_t   rows  = 1;     // output rows whose sums are made together
  std::int32_t   band  = 1;     // output rows made from one copy of image rows
  column_mixing  mixing = column_mixing::again;
  bool           direct = false; // blocks read the input itself, not a copy

  constexpr std::int32_t channels() const { return input_channels * multiplier; }

  // Blocks of channels.
  constexpr bool splits_pixels() const {
    const std::int32_t blocks = (channels() + mixed - 1) / mixed;
    return channels() >= mixed && (channels() % mixed == 0 || blocks * mixed * 4 <= channels() * 5 || patterns_at(channels()) > 2 * blocks);
  }
  static constexpr std::int32_t common(std::int32_t a, std::int32_t b) { return b == 0 ? a : common(b, a % b); }
  constexpr std::int32_t        patterns_at(std::int32_t lanes) const { return lanes / common(lanes, mixed); }
  // A little more than the channels, where that makes patterns repeat sooner.
  constexpr std::int32_t best_pitch() const {
    if (splits_pixels()) return channels();
    std::int32_t best = channels(), cost = 0;
    for (std::int32_t wanted = channels(); wanted < channels() + mixed; ++wanted) {
      const std::int32_t own = wanted * 16 + patterns_at(wanted) * channels() / mixed * depth + (wanted != channels() ? channels() * 2 : 0);
      if (cost == 0 || own < cost) cost = own, best = wanted;
    }
    return best;
  }
  constexpr bool         is_dense() const { return pitch == channels(); }  // every lane of a row is an output
  constexpr std::int32_t patterns() const { return splits_pixels() ? (channels() + mixed - 1) / mixed : patterns_at(pitch); }
  // Channel of a lane of a pattern; channels() and more: none.
  constexpr std::int32_t channel_of(std::int32_t pattern, std::int32_t lane) const {
    return splits_pixels() ? first_channel(pattern) + lane : (pattern * mixed + lane) % pitch;
  }
  constexpr std::int32_t first_channel(std::int32_t block) const {
    return (block + 1) * mixed <= channels() ? block * mixed : channels() - mixed;
  }
  constexpr std::int32_t row_lanes() const { return width.output * pitch; }
  constexpr std::int32_t blocks() const { return (row_lanes() + mixed - 1) / mixed; }  // of a row of pixels side by side

  // Taps come in groups of `depth`, one dot each. For one output row they are taken as they come; two rows share groups
  // of `depth` image rows at one column, with weights of their own.
  constexpr std::int32_t groups() const {
    return rows == 1 ? (height.size * width.size + depth - 1) / depth : (height.size + 1 + depth - 1) / depth * width.size;
  }
  // Tap of place `i` of a group for an output row, -1 for none.
  constexpr std::int32_t tap(std::int32_t group, std::int32_t row, std::int32_t i) const {
    if (rows == 1) return group * depth + i < height.size * width.size ? group * depth + i : -1;
    const std::int32_t y = group / width.size * depth + i - row;
    return y >= 0 && y < height.size ? y * width.size + group % width.size : -1;
  }
  constexpr bool uses(std::int32_t group, std::int32_t row) const {
    for (std::int32_t i = 0; i < depth; ++i)
      if (tap(group, row, i) >= 0) return true;
    return false;
  }
  constexpr bool shares_rows() const { return height.stride == 1 && height.dilation == 1 && height.size > 1 && height.output > 1; }

  // Rows and columns between windows are not copied.
  static constexpr std::int32_t reach(const kernel::window& axis) { return (axis.size - 1) * axis.dilation + 1; }
  static constexpr std::int32_t step(const kernel::window& axis) { return reach(axis) < axis.stride ? reach(axis) : axis.stride; }
  // Image coordinate of copied row or column j, padding in front included.
  static constexpr std::int32_t origin(const kernel::window& axis, std::int32_t j) { return j / step(axis) * axis.stride + j % step(axis); }

  // Planes of columns, where pixels stand side by side: plane x holds what taps with this remainder read.
  constexpr std::int32_t planes() const { return splits_pixels() ? 1 : used_before(width.stride); }
  constexpr std::int32_t used_before(std::int32_t remainder) const {
    std::int32_t count = 0;
    for (std::int32_t r = 0; r < remainder; ++r) count += is_used(r);
    return count;
  }
  constexpr bool is_used(std::int32_t remainder) const {
    for (std::int32_t x = 0; x < width.size; ++x)
      if (x * width.dilation % width.stride == remainder) return true;
    return false;
  }
  constexpr std::int32_t remainder_of(std::int32_t plane) const {
    std::int32_t r = 0;
    while (!is_used(r) || used_before(r) != plane) ++r;
    return r;
  }
  // Columns of a plane, or of the whole row.
  constexpr std::int32_t plane_columns() const {
    return splits_pixels() ? (width.output - 1) * step(width) + reach(width) : width.output + (width.size - 1) * width.dilation / width.stride;
  }
  // Lanes from one output pixel to the next, within a plane.
  constexpr std::int32_t pixel_step() const { return direct ? width.stride * pitch : splits_pixels() ? step(width) * pitch : pitch; }
  constexpr std::int32_t row_pitch() const { return direct ? width.input * pitch : planes() * plane_columns() * pitch; }
  constexpr std::int32_t column_lane(std::int32_t tap_x) const {
    const std::int32_t x = tap_x * width.dilation;
    return splits_pixels() ? x * pitch : (used_before(x % width.stride) * plane_columns() + x / width.stride) * pitch;
  }
  // Where the activations of place `i` of a group stand, from the first lane of an output pixel on. A place without a
  // tap reads what the first one reads.
  constexpr std::int32_t offset(std::int32_t group, std::int32_t i) const {
    if (rows == 1) {
      const std::int32_t own = tap(group, 0, i) >= 0 ? tap(group, 0, i) : group * depth;
      return own / width.size * height.dilation * row_pitch() + column_lane(own % width.size);
    }
    const std::int32_t y = group / width.size * depth + i;
    return (y <= height.size ? y : group / width.size * depth) * row_pitch() + column_lane(group % width.size);
  }

  // Shuffles of 64 bytes have one port, those of less have two: only there is it worth loads and stores to mix less.
  constexpr bool can_share() const { return rows == 2 && width.size > 1 && mixed * activation_bytes == 64; }
  // A strip holds what mixing makes of whole image rows, in `depth` streams: vector v of the mixed lanes from l on stands in
  // stream v at l, as mixing never leaves 128 bits. So tap columns that lie a multiple of them apart read one strip.
  constexpr bool can_strip() const { return can_share() && (splits_pixels() || pitch % (16 / activation_bytes) == 0); }
  constexpr bool         strip() const { return mixing == column_mixing::strip; }
  constexpr std::int32_t strip_rows() const { return groups() / width.size; }  // groups of image rows
  constexpr std::int32_t strip_step() const { return splits_pixels() ? step(width) * mixed : pitch; }  // lanes from one output pixel to the next
  constexpr std::int32_t strip_lane(std::int32_t tap_x) const { return splits_pixels() ? tap_x * width.dilation * mixed : column_lane(tap_x); }
  constexpr std::int32_t strip_blocks() const {
    if (splits_pixels()) return plane_columns();
    std::int32_t last = 0;
    for (std::int32_t x = 0; x < width.size; ++x) last = column_lane(x) > last ? column_lane(x) : last;
    return blocks() + (last + mixed - 1) / mixed;
  }
  constexpr std::int32_t stream() const { return strip_blocks() * mixed; }
  constexpr std::int32_t strip_offset(std::int32_t group) const { return group / width.size * depth * stream() + strip_lane(group % width.size); }
  constexpr std::int32_t strip_bytes() const { return strip() ? strip_rows() * depth * stream() * activation_bytes : 0; }

  // A ring needs registers for its columns, the sums, and a few more.
  constexpr bool can_ring() const {
    return can_share() && width.stride == 1 && width.dilation == 1 && splits_pixels() && (groups() + rows) * depth + 4 <= registers;
  }

  constexpr std::int32_t band_rows(std::int32_t outputs) const { return (outputs - 1) * step(height) + reach(height); }
  constexpr std::int32_t image_lanes() const { return band_rows(band + rows - 1) * row_pitch() + 2 * mixed + 16; }
  constexpr std::int32_t row_bytes() const { return is_dense() ? 0 : blocks() * mixed; }
  constexpr std::int32_t image_bytes() const { return (image_lanes() * activation_bytes + 63) / 64 * 64; }
  constexpr std::int32_t scratch_bytes() const {
    if (direct) return leaves_image() ? (reach(height) - 1) * row_pitch() + reach(width) * pitch : 0;
    return image_bytes() + strip_bytes() + row_bytes() + 64;
  }
  // As many rows as fit a part of the first cache, and enough to make copying rows twice rare.
  constexpr std::int32_t best_band() const {
    const std::int32_t row = row_pitch() * activation_bytes * step(height), at_least = 4;
    const std::int32_t fitting = (24576 - reach(height) * row_pitch() * activation_bytes) / row, wanted = fitting < at_least ? at_least : fitting;
    const std::int32_t even = wanted + wanted % 2;
    return even < height.output ? even : height.output;
  }
  // Instructions for a block of one output row: loads and shuffles of the groups, and the dots.
  constexpr double cost() const {
    const double loads = depth * 0.5, shuffles = depth == 2 ? 2 : 8, stores = depth * 1.5;
    double       sum   = groups() * loads;
    if (mixing == column_mixing::again) sum += groups() * shuffles;
    if (mixing == column_mixing::strip) sum += (loads + shuffles + stores) * strip_rows() * strip_blocks() / (splits_pixels() ? width.output : blocks());
    if (mixing == column_mixing::ring) sum += (loads + shuffles) * strip_rows() - groups() * loads;
    for (std::int32_t row = 0; row < rows; ++row)
      for (std::int32_t group = 0; group < groups(); ++group) sum += uses(group, row) ? depth * (depth == 2 ? 2 : 1) : 0;
    return sum / rows;
  }

  // Output pixels whose windows are inside the image.
  struct range {
    std::int32_t begin, end;
    constexpr std::int32_t size() const { return end - begin; }
  };
  static constexpr range inside(const kernel::window& axis) {
    const std::int32_t begin = (axis.before + axis.stride - 1) / axis.stride, room = axis.input + axis.before - reach(axis);
    const std::int32_t end = room < 0 ? 0 : room / axis.stride + 1 < axis.output ? room / axis.stride + 1 : axis.output;
    return {begin, end < begin ? begin : end};
  }
  constexpr std::int32_t pixels_inside() const { return inside(height).size() * inside(width).size(); }
  constexpr bool         leaves_image() const { return pixels_inside() < height.output * width.output; }

  // Instructions for a block of one output row that do not multiply, with a copy of the image or without: the copy's, and
  // what widening takes longer than loading; windows that leave the image are copied, tap by tap.
  constexpr double copy_cost() const {
    return 8.0 * band_rows(height.output) * plane_columns() / (height.output * width.output);
  }
  constexpr double direct_cost() const {
    const double all = height.output * width.output, outside = (all - pixels_inside()) / all;
    return groups() * depth * 0.75 + outside * height.size * width.size * 3.5;
  }
  constexpr bool can_be_direct() const { return rows == 1 && multiplier == 1 && splits_pixels() && reach(width) <= width.input; }

  friend constexpr bool operator==(const depthwise_shape&, const depthwise_shape&) = default;
};

// `reads_codes`: the engine mixes codes, too.
constexpr depthwise_shape cut(depthwise_shape shape, bool reads_codes) {
  shape.pitch = shape.best_pitch();
  if (shape.shares_rows()) {
    depthwise_shape two = shape;
    two.rows            = 2;
    if (two.cost() < shape.cost()) shape = two;
    two.mixing = two.can_ring() ? column_mixing::ring : column_mixing::strip;
    if ((two.can_ring() || two.can_strip()) && two.cost() < shape.cost()) shape = two;
  }
  shape.band   = shape.best_band();
  shape.direct = reads_codes && shape.can_be_direct() && shape.direct_cost() < shape.copy_cost();
  return shape;
}

}  // namespace edgetl::target::x86
