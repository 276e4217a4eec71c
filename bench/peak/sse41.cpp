// SPDX-License-Identifier: BSL-1.0
// Peaks of SSE4.1.
#include "peak.hpp"

#include <immintrin.h>

namespace edgetl_peak {
namespace {

struct int16_pairs {  // exact for int8 widened to int16
  using vector                    = __m128i;
  static constexpr int operations = 16;
  static vector        add(vector sum, vector a, vector b) { return _mm_add_epi32(sum, _mm_madd_epi16(a, b)); }
};
struct int8_pairs {  // pairs saturate
  using vector                    = __m128i;
  static constexpr int operations = 32;
  static vector        add(vector sum, vector a, vector b) {
    return _mm_add_epi32(sum, _mm_madd_epi16(_mm_maddubs_epi16(a, b), _mm_set1_epi16(1)));
  }
};
struct floats {
  using vector                    = __m128;
  static constexpr int operations = 8;
  static vector        add(vector sum, vector a, vector b) { return _mm_add_ps(sum, _mm_mul_ps(a, b)); }
};

}  // namespace

void add_sse41() {
  benchmark::RegisterBenchmark("int8 sse41 pmaddwd", &run_unit<int16_pairs, 8>);
  benchmark::RegisterBenchmark("int8 sse41 pmaddubsw", &run_unit<int8_pairs, 8>);
  benchmark::RegisterBenchmark("float sse41 mulps+addps", &run_unit<floats, 10>);
  add_reads<__m128i>("read sse41");
}

}  // namespace edgetl_peak
