// SPDX-License-Identifier: BSL-1.0
// How near the innermost loops of an AArch64 object come to the bound of their multiply unit, as llvm-mca sees it:
//   objdump -d -w -C --no-show-raw-insn model.o | dot_loops <llvm-mca> "<what>" <file of exceptions>
// prints a table of all innermost loops that multiply and exits with 1 where one is below 80 % on a core.
// A loop's figure is the bound over the cycles that llvm-mca simulates for an iteration. The bound is
//   products        the reciprocal throughput of the products alone
//   loads           where every product has a load of its own (one row of activations): the cycles of loads and
//                   products without what keeps the loop going
//   everything      where a loop also requantizes: the reciprocal throughput of all its instructions
// <what> is "<target> <model>". A line of the file says
//   <target> <model> <core> <least percent> <part of the function's name> ; <reason>
// for loops that requantize, and a * stands for any target, model or core.
#include "disassembly.hpp"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iomanip>
#include <iostream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace {

constexpr int         wanted  = 80;
constexpr const char* cores[] = {"cortex-a55", "cortex-a76"};

enum class kind { products, loads, everything };
constexpr const char* names[] = {"products", "loads", "everything"};

struct loop {
  std::string              name;
  kind                     bound_by = kind::products;
  int                      products = 0, loads = 0;
  std::vector<std::string> whole, ideal;
};
struct exception {
  std::string target, model, core, name;
  int         least = 0;
};

std::string mnemonic_of(const std::string& text) { return text.substr(0, text.find_first_of(" \t")); }
bool        is_jump(const std::string& mnemonic) {
  return mnemonic == "b" || mnemonic.rfind("b.", 0) == 0 || mnemonic.rfind("cb", 0) == 0 || mnemonic.rfind("tb", 0) == 0;
}
bool is_product(const std::string& text) {
  static const std::set<std::string> known{"sdot", "smmla", "smull", "smull2", "smlal", "smlal2"};
  return known.count(mnemonic_of(text)) > 0 && (text.find(".16b") != std::string::npos || text.find(".8b") != std::string::npos);
}
bool is_vector_load(const std::string& text) {
  return text.rfind("ld", 0) == 0 && (text.find("\tq") != std::string::npos || text.find("\td") != std::string::npos || text.find('{') != std::string::npos);
}

// The address a jump goes to, or 0.
std::uint64_t target_of(const std::string& text) {
  if (!is_jump(mnemonic_of(text))) return 0;
  std::istringstream words(text.substr(0, text.find('<')));
  std::string        last;
  for (std::string word; words >> word;) last = word;
  return last.find_first_not_of("0123456789abcdef") == std::string::npos ? std::stoull(last, nullptr, 16) : 0;
}

// As an assembler takes it, with some address to jump to; jumps out of the loop do not happen.
std::string assembled(const instruction& own, std::uint64_t first) {
  const std::string text = own.text.substr(0, own.text.find('<'));
  if (!is_jump(mnemonic_of(text))) return text;
  if (target_of(own.text) != first) return {};
  std::string result = text.substr(0, text.find_last_not_of(" \t") + 1);
  return result.substr(0, result.find_last_of(" \t,") + 1) + " .";
}

void find_loops(const function& own, std::vector<loop>& found) {
  std::vector<address_range> ranges;
  for (const instruction& one : own.code) {
    const std::uint64_t to = target_of(one.text);
    if (to != 0 && to <= one.address && to >= own.code.front().address) ranges.emplace_back(to, one.address);
  }
  for (const address_range& range : innermost(ranges)) {
    loop                     result;
    bool                     requantizes = false;
    std::vector<std::string> products, loads;
    result.name = own.name;
    for (const instruction& one : own.code) {
      if (one.address < range.first || one.address > range.second) continue;
      const std::string text = assembled(one, range.first);
      if (text.empty()) continue;
      result.whole.push_back(text);
      const std::string mnemonic = mnemonic_of(text);
      requantizes                = requantizes || mnemonic == "sqrdmulh" || mnemonic == "sqdmulh";
      if (is_product(text)) products.push_back(text);
      if (is_vector_load(text) && text.find("[sp") == std::string::npos) loads.push_back(text);
    }
    if (products.empty()) continue;
    result.products = static_cast<int>(products.size());
    result.loads    = static_cast<int>(loads.size());
    result.bound_by = requantizes ? kind::everything : (loads.size() >= products.size() ? kind::loads : kind::products);
    result.ideal    = requantizes ? result.whole : products;
    if (result.bound_by == kind::loads) result.ideal.insert(result.ideal.begin(), loads.begin(), loads.end());
    found.push_back(result);
  }
}

// Cycles per iteration and reciprocal throughput of each block of instructions.
struct figures {
  double cycles = 0, throughput = 0;
};
std::vector<figures> simulate(const std::string& tool, const std::string& core, const std::vector<std::vector<std::string>>& blocks) {
  constexpr int iterations = 200;
  const auto    folder     = std::filesystem::temp_directory_path() / ("dot_loops." + std::to_string(std::rand()) + std::to_string(blocks.size()));
  std::filesystem::create_directories(folder);
  const auto source = folder / "loops.s", answer = folder / "answer.txt";
  {
    std::ofstream out(source);
    for (std::size_t i = 0; i < blocks.size(); ++i) {
      out << "# LLVM-MCA-BEGIN " << i << "\n";
      for (const std::string& text : blocks[i]) out << text << "\n";
      out << "# LLVM-MCA-END\n";
    }
  }
  const std::string command = tool + " -mtriple=aarch64 -mcpu=" + core + " -mattr=+dotprod,+i8mm -iterations=" + std::to_string(iterations) +
                              " -instruction-info=0 -resource-pressure=0 \"" + source.string() + "\" > \"" + answer.string() + "\"";
  std::vector<figures> result;
  if (std::system(command.c_str()) == 0) {
    std::ifstream in(answer);
    for (std::string line; std::getline(in, line);) {
      const auto value = [&] { return std::stod(line.substr(line.find(':') + 1)); };
      if (line.rfind("Total Cycles:", 0) == 0) result.push_back({value() / iterations, 0});
      if (line.rfind("Block RThroughput:", 0) == 0 && !result.empty()) result.back().throughput = value();
    }
  }
  std::filesystem::remove_all(folder);
  return result;
}

std::vector<exception> read_exceptions(const std::string& path) {
  std::vector<exception> result;
  std::ifstream          file(path);
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#') continue;
    exception          own;
    std::istringstream words(line);
    words >> own.target >> own.model >> own.core >> own.least >> own.name;
    result.push_back(own);
  }
  return result;
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 4) {
    std::cerr << "usage: objdump -d -w -C --no-show-raw-insn model.o | dot_loops <llvm-mca> \"<target> <model>\" <exceptions>\n";
    return 2;
  }
  std::string target, model;
  std::istringstream(arguments[2]) >> target >> model;
  const auto        exceptions = read_exceptions(arguments[3]);
  std::vector<loop> loops;
  for (const function& own : read_functions(std::cin, "//")) find_loops(own, loops);
  if (loops.empty()) {
    std::cout << "no loop was found\n";
    return 1;
  }
  std::vector<std::vector<std::string>> blocks;
  for (const loop& own : loops) blocks.push_back(own.whole), blocks.push_back(own.ideal);
  std::map<std::string, std::vector<figures>> simulated;
  for (const char* core : cores) {
    simulated[core] = simulate(arguments[1], core, blocks);
    if (simulated[core].size() != blocks.size()) {
      std::cout << "llvm-mca cannot read what objdump wrote\n";
      return 1;
    }
  }

  int                        failed = 0;
  std::map<std::string, int> rows;  // equal rows are one
  std::cout << arguments[2] << ": " << loops.size() << " innermost loops\ntimes products loads bound by";
  for (const char* core : cores) std::cout << " | " << core << " bound cycles percent";
  std::cout << " | function\n";
  for (std::size_t i = 0; i < loops.size(); ++i) {
    const loop&        own = loops[i];
    std::ostringstream row;
    row << std::setw(5) << own.products << std::setw(4) << own.loads << " " << std::setw(10) << names[static_cast<int>(own.bound_by)];
    for (const char* core : cores) {
      const figures whole = simulated[core][2 * i], ideal = simulated[core][2 * i + 1];
      const double  bound   = own.bound_by == kind::loads ? ideal.cycles : ideal.throughput;
      const double  percent = 100 * bound / whole.cycles;
      int           least   = wanted;
      for (const exception& one : exceptions) {
        const auto fits = [](const std::string& asked, const std::string& given) { return asked == "*" || asked == given; };
        if (own.bound_by == kind::everything && fits(one.target, target) && fits(one.model, model) && fits(one.core, core) &&
            own.name.find(one.name) != std::string::npos)
          least = std::min(least, one.least);
      }
      const bool is_low = percent < least - 0.1;  // the first iteration has to start
      row << " | " << std::fixed << std::setprecision(1) << std::setw(6) << bound << std::setw(7) << whole.cycles << std::setw(5)
          << std::setprecision(0) << percent << (is_low ? "!" : " ");
      failed += is_low ? 1 : 0;
    }
    row << " | " << short_name(own.name);
    ++rows[row.str()];
  }
  for (const auto& [row, times] : rows) std::cout << std::setw(3) << times << row << "\n";
  std::cout << failed << " below what is wanted\n";
  return failed > 0 ? 1 : 0;
}
