// SPDX-License-Identifier: BSL-1.0
// docs/operations.md says what the importer does: each operator of import/tflite/operations.hpp has a line, no other has
// one, and an element type is marked where, and only where, the operation's `check` takes it. What `check` takes is asked
// with the steps of the committed models: as they are, and with other element types for their tensors.
#include "../support/catch.hpp"
#include "../support/run_time_import.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <sstream>
#include <vector>

using namespace edgetl_test;
using edgetl::element_type;
using operations = builtin_operations::operations;

namespace {

const std::vector<element_type> activations{element_type::int8, element_type::int16, element_type::float32};

std::string operator_of(std::int32_t operation) {
  return edgetl::import::tflite::builtin_name(builtin_operations::code_of(operation));
}

std::vector<std::string> split(const std::string& text, char between) {
  std::vector<std::string> parts;
  std::istringstream       stream(text);
  for (std::string part; std::getline(stream, part, between);) {
    const auto first = part.find_first_not_of(' ');
    parts.push_back(first == std::string::npos ? "" : part.substr(first, part.find_last_not_of(' ') - first + 1));
  }
  return parts;
}

// operator -> the element types that the page marks
std::map<std::string, std::set<element_type>> read_page() {
  std::map<std::string, std::set<element_type>> marked;
  std::ifstream                                 page(EDGETL_ROOT "/docs/operations.md");
  bool                                          in_table = false;
  for (std::string line; std::getline(page, line);) {
    const auto cells = split(line, '|');
    if (line.rfind("| operator | int8 | int16 | float32 |", 0) == 0) in_table = true;
    else if (in_table && cells.size() < 5) break;
    else if (in_table && cells[1].find_first_not_of('-') != std::string::npos)
      for (const auto& name : split(cells[1], ',')) {
        REQUIRE(marked.count(name) == 0);
        auto& types = marked[name];
        for (std::size_t k = 0; k < activations.size(); ++k)
          if (cells[2 + k] == "x") types.insert(activations[k]);
      }
  }
  return marked;
}

// A step's tensors of one element type become another; constants of numbers that only float steps or only integer steps
// have follow. Is the step accepted?
bool is_accepted(const large_tape& tape, int index, edgetl::bytes_view file, element_type from, element_type to) {
  static large_tape changed;
  changed         = tape;
  const auto& own = changed.steps[index];
  for (int k = 0; k < own.input_count + own.output_count; ++k) {
    const int t = changed.edges[own.first_input + k];
    if (t < 0 || from == to) continue;
    auto& tensor = changed.tensors[t];
    if (tensor.element == from) tensor.element = tensor.stored = to;
    else if (to == element_type::float32 && tensor.constant && k > 0) tensor.element = tensor.stored = to;
    else if (from == element_type::float32 && tensor.constant && k > 1) tensor.element = tensor.stored = element_type::int32;
    else continue;
    tensor.quantization = {1.0f, 0};
    tensor.channels     = to == element_type::float32 ? 0 : 1;
  }
  return !operations::check(own.operation, changed.node(index, file));
}

// The element type of a step's activations: of its first input that is no constant, or of its output.
element_type activation_of(const large_tape& tape, int index) {
  const auto& own = tape.steps[index];
  for (int k = 0; k < own.input_count; ++k)
    if (const int t = tape.input_of(own, k); t >= 0 && !tape.tensors[t].constant) return tape.tensors[t].element;
  return tape.tensors[tape.output_of(own, 0)].element;
}

// operator -> the element types that its `check` takes in some step of some committed model
std::map<std::string, std::set<element_type>> ask_operations() {
  std::map<std::string, std::set<element_type>> accepted;
  for (const auto& entry : std::filesystem::directory_iterator(EDGETL_ROOT "/tests/vectors/models")) {
    std::ifstream                    stream(entry.path(), std::ios::binary);
    const std::vector<unsigned char> bytes{std::istreambuf_iterator<char>(stream), {}};
    const run_time_import            model(bytes.data(), bytes.size());
    if (!model.ok()) continue;
    for (int s = 0; s < model.tape->sizes.steps; ++s) {
      auto&              types = accepted[operator_of(model.tape->steps[s].operation)];
      const element_type own   = activation_of(*model.tape, s);
      for (const element_type wanted : activations)
        if (types.count(wanted) == 0 && is_accepted(*model.tape, s, model.file, own, wanted)) types.insert(wanted);
    }
  }
  return accepted;
}

std::string words(const std::set<element_type>& types) {
  std::string text;
  for (const auto type : types) text += (text.empty() ? "" : " ") + std::string(edgetl::name_of(type));
  return text;
}

}  // namespace

TEST_CASE("docs/operations.md has a line for each operator, and for no other") {
  const auto marked = read_page();
  for (std::int32_t operation = 0; operation < operations::size; ++operation) {
    CAPTURE(operator_of(operation));
    CHECK(marked.count(operator_of(operation)) == 1);
  }
  CHECK(marked.size() == static_cast<std::size_t>(operations::size));
}

TEST_CASE("docs/operations.md marks the element types that `check` takes") {
  const auto accepted = ask_operations();
  for (const auto& [name, types] : read_page()) {
    const auto found = accepted.find(name);
    CAPTURE(name);
    CHECK(words(types) == (found == accepted.end() ? "" : words(found->second)));
  }
}
