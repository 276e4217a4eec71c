// SPDX-License-Identifier: BSL-1.0
// Sixteen 32-bit lanes of AVX-512: what the generic kernels of this folder compute with.
#pragma once

#include <edgetl/config.hpp>
#include <edgetl/target/x86/float_scale.hpp>
#include <edgetl/target/x86/lanes_avx2.hpp>

#include EDGETL_X86_HEADER

#include <cstdint>

namespace edgetl::target::x86 {

struct lanes_avx512 {
  using vector = __m512i;
  // Accumulators: in the intrinsics' type, of 64-bit integers, GCC 12 copies each of them in every round of a loop.
  using integers = std::int32_t __attribute__((vector_size(64)));

  static constexpr int count = 16;

  EDGETL_INLINE static vector load(const void* from) { return _mm512_loadu_si512(from); }
  EDGETL_INLINE static void   store(void* to, vector value) { _mm512_storeu_si512(to, value); }
  EDGETL_INLINE static vector zero() { return _mm512_setzero_si512(); }
  EDGETL_INLINE static vector all(std::int32_t value) { return _mm512_set1_epi32(value); }
  EDGETL_INLINE static vector repeat(const void* from) {
    std::int32_t word;
    __builtin_memcpy(&word, from, sizeof word);
    return _mm512_set1_epi32(word);
  }
  EDGETL_INLINE static vector load_codes(const std::int8_t* from) {
    return _mm512_cvtepi8_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i*>(from)));
  }

  EDGETL_INLINE static vector add(vector a, vector b) { return _mm512_add_epi32(a, b); }
  EDGETL_INLINE static vector subtract(vector a, vector b) { return _mm512_sub_epi32(a, b); }
  EDGETL_INLINE static vector bits_and(vector a, vector b) { return _mm512_and_si512(a, b); }
  EDGETL_INLINE static vector multiply(vector a, vector b) { return _mm512_mullo_epi32(a, b); }
  EDGETL_INLINE static vector smaller(vector a, vector b) { return _mm512_min_epi32(a, b); }
  EDGETL_INLINE static vector larger(vector a, vector b) { return _mm512_max_epi32(a, b); }
  EDGETL_INLINE static vector greater(vector a, vector b) { return _mm512_movm_epi32(_mm512_cmpgt_epi32_mask(a, b)); }
  // Half of what is not negative when its sign bit is read as one more.
  EDGETL_INLINE static vector halved(vector a) { return _mm512_srli_epi32(a, 1); }
  EDGETL_INLINE static vector sign(vector a) { return _mm512_srai_epi32(a, 31); }
  EDGETL_INLINE static vector shift_right(vector a, const std::int32_t* by) { return _mm512_srav_epi32(a, load(by)); }
  EDGETL_INLINE static vector shift_left(vector a, const std::int32_t* by) { return _mm512_sllv_epi32(a, load(by)); }

  // Rounded to zero.
  EDGETL_INLINE static vector truncated_product(vector a, float by) {
    return _mm512_cvttps_epi32(_mm512_mul_ps(_mm512_cvtepi32_ps(a), _mm512_set1_ps(by)));
  }

  template <int By> EDGETL_INLINE static vector shift_left_all(vector a) { return _mm512_slli_epi32(a, By); }

  EDGETL_INLINE static vector product(vector a, vector b) { return _mm512_mul_epi32(a, b); }
  EDGETL_INLINE static vector unsigned_product(vector a, vector b) { return _mm512_mul_epu32(a, b); }
  EDGETL_INLINE static vector odd_lanes(vector a) { return _mm512_srli_epi64(a, 32); }
  EDGETL_INLINE static vector add_64(vector a, vector b) { return _mm512_add_epi64(a, b); }
  EDGETL_INLINE static vector join_32(vector even, vector odd) { return _mm512_mask_shuffle_epi32(odd, 0x5555, even, _MM_PERM_DDBB); }
  EDGETL_INLINE static vector join_31(vector even, vector odd) {
    return _mm512_mask_blend_epi32(0xAAAA, _mm512_srli_epi64(even, 31), _mm512_add_epi64(odd, odd));
  }

  static constexpr auto fused = float_rounding::toward_zero;
  // See float_scale.hpp.
  template <int Terms, bool BothSigns>
  EDGETL_INLINE static vector steps(vector x, const std::int32_t* scale, const std::int32_t* rest, const std::int32_t* offset) {
    vector added = load(offset);
    if constexpr (BothSigns) added = _mm512_ternarylogic_epi32(added, x, all(-2147483647 - 1), 0xF8);  // its sign is x's
    const auto exact = _mm512_cvtepi32_ps(x);
    auto       sum   = _mm512_castsi512_ps(added);
    if constexpr (Terms == 2) sum = _mm512_fmadd_round_ps(exact, _mm512_castsi512_ps(load(rest)), sum, _MM_FROUND_TO_ZERO | _MM_FROUND_NO_EXC);
    return _mm512_cvttps_epi32(_mm512_fmadd_round_ps(exact, _mm512_castsi512_ps(load(scale)), sum, _MM_FROUND_TO_ZERO | _MM_FROUND_NO_EXC));
  }
  // See float_sum.hpp.
  EDGETL_INLINE static vector fused_sum(vector a, vector by_a, vector b, vector by_b, vector offset) {
    const auto inner = _mm512_fmadd_round_ps(_mm512_cvtepi32_ps(a), _mm512_castsi512_ps(by_a), _mm512_castsi512_ps(offset), _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
    return _mm512_cvt_roundps_epi32(_mm512_fmadd_round_ps(_mm512_cvtepi32_ps(b), _mm512_castsi512_ps(by_b), inner, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC), _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
  }
  // Four vectors as signed codes, or as unsigned ones with less than 0 as 0.
  template <bool Signed> EDGETL_INLINE static vector codes_of_4(const vector* v) {
    vector first = _mm512_packs_epi32(v[0], v[1]), second = _mm512_packs_epi32(v[2], v[3]);
    keep_packed(first), keep_packed(second);
    vector packed = Signed ? _mm512_packs_epi16(first, second) : _mm512_packus_epi16(first, second);
    keep_packed(packed);
    return _mm512_permutexvar_epi32(_mm512_setr_epi32(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15), packed);
  }
  // Unsigned codes with `lowest` added, where no more than `most` is left of them.
  template <bool Clamps> EDGETL_INLINE static vector add_to_codes(vector codes, std::int32_t lowest, std::int32_t most) {
    if constexpr (Clamps) codes = _mm512_min_epu8(codes, _mm512_set1_epi8(static_cast<char>(most)));
    return _mm512_add_epi8(codes, _mm512_set1_epi8(static_cast<char>(lowest)));
  }
  EDGETL_INLINE static vector clamp_codes(vector codes, std::int32_t lowest, std::int32_t highest) {
    return _mm512_min_epi8(_mm512_max_epi8(codes, _mm512_set1_epi8(static_cast<char>(lowest))), _mm512_set1_epi8(static_cast<char>(highest)));
  }

  static constexpr int vectors_per_16 = 1;
  EDGETL_INLINE static __m128i codes(const vector* v, int) {
    return _mm512_cvtsepi32_epi8(v[0]);
  }

  // Bytes: 16 of them in every 128 bits, and what tables are looked up with.
  EDGETL_INLINE static vector repeat_16(const void* from) { return _mm512_broadcast_i32x4(_mm_loadu_si128(static_cast<const __m128i*>(from))); }
  EDGETL_INLINE static vector all_bytes(int value) { return _mm512_set1_epi8(static_cast<char>(value)); }
  EDGETL_INLINE static vector shuffle_bytes(vector table, vector index) { return _mm512_shuffle_epi8(table, index); }
  EDGETL_INLINE static vector exclusive_or(vector a, vector b) { return _mm512_xor_si512(a, b); }
  EDGETL_INLINE static vector subtract_bytes(vector a, vector b) { return _mm512_sub_epi8(a, b); }
  EDGETL_INLINE static vector subtract_saturated(vector a, vector b) { return _mm512_subs_epi8(a, b); }
};

}  // namespace edgetl::target::x86
