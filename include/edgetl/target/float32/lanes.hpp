// SPDX-License-Identifier: BSL-1.0
// Vectors of floats as the kernels of this folder need them, on top of xsimd 8 to 14: what these versions name
// differently, leave to the compiler's contraction or leave out for some processor is settled here.
#pragma once

#include <edgetl/config.hpp>
#include <edgetl/core/language.hpp>
#include <edgetl/core/numeric.hpp>

#include <xsimd/xsimd.hpp>

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace edgetl::target::float32 {

// All functions work on the register itself: arrays of registers stay in registers, arrays of xsimd's classes
// not always. GCC and Clang know a register's operators.
template <class Arch> struct lanes {
  using batch  = xsimd::batch<float, Arch>;
  using vector = typename batch::register_type;

  static constexpr int  count     = static_cast<int>(batch::size);
  static constexpr bool fuses     = std::is_base_of_v<xsimd::fma3<xsimd::avx2>, Arch> || std::is_base_of_v<xsimd::fma3<xsimd::avx>, Arch> ||
                                std::is_base_of_v<xsimd::fma3<xsimd::sse4_2>, Arch> || std::is_base_of_v<xsimd::fma4, Arch>;
  static constexpr int  registers = count >= 16 || std::is_base_of_v<xsimd::neon64, Arch> ? 32 : 16;

  EDGETL_INLINE static vector all(float value) {
    if constexpr (is_neon) return vdupq_n_f32(static_cast<typename batch::value_type>(value));
    else return batch(value);
  }
  EDGETL_INLINE static vector load(const float* from) {
    vector result;
    __builtin_memcpy(&result, from, sizeof result);
    return result;
  }
  EDGETL_INLINE static void store(float* to, vector value) { __builtin_memcpy(to, &value, sizeof value); }

  // The first `valid` lanes; the others are `rest` and are not read.
  EDGETL_INLINE static vector load_first(const float* from, int valid, float rest) {
    alignas(64) float lane[count];
    store(lane, all(rest));
    __builtin_memcpy(lane, from, static_cast<std::size_t>(valid) * sizeof(float));
    return load(lane);
  }
  EDGETL_INLINE static void store_first(float* to, vector value, int valid) {
    alignas(64) float lane[count];
    store(lane, value);
    __builtin_memcpy(to, lane, static_cast<std::size_t>(valid) * sizeof(float));
  }

  // sum + left * right: rounded once where the processor can, else twice, whatever -ffp-contract says.
  EDGETL_INLINE static vector multiply_add(vector sum, vector left, vector right) {
    if constexpr (is_512) return _mm512_fmadd_ps(left, right, sum);
    else if constexpr (is_neon) return vfmaq_f32(sum, left, right);
    else if constexpr (fuses) return xsimd::fma(batch(left), batch(right), batch(sum));
    else return add(sum, multiply(left, right));
  }
  // Each rounded by itself: neither contracted nor reordered.
  EDGETL_INLINE static vector add(vector left, vector right) { return EDGETL_ROUNDED(left + right); }
  EDGETL_INLINE static vector subtract(vector left, vector right) { return EDGETL_ROUNDED(left - right); }
  EDGETL_INLINE static vector multiply(vector left, vector right) { return EDGETL_ROUNDED(left * right); }
  EDGETL_INLINE static vector divide(vector left, vector right) {
    if constexpr (EDGETL_FAST_MATH) {  // it would multiply with an approximate reciprocal
      alignas(64) float l[count], r[count];
      store(l, left);
      store(r, right);
      for (int i = 0; i < count; ++i) l[i] = numeric::divide(l[i], r[i]);
      return load(l);
    } else {
      return left / right;
    }
  }

  // left < right ? yes : no, and the like.
  EDGETL_INLINE static vector if_below(vector left, vector right, vector yes, vector no) {
    if constexpr (is_neon) return vbslq_f32(vcltq_f32(left, right), yes, no);
    else return xsimd::select(batch(left) < batch(right), batch(yes), batch(no));
  }
  EDGETL_INLINE static vector if_at_most(vector left, vector right, vector yes, vector no) {
    if constexpr (is_neon) return vbslq_f32(vcleq_f32(left, right), yes, no);
    else return xsimd::select(batch(left) <= batch(right), batch(yes), batch(no));
  }
  EDGETL_INLINE static vector if_positive(vector value, vector yes, vector no) { return if_below(all(0.0f), value, yes, no); }
  EDGETL_INLINE static vector if_negative(vector value, vector yes, vector no) { return if_below(value, all(0.0f), yes, no); }

  // value < bound ? bound : value, and the other way round: what is no number stays none. One instruction where
  // that is known to do so; versions of xsimd differ in the order of operands, which decides. AVX-512's with a
  // mask of all lanes, as GCC 12 warns of its own header in those without.
  EDGETL_INLINE static vector at_least(vector value, vector bound) {
    if constexpr (is_512) return _mm512_maskz_max_ps(all_lanes, bound, value);
    else if constexpr (requires { _mm256_max_ps(bound, value); }) return _mm256_max_ps(bound, value);
    else if constexpr (requires { _mm_max_ps(bound, value); }) return _mm_max_ps(bound, value);
    else if constexpr (is_neon) return vmaxq_f32(bound, value);
    else return if_below(value, bound, bound, value);
  }
  EDGETL_INLINE static vector at_most(vector value, vector bound) {
    if constexpr (is_512) return _mm512_maskz_min_ps(all_lanes, bound, value);
    else if constexpr (requires { _mm256_min_ps(bound, value); }) return _mm256_min_ps(bound, value);
    else if constexpr (requires { _mm_min_ps(bound, value); }) return _mm_min_ps(bound, value);
    else if constexpr (is_neon) return vminq_f32(bound, value);
    else return if_below(bound, value, bound, value);
  }
  // value > best ? value : best: what is no number is passed over.
  EDGETL_INLINE static vector larger(vector value, vector best) { return if_below(best, value, value, best); }
  EDGETL_INLINE static vector smaller(vector value, vector best) { return if_below(value, best, value, best); }
  EDGETL_INLINE static vector number_or_zero(vector value) { return if_at_most(value, value, value, all(0.0f)); }
  EDGETL_INLINE static vector absolute(vector value) {
    if constexpr (is_neon) return vabsq_f32(value);
    else return xsimd::abs(batch(value));
  }
  EDGETL_INLINE static vector negative(vector value) { return -value; }

  // Towards 0; |value| < 2^31.
  EDGETL_INLINE static vector truncated(vector value) {
    if constexpr (is_512) return _mm512_maskz_cvtepi32_ps(all_lanes, _mm512_maskz_cvttps_epi32(all_lanes, value));
    else if constexpr (is_neon) return vcvtq_f32_s32(vcvtq_s32_f32(value));
    else return xsimd::to_float(xsimd::to_int(batch(value)));
  }
  // To the nearest integer, halves to the even one; |value| <= 2^22.
  EDGETL_INLINE static vector nearest(vector value) { return subtract(add(value, all(12582912.0f)), all(12582912.0f)); }
  // The same, halves away from zero; |value| < 2^31.
  EDGETL_INLINE static vector nearest_or_away(vector value) {
    const vector whole = truncated(value), rest = subtract(value, whole);
    const vector up = if_at_most(all(0.5f), rest, all(1.0f), all(0.0f));
    return add(whole, if_at_most(rest, all(-0.5f), all(-1.0f), up));
  }
  // value * 2^exponent for whole exponents from -126 to 127, where that is a normal number.
  EDGETL_INLINE static vector scaled(vector value, vector exponent) {
    if constexpr (is_512) return _mm512_maskz_scalef_ps(all_lanes, value, exponent);
    else if constexpr (is_neon) return vmulq_f32(value, power_of_two(vcvtq_s32_f32(exponent)));
    else return xsimd::ldexp(batch(value), xsimd::to_int(batch(exponent)));
  }

 private:
  static constexpr bool           is_512    = requires(vector value) { _mm512_fmadd_ps(value, value, value); };
  static constexpr unsigned short all_lanes = 0xFFFF;
  // NEON by its own functions: GCC needs seconds for each of xsimd 8's that it has to find there.
  static constexpr bool is_neon = requires(vector value) { vmaxq_f32(value, value); };

  template <class Whole> EDGETL_INLINE static vector power_of_two(Whole exponent) {
    constexpr Whole bias{127, 127, 127, 127}, mantissa_bits{23, 23, 23, 23};
    return vreinterpretq_f32_s32((exponent + bias) << mantissa_bits);
  }
};

// Keeps the compiler from moving loads of one step into another, where they would cost registers.
EDGETL_INLINE void hold() { asm volatile("" ::: "memory"); }

// A target with float kernels names its vectors and how exact its exponential functions are.
template <class Target>
concept float32_target = requires {
  typename Target::float32_lanes;
  typename Target::float32_accuracy;
};

}  // namespace edgetl::target::float32
