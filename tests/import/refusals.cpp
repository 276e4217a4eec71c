// SPDX-License-Identifier: BSL-1.0
// What host tools say of models that cannot be imported: the same sentences as at compile time, for
// broken files, for every prefix of a file, and for real models with operations edgetl does not have.
#include "../support/broken_models.hpp"
#include "../support/catch.hpp"
#include "../support/run_time_import.hpp"

#include "digits.model.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <vector>

using namespace edgetl_test;

namespace {

template <defect Kind, std::size_t Kept = digits::size> std::string sentence_of() {
  const auto bytes = broken<digits, Kind, Kept>();
  return run_time_import(bytes.file.data(), Kept).sentence();
}

bool contains(const std::string& whole, const std::string& part) { return whole.find(part) != std::string::npos; }

// What is said of a file, without the names of its tensors.
std::string sentence_of(const std::filesystem::path& path) {
  std::ifstream                    file(path, std::ios::binary);
  const std::vector<unsigned char> bytes{std::istreambuf_iterator<char>(file), {}};
  const std::string                whole = run_time_import(bytes.data(), bytes.size()).sentence();
  const std::size_t                begin = whole.find(", tensor "), end = whole.find(") ");
  return begin > end || end == std::string::npos ? whole : whole.substr(0, begin) + whole.substr(end);
}

// The same of missing operators.
std::string missing(int op, const std::string& kind, const std::string& all = "") {
  return "edgetl: op " + std::to_string(op) + " (" + kind + ") is not supported" +
         (all.empty() ? "" : "; missing: " + all) + " -> see docs/operations.md for what is";
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

#ifdef EDGETL_SHARED
TEST_CASE("real models with other operations are refused by name") {
  const std::map<std::string, std::string> refused = {
      {"mww_v2_okay_nabu",
       missing(0, "CALL_ONCE", "CALL_ONCE, VAR_HANDLE x12, READ_VARIABLE x6, ASSIGN_VARIABLE x12, SPLIT_V x2")},
      {"mww_v2_vad", missing(0, "CALL_ONCE", "CALL_ONCE, VAR_HANDLE x8, READ_VARIABLE x4, ASSIGN_VARIABLE x8")},
      {"tflm_keyword_scrambled_8bit", missing(1, "SVDF", "SVDF x7")},
      {"tflm_trained_lstm", missing(0, "UNIDIRECTIONAL_SEQUENCE_LSTM")},
      {"tflm_trained_lstm_int8", missing(0, "UNIDIRECTIONAL_SEQUENCE_LSTM")},
      {"tinyengine_ptq_mnist_lenet-300-100", missing(6, "LOG_SOFTMAX")},
      {"mediapipe_selfie_segmentation",
       missing(167, "RESIZE_BILINEAR", "RESIZE_BILINEAR x3, CUSTOM \"Convolution2DTransposeBias\"")},
      {"mediapipe_face_detection_full_range_sparse",
       missing(8, "DENSIFY", "DENSIFY x46, RESIZE_BILINEAR x3, DEPTH_TO_SPACE x2")},
  };
  for (const auto& [name, sentence] : refused)
    CHECK(sentence_of(EDGETL_SHARED "/models/" + name + ".tflite") == sentence);
}

// The cases that do not run yet; what lets one of them in moves it to tests/models/cases.txt.
TEST_CASE("each small case runs or is refused for its true reason") {
  const std::string filter =
      "needs a filter that is a constant of the file -> freeze the weights and fold what is done to them";
  const std::map<std::string, std::string> refused = {
      {"15-fc-rank-batch-weights-not-constant", "edgetl: op 0 (FULLY_CONNECTED) " + filter},
      {"22-pooling-max-scales-differ",
       "edgetl: op 0 (MAX_POOL_2D) needs the same scale and zero point for input and output -> insert a QUANTIZE"},
      {"28-weight-zero-point-conv-zp12",
       "edgetl: op 0 (CONV_2D) needs a filter whose zero point is 0 -> quantize the filter symmetrically"},
      {"30-user-attn_plain", missing(2, "BATCH_MATMUL", "BATCH_MATMUL x2")},
      {"30-user-gru_unroll", missing(1, "UNPACK", "UNPACK, SPLIT x12")},
      {"30-user-k_conv1dtranspose", missing(1, "TRANSPOSE_CONV")},
      {"30-user-k_globalmax", missing(1, "REDUCE_MAX")},
      {"30-user-k_layernorm", missing(3, "NEG", "NEG, SQUARED_DIFFERENCE, RSQRT")},
      {"30-user-k_mlp_dynrange", ""},  // those without a sentence compile, but do not answer as they should yet
      {"30-user-k_prelu", missing(1, "PRELU")},
      {"30-user-k_softplus", missing(1, "EXP", "EXP, LOG")},
      {"30-user-k_split_chunk", missing(1, "SPLIT")},
      {"30-user-lstm_float_b1", missing(1, "WHILE", "WHILE, LESS x2, LOGICAL_AND, GATHER, SPLIT")},
      {"30-user-tcn_dynbatch", missing(8, "SPACE_TO_BATCH_ND", "SPACE_TO_BATCH_ND x2, BATCH_TO_SPACE_ND x2")},
      {"30-user-unet_nearest", missing(6, "TILE", "TILE x4")},
      {"30-user-unet_transpose", missing(5, "TRANSPOSE_CONV", "TRANSPOSE_CONV x2")},
      {"33-hybrid-fc-channel-asym-b2", ""},
      {"33-hybrid-min-dw", ""},
      {"33-hybrid-min-fc", ""},
      {"34-constants-through-operators-filter-through-transpose", "edgetl: op 1 (FULLY_CONNECTED) " + filter},
      {"43-tflm-compressed", missing(0, "CUSTOM \"TFLM_DECODE\"")},
  };
  std::set<std::string> run;
  std::ifstream         list(EDGETL_CASES_THAT_RUN);
  for (std::string name; std::getline(list, name);) run.insert(name);
  for (const auto& folder : std::filesystem::directory_iterator(EDGETL_SHARED "/cases")) {
    if (!folder.is_directory()) continue;
    const std::string name  = folder.path().filename().string();
    const auto        known = refused.find(name);
    CAPTURE(name);
    CHECK(sentence_of(folder.path() / "model.tflite") == (known == refused.end() ? "" : known->second));
    CHECK((known == refused.end()) == (run.count(name) == 1));
  }
}
#endif
