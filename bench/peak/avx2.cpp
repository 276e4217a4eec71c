// SPDX-License-Identifier: BSL-1.0
// Peaks of AVX2 and FMA.
#include "peak.hpp"

#include <immintrin.h>

namespace edgetl_peak {
namespace {

struct int16_pairs {  // exact for int8 widened to int16
  using vector                    = __m256i;
  static constexpr int operations = 32;
  static vector        add(vector sum, vector a, vector b) { return _mm256_add_epi32(sum, _mm256_madd_epi16(a, b)); }
};
struct int8_pairs {  // pairs saturate
  using vector                    = __m256i;
  static constexpr int operations = 64;
  static vector        add(vector sum, vector a, vector b) {
    return _mm256_add_epi32(sum, _mm256_madd_epi16(_mm256_maddubs_epi16(a, b), _mm256_set1_epi16(1)));
  }
};
struct floats {
  using vector                    = __m256;
  static constexpr int operations = 16;
  static vector        add(vector sum, vector a, vector b) { return _mm256_fmadd_ps(a, b, sum); }
};

}  // namespace

void add_avx2() {
  benchmark::RegisterBenchmark("int8 avx2 vpmaddwd", &run_unit<int16_pairs, 8>);
  benchmark::RegisterBenchmark("int8 avx2 vpmaddubsw", &run_unit<int8_pairs, 8>);
  benchmark::RegisterBenchmark("float avx2 vfmadd", &run_unit<floats, 12>);
  add_reads<__m256i>("read avx2");
}

}  // namespace edgetl_peak
