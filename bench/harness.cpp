// SPDX-License-Identifier: BSL-1.0
// The benchmark program of any runtime:
//
//   <program> facts [library]                prints what the runtime says of itself, as JSON
//   <program> <cases> [library] [options]    options are Google Benchmark's
//
// A line of <cases> has, between tabs: name, model file, file of inputs, file for the outputs (or -).
#include "session.hpp"

#include <benchmark/benchmark.h>

#include <cstring>
#include <fstream>
#include <iostream>
#include <iterator>
#include <stdexcept>

namespace edgetl_bench {
namespace {

struct one_case {
  std::string name, model, input, output;
};

std::vector<one_case> read_cases(const std::string& file) {
  std::ifstream         lines(file);
  std::vector<one_case> cases;
  for (one_case own; std::getline(lines, own.name, '\t') && std::getline(lines, own.model, '\t') &&
                     std::getline(lines, own.input, '\t') && std::getline(lines, own.output);)
    cases.push_back(own);
  if (cases.empty()) throw std::runtime_error("`" + file + "` holds no case -> see harness.cpp");
  return cases;
}

bytes read_bytes(const std::string& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

// Runs once, keeps the answer, then hands the session to the timer.
void add(const one_case& own) {
  std::shared_ptr<session> opened = open_session(own.name, own.model);
  opened->write_inputs(read_bytes(own.input));
  opened->run();
  if (own.output != "-") {
    const bytes answer = opened->read_outputs();
    std::ofstream(own.output, std::ios::binary).write(answer.data(), static_cast<std::streamsize>(answer.size()));
  }
  benchmark::RegisterBenchmark(own.name.c_str(), [opened](benchmark::State& state) {
    for (auto _ : state) {
      opened->run();
      benchmark::DoNotOptimize(opened->output());
      benchmark::ClobberMemory();
    }
  });
}

int run(int count, char** arguments) {
  benchmark::Initialize(&count, arguments);
  if (count < 2) throw std::runtime_error("pass a file of cases, or `facts`");
  start_runtime(count > 2 ? arguments[2] : "");
  if (std::strcmp(arguments[1], "facts") == 0) {
    std::cout << runtime_facts() << '\n';
    return 0;
  }
  std::size_t opened = 0;
  for (const auto& own : read_cases(arguments[1])) try {
      add(own);
      ++opened;
    } catch (const std::exception& trouble) {
      std::cerr << "skipped " << own.name << ": " << trouble.what() << '\n';
    }
  if (opened > 0) benchmark::RunSpecifiedBenchmarks();
  return opened > 0 ? 0 : 1;
}

}  // namespace
}  // namespace edgetl_bench

int main(int count, char** arguments) try {
  return edgetl_bench::run(count, arguments);
} catch (const std::exception& trouble) {
  std::cerr << "edgetl bench: " << trouble.what() << '\n';
  return 2;
}
