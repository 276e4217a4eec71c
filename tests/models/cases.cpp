// SPDX-License-Identifier: BSL-1.0
// Small models from the field, each in a folder with raw inputs and what a reference interpreter answered, sample after
// sample: integers to the last bit, floats within 1e-5 of the largest expected value.
#include "answers.hpp"

#include "../support/catch.hpp"

#include <numeric>

using namespace edgetl_test;

namespace {

// Where each tensor of one sample starts in the bytes of all samples.
std::vector<const unsigned char*> tensors_of(const std::vector<unsigned char>& samples, std::size_t offset,
                                             const std::vector<std::size_t>& bytes) {
  std::vector<const unsigned char*> starts;
  for (const std::size_t own : bytes) {
    starts.push_back(samples.data() + offset);
    offset += own;
  }
  return starts;
}

std::size_t sum(const std::vector<std::size_t>& bytes) {
  return std::accumulate(bytes.begin(), bytes.end(), std::size_t{0});
}

// How many elements of one sample's answers are not the expected ones.
std::size_t count_differences(const model_entry& entry, const std::vector<const unsigned char*>& inputs,
                              const std::vector<const unsigned char*>& expected) {
  const auto  results   = infer(entry, inputs);
  std::size_t different = 0;
  for (std::size_t k = 0; k < results.size(); ++k)
    different += entry.float_outputs[k]
                     ? count_far_floats(results[k], expected[k], 1e-5f * largest_float(expected[k], results[k].size()))
                     : count_other_bytes(results[k], expected[k]);
  return different;
}

}  // namespace

TEST_CASE("every case answers as the reference interpreter did") {
  for (const auto& entry : registry()) {
    CAPTURE(entry.file);
    const auto inputs   = read_file(EDGETL_CASES "/" + entry.file + EDGETL_INPUT);
    auto       expected = read_file(EDGETL_ANSWERS "/" + entry.file + ".bin");
    if (expected.empty()) expected = read_file(EDGETL_CASES "/" + entry.file + EDGETL_EXPECTED);
    const std::size_t samples = inputs.size() / sum(entry.input_bytes);
    REQUIRE(samples > 0);
    REQUIRE(inputs.size() == samples * sum(entry.input_bytes));
    REQUIRE(expected.size() == samples * sum(entry.output_bytes));
    for (std::size_t s = 0; s < samples; ++s) {
      CAPTURE(s);
      CHECK(count_differences(entry, tensors_of(inputs, s * sum(entry.input_bytes), entry.input_bytes),
                              tensors_of(expected, s * sum(entry.output_bytes), entry.output_bytes)) == 0);
    }
  }
  CHECK_FALSE(registry().empty());
}
