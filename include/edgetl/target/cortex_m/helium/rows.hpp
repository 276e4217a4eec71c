// SPDX-License-Identifier: BSL-1.0
// Image rows in scratch: the rows under a window, each with its padding of zero points, so that no kernel
// meets a border. A row is copied once and stays in its slot until the window has left it.
#pragma once

#include <edgetl/core/language.hpp>

#include EDGETL_MVE_HEADER

#include <cstdint>

namespace edgetl::target::cortex_m::mve {

EDGETL_INLINE std::int8_t* copy_bytes(std::int8_t* to, const std::int8_t* from, std::int32_t bytes) {
  for (; bytes >= 16; bytes -= 16, to += 16, from += 16) vstrbq_s8(to, vldrbq_s8(from));
  if (bytes > 0) {
    const mve_pred16_t inside = vctp8q(static_cast<std::uint32_t>(bytes));
    vstrbq_p_s8(to, vldrbq_z_s8(from, inside), inside);
  }
  return to + bytes;
}
EDGETL_INLINE std::int8_t* fill_bytes(std::int8_t* to, std::int32_t code, std::int32_t bytes) {
  const int8x16_t codes = vdupq_n_s8(static_cast<std::int8_t>(code));
  for (; bytes >= 16; bytes -= 16, to += 16) vstrbq_s8(to, codes);
  if (bytes > 0) vstrbq_p_s8(to, codes, vctp8q(static_cast<std::uint32_t>(bytes)));
  return to + bytes;
}

// The rows under a window. Counts are of positions along the width. A position takes `bytes` bytes of a slot,
// `valid` of which are read, from an image where positions are `stride` bytes apart.
struct row_slots {
  std::int32_t height;              // of the image
  std::int32_t left, inner, right;  // positions: padding, copied, padding
  std::int32_t bytes, valid, stride;
  std::int32_t row_stride;          // bytes from one image row to the next
  std::int32_t slots, pitch;        // rows in scratch, and bytes from one to the next
  std::int32_t dilation;            // image rows from one tap to the next
  std::int32_t zero_point;
  std::int32_t multiplier = 1;      // how often each byte is repeated
  std::int32_t phase      = 0;      // how often the first was already

  friend constexpr bool operator==(const row_slots&, const row_slots&) = default;
};

// Copies image row y, or padding where it is outside.
EDGETL_KERNEL inline void fill_slot(const row_slots& rows, const std::int8_t* image, std::int32_t y, std::int8_t* slot) {
  if (y < 0 || y >= rows.height) {
    fill_bytes(slot, rows.zero_point, (rows.left + rows.inner + rows.right) * rows.bytes);
    return;
  }
  const std::int8_t* from = image + y * rows.row_stride;
  slot                    = fill_bytes(slot, rows.zero_point, rows.left * rows.bytes);
  if (rows.bytes == rows.stride && rows.multiplier == 1) {
    slot = copy_bytes(slot, from, rows.inner * rows.bytes);
  } else if (rows.multiplier == 1 && rows.valid == 16) {
    for (std::int32_t x = 0; x < rows.inner; ++x, slot += 16, from += rows.stride) vstrbq_s8(slot, vldrbq_s8(from));
  } else if (rows.multiplier == 1) {
    const mve_pred16_t inside = vctp8q(static_cast<std::uint32_t>(rows.valid));
    for (std::int32_t x = 0; x < rows.inner; ++x, slot += rows.bytes, from += rows.stride) vstrbq_s8(slot, vldrbq_z_s8(from, inside));
  } else {
    const mve_pred16_t inside = vctp8q(static_cast<std::uint32_t>(rows.valid));
    std::uint8_t       at[16];
    for (std::int32_t lane = 0; lane < 16; ++lane) at[lane] = static_cast<std::uint8_t>((rows.phase + lane) / rows.multiplier);
    const uint8x16_t offsets = vldrbq_u8(at);
    for (std::int32_t x = 0; x < rows.inner; ++x, slot += rows.bytes, from += rows.stride)
      vstrbq_s8(slot, vldrbq_gather_offset_z_s8(from, offsets, inside));
  }
  fill_bytes(slot, rows.zero_point, rows.right * rows.bytes);
}

// Brings the rows under the window that starts at row `top` into their slots, those before `next` being there
// already; starts[k] is where tap row k begins.
EDGETL_INLINE void move_rows(const row_slots& rows, const std::int8_t* image, std::int32_t top, std::int32_t& next, std::int8_t* scratch,
                             const std::int8_t** starts, std::int32_t first_slot) {
  for (std::int32_t k = 0, slot = first_slot; k < rows.slots; ++k) {
    std::int8_t*       place = scratch + slot * rows.pitch;
    const std::int32_t y     = top + k * rows.dilation;
    if (y >= next || rows.dilation > 1) fill_slot(rows, image, y, place);
    starts[k] = place;
    if (++slot == rows.slots) slot = 0;
  }
  next = top + rows.slots;
}

}  // namespace edgetl::target::cortex_m::mve
