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
  static constexpr double      cycles_per_dot = 0.5, latency = 4;

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
  EDGETL_INLINE static void interleave_16(activation* to, const std::int8_t* const (&rows)[4], std::int32_t zero_point) {
    interleave_4_rows(to, rows, zero_point);
  }
};

struct avx_vnni : avx2 {
  static constexpr const char* name = "avx_vnni";

  using engine           = dot_avx_vnni;
  using streaming_engine = dot_avx_vnni;
};

}  // namespace edgetl::target::x86
