// SPDX-License-Identifier: BSL-1.0
// One inference of a compiled model on raw bytes, files of them, and how many answers are not the expected ones.
#pragma once

#include "entry.hpp"

#include <cmath>
#include <fstream>
#include <iterator>

namespace edgetl_test {

// A file's bytes; none where there is no file.
inline std::vector<unsigned char> read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// The outputs for these inputs, which may stand anywhere.
inline std::vector<std::vector<unsigned char>> infer(const model_entry&                       entry,
                                                     const std::vector<const unsigned char*>& inputs) {
  std::vector<std::vector<unsigned char>> results;
  std::vector<unsigned char*>             outputs;
  for (const std::size_t bytes : entry.output_bytes) results.emplace_back(bytes);
  for (auto& bytes : results) outputs.push_back(bytes.data());
  entry.infer(inputs.data(), outputs.data());
  return results;
}

inline float float_at(const unsigned char* bytes, std::size_t i) {
  float value = 0;
  std::memcpy(&value, bytes + 4 * i, 4);
  return value;
}

inline float largest_float(const unsigned char* bytes, std::size_t size) {
  float largest = 0;
  for (std::size_t i = 0; i < size / 4; ++i) largest = std::fmax(largest, std::fabs(float_at(bytes, i)));
  return largest;
}

// How many floats differ by more than the tolerance.
inline std::size_t count_far_floats(const std::vector<unsigned char>& got, const unsigned char* expected,
                                    float tolerance) {
  std::size_t far = 0;
  for (std::size_t i = 0; i < got.size() / 4; ++i) {
    const float one = float_at(got.data(), i), other = float_at(expected, i);
    far += one == other || std::fabs(one - other) <= tolerance ? 0 : 1;
  }
  return far;
}

// How many bytes differ.
inline std::size_t count_other_bytes(const std::vector<unsigned char>& got, const unsigned char* expected) {
  std::size_t other = 0;
  for (std::size_t i = 0; i < got.size(); ++i) other += got[i] == expected[i] ? 0 : 1;
  return other;
}

}  // namespace edgetl_test
