// SPDX-License-Identifier: BSL-1.0
// Eight 32-bit lanes of AVX2: what the generic kernels of this folder compute with.
#pragma once

#include <edgetl/config.hpp>
#include <edgetl/target/x86/float_scale.hpp>

#include EDGETL_X86_HEADER

#include <cstdint>

namespace edgetl::target::x86 {

// GCC 12 takes a pack for one operand after the other, although it goes by 128 bits: with AVX-512 it makes of the lower
// half of one a narrowing of the first operand alone.
template <class Vector> EDGETL_INLINE void keep_packed(Vector& packed) {
  if constexpr (sizeof(Vector) <= EDGETL_WIDEST_OPERAND) asm("" : "+v"(packed));
}
// GCC adds the products of two steps first otherwise, and runs out of registers.
template <class Vector> EDGETL_INLINE void keep_sum(Vector& sum) {
  if constexpr (sizeof(Vector) <= EDGETL_WIDEST_OPERAND) asm("" : "+x"(sum));
}

struct lanes_avx2 {
  using vector = __m256i;
  // Accumulators: in the intrinsics' type, of 64-bit integers, GCC 12 copies each of them in every round of a loop.
  using integers = std::int32_t __attribute__((vector_size(32)));

  static constexpr int count = 8;

  EDGETL_INLINE static vector load(const void* from) { return _mm256_loadu_si256(static_cast<const vector*>(from)); }
  EDGETL_INLINE static void   store(void* to, vector value) { _mm256_storeu_si256(static_cast<vector*>(to), value); }
  EDGETL_INLINE static vector zero() { return _mm256_setzero_si256(); }
  EDGETL_INLINE static vector all(std::int32_t value) { return _mm256_set1_epi32(value); }
  EDGETL_INLINE static vector repeat(const void* from) {
    std::int32_t word;
    __builtin_memcpy(&word, from, sizeof word);
    return _mm256_set1_epi32(word);
  }
  EDGETL_INLINE static vector load_codes(const std::int8_t* from) {
    return _mm256_cvtepi8_epi32(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(from)));
  }

  EDGETL_INLINE static vector add(vector a, vector b) { return _mm256_add_epi32(a, b); }
  EDGETL_INLINE static vector subtract(vector a, vector b) { return _mm256_sub_epi32(a, b); }
  EDGETL_INLINE static vector bits_and(vector a, vector b) { return _mm256_and_si256(a, b); }
  EDGETL_INLINE static vector multiply(vector a, vector b) { return _mm256_mullo_epi32(a, b); }
  EDGETL_INLINE static vector smaller(vector a, vector b) { return _mm256_min_epi32(a, b); }
  EDGETL_INLINE static vector larger(vector a, vector b) { return _mm256_max_epi32(a, b); }
  EDGETL_INLINE static vector greater(vector a, vector b) { return _mm256_cmpgt_epi32(a, b); }
  // Half of what is not negative when its sign bit is read as one more.
  EDGETL_INLINE static vector halved(vector a) { return _mm256_srli_epi32(a, 1); }
  EDGETL_INLINE static vector sign(vector a) { return _mm256_srai_epi32(a, 31); }
  EDGETL_INLINE static vector shift_right(vector a, const std::int32_t* by) { return _mm256_srav_epi32(a, load(by)); }
  EDGETL_INLINE static vector shift_left(vector a, const std::int32_t* by) { return _mm256_sllv_epi32(a, load(by)); }

  // Rounded to zero.
  EDGETL_INLINE static vector truncated_product(vector a, float by) {
    return _mm256_cvttps_epi32(_mm256_mul_ps(_mm256_cvtepi32_ps(a), _mm256_set1_ps(by)));
  }

  template <int By> EDGETL_INLINE static vector shift_left_all(vector a) { return _mm256_slli_epi32(a, By); }

  EDGETL_INLINE static vector product(vector a, vector b) { return _mm256_mul_epi32(a, b); }
  EDGETL_INLINE static vector unsigned_product(vector a, vector b) { return _mm256_mul_epu32(a, b); }
  EDGETL_INLINE static vector odd_lanes(vector a) { return _mm256_srli_epi64(a, 32); }
  EDGETL_INLINE static vector add_64(vector a, vector b) { return _mm256_add_epi64(a, b); }
  EDGETL_INLINE static vector join_32(vector even, vector odd) { return _mm256_blend_epi32(_mm256_srli_epi64(even, 32), odd, 0xAA); }
  EDGETL_INLINE static vector join_31(vector even, vector odd) {
    return _mm256_blend_epi32(_mm256_srli_epi64(even, 31), _mm256_add_epi64(odd, odd), 0xAA);
  }

  static constexpr auto fused = float_rounding::to_nearest;
  // See float_scale.hpp.
  template <int Terms, bool BothSigns>
  EDGETL_INLINE static vector steps(vector x, const std::int32_t* scale, const std::int32_t* rest, const std::int32_t* offset) {
    vector added = load(offset);
    if constexpr (BothSigns) added = _mm256_or_si256(added, _mm256_and_si256(x, all(-2147483647 - 1)));  // its sign is x's
    const auto exact = _mm256_cvtepi32_ps(x);
    auto       sum   = _mm256_castsi256_ps(added);
    if constexpr (Terms == 2) sum = _mm256_fmadd_ps(exact, _mm256_castsi256_ps(load(rest)), sum);
    return _mm256_cvttps_epi32(_mm256_fmadd_ps(exact, _mm256_castsi256_ps(load(scale)), sum));
  }
  // See float_sum.hpp.
  EDGETL_INLINE static vector fused_sum(vector a, vector by_a, vector b, vector by_b, vector offset) {
    const auto inner = _mm256_fmadd_ps(_mm256_cvtepi32_ps(a), _mm256_castsi256_ps(by_a), _mm256_castsi256_ps(offset));
    return _mm256_cvtps_epi32(_mm256_fmadd_ps(_mm256_cvtepi32_ps(b), _mm256_castsi256_ps(by_b), inner));
  }
  // Four vectors as signed codes, or as unsigned ones with less than 0 as 0.
  template <bool Signed> EDGETL_INLINE static vector codes_of_4(const vector* v) {
    vector first = _mm256_packs_epi32(v[0], v[1]), second = _mm256_packs_epi32(v[2], v[3]);
    keep_packed(first), keep_packed(second);
    vector packed = Signed ? _mm256_packs_epi16(first, second) : _mm256_packus_epi16(first, second);
    keep_packed(packed);
    return _mm256_permutevar8x32_epi32(packed, _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7));
  }
  // Unsigned codes with `lowest` added, where no more than `most` is left of them.
  template <bool Clamps> EDGETL_INLINE static vector add_to_codes(vector codes, std::int32_t lowest, std::int32_t most) {
    if constexpr (Clamps) codes = _mm256_min_epu8(codes, _mm256_set1_epi8(static_cast<char>(most)));
    return _mm256_add_epi8(codes, _mm256_set1_epi8(static_cast<char>(lowest)));
  }
  EDGETL_INLINE static vector clamp_codes(vector codes, std::int32_t lowest, std::int32_t highest) {
    return _mm256_min_epi8(_mm256_max_epi8(codes, _mm256_set1_epi8(static_cast<char>(lowest))), _mm256_set1_epi8(static_cast<char>(highest)));
  }

  static constexpr int vectors_per_16 = 2;
  EDGETL_INLINE static __m128i codes(const vector* v, int given) {
    __m256i wide = _mm256_packs_epi32(v[0], given > 1 ? v[1] : v[0]);
    keep_packed(wide);
    const __m128i both = _mm_packs_epi16(_mm256_castsi256_si128(wide), _mm256_extracti128_si256(wide, 1));
    return _mm_shuffle_epi32(both, 0xD8);  // the two halves of both vectors in order
  }

  // Bytes: 16 of them in every 128 bits, and what tables are looked up with.
  EDGETL_INLINE static vector repeat_16(const void* from) { return _mm256_broadcastsi128_si256(_mm_loadu_si128(static_cast<const __m128i*>(from))); }
  EDGETL_INLINE static vector all_bytes(int value) { return _mm256_set1_epi8(static_cast<char>(value)); }
  EDGETL_INLINE static vector shuffle_bytes(vector table, vector index) { return _mm256_shuffle_epi8(table, index); }
  EDGETL_INLINE static vector exclusive_or(vector a, vector b) { return _mm256_xor_si256(a, b); }
  EDGETL_INLINE static vector subtract_bytes(vector a, vector b) { return _mm256_sub_epi8(a, b); }
  EDGETL_INLINE static vector subtract_saturated(vector a, vector b) { return _mm256_subs_epi8(a, b); }
};

}  // namespace edgetl::target::x86
