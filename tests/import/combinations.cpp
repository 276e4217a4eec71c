// SPDX-License-Identifier: BSL-1.0
// Every combination of element types that an operation accepts has a vector from a foreign runtime. The steps of the
// models in tests/vectors are the patterns: each operand in turn takes every element type, becomes a constant or none,
// has one scale or one per channel, or is left out; what check() then accepts must occur in a model of the vectors.
#include "../support/catch.hpp"
#include "../support/run_time_import.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <vector>

using namespace edgetl;
using namespace edgetl_test;
using kernel::node;
using kernel::tensor_info;

namespace {

using rows       = builtin_operations;
using operations = rows::operations;

constexpr std::array types{element_type::float32, element_type::float16, element_type::int4,
                           element_type::int8,    element_type::uint8,   element_type::int16,
                           element_type::int32,   element_type::int64,   element_type::boolean};

// Scales and zero points that operations ask for. With the first, int32 is a plain integer.
constexpr std::array<quant::affine, 5> quantizations{
    {{0.05f, 0}, {1.0f / 256, -128}, {1.0f / 128, 0}, {1.0f / 32768, 0}, {1.0f / 65536, -32768}}};

std::vector<unsigned char> read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// The models that a case of a vector set names.
std::set<std::string> models_with_vectors() {
  std::set<std::string> result;
  for (const auto& entry : std::filesystem::directory_iterator(EDGETL_VECTORS)) {
    if (entry.path().extension() != ".txt") continue;
    std::ifstream index(entry.path());
    for (std::string line; std::getline(index, line);)
      if (line.starts_with("attr model ")) result.insert(line.substr(11));
  }
  return result;
}

// Without those that are left out at the end.
std::int32_t inputs_of(const node& step) {
  std::int32_t count = step.input_count;
  while (count > 0 && !step.has_input(count - 1)) --count;
  return count;
}

// "ADD(int8, int8*) -> int8": a constant has a *, a tensor with one scale per channel []; operands that are alike stand
// here once, so that CONCATENATION of many is as one of two.
std::string describe(std::int32_t operation, const node& step) {
  const auto list = [&](std::int32_t count, bool is_input, auto tensor) {
    std::string           result;
    std::set<std::string> listed;
    for (std::int32_t k = 0; k < count; ++k) {
      const tensor_info* own  = tensor(k);
      std::string        next = own == nullptr ? "none" : name_of(own->element);
      if (own != nullptr && own->constant && is_input) next += '*';
      if (own != nullptr && is_per_channel(*own)) next += "[]";
      if (listed.insert(next).second) result += (result.empty() ? "" : ", ") + next;
    }
    return result;
  };
  const std::int32_t inputs = inputs_of(step);
  return import::tflite::builtin_name(rows::code_of(operation)) + std::string("(") +
         list(inputs, true, [&](int k) { return step.has_input(k) ? &step.input(k) : nullptr; }) + ") -> " +
         list(step.output_count, false, [&](int k) { return &step.output(k); });
}

bool folds(std::int32_t operation, const node& step) {
  std::int32_t values[kernel::max_computed_values];
  return operations::fold(operation, step, values) ||
         (operations::aliases(operation) && step.is_constant(0) && !operations::check(operation, step));
}
bool accepts(std::int32_t operation, const node& step) {
  return folds(operation, step) || !operations::check(operation, step);
}

// One step of a model whose operands can be changed: inputs first, then outputs.
class pattern {
 public:
  std::int32_t             operation, inputs;
  std::vector<tensor_info> operands;

  pattern(std::int32_t which, const node& step)
      : operation(which), inputs(step.input_count), bytes(step.file.data, step.file.data + step.file.size) {
    std::copy_n(step.option_words, kernel::max_option_words, options.begin());
    for (std::int32_t k = 0; k < inputs; ++k) {
      present.push_back(step.has_input(k));
      operands.push_back(step.has_input(k) ? step.input(k) : tensor_info{});
      indices.push_back(step.has_input(k) ? k : -1);
    }
    for (std::int32_t k = 0; k < step.output_count; ++k) {
      present.push_back(true);
      operands.push_back(step.output(k));
      indices.push_back(inputs + k);
    }
    scales_at = append(std::vector<float>(512, 0.05f));
    for (const tensor_info& own : operands) append_values(step, own);
  }

  // The operand with another element type, its values in it if they are constant.
  void change(std::size_t k, element_type element, bool constant, std::int32_t channels,
              const quant::affine& quantization) {
    tensor_info& own = operands[k];
    own.element = own.stored = element;
    own.constant             = constant;
    own.computed             = false;
    own.constant_at          = values_at[k][static_cast<std::size_t>(element)];
    own.constant_size        = static_cast<std::uint32_t>(own.bytes());
    own.quantization         = {};
    own.channels             = 0;
    own.scales_at            = scales_at;
    const bool is_code =
        is_quantized(element) || (element == element_type::int32 && !constant && quantization != quantizations[0]);
    if (!is_code) return;
    const auto range = range_of(element);
    own.quantization = {quantization.scale,
                        range.first <= quantization.zero_point && quantization.zero_point <= range.second
                            ? quantization.zero_point
                            : 0};
    own.channels     = channels;
    if (channels > 1) own.quantization.zero_point = 0;
  }
  bool is_present(std::size_t k) const { return present[k]; }
  // As it stands, or computed while compiling were its inputs constants.
  bool is_accepted() {
    if (accepts(operation, step())) return true;
    const auto as_found = operands;
    for (std::int32_t k = 0; k < inputs; ++k) operands[static_cast<std::size_t>(k)].constant = true;
    const bool result = folds(operation, step());
    operands          = as_found;
    return result;
  }

  node step() const {
    return {{bytes.data(), bytes.size()},
            operands.data(),
            indices.data(),
            inputs,
            indices.data() + inputs,
            static_cast<std::int32_t>(operands.size()) - inputs,
            options.data()};
  }

 private:
  std::vector<unsigned char>                         bytes;
  std::array<std::int32_t, kernel::max_option_words> options{};
  std::vector<std::int32_t>                          indices;
  std::vector<bool>                                  present;
  std::uint32_t                                      scales_at;
  std::vector<std::array<std::uint32_t, 16>>         values_at;

  static std::pair<std::int32_t, std::int32_t> range_of(element_type element) {
    switch (element) {
      case element_type::uint8: return {0, 255};
      case element_type::int16: return {-32768, 32767};
      case element_type::int32: return {-2147483647, 2147483647};
      default: return {-128, 127};
    }
  }
  template <class Value> std::uint32_t append(const std::vector<Value>& values) {
    bytes.resize((bytes.size() + 15) / 16 * 16);
    const std::size_t at = bytes.size();
    bytes.resize(at + values.size() * sizeof(Value));
    std::memcpy(bytes.data() + at, values.data(), values.size() * sizeof(Value));
    return static_cast<std::uint32_t>(at);
  }
  // A constant's values, or zeros, in every element type.
  void append_values(const node& step, const tensor_info& own) {
    std::vector<std::int64_t> whole(own.shape.count());
    std::vector<float>        real(whole.size());
    for (std::size_t i = 0; own.constant && i < whole.size(); ++i) {
      whole[i] = step.integer_of(own, i);
      real[i]  = static_cast<float>(whole[i]);
    }
    const auto as = [&](auto zero) {
      std::vector<decltype(zero)> values;
      for (const std::int64_t value : whole) values.push_back(static_cast<decltype(zero)>(value));
      return append(values);
    };
    const std::uint32_t small = as(std::int8_t{}), middle = as(std::int16_t{}), narrow = as(std::int32_t{}),
                        wide = as(std::int64_t{});
    auto& at                 = values_at.emplace_back();
    at.fill(small);
    at[static_cast<std::size_t>(element_type::int16)] = at[static_cast<std::size_t>(element_type::float16)] = middle;
    at[static_cast<std::size_t>(element_type::int32)]                                                       = narrow;
    at[static_cast<std::size_t>(element_type::int64)]                                                       = wide;
    at[static_cast<std::size_t>(element_type::float32)] = append(real);
  }
};

struct survey {
  std::map<std::string, pattern> patterns;  // by the combination

  // The steps as the file has them, with the constants that folding has found.
  void add(const large_tape& read, const large_tape& folded, bytes_view file) {
    for (std::int32_t s = 0; s < read.sizes.steps; ++s) {
      node               step      = read.node(s, file);
      const std::int32_t operation = read.steps[s].operation;
      step.tensors                 = folded.tensors;
      CAPTURE(describe(operation, step));
      REQUIRE(accepts(operation, step));
      if (step.input_count <= 5) patterns.try_emplace(describe(operation, step), operation, step);
    }
  }
};

survey survey_of_vectors() {
  survey result;
  for (const std::string& name : models_with_vectors()) {
    const auto            bytes = read_file(std::filesystem::path(EDGETL_VECTORS) / "models" / name);
    const bytes_view      file{bytes.data(), bytes.size()};
    const auto            tape = std::make_unique<large_tape>();
    const run_time_import model(bytes.data(), bytes.size());
    CAPTURE(name, model.sentence());
    REQUIRE(model.ok());
    REQUIRE(import::tflite::reader<rows, large_tape>(file, *tape).read().ok());
    result.add(*tape, *model.tape, file);
  }
  return result;
}

// Calls visit() for the pattern with every element type for every operand.
template <class Visit> void for_each_choice_of_types(pattern& own, const quant::affine& quantization,
                                                     std::vector<element_type>& chosen, Visit visit) {
  const std::size_t k = chosen.size();
  if (k == own.operands.size()) return visit();
  if (!own.is_present(k)) {
    chosen.push_back(element_type::unknown);
    for_each_choice_of_types(own, quantization, chosen, visit);
    chosen.pop_back();
    return;
  }
  const tensor_info before = own.operands[k];
  for (const element_type element : types) {
    own.change(k, element, before.constant, before.channels > 1 ? before.channels : 1, quantization);
    chosen.push_back(element);
    for_each_choice_of_types(own, quantization, chosen, visit);
    chosen.pop_back();
  }
  own.operands[k] = before;
}

// With element types that are accepted, the other ways to write the operands: as constants, with a scale per channel
// along some axis. Of constants alone only what is computed while compiling.
void add_variants(pattern own, const std::vector<element_type>& chosen, const quant::affine& quantization,
                  std::set<std::string>& accepted) {
  const auto     count  = own.operands.size();
  const unsigned inputs = static_cast<unsigned>(own.inputs);
  for (unsigned constants = 0; constants < 1u << inputs; ++constants) {
    bool computes = false;
    for (std::size_t k = 0; k < count; ++k) {
      if (!own.is_present(k)) continue;
      const bool constant = k < inputs && (constants >> k & 1) != 0;
      own.change(k, chosen[k], constant, 1, quantization);
      computes = computes || (k < inputs && !constant);
    }
    const auto add = [&] {
      const node step = own.step();
      if (folds(own.operation, step) || (computes && !operations::check(own.operation, step)))
        accepted.insert(describe(own.operation, step));
    };
    add();
    for (tensor_info& operand : own.operands) {
      const tensor_info per_tensor = operand;
      for (std::int32_t axis = 0; axis < operand.shape.rank && is_quantized(operand.element); ++axis) {
        operand.quantization.zero_point = 0;
        operand.channel_axis            = axis;
        operand.channels                = operand.shape[axis];
        add();
      }
      operand = per_tensor;
    }
  }
}

std::set<std::string> accepted_by(const pattern& found) {
  std::set<std::string>               accepted;
  std::set<std::vector<element_type>> done;
  for (const quant::affine& quantization : quantizations) {
    pattern                   own = found;
    std::vector<element_type> chosen;
    for_each_choice_of_types(own, quantization, chosen, [&] {
      if (own.is_accepted() && done.insert(chosen).second) add_variants(found, chosen, quantization, accepted);
    });
  }
  return accepted;
}

std::string lines_of(const std::set<std::string>& left, const std::set<std::string>& without) {
  std::string result;
  for (const std::string& line : left)
    if (without.count(line) == 0) result += "\n  " + line;
  return result;
}

}  // namespace

TEST_CASE("every combination of element types that is accepted has a vector") {
  const survey          vectors = survey_of_vectors();
  std::set<std::string> covered, accepted;
  for (const auto& [combination, found] : vectors.patterns) {
    covered.insert(combination);
    accepted.merge(accepted_by(found));
  }
  CHECK(lines_of(accepted, covered) == "");
  // and the search finds all that the vectors hold, so it is not blind
  CHECK(lines_of(covered, accepted) == "");
  WARN(accepted.size() << " combinations");
}
