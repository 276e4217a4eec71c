// SPDX-License-Identifier: BSL-1.0
// ADD, SUB and MUL of int8 codes, sixteen at a time, and tables of 256 bytes by TBL. An output may stand over
// an input, so nothing is read twice: what does not fill a vector goes through a copy.
#pragma once

#include <edgetl/kernel/add.hpp>
#include <edgetl/kernel/lookup.hpp>
#include <edgetl/kernel/mul.hpp>
#include <edgetl/target/arm/requantize.hpp>

#include <cstddef>
#include <cstdint>

namespace edgetl::target::arm {

template <class Arithmetic> EDGETL_INLINE int32x4_t scale_down(int32x4_t x, quant::multiplier by) {
  return vector_requantize<Arithmetic, scale_facts{}>::apply(x, vdupq_n_s32(by.value), vdupq_n_s32(by.shift));
}

EDGETL_INLINE int16x8_t low_difference(int8x16_t codes, std::int32_t zero_point) {
  return vsubl_s8(vget_low_s8(codes), vdup_n_s8(static_cast<std::int8_t>(zero_point)));
}
EDGETL_INLINE int16x8_t high_difference(int8x16_t codes, std::int32_t zero_point) {
  return vsubl_high_s8(codes, vdupq_n_s8(static_cast<std::int8_t>(zero_point)));
}

EDGETL_INLINE int8x16_t clamped_codes(int32x4_t a, int32x4_t b, int32x4_t c, int32x4_t d, const kernel::code_output& output) {
  return make_codes<true>(a, b, c, d, output_range{output});
}

// The operand of the larger scale is halved exactly; the other one's factor is below 1/2.
template <class Arithmetic, bool Subtracts> struct vector_sum {
  using function = kernel::rescaled_sum<std::int8_t, Arithmetic, Subtracts>;

  typename function::parameters own;

  static constexpr bool halves(quant::multiplier by) { return by.value == 1 << 30 && by.shift == 0; }
  static constexpr bool fits(const function& wanted) {
    const auto& own = wanted.own;
    return (halves(own.left_factor) || own.left_factor.shift < 0) && (halves(own.right_factor) || own.right_factor.shift < 0) &&
           own.output_factor.shift < 0 && own.left_shift == 20;
  }

  // Four differences, given times 32, as sums in steps of twice the larger scale / 2^20.
  EDGETL_INLINE static int32x4_t operand(int16x4_t times_32, quant::multiplier by) {
    if (halves(by)) return vshll_n_s16(times_32, 14);
    return scale_down<Arithmetic>(vshll_n_s16(times_32, 15), by);
  }
  EDGETL_INLINE int32x4_t sum(int16x4_t left, int16x4_t right) const {
    int32x4_t both;
    if (halves(own.left_factor) && halves(own.right_factor)) both = vshll_n_s16(Subtracts ? vsub_s16(left, right) : vadd_s16(left, right), 14);
    else if (halves(own.left_factor)) {
      const int32x4_t other = operand(right, own.right_factor);
      both                  = vmlal_n_s16(Subtracts ? vnegq_s32(other) : other, left, 1 << 14);
    } else {
      const int32x4_t one = operand(left, own.left_factor), two = operand(right, own.right_factor);
      both = Subtracts ? vsubq_s32(one, two) : vaddq_s32(one, two);
    }
    return scale_down<Arithmetic>(both, own.output_factor);
  }
  EDGETL_INLINE int8x16_t operator()(int8x16_t left, int8x16_t right) const {
    const int16x8_t l0 = vshlq_n_s16(low_difference(left, own.left_zero_point), 5), l1 = vshlq_n_s16(high_difference(left, own.left_zero_point), 5);
    const int16x8_t r0 = vshlq_n_s16(low_difference(right, own.right_zero_point), 5), r1 = vshlq_n_s16(high_difference(right, own.right_zero_point), 5);
    return clamped_codes(sum(vget_low_s16(l0), vget_low_s16(r0)), sum(vget_high_s16(l0), vget_high_s16(r0)),
                         sum(vget_low_s16(l1), vget_low_s16(r1)), sum(vget_high_s16(l1), vget_high_s16(r1)), own.output);
  }
};

template <class Arithmetic> struct vector_product {
  using function = kernel::rescaled_product<std::int8_t, Arithmetic>;

  function own;

  static constexpr bool fits(const function& wanted) { return wanted.factor.shift < 0; }

  EDGETL_INLINE int8x16_t operator()(int8x16_t left, int8x16_t right) const {
    const int16x8_t l0 = low_difference(left, own.left_zero_point), l1 = high_difference(left, own.left_zero_point);
    const int16x8_t r0 = low_difference(right, own.right_zero_point), r1 = high_difference(right, own.right_zero_point);
    return clamped_codes(scale_down<Arithmetic>(vmull_s16(vget_low_s16(l0), vget_low_s16(r0)), own.factor),
                         scale_down<Arithmetic>(vmull_high_s16(l0, r0), own.factor),
                         scale_down<Arithmetic>(vmull_s16(vget_low_s16(l1), vget_low_s16(r1)), own.factor),
                         scale_down<Arithmetic>(vmull_high_s16(l1, r1), own.factor), own.output);
  }
};

// A row of codes; an operand whose step is 0 is one code for all of them.
template <int Step> EDGETL_INLINE int8x16_t load_codes(const std::int8_t* from, std::int32_t i) {
  if constexpr (Step == 0) return vdupq_n_s8(*from);
  else return vld1q_s8(from + i);
}
template <int Step> EDGETL_INLINE int8x16_t load_rest(const std::int8_t* from, std::int32_t i, std::int32_t count) {
  if constexpr (Step == 0) return vdupq_n_s8(*from);
  else {
    alignas(16) std::int8_t codes[16] = {};
    __builtin_memcpy(codes, from + i, static_cast<std::size_t>(count));
    return vld1q_s8(codes);
  }
}
EDGETL_INLINE void store_rest(std::int8_t* to, int8x16_t codes, std::int32_t count) {
  alignas(16) std::int8_t buffer[16];
  vst1q_s8(buffer, codes);
  __builtin_memcpy(to, buffer, static_cast<std::size_t>(count));
}

template <int LeftStep, int RightStep, class Function>
EDGETL_INLINE void combine_row(const std::int8_t* left, const std::int8_t* right, const Function& function, std::int8_t* output, std::int32_t count) {
  std::int32_t i = 0;
  for (; i + 16 <= count; i += 16) vst1q_s8(output + i, function(load_codes<LeftStep>(left, i), load_codes<RightStep>(right, i)));
  if (i < count)
    store_rest(output + i, function(load_rest<LeftStep>(left, i, count - i), load_rest<RightStep>(right, i, count - i)), count - i);
}

// Operands of one shape are one row; others are combined row by row of the last dimension.
template <class Vectors, class Parameters, class Function>
EDGETL_INLINE void combine(Parameters given, const std::int8_t* left, const std::int8_t* right, const Function& wanted, std::int8_t* output) {
  const kernel::elementwise_binary::parameters& own = given.get();
  const extents&                                out = own.shape;
  const std::int32_t *                          l = own.left_strides, *r = own.right_strides;
  // rows of a few codes are not worth vectors
  if (!Vectors::fits(wanted) || (!own.same_shape && (out[5] < 8 || (l[5] == 0 && r[5] == 0))))
    return kernel::elementwise_binary::reference(given, left, right, wanted, output);
  const Vectors function = [&] {
    if constexpr (requires { Vectors{wanted.own}; }) return Vectors{wanted.own};
    else return Vectors{wanted};
  }();
  if (own.same_shape) return combine_row<1, 1>(left, right, function, output, static_cast<std::int32_t>(out.count()));
  for (std::int32_t a = 0; a < out[0]; ++a)
    for (std::int32_t b = 0; b < out[1]; ++b)
      for (std::int32_t c = 0; c < out[2]; ++c)
        for (std::int32_t d = 0; d < out[3]; ++d)
          for (std::int32_t e = 0; e < out[4]; ++e, output += out[5]) {
            const std::int8_t* from_left  = left + a * l[0] + b * l[1] + c * l[2] + d * l[3] + e * l[4];
            const std::int8_t* from_right = right + a * r[0] + b * r[1] + c * r[2] + d * r[3] + e * r[4];
            if (l[5] == 0) combine_row<0, 1>(from_left, from_right, function, output, out[5]);
            else if (r[5] == 0) combine_row<1, 0>(from_left, from_right, function, output, out[5]);
            else combine_row<1, 1>(from_left, from_right, function, output, out[5]);
          }
}

// table[code + 128] of sixteen codes: what is out of range of one quarter of the table is in another.
struct byte_table {
  uint8x16x4_t quarters[4];

  EDGETL_INLINE explicit byte_table(const std::uint8_t* from) {
#pragma GCC unroll 4
    for (int i = 0; i < 4; ++i) quarters[i] = {{vld1q_u8(from + i * 64), vld1q_u8(from + i * 64 + 16), vld1q_u8(from + i * 64 + 32), vld1q_u8(from + i * 64 + 48)}};
  }
  EDGETL_INLINE uint8x16_t look_up(uint8x16_t index) const {
    const uint8x16_t quarter = vdupq_n_u8(64);
    uint8x16_t       found   = vqtbl4q_u8(quarters[0], index);
#pragma GCC unroll 4
    for (int i = 1; i < 4; ++i) {
      index = vsubq_u8(index, quarter);
      found = vqtbx4q_u8(found, quarters[i], index);
    }
    return found;
  }
};

template <class Parameters>
void look_up_codes(Parameters given, const std::uint8_t* input, const std::uint8_t* entries, std::uint8_t* output, std::uint8_t lowest) {
  const std::int32_t count = given.get().count;
  if (count < 64) {  // loading the table takes as long as that
    for (std::int32_t i = 0; i < count; ++i) output[i] = entries[static_cast<std::uint8_t>(input[i] - lowest)];
    return;
  }
  const byte_table table(entries);
  const uint8x16_t first = vdupq_n_u8(lowest);
  std::int32_t     i     = 0;
  for (; i + 16 <= count; i += 16) vst1q_u8(output + i, table.look_up(vsubq_u8(vld1q_u8(input + i), first)));
  for (; i < count; ++i) output[i] = entries[static_cast<std::uint8_t>(input[i] - lowest)];
}

}  // namespace edgetl::target::arm
