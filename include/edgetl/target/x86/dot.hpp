// SPDX-License-Identifier: BSL-1.0
// How a target multiplies codes and sums the products in 32-bit lanes. A dot engine fixes how activations
// and weights are held, and what the accumulator must be corrected by:
//
//   struct my_engine : lanes {                     // the vectors it computes with
//     using activation = std::int16_t;             // what a code is held as in an image
//     using weight     = std::int16_t;             // what a weight is packed as
//     static constexpr int  depth     = 2;         // products per lane of one dot
//     static constexpr bool flips     = false;     // activations are code + 128, not code - zero_point
//     static constexpr int  registers = 16;
//     static constexpr double cycles_per_dot = 0.5, latency = 1;  // for the cost model
//     static vector dot(vector sum, vector activations, vector weights);
//     static void convert_16(...), interleave_16(...);  // 16 codes, of one row or of `depth`, as activations
//   };
#pragma once

#include <edgetl/core/language.hpp>
#include <edgetl/target/x86/lanes_sse41.hpp>

#include <cstdint>

namespace edgetl::target::x86 {

// 16-bit factors, exact for all codes: activations are differences to their zero point.
struct dot_sse41 : lanes_sse41 {
  using activation = std::int16_t;
  using weight     = std::int16_t;

  static constexpr int  depth     = 2;
  static constexpr bool flips     = false;
  static constexpr int  registers = 16;
  static constexpr const char* name = "sse4.1 tile";
  static constexpr double cycles_per_dot = 0.5, latency = 1;

  EDGETL_INLINE static vector load_weights(const weight* from) { return load(from); }
  EDGETL_INLINE static vector dot(vector sum, vector activations, vector weights) {
    sum = _mm_add_epi32(sum, _mm_madd_epi16(activations, weights));
    asm("" : "+x"(sum));  // GCC adds the products of two steps first otherwise, and runs out of registers
    return sum;
  }
  // 16 codes as activations.
  EDGETL_INLINE static void convert_16(activation* to, const std::int8_t* from, std::int32_t zero_point) {
    const __m128i codes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(from));
    const __m128i zero  = _mm_set1_epi16(static_cast<short>(zero_point));
    store(to, _mm_sub_epi16(_mm_cvtepi8_epi16(codes), zero));
    store(to + 8, _mm_sub_epi16(_mm_cvtepi8_epi16(_mm_srli_si128(codes, 8)), zero));
  }
  // 16 codes of `depth` rows, those of one position side by side; a null row is all zero points.
  EDGETL_INLINE static void interleave_16(activation* to, const std::int8_t* const (&rows)[2], std::int32_t zero_point) {
    const __m128i zero  = _mm_set1_epi16(static_cast<short>(zero_point));
    const __m128i none  = _mm_set1_epi8(static_cast<char>(zero_point));
    const __m128i upper = rows[0] == nullptr ? none : load(rows[0]), lower = rows[1] == nullptr ? none : load(rows[1]);
    const __m128i first = _mm_unpacklo_epi8(upper, lower), second = _mm_unpackhi_epi8(upper, lower);
    store(to, _mm_sub_epi16(_mm_cvtepi8_epi16(first), zero));
    store(to + 8, _mm_sub_epi16(_mm_cvtepi8_epi16(_mm_srli_si128(first, 8)), zero));
    store(to + 16, _mm_sub_epi16(_mm_cvtepi8_epi16(second), zero));
    store(to + 24, _mm_sub_epi16(_mm_cvtepi8_epi16(_mm_srli_si128(second, 8)), zero));
  }
};

// 16 codes of four rows with 128 added, those of one position side by side; a null row is all zero points.
EDGETL_INLINE void interleave_4_rows(std::uint8_t* to, const std::int8_t* const (&rows)[4], std::int32_t zero_point) {
  const __m128i flip = _mm_set1_epi8(-128), none = _mm_set1_epi8(static_cast<char>(zero_point));
  __m128i       row[4];
#pragma GCC unroll 4
  for (int r = 0; r < 4; ++r)
    row[r] = _mm_xor_si128(rows[r] == nullptr ? none : _mm_loadu_si128(reinterpret_cast<const __m128i*>(rows[r])), flip);
  const __m128i upper_low = _mm_unpacklo_epi8(row[0], row[1]), upper_high = _mm_unpackhi_epi8(row[0], row[1]);
  const __m128i lower_low = _mm_unpacklo_epi8(row[2], row[3]), lower_high = _mm_unpackhi_epi8(row[2], row[3]);
  auto*         out = reinterpret_cast<__m128i*>(to);
  _mm_storeu_si128(out, _mm_unpacklo_epi16(upper_low, lower_low));
  _mm_storeu_si128(out + 1, _mm_unpackhi_epi16(upper_low, lower_low));
  _mm_storeu_si128(out + 2, _mm_unpacklo_epi16(upper_high, lower_high));
  _mm_storeu_si128(out + 3, _mm_unpackhi_epi16(upper_high, lower_high));
}

// The same with weights kept in 8 bits, where each is read only once.
struct streaming_dot_sse41 : dot_sse41 {
  using weight = std::int8_t;

  static constexpr const char* name           = "sse4.1 stream";
  static constexpr double      cycles_per_dot = 1, latency = 1;

  EDGETL_INLINE static vector load_weights(const weight* from) {
    return _mm_cvtepi8_epi16(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(from)));
  }

  static constexpr const char* unpacked_name = "sse4.1 unpacked";
  // The last Count weights of a vector, the others 0.
  template <int Count> EDGETL_INLINE static vector load_last_weights(const weight* from) {
    return _mm_cvtepi8_epi16(_mm_slli_si128(_mm_srli_si128(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(from)), 8 - Count), 8 - Count));
  }
  // The sum of each vector's lanes.
  EDGETL_INLINE static __m128i sums_of_4(vector a, vector b, vector c, vector d) { return _mm_hadd_epi32(_mm_hadd_epi32(a, b), _mm_hadd_epi32(c, d)); }
};

template <class Engine>
concept dot_engine = requires(typename Engine::vector v) {
  typename Engine::activation;
  typename Engine::weight;
  { Engine::dot(v, v, v) } -> same_as<typename Engine::vector>;
  requires Engine::depth * sizeof(typename Engine::activation) == 4;
};

// A target of this folder names its engine, the one for weights that are read once, and one that is exact
// for weights of 9 bits.
template <class Target>
concept x86_target = requires {
  requires dot_engine<typename Target::engine>;
  requires dot_engine<typename Target::streaming_engine>;
  requires dot_engine<typename Target::exact_engine>;
};

// What stands in memory for a code: engines that flip add 128 to make it unsigned (and leave the zero point
// to the bias), the others subtract the zero point.
template <dot_engine Engine> constexpr typename Engine::activation activation_of(std::int32_t code, std::int32_t zero_point) {
  return static_cast<typename Engine::activation>(Engine::flips ? code + 128 : code - zero_point);
}
// What the sum of a channel's weights is multiplied with and subtracted from its bias.
template <dot_engine Engine> constexpr std::int32_t folded_zero_point(std::int32_t zero_point) {
  return Engine::flips ? zero_point + 128 : 0;
}

}  // namespace edgetl::target::x86
