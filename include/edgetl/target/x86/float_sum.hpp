// SPDX-License-Identifier: BSL-1.0
// ADD and SUB of int8 codes by two fused multiply-adds of floats, where that is proven, while compiling, to give the very
// codes of the integer arithmetic for all 65536 pairs.
#pragma once

#include <edgetl/core/fixed_point.hpp>
#include <edgetl/kernel/add.hpp>
#include <edgetl/target/x86/float_scale.hpp>

#include <cstdint>

namespace edgetl::target::x86 {

// code = clamp(round(right code * right + (left code * left + offset))), every step rounded to nearest, halves to even.
// Bits of floats.
struct float_sum {
  std::int32_t left = 0, right = 0, offset = 0;
  bool         is_exact = false;
};

// The same in integers, in steps of 2^-43: products and sums of such numbers are exact in 64 bits.
inline constexpr int          float_sum_bits = 43;
inline constexpr std::int64_t float_sum_one  = std::int64_t{1} << float_sum_bits;

// The nearest multiple of 2^bits, halves to even.
constexpr std::int64_t round_to_multiple(std::int64_t value, int bits) {
  if (bits <= 0) return value;
  const std::int64_t below = (value >> bits) << bits, half = std::int64_t{1} << (bits - 1), lost = value - below;
  return below + (lost > half || (lost == half && ((value >> bits) & 1) != 0) ? 2 * half : 0);
}
// Bits that a float of about this size has too few of.
constexpr int lost_bits(std::int64_t value) {
  const auto size = static_cast<std::uint64_t>(value < 0 ? -value : value);
  const auto high = static_cast<std::uint32_t>(size >> 32);
  const int  bits = high != 0 ? 64 - fixed_point::leading_zeros(high) : 32 - fixed_point::leading_zeros(static_cast<std::uint32_t>(size));
  return bits > 24 ? bits - 24 : 0;
}
constexpr std::int64_t round_to_float(std::int64_t value) { return round_to_multiple(value, lost_bits(value)); }

struct float_sum_line {
  std::int64_t left, right, offset;

  constexpr bool is_of_floats() const { return round_to_float(left) == left && round_to_float(right) == right && round_to_float(offset) == offset; }

  constexpr std::int32_t operator()(std::int32_t a, std::int32_t b) const {
    const std::int64_t sum = round_to_float(b * right + round_to_float(a * left + offset));
    return static_cast<std::int32_t>(round_to_multiple(sum, float_sum_bits) >> float_sum_bits);
  }
};

// Pairs of codes whose sum in real numbers lies within `margin` of the middle between two codes: where rounding decides.
struct doubtful_pairs {
  static constexpr int most = 512;

  std::int16_t left[most] = {}, right[most] = {};
  int          count      = 0;  // most + 1: there are more
};
// Right codes are sorted by the fraction of what they add, so that each left code finds its own by looking.
constexpr doubtful_pairs find_doubtful_pairs(const float_sum_line& exact, std::int64_t margin) {
  constexpr int          shelf_bits = float_sum_bits - 8;
  constexpr std::int64_t fraction   = float_sum_one - 1;
  std::int16_t           first[256] = {}, next[256] = {};  // 1 above the code's index; 0: none
  for (int i = 0; i < 256; ++i) {
    const auto shelf = ((i - 128) * exact.right & fraction) >> shelf_bits;
    next[i]          = first[shelf];
    first[shelf]     = static_cast<std::int16_t>(i + 1);
  }
  doubtful_pairs result;
  for (int a = -128; a < 128; ++a) {
    const std::int64_t own = a * exact.left + exact.offset, start = (float_sum_one / 2 - margin - own) & fraction;
    for (std::int64_t shelf = start >> shelf_bits; shelf <= (start + 2 * margin) >> shelf_bits; ++shelf)
      for (int i = first[shelf & 255]; i != 0; i = next[i - 1]) {
        const std::int64_t sum = own + (i - 129) * exact.right;
        if (((sum - own - start) & fraction) > 2 * margin || sum < -129 * float_sum_one || sum > 128 * float_sum_one) continue;
        if (result.count == doubtful_pairs::most) return result.count = doubtful_pairs::most + 1, result;
        result.left[result.count]    = static_cast<std::int16_t>(a);
        result.right[result.count++] = static_cast<std::int16_t>(i - 129);
      }
  }
  return result;
}

// The pair that fails moves to the front: what one line gets wrong, its neighbours mostly do, too.
template <class Function> constexpr bool gives_codes_of(const float_sum_line& floats, const Function& function, doubtful_pairs& pairs) {
  const auto& range = function.own.output.clamp;
  for (int i = 0; i < pairs.count; ++i) {
    const std::int16_t left = pairs.left[i], right = pairs.right[i];
    if (fixed_point::clamp(floats(left, right), range.lowest, range.highest) == function(static_cast<std::int8_t>(left), static_cast<std::int8_t>(right)))
      continue;
    pairs.left[i] = pairs.left[0], pairs.right[i] = pairs.right[0];
    pairs.left[0] = left, pairs.right[0] = right;
    return false;
  }
  return true;
}

// factor * output factor * 2^20, where both are at most 1/2 and the product is not too small for exact steps; else 0.
constexpr std::int64_t operand_step(quant::multiplier factor, quant::multiplier output) {
  const int right = -factor.shift - output.shift - (float_sum_bits - 42);
  if (factor.shift > 0 || output.shift > 0 || right < 0 || right > 62) return 0;
  const std::int64_t product = std::int64_t{factor.value} * output.value >> right;
  return product < float_sum_one >> 20 ? 0 : product;
}

// A line of floats that gives the codes of a kernel::rescaled_sum of int8, if one is found. Away from the middles between codes
// both are certain to round alike: `margin` bounds what the integers round, each operand by 1 of 2^20 steps and the sum by half a
// step before its shift, and what the floats do, nudged by a last bit or not. Near them every pair is tried.
template <bool Subtracts, class Function> constexpr float_sum make_float_sum(const Function& function) {
  const auto&        own  = function.own;
  const std::int64_t left = operand_step(own.left_factor, own.output_factor), right = operand_step(own.right_factor, own.output_factor);
  if (left == 0 || right == 0 || left + right > 64 * float_sum_one || own.left_shift != 20) return {};
  const float_sum_line exact{left, Subtracts ? -right : right,
                             own.output.zero_point * float_sum_one - own.left_zero_point * left + own.right_zero_point * (Subtracts ? right : -right)};
  const std::int64_t   largest = 128 * (left + right) + (exact.offset < 0 ? -exact.offset : exact.offset) + 256 * float_sum_one;  // of any sum
  const int            shift = -own.output_factor.shift, last = lost_bits(largest);
  const std::int64_t   margin = (std::int64_t{own.output_factor.value} << 13 >> shift) + (float_sum_one >> 1 >> shift) + (largest >> 20);
  if (margin > float_sum_one / 8) return {};
  doubtful_pairs pairs = find_doubtful_pairs(exact, margin);
  if (pairs.count > doubtful_pairs::most) return {};
  const float_sum_line nearest{round_to_float(exact.left), round_to_float(exact.right), round_to_multiple(exact.offset, last)};
  const int            left_bits = lost_bits(nearest.left), right_bits = lost_bits(nearest.right);
  for (int nudge = 0; nudge < 45; ++nudge) {
    constexpr int  order[] = {0, 1, -1, 2, -2};
    float_sum_line floats  = nearest;
    floats.offset += std::int64_t{order[nudge / 9]} * (std::int64_t{1} << last);
    floats.left += std::int64_t{order[nudge / 3 % 3]} * (std::int64_t{1} << left_bits);
    floats.right += std::int64_t{order[nudge % 3]} * (std::int64_t{1} << right_bits);
    if (floats.is_of_floats() && gives_codes_of(floats, function, pairs))
      return {float_bits(floats.left, float_sum_bits), float_bits(floats.right, float_sum_bits), float_bits(floats.offset, float_sum_bits), true};
  }
  return {};
}

}  // namespace edgetl::target::x86
