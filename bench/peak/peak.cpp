// SPDX-License-Identifier: BSL-1.0
// The limits of this core: operations per second of each instruction set it has (a multiply-accumulate is
// two), bytes per second read from 16 KB (L1) and 256 KB (L2), and its clock.
#include "peak.hpp"

namespace {

// Additions that wait for each other take a cycle each.
void run_clock(benchmark::State& state) {
  constexpr int chain = 1024;
  unsigned long sum   = 0;
  for (auto _ : state)
    for (int i = 0; i < chain; i += 16)
      asm volatile(".rept 16\n add $3, %0\n .endr" : "+r"(sum));
  state.counters["per_second"] =
      benchmark::Counter(static_cast<double>(state.iterations()) * chain, benchmark::Counter::kIsRate);
}

}  // namespace

int main(int count, char** arguments) {
  using namespace edgetl_peak;
  benchmark::Initialize(&count, arguments);
  benchmark::RegisterBenchmark("clock", &run_clock);
  __builtin_cpu_init();
  if (__builtin_cpu_supports("sse4.1")) add_sse41();
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) add_avx2();
  if (__builtin_cpu_supports("avxvnni")) add_avx_vnni();
  if (__builtin_cpu_supports("avx512vnni") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl"))
    add_avx512();
  benchmark::RunSpecifiedBenchmarks();
}
