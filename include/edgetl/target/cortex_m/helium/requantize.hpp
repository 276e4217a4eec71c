// SPDX-License-Identifier: BSL-1.0
// Epilogues on Helium: which instructions a layer's factors call for, its constants in the order of use, and
// accumulators in vectors of four becoming codes.
//
// Double rounding is VQRDMULH, whose halves go up as gemmlowp's do, and a rounding shift whose halves go away
// from zero: VRSHL's go up, so negative values lose one first. Single rounding is one rounding of the whole
// product: VQDMULH only cuts bits off that the shift after it would not have looked at, for shifts of 1 and more.
#pragma once

#include <edgetl/core/array.hpp>
#include <edgetl/kernel/epilogue.hpp>

#include EDGETL_MVE_HEADER

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace edgetl::target::cortex_m::mve {

using kernel::code_output;

// What is known of all factors and of the output of a layer.
struct requantize_form {
  bool single_rounding = false;
  bool shifts_left     = false;  // some factor is a half or more: its right shift is 0, or its left one is not
  bool rounds_up       = false;  // codes below the zero point are clamped away: how negative values round is not seen

  friend constexpr bool operator==(const requantize_form&, const requantize_form&) = default;
};

// int32 words per vector of four channels, in the order of use: biases, left shifts where there are, factors,
// right shifts (not positive).
constexpr std::int32_t words_per_vector(requantize_form form) { return form.shifts_left ? 16 : 12; }

template <class Arithmetic>
concept is_known_rounding = same_as<Arithmetic, quant::tflite_double_rounding> || same_as<Arithmetic, quant::tflite_single_rounding>;

// Whether vectors can follow a layer's requantization: of single rounding only where no scaled sum leaves 32 bits,
// because they saturate there and the policy wraps.
template <class Epilogue> constexpr bool is_followed(std::int32_t channels) {
  if (!is_known_rounding<typename Epilogue::arithmetic>) return false;
  if (same_as<typename Epilogue::arithmetic, quant::tflite_single_rounding>)
    for (std::int32_t c = 0; c < channels; ++c)
      if (Epilogue::channel(c).factor.shift > 0) return false;
  return true;
}

// A factor as shifts: left first, then right by at least one, so that all channels round alike.
struct split_shift {
  std::int32_t left, right;
};
constexpr split_shift split(quant::multiplier factor, bool single) {
  if (factor.value == 0) return {0, -1};  // 0 however it is shifted
  if (single) return {factor.shift >= 0 ? factor.shift + 1 : 0, factor.shift >= 0 ? -1 : factor.shift};
  return {factor.shift > 0 ? factor.shift : 0, factor.shift > 0 ? 0 : factor.shift};
}

constexpr bool clamps_negative_steps(const code_output& output) { return output.clamp.lowest >= output.zero_point; }

template <class Epilogue> constexpr requantize_form form_of(std::int32_t channels) {
  constexpr bool  single = same_as<typename Epilogue::arithmetic, quant::tflite_single_rounding>;
  requantize_form form{single, false, clamps_negative_steps(Epilogue::output)};
  for (std::int32_t c = 0; c < channels; ++c) {
    const quant::multiplier factor = Epilogue::channel(c).factor;
    if (factor.value != 0 && factor.shift >= 0) form.shifts_left = true;
  }
  return form;
}

// Writes the constants of one channel into the vector that `words` starts.
constexpr void pack_channel(std::int32_t* words, std::int32_t lane, requantize_form form, std::int32_t bias, quant::multiplier factor) {
  const split_shift shift = split(factor, form.single_rounding);
  words[lane]             = bias;
  if (form.shifts_left) words[4 + lane] = shift.left;
  words[words_per_vector(form) - 8 + lane] = factor.value;
  words[words_per_vector(form) - 4 + lane] = shift.right;
}

// Inline assembly, because GCC 12 takes loads of constants out of loops and then keeps them on the stack.
EDGETL_INLINE int32x4_t load_next(const std::int32_t*& words) {
  int32x4_t result;
  asm volatile("vldrw.32 %q[result], [%[words]], #16" : [result] "=w"(result), [words] "+r"(words));
  return result;
}

// Sums to steps of the output code; every vector has the same four channels, whose constants are read.
template <requantize_form Form, class... Sums> EDGETL_INLINE void requantize(const std::int32_t*& words, Sums&... sums) {
  const int32x4_t bias = load_next(words);
  ((sums = vaddq_s32(sums, bias)), ...);
  if constexpr (Form.shifts_left) {
    const int32x4_t left = load_next(words);
    if constexpr (Form.single_rounding) ((sums = vqshlq_s32(sums, left)), ...);
    else ((sums = vshlq_s32(sums, left)), ...);
  }
  const int32x4_t factor = load_next(words);
  if constexpr (Form.single_rounding) ((sums = vqdmulhq_s32(sums, factor)), ...);
  else ((sums = vqrdmulhq_s32(sums, factor)), ...);
  const int32x4_t right = load_next(words);
  if constexpr (!Form.single_rounding && !Form.rounds_up) {
    // the sign where the shift is not 0
    if constexpr (Form.shifts_left) ((sums = vaddq_s32(sums, vshrq_n_s32(vandq_s32(sums, right), 31))), ...);
    else ((sums = vaddq_s32(sums, vshrq_n_s32(sums, 31))), ...);
  }
  ((sums = vrshlq_s32(sums, right)), ...);
}

// One factor for all elements, its shifts in scalar registers: elementwise operations.
template <bool Single> EDGETL_INLINE int32x4_t requantize(int32x4_t value, std::int32_t factor, split_shift shift) {
  if (shift.left > 0) value = Single ? vqshlq_r_s32(value, shift.left) : vshlq_r_s32(value, shift.left);
  if constexpr (Single) {
    value = vqdmulhq_n_s32(value, factor);
  } else {
    value = vqrdmulhq_n_s32(value, factor);
    if (shift.right < 0) value = vaddq_s32(value, vshrq_n_s32(value, 31));
  }
  return shift.right < 0 ? vrshlq_n_s32(value, shift.right) : value;
}

// Once per iteration for a constant: GCC 12 then keeps it in a register instead of loading it from the stack.
EDGETL_INLINE void hold(int32x4_t& constant) { asm volatile("" : "+w"(constant)); }

// Steps to codes, still four lanes of 32 bits.
struct clamp_vectors {
  int32x4_t    lowest, highest;
  std::int32_t zero_point;

  EDGETL_INLINE explicit clamp_vectors(const code_output& output)
      : lowest(vdupq_n_s32(output.clamp.lowest)), highest(vdupq_n_s32(output.clamp.highest)), zero_point(output.zero_point) {}

  EDGETL_INLINE void hold() { asm volatile("" : "+w"(lowest), "+w"(highest), "+r"(zero_point)); }

  EDGETL_INLINE int32x4_t operator()(int32x4_t steps) const { return vminq_s32(vmaxq_s32(vqaddq_n_s32(steps, zero_point), lowest), highest); }
};

// Stores the low bytes of four lanes; where Partial, only `left` of them.
template <bool Partial> EDGETL_INLINE void store_codes(std::int8_t*& to, int32x4_t codes, [[maybe_unused]] mve_pred16_t inside) {
  if constexpr (Partial) {
    vstrbq_p_s32(to, codes, inside);
    to += 4;
  } else {
    asm volatile("vstrb.32 %q[codes], [%[to]], #4" : [to] "+l"(to) : [codes] "w"(codes) : "memory");
  }
}

}  // namespace edgetl::target::cortex_m::mve
