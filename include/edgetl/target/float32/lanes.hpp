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
// not always.
template <class Arch> struct lanes {
  using batch  = xsimd::batch<float, Arch>;
  using vector = typename batch::register_type;
  using whole  = xsimd::batch<std::int32_t, Arch>;

  static constexpr int  count     = static_cast<int>(batch::size);
  static constexpr bool fuses     = std::is_base_of_v<xsimd::fma3<xsimd::avx2>, Arch> || std::is_base_of_v<xsimd::fma3<xsimd::avx>, Arch> ||
                                std::is_base_of_v<xsimd::fma3<xsimd::sse4_2>, Arch> || std::is_base_of_v<xsimd::fma4, Arch>;
  static constexpr int  registers = count >= 16 || std::is_base_of_v<xsimd::neon64, Arch> ? 32 : 16;

  EDGETL_INLINE static vector all(float value) { return batch(value); }
  EDGETL_INLINE static vector load(const float* from) { return batch::load_unaligned(from); }
  EDGETL_INLINE static void   store(float* to, vector value) { batch(value).store_unaligned(to); }

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
    else if constexpr (requires { vfmaq_f32(sum, left, right); }) return vfmaq_f32(sum, left, right);
    else if constexpr (fuses) return xsimd::fma(batch(left), batch(right), batch(sum));
    else return add(sum, multiply(left, right));
  }
  // Each rounded by itself: neither contracted nor reordered.
  EDGETL_INLINE static vector add(vector left, vector right) { return rounded(batch(left) + batch(right)); }
  EDGETL_INLINE static vector subtract(vector left, vector right) { return rounded(batch(left) - batch(right)); }
  EDGETL_INLINE static vector multiply(vector left, vector right) { return rounded(batch(left) * batch(right)); }
  EDGETL_INLINE static vector divide(vector left, vector right) {
    if constexpr (EDGETL_FAST_MATH) {  // it would multiply with an approximate reciprocal
      alignas(64) float l[count], r[count];
      store(l, left);
      store(r, right);
      for (int i = 0; i < count; ++i) l[i] = numeric::divide(l[i], r[i]);
      return load(l);
    } else if constexpr (requires { vdivq_f32(left, right); }) {  // xsimd multiplies with an approximate reciprocal
      return vdivq_f32(left, right);
    } else {
      return batch(left) / batch(right);
    }
  }

  // value < bound ? bound : value, and the other way round: what is no number stays none. One instruction where
  // that is known to do so; versions of xsimd differ in the order of operands, which decides. AVX-512's with a
  // mask of all lanes, as GCC 12 warns of its own header in those without.
  EDGETL_INLINE static vector at_least(vector value, vector bound) {
    if constexpr (is_512) return _mm512_maskz_max_ps(all_lanes, bound, value);
    else if constexpr (requires { _mm256_max_ps(bound, value); }) return _mm256_max_ps(bound, value);
    else if constexpr (requires { _mm_max_ps(bound, value); }) return _mm_max_ps(bound, value);
    else if constexpr (requires { vmaxq_f32(bound, value); }) return vmaxq_f32(bound, value);
    else return xsimd::select(batch(value) < batch(bound), batch(bound), batch(value));
  }
  EDGETL_INLINE static vector at_most(vector value, vector bound) {
    if constexpr (is_512) return _mm512_maskz_min_ps(all_lanes, bound, value);
    else if constexpr (requires { _mm256_min_ps(bound, value); }) return _mm256_min_ps(bound, value);
    else if constexpr (requires { _mm_min_ps(bound, value); }) return _mm_min_ps(bound, value);
    else if constexpr (requires { vminq_f32(bound, value); }) return vminq_f32(bound, value);
    else return xsimd::select(batch(value) > batch(bound), batch(bound), batch(value));
  }
  // value > best ? value : best: what is no number is passed over.
  EDGETL_INLINE static vector larger(vector value, vector best) { return xsimd::select(batch(value) > batch(best), batch(value), batch(best)); }
  EDGETL_INLINE static vector smaller(vector value, vector best) { return xsimd::select(batch(value) < batch(best), batch(value), batch(best)); }
  EDGETL_INLINE static vector number_or_zero(vector value) { return xsimd::select(batch(value) == batch(value), batch(value), batch(0.0f)); }
  // value > 0 ? positive : other
  EDGETL_INLINE static vector if_positive(vector value, vector positive, vector other) {
    return xsimd::select(batch(value) > batch(0.0f), batch(positive), batch(other));
  }
  EDGETL_INLINE static vector if_negative(vector value, vector negative, vector other) {
    return xsimd::select(batch(value) < batch(0.0f), batch(negative), batch(other));
  }
  EDGETL_INLINE static vector if_below(vector value, float bound, vector below, vector other) {
    return xsimd::select(batch(value) < batch(bound), batch(below), batch(other));
  }
  EDGETL_INLINE static vector absolute(vector value) { return xsimd::abs(batch(value)); }
  EDGETL_INLINE static vector negative(vector value) { return -batch(value); }

  // Towards 0; |value| < 2^31.
  EDGETL_INLINE static vector truncated(vector value) {
    if constexpr (is_512) return _mm512_maskz_cvtepi32_ps(all_lanes, _mm512_maskz_cvttps_epi32(all_lanes, value));
    else return xsimd::to_float(xsimd::to_int(batch(value)));
  }
  // To the nearest integer, halves to the even one; |value| <= 2^22.
  EDGETL_INLINE static vector nearest(vector value) { return subtract(add(value, all(12582912.0f)), all(12582912.0f)); }
  // The same, halves away from zero; |value| < 2^31.
  EDGETL_INLINE static vector nearest_or_away(vector value) {
    const vector whole = truncated(value), rest = subtract(value, whole);
    const vector up = xsimd::select(batch(rest) >= batch(0.5f), batch(1.0f), batch(0.0f));
    return add(whole, xsimd::select(batch(rest) <= batch(-0.5f), batch(-1.0f), batch(up)));
  }
  // value * 2^exponent for whole exponents from -126 to 127, where that is a normal number.
  EDGETL_INLINE static vector scaled(vector value, vector exponent) {
    if constexpr (is_512) return _mm512_maskz_scalef_ps(all_lanes, value, exponent);
    else return xsimd::ldexp(batch(value), xsimd::to_int(batch(exponent)));
  }

 private:
  static constexpr bool           is_512    = requires(vector value) { _mm512_fmadd_ps(value, value, value); };
  static constexpr unsigned short all_lanes = 0xFFFF;

  EDGETL_INLINE static vector rounded(batch value) { return EDGETL_ROUNDED(static_cast<vector>(value)); }
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
