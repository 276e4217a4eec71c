// SPDX-License-Identifier: BSL-1.0
// ADD, SUB, MUL and tables on Helium: four elements at a time in 32 bits, tables by gathering 16 bytes.
#pragma once

#include <edgetl/kernel/add.hpp>
#include <edgetl/kernel/lookup.hpp>
#include <edgetl/kernel/mul.hpp>
#include <edgetl/target/cortex_m/helium/requantize.hpp>

#include <cstdint>

namespace edgetl::target::cortex_m::mve {

// An operand's factor in ADD is its scale over twice the larger one: exactly a half, or shifted to the right.
constexpr bool is_half(quant::multiplier factor) { return factor.value == 1 << 30 && factor.shift == 0; }
constexpr bool shifts_right(quant::multiplier factor) { return factor.value != 0 && factor.shift < 0; }

template <bool Single, bool RoundsUp> EDGETL_INLINE int32x4_t shift_right(int32x4_t value, quant::multiplier factor) {
  if constexpr (Single) return vrshlq_n_s32(vqdmulhq_n_s32(value, factor.value), factor.shift);
  value = vqrdmulhq_n_s32(value, factor.value);
  if constexpr (!RoundsUp) value = vaddq_s32(value, vshrq_n_s32(value, 31));
  return vrshlq_n_s32(value, factor.shift);
}

// An operand brought to the common scale; a half costs nothing.
template <bool Single, bool Half> EDGETL_INLINE int32x4_t rescale(int32x4_t codes, int32x4_t unit, std::int32_t zero, quant::multiplier factor) {
  codes = vmlasq_n_s32(codes, unit, zero);
  if constexpr (Half) return codes;
  else return shift_right<Single, false>(codes, factor);
}

// Calls four(step, all lanes) for whole vectors and four(step, inside) for the rest; `step` moves pointers on.
template <class Four> EDGETL_INLINE void for_each_four(std::int32_t count, Four four) {
  for (; count >= 4; count -= 4) four(std::false_type{}, mve_pred16_t{});
  if (count > 0) four(std::true_type{}, vctp32q(static_cast<std::uint32_t>(count)));
}
template <bool Partial> EDGETL_INLINE int32x4_t load_codes(const std::int8_t*& from, mve_pred16_t inside) {
  const int32x4_t codes = Partial ? vldrbq_z_s32(from, inside) : vldrbq_s32(from);
  from += 4;
  return codes;
}

template <bool Single, bool Subtracts, bool LeftHalf, bool RightHalf, bool RoundsUp, class Constants>
EDGETL_KERNEL void add_rescaled(const Constants& own, const std::int8_t* left, const std::int8_t* right, std::int8_t* output, std::int32_t count) {
  const std::int32_t left_unit = std::int32_t{1} << (own.left_shift - (LeftHalf ? 1 : 0)), right_unit = std::int32_t{1} << (own.left_shift - (RightHalf ? 1 : 0));
  const std::int32_t left_zero = -own.left_zero_point * left_unit, right_zero = -own.right_zero_point * right_unit;
  int32x4_t          left_units = vdupq_n_s32(left_unit), right_units = vdupq_n_s32(right_unit);
  clamp_vectors      clamp(own.output);
  const quant::multiplier left_factor = own.left_factor, right_factor = own.right_factor, factor = own.output_factor;
  for_each_four(count, [&](auto partial, mve_pred16_t inside) {
    clamp.hold();
    hold(left_units);
    hold(right_units);
    const int32x4_t one = rescale<Single, LeftHalf>(load_codes<partial.value>(left, inside), left_units, left_zero, left_factor);
    const int32x4_t two = rescale<Single, RightHalf>(load_codes<partial.value>(right, inside), right_units, right_zero, right_factor);
    const int32x4_t sum = Subtracts ? vsubq_s32(one, two) : vaddq_s32(one, two);
    store_codes<partial.value>(output, clamp(shift_right<Single, RoundsUp>(sum, factor)), inside);
  });
}

// False where the factors are none that add_rescaled knows. What is constant in `own` decides while compiling.
template <bool Single, bool Subtracts, class Constants>
EDGETL_INLINE bool add_rescaled_as_known(const Constants& own, const std::int8_t* left, const std::int8_t* right, std::int8_t* output, std::int32_t count) {
  const bool left_half = is_half(own.left_factor), right_half = is_half(own.right_factor);
  if (!shifts_right(own.output_factor) || !(left_half || shifts_right(own.left_factor)) || !(right_half || shifts_right(own.right_factor))) return false;
  const bool up = own.output.clamp.lowest >= own.output.zero_point;
  if (left_half && right_half) {
    if (up) add_rescaled<Single, Subtracts, true, true, true>(own, left, right, output, count);
    else add_rescaled<Single, Subtracts, true, true, false>(own, left, right, output, count);
  } else if (left_half) {
    if (up) add_rescaled<Single, Subtracts, true, false, true>(own, left, right, output, count);
    else add_rescaled<Single, Subtracts, true, false, false>(own, left, right, output, count);
  } else if (right_half) {
    if (up) add_rescaled<Single, Subtracts, false, true, true>(own, left, right, output, count);
    else add_rescaled<Single, Subtracts, false, true, false>(own, left, right, output, count);
  } else {
    return false;
  }
  return true;
}

template <bool Single>
EDGETL_KERNEL void multiply_rescaled(std::int32_t left_zero, std::int32_t right_zero, quant::multiplier factor, const code_output& limits,
                                     const std::int8_t* left, const std::int8_t* right, std::int8_t* output, std::int32_t count) {
  clamp_vectors clamp(limits);
  for_each_four(count, [&](auto partial, mve_pred16_t inside) {
    clamp.hold();
    const int32x4_t one = vsubq_n_s32(load_codes<partial.value>(left, inside), left_zero), two = vsubq_n_s32(load_codes<partial.value>(right, inside), right_zero);
    store_codes<partial.value>(output, clamp(shift_right<Single, false>(vmulq_s32(one, two), factor)), inside);
  });
}

EDGETL_KERNEL inline void look_up(const std::int8_t* input, const std::uint8_t* table, std::uint8_t* output, std::int32_t count, std::uint8_t flip) {
  const uint8x16_t flips = vdupq_n_u8(flip);
  for (; count > 0; count -= 16, input += 16, output += 16) {
    const mve_pred16_t inside = vctp8q(static_cast<std::uint32_t>(count));
    const uint8x16_t   at     = veorq_u8(vreinterpretq_u8_s8(vldrbq_z_s8(input, inside)), flips);
    vstrbq_p_u8(output, vldrbq_gather_offset_z_u8(table, at, inside), inside);
  }
}

}  // namespace edgetl::target::cortex_m::mve
