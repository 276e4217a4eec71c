// SPDX-License-Identifier: BSL-1.0
// Peaks of AVX-512 with VNNI.
#include "peak.hpp"

#include <immintrin.h>

namespace edgetl_peak {
namespace {

struct dot_product {
  using vector                    = __m512i;
  static constexpr int operations = 128;
  static vector        add(vector sum, vector a, vector b) { return _mm512_dpbusd_epi32(sum, a, b); }
};
struct floats {
  using vector                    = __m512;
  static constexpr int operations = 32;
  static vector        add(vector sum, vector a, vector b) { return _mm512_fmadd_ps(a, b, sum); }
};

}  // namespace

void add_avx512() {
  benchmark::RegisterBenchmark("int8 avx512_vnni vpdpbusd", &run_unit<dot_product, 12>);
  benchmark::RegisterBenchmark("float avx512_vnni vfmadd", &run_unit<floats, 12>);
  add_reads<__m512i>("read avx512_vnni");
}

}  // namespace edgetl_peak
