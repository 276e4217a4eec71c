// SPDX-License-Identifier: BSL-1.0
// x86 with AVX-VNNI: four 8-bit products per 32-bit lane, 256-bit vectors.
#pragma once

#include <edgetl/target/x86/avx2.hpp>
#include <edgetl/target/x86/lanes_avx2.hpp>

#include <cstdint>

namespace edgetl::target::x86 {

struct dot_avx_vnni : lanes_avx2 {
  using activation = std::uint8_t;  // code + 128
  using weight     = std::int8_t;

  static constexpr int         depth          = 4;
  static constexpr bool        flips          = true;
  static constexpr int         registers      = 16;
  static constexpr const char* name           = "avx_vnni tile";
  static constexpr double      cycles_per_dot = 0.5, latency = 5;

  EDGETL_INLINE static vector load_weights(const weight* from) { return load(from); }
  EDGETL_INLINE static vector dot(vector sum, vector activations, vector weights) {
    return _mm256_dpbusd_avx_epi32(sum, activations, weights);
  }
  EDGETL_INLINE static void convert_16(activation* to, const std::int8_t* from, std::int32_t) {
    const __m128i codes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(from));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(to), _mm_xor_si128(codes, _mm_set1_epi8(-128)));
  }
  static constexpr int codes_per_block = 32;
  EDGETL_INLINE static void convert_block(activation* to, const std::int8_t* from) {
    store(to, _mm256_xor_si256(load(from), _mm256_set1_epi8(-128)));
  }
  EDGETL_INLINE static void mix(vector (&to)[4], const activation* const (&from)[4]) {
    const vector a = load(from[0]), b = load(from[1]), c = load(from[2]), d = load(from[3]);
    const vector upper_low = _mm256_unpacklo_epi8(a, b), upper_high = _mm256_unpackhi_epi8(a, b);
    const vector lower_low = _mm256_unpacklo_epi8(c, d), lower_high = _mm256_unpackhi_epi8(c, d);
    to[0] = _mm256_unpacklo_epi16(upper_low, lower_low);
    to[1] = _mm256_unpackhi_epi16(upper_low, lower_low);
    to[2] = _mm256_unpacklo_epi16(upper_high, lower_high);
    to[3] = _mm256_unpackhi_epi16(upper_high, lower_high);
  }
  template <bool Signed> EDGETL_INLINE static vector codes_of_mixed(const vector (&v)[4]) {
    const vector first = _mm256_packs_epi32(v[0], v[1]), second = _mm256_packs_epi32(v[2], v[3]);
    vector       codes = Signed ? _mm256_packs_epi16(first, second) : _mm256_packus_epi16(first, second);
    keep_packed(codes);
    return codes;
  }
  EDGETL_INLINE static void store_mixed(std::int8_t* to, vector codes) { store(to, codes); }
};

struct avx_vnni : avx2 {
  static constexpr const char* name = "avx_vnni";

  using engine           = dot_avx_vnni;
  using streaming_engine = dot_avx_vnni;
};

}  // namespace edgetl::target::x86
