// SPDX-License-Identifier: BSL-1.0
// x86 with AVX2 and FMA: 256-bit vectors, exact 16-bit products.
#pragma once

#include <edgetl/target/x86/lanes_avx2.hpp>
#include <edgetl/target/x86/sse41.hpp>

#include <cstdint>

namespace edgetl::target::x86 {

struct dot_avx2 : lanes_avx2 {
  using activation = std::int16_t;
  using weight     = std::int16_t;

  static constexpr int         depth          = 2;
  static constexpr bool        flips          = false;
  static constexpr int         registers      = 16;
  static constexpr const char* name           = "avx2 tile";
  static constexpr double      cycles_per_dot = 0.5, latency = 1;

  EDGETL_INLINE static vector load_weights(const weight* from) { return load(from); }
  EDGETL_INLINE static vector dot(vector sum, vector activations, vector weights) {
    sum = _mm256_add_epi32(sum, _mm256_madd_epi16(activations, weights));
    keep_sum(sum);
    return sum;
  }
  EDGETL_INLINE static void convert_16(activation* to, const std::int8_t* from, std::int32_t zero_point) {
    const __m128i codes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(from));
    store(to, _mm256_sub_epi16(_mm256_cvtepi8_epi16(codes), _mm256_set1_epi16(static_cast<short>(zero_point))));
  }
  EDGETL_INLINE static void mix(vector (&to)[2], const activation* const (&from)[2]) {
    const vector a = load(from[0]), b = load(from[1]);
    to[0] = _mm256_unpacklo_epi16(a, b);
    to[1] = _mm256_unpackhi_epi16(a, b);
  }
  EDGETL_INLINE static void mix_codes(vector (&to)[2], const std::int8_t* const (&from)[2]) {
    const vector a = _mm256_cvtepi8_epi16(_mm_loadu_si128(reinterpret_cast<const __m128i*>(from[0])));
    const vector b = _mm256_cvtepi8_epi16(_mm_loadu_si128(reinterpret_cast<const __m128i*>(from[1])));
    to[0] = _mm256_unpacklo_epi16(a, b);
    to[1] = _mm256_unpackhi_epi16(a, b);
  }
  template <bool Signed> EDGETL_INLINE static vector codes_of_mixed(const vector (&v)[2]) {
    const vector wide   = _mm256_packs_epi32(v[0], v[1]);
    vector       packed = Signed ? _mm256_packs_epi16(wide, wide) : _mm256_packus_epi16(wide, wide);
    keep_packed(packed);
    return _mm256_permute4x64_epi64(packed, 0x08);
  }
  EDGETL_INLINE static void store_mixed(std::int8_t* to, vector codes) {
    _mm_storeu_si128(reinterpret_cast<__m128i*>(to), _mm256_castsi256_si128(codes));
  }
};

// The same with weights kept in 8 bits, where each is read only once.
struct streaming_dot_avx2 : dot_avx2 {
  using weight = std::int8_t;

  static constexpr const char* name           = "avx2 stream";
  static constexpr double      cycles_per_dot = 1, latency = 1;

  EDGETL_INLINE static vector load_weights(const weight* from) { return _mm256_cvtepi8_epi16(_mm_loadu_si128(reinterpret_cast<const __m128i*>(from))); }

  static constexpr const char* unpacked_name = "avx2 unpacked";
  template <int Count> EDGETL_INLINE static vector load_last_weights(const weight* from) {
    return _mm256_cvtepi8_epi16(_mm_slli_si128(_mm_srli_si128(_mm_loadu_si128(reinterpret_cast<const __m128i*>(from)), 16 - Count), 16 - Count));
  }
  EDGETL_INLINE static __m128i sums_of_4(vector a, vector b, vector c, vector d) {
    const vector both = _mm256_hadd_epi32(_mm256_hadd_epi32(a, b), _mm256_hadd_epi32(c, d));
    return _mm_add_epi32(_mm256_castsi256_si128(both), _mm256_extracti128_si256(both, 1));
  }
};

struct avx2 : sse41 {
  static constexpr const char* name = "avx2";

  using engine           = dot_avx2;
  using streaming_engine = streaming_dot_avx2;
  using exact_engine     = dot_avx2;
  using unpacked_engine  = streaming_dot_avx2;
};

}  // namespace edgetl::target::x86
