// SPDX-License-Identifier: BSL-1.0
// Small models from the field, each in a folder of its own with raw inputs and what a reference interpreter answered,
// sample after sample: integers to the last bit, floats within 1e-5 of the largest expected value.
#include "entry.hpp"

#include "../support/catch.hpp"

#include <cmath>
#include <fstream>
#include <iterator>

using namespace edgetl_test;

namespace {

std::vector<unsigned char> read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<float> floats_of(const std::vector<unsigned char>& bytes) {
  std::vector<float> result(bytes.size() / sizeof(float));
  std::memcpy(result.data(), bytes.data(), result.size() * sizeof(float));
  return result;
}

// All samples' outputs.
std::vector<unsigned char> run(const model_entry& entry, const std::vector<unsigned char>& samples) {
  std::vector<unsigned char> results;
  for (std::size_t at = 0; at < samples.size();) {
    std::vector<std::vector<unsigned char>> given, made;  // aligned
    std::vector<const unsigned char*>       inputs;
    std::vector<unsigned char*>             outputs;
    for (const std::size_t bytes : entry.input_bytes) {
      REQUIRE(at + bytes <= samples.size());
      given.emplace_back(samples.data() + at, samples.data() + at + bytes);
      at += bytes;
    }
    for (const std::size_t bytes : entry.output_bytes) made.emplace_back(bytes);
    for (const auto& bytes : given) inputs.push_back(bytes.data());
    for (auto& bytes : made) outputs.push_back(bytes.data());
    entry.infer(inputs.data(), outputs.data());
    for (const auto& bytes : made) results.insert(results.end(), bytes.begin(), bytes.end());
  }
  return results;
}

}  // namespace

TEST_CASE("every case answers as the reference interpreter did") {
  for (const auto& entry : registry()) {
    CAPTURE(entry.file);
    const std::string folder   = EDGETL_CASES "/" + entry.file + "/";
    const auto        expected = read_file(folder + "expected.bin"), made = run(entry, read_file(folder + "input.bin"));
    REQUIRE(!expected.empty());
    REQUIRE(made.size() == expected.size());
    if (!entry.is_float) {
      CHECK(made == expected);
      continue;
    }
    float      largest = 0, worst = 0;
    const auto wanted = floats_of(expected), got = floats_of(made);
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      largest = std::fmax(largest, std::fabs(wanted[i]));
      worst   = got[i] == wanted[i]     ? worst
                : std::isfinite(got[i]) ? std::fmax(worst, std::fabs(got[i] - wanted[i]))
                                        : HUGE_VALF;
    }
    CHECK(worst <= 1e-5f * largest);
  }
}
