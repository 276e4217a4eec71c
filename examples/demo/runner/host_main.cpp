// SPDX-License-Identifier: BSL-1.0
// The model as a program for a machine with an operating system: reads input.bin, writes output.bin, and
// writes to figures.txt what the model is and how long an inference takes.
#include "samples.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>
#include <vector>

namespace {

using clock_type = std::chrono::steady_clock;
using edgetl_demo::net;
using edgetl_demo::net_type;

bool load(const std::vector<char>& samples, std::size_t& at) {
  return edgetl_demo::read_inputs(net, [&](void* to, std::size_t bytes) {
    if (samples.size() - at < bytes) return false;
    std::memcpy(to, samples.data() + at, bytes);
    at += bytes;
    return true;
  });
}

// Runs one inference between the two markers that count_instructions.c looks for.
void run() {
#if defined(__aarch64__)
  asm volatile("hint #100" ::: "memory");
#endif
  edgetl_demo::run();
#if defined(__aarch64__)
  asm volatile("hint #101" ::: "memory");
#endif
}

#ifdef EDGETL_DEMO_LATENCY
double microseconds_since(clock_type::time_point start) {
  return std::chrono::duration<double, std::micro>(clock_type::now() - start).count();
}

// Runs the samples again and again; how long each inference took, shortest first.
std::vector<double> measure(const std::vector<char>& samples) {
  std::vector<double> times;
  std::size_t         at    = 0;
  const auto          start = clock_type::now();
  for (double spent = 0; spent < 3e6 && (spent < 0.3e6 || times.size() < 200);
       spent        = microseconds_since(start)) {
    if (!load(samples, at)) {
      at = 0;
      if (!load(samples, at)) break;
    }
    const auto before = clock_type::now();
    edgetl_demo::run();
    times.push_back(microseconds_since(before));
  }
  std::sort(times.begin(), times.end());
  return times;
}
#endif

}  // namespace

int main() {
  std::ifstream           input("input.bin", std::ios::binary);
  const std::vector<char> samples{std::istreambuf_iterator<char>(input), {}};
  std::ofstream           output("output.bin", std::ios::binary);
  for (std::size_t at = 0; at < samples.size();) {
    if (!load(samples, at)) return 1;
    run();
    edgetl_demo::write_outputs(net, [&](const void* from, std::size_t bytes) {
      output.write(static_cast<const char*>(from), static_cast<std::streamsize>(bytes));
      return true;
    });
  }
  output.close();

  std::ofstream figures("figures.txt");
  figures << "kernels " << net_type::program::target::name << "\narena_bytes " << net_type::arena_bytes
          << "\nweight_bytes " << net_type::weight_bytes << "\nmacs " << net_type::macs << '\n';
  for (int s = 0; s < net_type::steps; ++s) {
    const auto how = net_type::inspect::step(s).how;
    figures << "choice " << s << ' ' << how.rows << ' ' << how.vectors << ' ' << how.scratch_bytes << ' ' << how.kernel.c_str() << '\n';
  }
#ifdef EDGETL_DEMO_LATENCY
  const auto times   = measure(samples);
  const auto portion = [&](double share) {
    return times[static_cast<std::size_t>(share * static_cast<double>(times.size() - 1))];
  };
  figures << "p50 " << portion(0.50) << "\np95 " << portion(0.95) << "\np99 " << portion(0.99) << '\n';
#endif
  figures.close();
  return output && figures ? 0 : 1;
}
