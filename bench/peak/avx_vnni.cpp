// SPDX-License-Identifier: BSL-1.0
// Peak of AVX-VNNI.
#include "peak.hpp"

#include <immintrin.h>

namespace edgetl_peak {
namespace {

struct dot_product {
  using vector                    = __m256i;
  static constexpr int operations = 64;
  static vector        add(vector sum, vector a, vector b) { return _mm256_dpbusd_avx_epi32(sum, a, b); }
};

}  // namespace

void add_avx_vnni() { benchmark::RegisterBenchmark("int8 avx_vnni vpdpbusd", &run_unit<dot_product, 12>); }

}  // namespace edgetl_peak
