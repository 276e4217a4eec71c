// SPDX-License-Identifier: BSL-1.0
// How a convolution becomes products of rows: where its rows stand, found while compiling from instruction counts.
//
//   pointwise  rows of the image itself
//   direct     runs of window width x channels bytes in padded image rows (rows.hpp)
//   im2col     the runs of an output position gathered into one row
//   gather     the same from the image, tap by tap: dilation, groups, images too wide for row_slots
#pragma once

#include <edgetl/kernel/conv_2d.hpp>
#include <edgetl/target/cortex_m/helium/matmul.hpp>
#include <edgetl/target/cortex_m/helium/rows.hpp>

#include <cstdint>

namespace edgetl::target::cortex_m::mve {

enum class route : std::int32_t { pointwise, direct, im2col, gather };

struct conv_plan {
  route        way;
  row_slots    rows;
  std::int32_t slots_bytes;  // of scratch, the gathered rows stand behind them
  std::int32_t chunk;        // positions gathered at a time
  std::int32_t scratch_bytes;

  friend constexpr bool operator==(const conv_plan&, const conv_plan&) = default;
};

inline constexpr std::int32_t most_slot_bytes = 4096, most_gathered_bytes = 1536;

constexpr std::int32_t round_up(std::int32_t value, std::int32_t unit) { return (value + unit - 1) / unit * unit; }

constexpr bool is_pointwise(const kernel::conv_2d::parameters& own) {
  return own.height.size == 1 && own.width.size == 1 && own.filter_channels == own.input_channels;
}
// The image is one long list of rows.
constexpr bool is_flat(const kernel::conv_2d::parameters& own) {
  return is_pointwise(own) && own.height.stride == 1 && own.width.stride == 1;
}

constexpr std::int32_t run_bytes(const kernel::conv_2d::parameters& own) { return own.width.size * own.filter_channels; }
constexpr std::int32_t terms(const kernel::conv_2d::parameters& own) { return own.height.size * run_bytes(own); }

// The rows that a body with immediate offsets sees.
constexpr near_rows direct_rows(const kernel::conv_2d::parameters& own) {
  return {own.height.size, (run_bytes(own) + 15) / 16, own.width.stride * own.input_channels};
}
constexpr near_rows gathered_rows(const kernel::conv_2d::parameters& own) {
  return {1, (terms(own) + 15) / 16, round_up(terms(own), 16)};
}

constexpr row_slots slots_of(const kernel::conv_2d::parameters& own) {
  const kernel::window& width  = own.width;
  const std::int32_t    padded = (width.output - 1) * width.stride + width.size;
  const std::int32_t    inner  = padded - width.before < width.input ? padded - width.before : width.input;
  const std::int32_t    bytes  = own.input_channels;
  // behind a row: what a whole vector and a dropped second position read
  const std::int32_t pitch = round_up(padded * bytes + 16, 16);
  return {own.height.input, width.before, inner, padded - width.before - inner, bytes, bytes, bytes,
          width.input * bytes, own.height.size, pitch, 1, own.input_zero_point};
}

constexpr conv_plan plan_conv(const kernel::conv_2d::parameters& own) {
  if (is_pointwise(own)) return {route::pointwise, {}, 0, 0, 0};
  const bool         plain     = own.height.dilation == 1 && own.width.dilation == 1 && own.filter_channels == own.input_channels;
  const row_slots    rows      = slots_of(own);
  const std::int32_t slots     = rows.slots * rows.pitch;
  const near_rows    direct    = direct_rows(own);
  const std::int32_t row       = round_up(terms(own), 16);
  std::int32_t       chunk     = most_gathered_bytes / row > 2 ? most_gathered_bytes / row / 2 * 2 : 2;
  if (chunk > own.width.output) chunk = own.width.output;
  const std::int32_t gathered = (chunk + 1) * row + 16;
  if (!plain || slots > most_slot_bytes) return {route::gather, {}, 0, chunk, gathered};
  // two instructions per vector copied, two per output channel and vector multiplied
  const std::int32_t vectors     = direct.runs * direct.steps;
  const std::int32_t direct_cost = vectors * 2 * own.output_channels;
  const std::int32_t gather_cost = row / 16 * 2 * own.output_channels + 2 * vectors + 8;
  const bool         aligned     = own.input_channels % 4 == 0;
  if (aligned && direct.fits() && direct_cost <= gather_cost) return {route::direct, rows, slots, 0, slots + round_up(direct.second, 16)};
  return {route::im2col, rows, slots, chunk, slots + gathered};
}

}  // namespace edgetl::target::cortex_m::mve
