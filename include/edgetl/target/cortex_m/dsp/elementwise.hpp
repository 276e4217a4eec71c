// SPDX-License-Identifier: BSL-1.0
// ADD and SUB of int8 codes of one shape with SMMLAR; factors at run time, so all layers share the body.
#pragma once

#include <edgetl/kernel/add.hpp>
#include <edgetl/target/cortex_m/dsp/requantize.hpp>

#include <cstdint>

namespace edgetl::target::cortex_m {

// One operand: its zero point, and its factor with what rounding needs.
struct operand_scale {
  std::int32_t zero_point, factor, nudge, right, sign_mask;
};
constexpr operand_scale make_operand(std::int32_t zero_point, quant::multiplier by) {
  const std::int32_t right = -by.shift;
  return {zero_point, by.value, right > 0 ? std::int32_t{1} << (right - 1) : 0, right, right > 0 ? -1 : 0};
}
EDGETL_INLINE std::int32_t rescaled(std::int32_t code, const operand_scale& by) {
  const std::int32_t x = (code - by.zero_point) * (1 << 21);  // 2^20, and once more for SMMLAR
  std::int32_t       high;
  asm("smmlar %0, %1, %2, %3" : "=r"(high) : "r"(x), "r"(by.factor), "r"(by.nudge));
  return (high + ((x >> 31) & by.sign_mask)) >> by.right;
}

template <bool Subtracts>
EDGETL_KERNEL void add_codes(std::int32_t count, const std::int8_t* left, const std::int8_t* right, const operand_scale& by_left,
                             const operand_scale& by_right, const channel& all, const output_bounds& range, std::int8_t* output) {
  const operand_scale one = by_left, two = by_right;
  const channel       own = all;
  for (std::int32_t i = 0; i < count; ++i) {
    const std::int32_t a = rescaled(left[i], one), b = rescaled(right[i], two);
    const std::int32_t code = scaled(Subtracts ? a - b : a + b, own.factor, own.nudge, own.right);
    output[i]               = static_cast<std::int8_t>(fixed_point::clamp(code, range.lowest, range.highest));
  }
}

// Factors of at most 1/2 for the operands, and a plain one for the sum: else the reference.
template <class Parameters, bool Subtracts>
bool add_with_smmlar(Parameters given, const std::int8_t* left, const std::int8_t* right,
                     const kernel::rescaled_sum<std::int8_t, quant::tflite_double_rounding, Subtracts>& function, std::int8_t* output) {
  const auto& own = function.own;
  if (!given.get().same_shape || own.left_factor.shift > 0 || own.right_factor.shift > 0 || !is_plain(own.output_factor, (1 << 30) - 1) ||
      own.left_shift != 20)
    return false;
  const std::int32_t shift = -own.output_factor.shift;
  const channel all{own.output_factor.value, (std::int32_t{1} << (shift - 1)) + own.output.zero_point * (std::int32_t{1} << shift), shift, 0};
  add_codes<Subtracts>(static_cast<std::int32_t>(given.get().shape.count()), left, right, make_operand(own.left_zero_point, own.left_factor),
                       make_operand(own.right_zero_point, own.right_factor), all, own.output.clamp, output);
  return true;
}

}  // namespace edgetl::target::cortex_m
