// SPDX-License-Identifier: BSL-1.0
// ADD and SUB of int8 codes of one shape; factors at run time, so all layers share the body.
#pragma once

#include <edgetl/kernel/add.hpp>
#include <edgetl/target/cortex_m/dsp/requantize.hpp>

#include <cstdint>

namespace edgetl::target::cortex_m {

// ADD brings both operands to twice the larger scale: that operand's code is shifted by 19 bits, exactly, and the
// other one's, shifted by 20, is requantized. `Same` where the scales are equal and both are exact.
struct sum_layer {
  std::int32_t  count;
  std::int32_t  offset;  // of the exact operands, from their zero points; doubled, for SMMLAR
  std::int32_t  zero;    // the other operand's zero point << 21: 2^20, doubled
  channel       other;
  channel       output;
  output_bounds range;
};

// Adds or subtracts the requantized operand, which is the second one.
template <class Arithmetic, rounding Rule, bool Same, bool Subtracts, bool Negates>
EDGETL_KERNEL void add_codes(const sum_layer& own, const std::int8_t* exact, const std::int8_t* other, std::int8_t* output) {
  const auto sum_of = [&](std::int32_t first, std::int32_t second) {
    std::int32_t twice = (Negates ? -first : first) * (1 << 20) + own.offset;
    if constexpr (Same) {
      twice += (Subtracts ? -second : second) * (1 << 20);
    } else {
      const std::int32_t scaled = requantized_doubled<Arithmetic, Rule>(second * (1 << 21) - own.zero, own.other);
      twice += (Subtracts ? -scaled : scaled) * 2;
    }
    return saturate_to_8_bits(requantized_doubled<Arithmetic, Rule>(twice, own.output));
  };
  const std::int32_t count = own.count;
  std::int32_t       i     = 0;
  for (; i + 2 <= count; i += 2) {
    const std::int8_t one = sum_of(exact[i], other[i]), two = sum_of(exact[i + 1], other[i + 1]);
    output[i]     = one;
    output[i + 1] = two;
  }
  if (i < count) output[i] = sum_of(exact[i], other[i]);
  if (is_narrow(own.range)) clamp_codes(output, count, own.range);
}

constexpr bool is_half(quant::multiplier by) { return by == quant::multiplier{1 << 30, 0}; }
// The other operand's factor: its code is below 2^8 << 20, and the sum of both below 2^28.
constexpr bool is_short_operand(quant::multiplier by) { return is_half(by) || (by.shift <= -1 && by.shift >= -22); }

// False where the operands or the sum need the arithmetic's general form. Inline, so that constants choose the body.
template <class Parameters, class Arithmetic, bool Subtracts>
EDGETL_INLINE bool add_short(Parameters given, const std::int8_t* left, const std::int8_t* right,
                             const kernel::rescaled_sum<std::int8_t, Arithmetic, Subtracts>& function, std::int8_t* output) {
  constexpr rounding rule = rounding_of<Arithmetic>();
  if constexpr (rule == rounding::as_asked) {
    return false;
  } else {
    const auto& own = function.own;
    if (!given.get().same_shape || own.left_shift != 20 || !is_short_operand(own.left_factor) || !is_short_operand(own.right_factor) ||
        !(is_half(own.left_factor) || is_half(own.right_factor)) || !is_short(own.output_factor, (1 << 29) - 1))
      return false;
    const auto      count  = static_cast<std::int32_t>(given.get().shape.count());
    const channel   out    = make_channel({0, own.output_factor, own.output.zero_point}, rule);
    const std::int32_t l = own.left_zero_point * (1 << 20), r = own.right_zero_point * (1 << 20) * (Subtracts ? -1 : 1);
    if (is_half(own.left_factor) && is_half(own.right_factor)) {
      add_codes<Arithmetic, rule, true, Subtracts, false>({count, -l - r, 0, {}, out, own.output.clamp}, left, right, output);
    } else if (is_half(own.left_factor)) {
      const channel other = make_channel({0, own.right_factor, 0}, rule);
      add_codes<Arithmetic, rule, false, Subtracts, false>({count, -l, own.right_zero_point * (1 << 21), other, out, own.output.clamp}, left, right, output);
    } else {
      const channel other = make_channel({0, own.left_factor, 0}, rule);
      add_codes<Arithmetic, rule, false, false, Subtracts>({count, -r, own.left_zero_point * (1 << 21), other, out, own.output.clamp}, right, left, output);
    }
    return true;
  }
}

}  // namespace edgetl::target::cortex_m
