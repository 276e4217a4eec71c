// SPDX-License-Identifier: BSL-1.0
// What `objdump -d -w -C --no-show-raw-insn` writes, read: functions, their instructions and innermost loops.
#pragma once

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <istream>
#include <string>
#include <utility>
#include <vector>

struct instruction {
  std::uint64_t address;
  std::string   text;  // mnemonic and operands, without comments
};
struct function {
  std::string              name;
  std::vector<instruction> code;
};
using address_range = std::pair<std::uint64_t, std::uint64_t>;  // of a loop: first and last instruction

inline std::vector<function> read_functions(std::istream& in, const char* comment) {
  std::vector<function> result;
  for (std::string line; std::getline(in, line);) {
    if (line.size() > 18 && std::isxdigit(static_cast<unsigned char>(line[0])) != 0 && line.find(" <") == 16) {
      result.push_back({line.substr(18, line.rfind('>') - 18), {}});
      continue;
    }
    const auto colon = line.find(":\t");
    if (result.empty() || colon == std::string::npos || line[0] != ' ') continue;
    std::string text = line.substr(colon + 2);
    text             = text.substr(0, text.find(comment));
    result.back().code.push_back({std::stoull(line.substr(0, colon), nullptr, 16), text});
  }
  return result;
}

// The ranges that have no other within.
inline std::vector<address_range> innermost(const std::vector<address_range>& all) {
  std::vector<address_range> result;
  for (const address_range& range : all)
    if (std::none_of(all.begin(), all.end(), [&](const address_range& other) {
          return other != range && other.first >= range.first && other.second <= range.second;
        }))
      result.push_back(range);
  return result;
}

// A function's name without its namespaces, up to its template arguments; also of a name that objdump left mangled.
inline std::string short_name(const std::string& name) {
  if (name.rfind("_Z", 0) != 0) {
    auto end = name.find('<');
    end      = end == std::string::npos ? name.size() : end;
    auto first = name.find_last_of(": ", end);
    first      = first == std::string::npos ? 0 : first + 1;
    return name.substr(first, end - first);
  }
  std::string last;
  auto        at = name.find_first_of("0123456789");
  while (at < name.size() && std::isdigit(static_cast<unsigned char>(name[at])) != 0) {
    std::size_t digits = 0;
    const auto  length = std::stoul(name.substr(at), &digits);
    last               = name.substr(at + digits, length);
    at += digits + length;
  }
  return last;
}
