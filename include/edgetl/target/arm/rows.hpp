// SPDX-License-Identifier: BSL-1.0
// Where a tile's activations stand, and how they come into registers.
#pragma once

#include <edgetl/config.hpp>

#include EDGETL_NEON_HEADER

#include <cstddef>
#include <cstdint>

namespace edgetl::target::arm {

// Where a tile's codes stand: row (y, x) of the tile starts at y * step_y + x * step_x, run (y, x) of every
// row at y * run_step_y + x * run_step_x.
struct tile_layout {
  std::int32_t columns;  // rows of the tile that lie side by side
  std::int32_t step_x, step_y;
  std::int32_t runs_x, run_step_x, run_step_y;
  bool         exact;  // no byte behind a run may be read

  constexpr std::int32_t row(int r) const { return r / columns * step_y + r % columns * step_x; }

  friend constexpr bool operator==(const tile_layout&, const tile_layout&) = default;
};

// Loop control that stays among the loads it is written behind, where in-order cores have room for it.
template <int Count> EDGETL_INLINE void move_by(const std::int8_t*& at) { asm volatile("add %0, %0, %1" : "+r"(at) : "i"(Count)); }
EDGETL_INLINE void count_down(std::int32_t& left) { asm volatile("sub %w0, %w0, 1" : "+r"(left)); }

// A load that stays where it is written: two neighbours made one LDP would keep an in-order core waiting. Compilers
// give an address a register of its own where the instruction has room for an offset, so it is written out.
template <std::ptrdiff_t Offset> EDGETL_INLINE int8x16_t load_vector_here(const std::int8_t* from) {
  int8x16_t codes;
  if constexpr (Offset >= -256 && Offset < 65536 && (Offset < 256 || Offset % 16 == 0))
    asm volatile("ldr %q0, [%1, %2]" : "=w"(codes) : "r"(from), "i"(Offset), "m"(*reinterpret_cast<const int8x16_t*>(from + Offset)));
  else
    asm volatile("ldr %q0, [%1]" : "=w"(codes) : "r"(from + Offset), "m"(*reinterpret_cast<const int8x16_t*>(from + Offset)));
  return codes;
}
EDGETL_INLINE int32x4_t load_vector_here(const std::int32_t* from) {
  return vreinterpretq_s32_s8(load_vector_here<0>(reinterpret_cast<const std::int8_t*>(from)));
}

// The first Count bytes.
template <int Count> EDGETL_INLINE int8x16_t load_first(const std::int8_t* from) {
  if constexpr (Count == 16) {
    return vld1q_s8(from);
  } else if constexpr (Count >= 8) {
    const int8x8_t low = vld1_s8(from);
    if constexpr (Count < 12) return vcombine_s8(low, low);
    else return vreinterpretq_s8_s32(vld1q_lane_s32(reinterpret_cast<const std::int32_t*>(from + 8), vreinterpretq_s32_s8(vcombine_s8(low, low)), 2));
  } else {
    std::int32_t word;
    __builtin_memcpy(&word, from, 4);
    return vreinterpretq_s8_s32(vdupq_n_s32(word));
  }
}

// Codes [0, Bytes) of a run's block of 16, for one row. A run's last block may be shorter; where no byte
// behind it may be read, it is taken from the end of the last 16 bytes, if the run has as many.
template <int Bytes, int Run, tile_layout Layout> struct row_block {
  static constexpr bool ends_with_run = Layout.exact && Bytes < 16 && Run >= 16;
  static constexpr int  first         = ends_with_run ? 16 - Bytes : 0;  // where the codes stand in the vector

  EDGETL_INLINE static int8x16_t load(const std::int8_t* at, int row) {
    if constexpr (Bytes < 16 && Layout.exact && !ends_with_run) return load_first<Bytes>(at + Layout.row(row));
    else return vld1q_s8(at + Layout.row(row) - first);
  }
  template <int Row> EDGETL_INLINE static int8x16_t load_here(const std::int8_t* at) {
    if constexpr (Bytes < 16 && Layout.exact && !ends_with_run) return load(at, Row);
    else return load_vector_here<Layout.row(Row) - first>(at);
  }
};

}  // namespace edgetl::target::arm
