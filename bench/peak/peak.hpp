// SPDX-License-Identifier: BSL-1.0
// What is measured of an instruction set, and how: independent accumulators that take products of operands
// which the compiler must believe to change, so that neither latency nor the optimizer decides.
#pragma once

#include <benchmark/benchmark.h>

#include <cstring>

namespace edgetl_peak {

void add_sse41();
void add_avx2();
void add_avx_vnni();
void add_avx512();

// A value the compiler knows nothing about any more; no instruction.
template <class Vector> inline void forget(Vector& vector) { asm volatile("" : "+x"(vector)); }

// Unit::add(accumulator, a, b) accumulates Unit::operations operations.
template <class Unit, int Accumulators> void run_unit(benchmark::State& state) {
  constexpr int rounds = 64;
  using vector         = typename Unit::vector;
  vector sums[Accumulators]{}, a{}, b{};
  forget(b);
  for (auto _ : state) {
    for (int round = 0; round < rounds; ++round) {
#pragma GCC unroll 32
      for (int k = 0; k < Accumulators; ++k) {
        forget(a);
        sums[k] = Unit::add(sums[k], a, b);
      }
#pragma GCC unroll 32
      for (int k = 0; k < Accumulators; ++k) forget(sums[k]);
    }
  }
  state.counters["per_second"] =
      benchmark::Counter(static_cast<double>(state.iterations()) * rounds * Accumulators * Unit::operations,
                         benchmark::Counter::kIsRate);
}

// Reads `bytes` again and again.
template <class Vector> void run_reads(benchmark::State& state) {
  const auto   count = static_cast<std::size_t>(state.range(0)) / sizeof(Vector);
  static Vector memory[(1 << 20) / sizeof(Vector)];
  std::memset(memory, 1, sizeof memory);  // unwritten, all its pages would be one page of zeros
  for (auto _ : state)
    for (std::size_t i = 0; i < count; i += 8) {
#pragma GCC unroll 8
      for (std::size_t k = 0; k < 8; ++k) {
        Vector loaded = memory[i + k];
        forget(loaded);
      }
    }
  state.counters["per_second"] =
      benchmark::Counter(static_cast<double>(state.iterations()) * static_cast<double>(state.range(0)), benchmark::Counter::kIsRate);
}

template <class Vector> void add_reads(const char* name) {
  benchmark::RegisterBenchmark(name, &run_reads<Vector>)->Arg(16 << 10)->Arg(256 << 10);
}

}  // namespace edgetl_peak
