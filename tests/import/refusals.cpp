// SPDX-License-Identifier: BSL-1.0
// What host tools say of models that cannot be imported: the same sentences as at compile time, for
// broken files, for every prefix of a file, and for real models with operations edgetl does not have.
#include "../support/broken_models.hpp"
#include "../support/catch.hpp"
#include "../support/run_time_import.hpp"

#include "digits.model.hpp"

#include <fstream>
#include <iterator>
#include <map>
#include <vector>

using namespace edgetl_test;

namespace {

template <defect Kind, std::size_t Kept = digits::size> std::string sentence_of() {
  const auto bytes = broken<digits, Kind, Kept>();
  return run_time_import(bytes.file.data(), Kept).sentence();
}

bool contains(const std::string& whole, const std::string& part) { return whole.find(part) != std::string::npos; }

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
  CHECK(contains(sentence_of<defect::unknown_operation>(), "(TRANSPOSE_CONV, tensor \""));
  CHECK(contains(sentence_of<defect::unknown_operation>(), "is not supported -> see docs/operations.md for what is"));
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

#ifdef EDGETL_SHARED_MODELS
TEST_CASE("real models with other operations are refused by name") {
  const std::map<std::string, std::string> refused = {
      {"mww_v2_okay_nabu", "CALL_ONCE"},
      {"mww_v2_vad", "CALL_ONCE"},
      {"tflm_keyword_scrambled_8bit", "SVDF"},
      {"tflm_trained_lstm", "UNIDIRECTIONAL_SEQUENCE_LSTM"},
      {"tinyengine_ptq_mnist_lenet-300-100", "LOG_SOFTMAX"},
      {"mediapipe_selfie_segmentation", "RESIZE_BILINEAR"},
      {"mediapipe_face_detection_full_range_sparse", "is stored sparse"},
  };
  for (const auto& [name, reason] : refused) {
    std::ifstream                    file(EDGETL_SHARED_MODELS "/" + name + ".tflite", std::ios::binary);
    const std::vector<unsigned char> bytes{std::istreambuf_iterator<char>(file), {}};
    const run_time_import            model(bytes.data(), bytes.size());
    CAPTURE(name, model.sentence());
    CHECK_FALSE(model.ok());
    CHECK(contains(model.sentence(), reason));
  }
}
#endif
