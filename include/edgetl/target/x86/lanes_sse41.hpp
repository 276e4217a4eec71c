// SPDX-License-Identifier: BSL-1.0
// Four 32-bit lanes of SSE4.1: what the generic kernels of this folder compute with.
#pragma once

#include <edgetl/config.hpp>
#include <edgetl/target/x86/float_scale.hpp>

#include EDGETL_X86_HEADER

#include <cstdint>

namespace edgetl::target::x86 {

struct lanes_sse41 {
  using vector = __m128i;
  // Accumulators: in the intrinsics' type, of 64-bit integers, GCC 12 copies each of them in every round of a loop.
  using integers = std::int32_t __attribute__((vector_size(16)));

  static constexpr int count = 4;

  EDGETL_INLINE static vector load(const void* from) { return _mm_loadu_si128(static_cast<const vector*>(from)); }
  EDGETL_INLINE static void   store(void* to, vector value) { _mm_storeu_si128(static_cast<vector*>(to), value); }
  EDGETL_INLINE static vector zero() { return _mm_setzero_si128(); }
  EDGETL_INLINE static vector all(std::int32_t value) { return _mm_set1_epi32(value); }
  // Four bytes in every lane.
  EDGETL_INLINE static vector repeat(const void* from) {
    std::int32_t word;
    __builtin_memcpy(&word, from, sizeof word);
    return _mm_set1_epi32(word);
  }
  // Four 8-bit codes, one per lane.
  EDGETL_INLINE static vector load_codes(const std::int8_t* from) {
    std::int32_t word;
    __builtin_memcpy(&word, from, sizeof word);
    return _mm_cvtepi8_epi32(_mm_cvtsi32_si128(word));
  }

  EDGETL_INLINE static vector add(vector a, vector b) { return _mm_add_epi32(a, b); }
  EDGETL_INLINE static vector subtract(vector a, vector b) { return _mm_sub_epi32(a, b); }
  EDGETL_INLINE static vector bits_and(vector a, vector b) { return _mm_and_si128(a, b); }
  EDGETL_INLINE static vector multiply(vector a, vector b) { return _mm_mullo_epi32(a, b); }
  EDGETL_INLINE static vector smaller(vector a, vector b) { return _mm_min_epi32(a, b); }
  EDGETL_INLINE static vector larger(vector a, vector b) { return _mm_max_epi32(a, b); }
  // -1 where a > b, else 0.
  EDGETL_INLINE static vector greater(vector a, vector b) { return _mm_cmpgt_epi32(a, b); }
  // -1 where negative, else 0.
  // Half of what is not negative when its sign bit is read as one more.
  EDGETL_INLINE static vector halved(vector a) { return _mm_srli_epi32(a, 1); }
  EDGETL_INLINE static vector sign(vector a) { return _mm_srai_epi32(a, 31); }

  // Shifts by an amount of each lane's own, which SSE has not: one shift per lane.
  EDGETL_INLINE static vector shift_right(vector a, const std::int32_t* by) {
    const vector r0 = _mm_sra_epi32(a, _mm_cvtsi32_si128(by[0])), r1 = _mm_sra_epi32(a, _mm_cvtsi32_si128(by[1]));
    const vector r2 = _mm_sra_epi32(a, _mm_cvtsi32_si128(by[2])), r3 = _mm_sra_epi32(a, _mm_cvtsi32_si128(by[3]));
    return _mm_blend_epi16(_mm_blend_epi16(r0, r1, 0x0C), _mm_blend_epi16(r2, r3, 0xC0), 0xF0);
  }
  EDGETL_INLINE static vector shift_left(vector a, const std::int32_t* by) {
    return _mm_mullo_epi32(a, _mm_set_epi32(1 << by[3], 1 << by[2], 1 << by[1], 1 << by[0]));
  }

  // Rounded to zero.
  EDGETL_INLINE static vector truncated_product(vector a, float by) {
    return _mm_cvttps_epi32(_mm_mul_ps(_mm_cvtepi32_ps(a), _mm_set1_ps(by)));
  }

  template <int By> EDGETL_INLINE static vector shift_left_all(vector a) { return _mm_slli_epi32(a, By); }

  // 64-bit products of the even lanes; the odd lanes as even ones; bits 32 to 63 or 31 to 62 of both as
  // lanes again.
  EDGETL_INLINE static vector product(vector a, vector b) { return _mm_mul_epi32(a, b); }
  EDGETL_INLINE static vector unsigned_product(vector a, vector b) { return _mm_mul_epu32(a, b); }
  EDGETL_INLINE static vector odd_lanes(vector a) { return _mm_srli_epi64(a, 32); }
  EDGETL_INLINE static vector add_64(vector a, vector b) { return _mm_add_epi64(a, b); }
  EDGETL_INLINE static vector join_32(vector even, vector odd) { return _mm_blend_epi16(_mm_srli_epi64(even, 32), odd, 0xCC); }
  EDGETL_INLINE static vector join_31(vector even, vector odd) {
    return _mm_blend_epi16(_mm_srli_epi64(even, 31), _mm_slli_epi64(odd, 1), 0xCC);
  }

  // Up to 16 / count vectors as 16 saturated bytes.
  static constexpr auto fused = float_rounding::none;
  EDGETL_INLINE static vector clamp_codes(vector codes, std::int32_t lowest, std::int32_t highest) {
    return _mm_min_epi8(_mm_max_epi8(codes, _mm_set1_epi8(static_cast<char>(lowest))), _mm_set1_epi8(static_cast<char>(highest)));
  }
  static constexpr int vectors_per_16 = 4;
  EDGETL_INLINE static __m128i codes(const vector* v, int given) {
    const vector last = _mm_setzero_si128();
    const vector low  = _mm_packs_epi32(v[0], given > 1 ? v[1] : last);
    const vector high = _mm_packs_epi32(given > 2 ? v[2] : last, given > 3 ? v[3] : last);
    return _mm_packs_epi16(low, high);
  }

  // Bytes: 16 of them in every 128 bits, and what tables are looked up with.
  EDGETL_INLINE static vector repeat_16(const void* from) { return _mm_loadu_si128(static_cast<const __m128i*>(from)); }
  EDGETL_INLINE static vector all_bytes(int value) { return _mm_set1_epi8(static_cast<char>(value)); }
  EDGETL_INLINE static vector shuffle_bytes(vector table, vector index) { return _mm_shuffle_epi8(table, index); }
  EDGETL_INLINE static vector exclusive_or(vector a, vector b) { return _mm_xor_si128(a, b); }
  EDGETL_INLINE static vector subtract_bytes(vector a, vector b) { return _mm_sub_epi8(a, b); }
  EDGETL_INLINE static vector subtract_saturated(vector a, vector b) { return _mm_subs_epi8(a, b); }
};

}  // namespace edgetl::target::x86
