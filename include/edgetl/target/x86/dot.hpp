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
//     static void convert_16(...);                 // 16 codes as activations
//     static void mix(...), codes_of_mixed(...), store_mixed(...);  // `depth` runs of activations side by side; sums as codes
//     static void mix_codes(...);                  // if it can: mix() of codes
//     static constexpr int codes_per_block = 64;    // if it has convert_block(to, from) for so many
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
  // The activations of `depth` runs, those of one lane side by side; see mixed_lane().
  EDGETL_INLINE static void mix(vector (&to)[2], const activation* const (&from)[2]) {
    const vector a = load(from[0]), b = load(from[1]);
    to[0] = _mm_unpacklo_epi16(a, b);
    to[1] = _mm_unpackhi_epi16(a, b);
  }
  // The same of codes.
  EDGETL_INLINE static void mix_codes(vector (&to)[2], const std::int8_t* const (&from)[2]) {
    const vector a = _mm_cvtepi8_epi16(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(from[0])));
    const vector b = _mm_cvtepi8_epi16(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(from[1])));
    to[0] = _mm_unpacklo_epi16(a, b);
    to[1] = _mm_unpackhi_epi16(a, b);
  }
  // Sums of lanes that stand as mix() leaves them, in order: as signed codes, or as unsigned ones.
  template <bool Signed> EDGETL_INLINE static vector codes_of_mixed(const vector (&v)[2]) {
    const vector wide = _mm_packs_epi32(v[0], v[1]);
    return Signed ? _mm_packs_epi16(wide, wide) : _mm_packus_epi16(wide, wide);
  }
  EDGETL_INLINE static void store_mixed(std::int8_t* to, vector codes) { _mm_storel_epi64(reinterpret_cast<__m128i*>(to), codes); }
};

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
