// SPDX-License-Identifier: BSL-1.0
// Reads vector sets: NAME.txt (an index) and NAME.bin (tensor bytes). The format is described in
// tests/vectors/README.md; whoever made a set, its expected values do not come from edgetl.
#pragma once

#include <cstddef>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace edgetl_test {

struct vector_tensor {
  std::string                name;
  std::string                type;  // i8 u8 i16 i32 i64 f32 …
  std::vector<int>           shape;
  std::vector<unsigned char> bytes;

  template <class Element> std::vector<Element> as() const {
    std::vector<Element> elements(bytes.size() / sizeof(Element));
    for (std::size_t i = 0; i < elements.size(); ++i) {
      unsigned char* to = reinterpret_cast<unsigned char*>(&elements[i]);
      for (std::size_t b = 0; b < sizeof(Element); ++b) to[b] = bytes[i * sizeof(Element) + b];
    }
    return elements;
  }
};

struct vector_case {
  std::string                        id;
  std::string                        op;
  std::map<std::string, std::string> attributes;
  std::vector<vector_tensor>         inputs;
  std::vector<vector_tensor>         outputs;

  long number(const std::string& key, long absent = 0) const {
    const auto found = attributes.find(key);
    return found == attributes.end() ? absent : std::stol(found->second);
  }
  std::string word(const std::string& key, const std::string& absent = "") const {
    const auto found = attributes.find(key);
    return found == attributes.end() ? absent : found->second;
  }
  const vector_tensor* input(const std::string& name) const {
    for (const auto& tensor : inputs)
      if (tensor.name == name) return &tensor;
    return nullptr;
  }
};

// The cases of the set `path`.txt and `path`.bin; empty when the set is not there.
inline std::vector<vector_case> read_vectors(const std::string& path) {
  std::vector<vector_case> cases;
  std::ifstream            index(path + ".txt");
  std::ifstream            binary(path + ".bin", std::ios::binary);
  if (!index || !binary) return cases;
  for (std::string line; std::getline(index, line);) {
    std::istringstream fields(line);
    std::string        keyword;
    fields >> keyword;
    if (keyword == "case") {
      cases.emplace_back();
      fields >> cases.back().id;
    } else if (keyword == "op") {
      fields >> cases.back().op;
    } else if (keyword == "attr") {
      std::string key, value;
      fields >> key;
      std::getline(fields >> std::ws, value);
      cases.back().attributes[key] = value;
    } else if (keyword == "in" || keyword == "out") {
      vector_tensor tensor;
      int           rank = 0;
      fields >> tensor.name >> tensor.type >> rank;
      tensor.shape.resize(static_cast<std::size_t>(rank));
      for (int& size : tensor.shape) fields >> size;
      char        at     = 0;
      std::size_t offset = 0, bytes = 0;
      if (!(fields >> at >> offset >> bytes) || at != '@') throw std::runtime_error("broken index line: " + line);
      tensor.bytes.resize(bytes);
      binary.seekg(static_cast<std::streamoff>(offset));
      if (!binary.read(reinterpret_cast<char*>(tensor.bytes.data()), static_cast<std::streamsize>(bytes)))
        throw std::runtime_error("the set ends before: " + line);
      (keyword == "in" ? cases.back().inputs : cases.back().outputs).push_back(tensor);
    }
  }
  return cases;
}

}  // namespace edgetl_test
