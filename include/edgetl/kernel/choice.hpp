// SPDX-License-Identifier: BSL-1.0
// How a target will run one step: which of its kernels, in tiles of what size, with how much scratch. The
// choice is made while compiling, from the step's shapes and element types alone, by
//
//   constexpr kernel::choice edgetl_choose(kernel::conv_2d, my_target, const kernel::problem<kernel::conv_2d::parameters>&);
//
// found by argument-dependent lookup like the kernels themselves. A target that derives from another
// overrides a choice by defining that function alone; `inspect` shows the result.
#pragma once

#include <edgetl/core/element.hpp>
#include <edgetl/core/text.hpp>

#include <cstddef>
#include <cstdint>

namespace edgetl::kernel {

// What a target gives most for where it cannot have everything: instructions or code bytes.
enum class preference : std::int32_t {
  speed,     // a kernel of its own for every shape
  balanced,  // constants in the loops that pay for them, one kernel for layers that differ in the rest
  size,      // one kernel for everything that can share it
};

using kernel_name = text<39>;

constexpr kernel_name named(const char* words) { return (text_writer<39>{} << words).result; }

// rows x vectors is the tile of accumulators: output positions by vectors of output channels.
struct choice {
  kernel_name  kernel{};  // empty: the portable reference
  std::int32_t rows          = 0;
  std::int32_t vectors       = 0;
  std::int32_t shared        = 0;  // not 0: extents are given at run time, so that layers share the code
  std::int32_t scratch_bytes = 0;  // of the arena while the step runs, aligned as the arena is

  constexpr bool is_reference() const { return kernel.empty(); }

  friend constexpr bool operator==(const choice&, const choice&) = default;
};

// Fails with a sentence when an override leaves a tile without extent.
template <choice Choice> constexpr bool check_tile() {
  constexpr bool has_extent = Choice.rows > 0 && Choice.vectors > 0;
  static_assert(has_extent, "edgetl: a tile has rows and vectors -> give edgetl_choose's choice at least 1 of both");
  return has_extent;
}

// A step as the one who chooses sees it.
template <class Parameters> struct problem {
  Parameters   own;
  element_type input = element_type::unknown, filter = element_type::unknown, output = element_type::unknown;
  bool         wide_accumulator = false;  // 64 bits
  bool         known_weights    = false;  // the codes can be read while compiling, and so be packed
  bool         per_channel      = false;  // a requantization factor for every output channel
  preference   trade            = preference::speed;

  // 8-bit codes in, 8-bit codes out, 32-bit sums, weights that can be packed.
  constexpr bool is_int8() const { return has_int8_sums() && known_weights && (filter == element_type::int8 || filter == element_type::int4); }
  // The same with plain 8-bit weights that must stay where the file has them.
  constexpr bool is_unpacked_int8() const { return has_int8_sums() && !known_weights && filter == element_type::int8; }

  constexpr bool has_int8_sums() const { return input == element_type::int8 && output == element_type::int8 && !wide_accumulator; }

  constexpr bool is_float() const {
    return input == element_type::float32 && filter == element_type::float32 && known_weights;
  }
};

// What a kernel is given of the choice: its numbers as constants, and where its scratch is.
template <choice Choice> struct chosen {
  static constexpr choice value = Choice;

  unsigned char* scratch = nullptr;
};

}  // namespace edgetl::kernel
