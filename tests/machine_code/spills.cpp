// SPDX-License-Identifier: BSL-1.0
// Counts vector registers that innermost loops store to the stack or load from it:
//   objdump -d -w -C --no-show-raw-insn model.o | spills <what> <file of allowed exceptions>
// prints a table of all innermost loops that compute with vectors, worst first, and exits with 1 where a loop has
// more than is allowed. A stack slot counts where the function both stores and loads it as a vector: what is
// stored for other instructions to read is a buffer. <what> is "<compiler> <level> <model>". A line of the file says
//   <compiler> <level> <model> <most> <part of the function's name> ; <reason>
// and a * stands for any compiler, level or model. With a third argument it prints such lines for what it finds,
// the argument being their reason.
#include "disassembly.hpp"

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <fstream>
#include <iostream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace {

struct loop {
  std::string name;
  int         instructions, vectors, spills;
};
struct exception {
  std::string compiler, level, model, name, reason;
  int         most = 0;
  bool        used = false;
};

bool has_vector(const std::string& text) {
  return text.find("%xmm") != std::string::npos || text.find("%ymm") != std::string::npos || text.find("%zmm") != std::string::npos;
}
// The stack slot of a vector instruction, or nothing. %rbp points there only where the function made it.
std::string slot_of(const std::string& text, bool has_frame) {
  if (!has_vector(text)) return {};
  auto open = text.find("(%rsp");
  if (open == std::string::npos && has_frame) open = text.find("(%rbp");
  if (open == std::string::npos) return {};
  auto first = open;
  while (first > 0 && (std::isxdigit(static_cast<unsigned char>(text[first - 1])) != 0 || text[first - 1] == 'x' || text[first - 1] == '-')) --first;
  return text.substr(first, text.find(')', open) + 1 - first);
}
bool is_store(const std::string& text) {
  auto end = text.size();
  while (end > 0 && std::isspace(static_cast<unsigned char>(text[end - 1])) != 0) --end;
  return end > 0 && text[end - 1] == ')';  // memory is the last operand
}

// The address a jump goes to, or 0.
std::uint64_t target_of(const std::string& text) {
  if (text[0] != 'j') return 0;
  std::istringstream words(text);
  std::string        jump, address;
  words >> jump >> address;
  if (address.empty() || std::isxdigit(static_cast<unsigned char>(address[0])) == 0) return 0;
  return std::stoull(address, nullptr, 16);
}

void find_loops(const function& own, std::vector<loop>& found) {
  bool                  has_frame = false;
  std::set<std::string> stored, loaded;
  std::vector<address_range> ranges;
  for (const instruction& one : own.code) {
    has_frame = has_frame || (one.text.rfind("mov", 0) == 0 && one.text.find("%rsp,%rbp") != std::string::npos);
    if (const std::string slot = slot_of(one.text, has_frame); !slot.empty()) (is_store(one.text) ? stored : loaded).insert(slot);
    const std::uint64_t to = target_of(one.text);
    if (to != 0 && to <= one.address && to >= own.code.front().address) ranges.emplace_back(to, one.address);
  }
  for (const auto& range : innermost(ranges)) {
    loop result{own.name, 0, 0, 0};
    for (const instruction& one : own.code)
      if (one.address >= range.first && one.address <= range.second) {
        ++result.instructions;
        result.vectors += has_vector(one.text) ? 1 : 0;
        const std::string slot = slot_of(one.text, has_frame);
        result.spills += stored.count(slot) > 0 && loaded.count(slot) > 0 ? 1 : 0;
      }
    if (result.vectors > 0) found.push_back(result);
  }
}

std::vector<exception> read_exceptions(const std::string& path) {
  std::vector<exception> result;
  std::ifstream          file(path);
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#') continue;
    exception          own;
    std::istringstream words(line);
    words >> own.compiler >> own.level >> own.model >> own.most >> std::ws;
    std::string rest;
    std::getline(words, rest);
    const auto end = rest.rfind(" ; ");
    own.name       = rest.substr(0, end);
    own.name.erase(own.name.find_last_not_of(' ') + 1);
    own.reason     = end == std::string::npos ? "" : rest.substr(end + 3);
    result.push_back(own);
  }
  return result;
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 3 && count != 4) {
    std::cerr << "usage: objdump -d -w -C --no-show-raw-insn model.o | spills \"<compiler> <level> <model>\" <allowed> [<reason>]\n";
    return 2;
  }
  std::string        compiler, level, model;
  std::istringstream(arguments[1]) >> compiler >> level >> model;
  auto              allowed = read_exceptions(arguments[2]);
  std::vector<loop> loops;
  for (const function& own : read_functions(std::cin, "#")) find_loops(own, loops);
  std::sort(loops.begin(), loops.end(), [](const loop& a, const loop& b) { return a.spills != b.spills ? a.spills > b.spills : a.name < b.name; });

  if (count == 4) {
    std::map<std::string, int> most;  // by the function's name up to its template arguments
    for (const loop& own : loops) {
      int& known = most[short_name(own.name)];
      known      = std::max(known, own.spills);
    }
    for (const auto& [name, spills] : most)
      if (spills > 0) std::cout << arguments[1] << " " << spills << " " << name << " ; " << arguments[3] << "\n";
    return 0;
  }
  int failed = 0, total = 0;
  std::cout << arguments[1] << ": " << loops.size() << " innermost loops with vectors\nspills vectors instructions function\n";
  std::map<std::string, int> same;  // equal rows are one
  const auto row = [](const loop& own) {
    std::string name = own.name;
    for (const std::string& long_word : {std::string("edgetl::kernel::"), std::string("edgetl::target::x86::"), std::string("edgetl::")})
      for (auto at = name.find(long_word); at != std::string::npos; at = name.find(long_word)) name.erase(at, long_word.size());
    std::ostringstream out;
    out << "  " << own.spills << "\t" << own.vectors << "\t" << own.instructions << "\t" << name.substr(0, 220);
    return out.str();
  };
  for (const loop& own : loops) {
    total += own.spills;
    int most = 0;
    for (exception& one : allowed) {
      const auto fits = [](const std::string& wanted, const std::string& given) { return wanted == "*" || wanted == given; };
      if (fits(one.compiler, compiler) && fits(one.level, level) && fits(one.model, model) && own.name.find(one.name) != std::string::npos && own.spills > 0) {
        most     = std::max(most, one.most);
        one.used = true;
      }
    }
    if (own.spills > 0 || same.size() < 3) {
      if (++same[row(own)] == 1) std::cout << row(own) << (own.spills > most ? "  <- " : "") << "\n";
    }
    failed += own.spills > most ? 1 : 0;
  }
  for (const exception& one : allowed)
    if (!one.used && one.compiler == compiler && one.level == level && one.model == model)
      std::cout << "not needed any more: " << one.level << " " << one.model << " " << one.name << "\n";
  std::cout << total << " spills; " << failed << " loops with more than is allowed\n";
  if (loops.empty()) std::cout << "no loop was found\n";
  return failed > 0 || loops.empty() ? 1 : 0;
}
