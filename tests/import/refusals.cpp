// SPDX-License-Identifier: BSL-1.0
// What host tools say of models that cannot be imported: the same sentences as at compile time, for broken files, for
// every prefix of a file, for an extent of 0 anywhere, and for real models with operations edgetl does not have.
#include "../support/broken_models.hpp"
#include "../support/catch.hpp"
#include "../support/run_time_import.hpp"

#include "digits.model.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <vector>

using namespace edgetl_test;

namespace {

template <defect Kind, std::size_t Kept = digits::size> std::string sentence_of() {
  static constexpr auto bytes = broken<digits, Kind, Kept>();
  return run_time_import(bytes.file.data(), Kept).sentence();
}

bool contains(const std::string& whole, const std::string& part) { return whole.find(part) != std::string::npos; }

using file_model = flat_model<std::vector<unsigned char>>;

file_model read_model(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {{std::istreambuf_iterator<char>(file), {}}};
}
std::string sentence_of(const file_model& model) {
  return run_time_import(model.file.data(), model.file.size()).sentence();
}

// What is said of a file, without the names of its tensors.
std::string sentence_of(const std::filesystem::path& path) {
  const std::string whole = sentence_of(read_model(path));
  const std::size_t begin = whole.find(", tensor "), end = whole.find(") ");
  return begin > end || end == std::string::npos ? whole : whole.substr(0, begin) + whole.substr(end);
}

// Imports and, where that succeeds, does what a tool does next; false where an answer makes no sense.
bool answers(const std::vector<unsigned char>& bytes) {
  const run_time_import model(bytes.data(), bytes.size());
  if (!model.ok()) return !model.sentence().empty();
  const auto lives = model.lifetimes();
  return edgetl::graph::attempt_plan(lives, 0).arena_bytes >= lives.live_set_bound && model.macs() >= 0;
}

}  // namespace

TEST_CASE("a good model is imported") {
  const run_time_import digit_model(digits::bytes, digits::size);
  CHECK(digit_model.ok());
  CHECK(digit_model.sentence().empty());
  CHECK(digit_model.macs() == 402752);
}

TEST_CASE("each kind of bad model gives its sentence") {
  CHECK(sentence_of<defect::identifier>() ==
        "edgetl: the model has no TFL3 identifier at byte 4 -> pass a TensorFlow Lite file (byte 4)");
  CHECK(contains(sentence_of<defect::truncated, digits::size / 2>(), "edgetl: the model ends early or holds an offset that leaves the file -> pass the whole file"));
  CHECK(sentence_of<defect::unknown_operation>() ==
        "edgetl: op 9 (TRANSPOSE_CONV, tensor \"StatefulPartitionedCall_1:0\") is not supported -> "
        "see docs/operations.md for what is");
  CHECK(contains(sentence_of<defect::unknown_operations, digits::size + 64>(),
                 "\") is not supported; missing: TRANSPOSE_CONV x4, CUSTOM \"my_sum\", UNPACK -> "
                 "see docs/operations.md for what is"));
  CHECK(contains(sentence_of<defect::no_elements>(),
                 "computes on a tensor that has a dimension of 0 -> convert the model with static shapes"));
  CHECK(contains(sentence_of<defect::dynamic_shape>(), "has a dimension that is not fixed -> convert the model with static shapes"));
  CHECK(contains(sentence_of<defect::no_quantization>(), "edgetl: op 0 (CONV_2D, tensor \""));
  CHECK(contains(sentence_of<defect::no_quantization>(), "has an operand without quantization -> quantize the whole model"));
  CHECK(contains(sentence_of<defect::channel_count>(), "has another number of scales than channels"));
  CHECK(sentence_of<defect::tensor_index>() ==
        "edgetl: op 0 (CONV_2D) refers to a tensor that the graph does not have -> convert the model again");
  CHECK(contains(sentence_of<defect::order>(), "reads a tensor before it is written -> sort the operators, break cycles"));
}

TEST_CASE("no prefix of a model is taken for a model") {
  for (std::size_t size = 0; size < digits::size; size += size < 4096 ? 1 : 37) {
    const std::vector<unsigned char> prefix(digits::bytes, digits::bytes + size);  // its own allocation, for sanitizers
    const run_time_import            cut(prefix.data(), size);
    CAPTURE(size);
    REQUIRE_FALSE(cut.ok());
    REQUIRE_FALSE(cut.sentence().empty());
  }
}

// No operation divides by it, plans with it or reads what is not there.
TEST_CASE("an extent of 0 anywhere is answered") {
  std::size_t tried = 0, wrong = 0;
  for (const auto& entry : std::filesystem::directory_iterator(EDGETL_MODELS)) {
    const file_model good    = read_model(entry.path());
    const auto       tensors = good.u32(good.list(good.graph(), 0));
    for (std::uint32_t t = 0; t < tensors; ++t) {
      if (good.field(good.tensor(t), 0) == 0) continue;  // a scalar
      const std::size_t shape = good.list(good.tensor(t), 0);
      for (std::uint32_t axis = 0; axis < good.u32(shape); ++axis, ++tried) {
        file_model model = good;
        model.set(shape + 4 + 4 * axis, 0);
        wrong += answers(model.file) ? 0 : 1;
      }
    }
  }
  CHECK(tried > 1000);
  CHECK(wrong == 0);
}

TEST_CASE("data behind the flatbuffer is where the file says, or the file is refused") {
  const file_model good = read_model(EDGETL_MODELS "/graph_buffers_behind_the_flatbuffer.tflite");
  REQUIRE(sentence_of(good).empty());
  const std::string behind = "keeps its data behind the end of the file -> pass the whole file";
  file_model        cut    = good;
  cut.file.pop_back();
  CHECK(contains(sentence_of(cut), behind));
  const std::size_t buffer = good.entry(good.list(good.model(), 4), 1);
  for (const int field : {1, 2})  // offset and size: 64 bits, and their sum leaves them
    for (const std::size_t half : {std::size_t{0}, std::size_t{4}}) {
      file_model far = good;
      far.set(good.field(buffer, field) + half, 0xFFFFFFFFu);
      CHECK(contains(sentence_of(far), behind));
    }
  file_model apart = good;  // the filter is in another file
  apart.file.resize(good.file.size() + 64);
  apart.set_table(good.tensor_reference(good.op_input(0, 1)), good.file.size(), 10, 1u << 31);
  CHECK(contains(sentence_of(apart), "keeps its data in another file -> convert the model into one file"));
}

#ifdef EDGETL_SHARED
// refused.txt: a file of ../shared, a space, and what is said of it; nothing where it compiles, but answers wrongly.
// What lets a case in moves it to tests/models/cases.txt.
TEST_CASE("real models and small cases run or are refused for their true reason") {
  std::map<std::string, std::string> refused;
  std::ifstream                      sentences(EDGETL_REFUSED_FILES);
  for (std::string file, sentence; sentences >> file && std::getline(sentences, sentence);)
    refused[file] = sentence.empty() ? sentence : sentence.substr(1);
  std::set<std::string> run;
  std::ifstream         cases(EDGETL_CASES_THAT_RUN);
  for (std::string name; std::getline(cases, name);) run.insert("cases/" + name + "/model.tflite");
  std::size_t found = 0;
  for (const char* folder : {"models", "cases"})
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(std::filesystem::path(EDGETL_SHARED) / folder)) {
      if (entry.path().extension() != ".tflite") continue;
      const std::string name  = std::filesystem::relative(entry.path(), EDGETL_SHARED).generic_string();
      const auto        known = refused.find(name);
      CAPTURE(name);
      CHECK(sentence_of(entry.path()) == (known == refused.end() ? "" : known->second));
      if (folder == std::string("cases")) CHECK((known == refused.end()) == (run.count(name) == 1));
      found += known == refused.end() ? 0 : 1;
    }
  CHECK(found == refused.size());
}
#endif
