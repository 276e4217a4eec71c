// SPDX-License-Identifier: BSL-1.0
// How a refusal becomes a sentence.
#include <edgetl/import/tflite/describe.hpp>

#include <edgetl/graph/tape.hpp>

#include "../../support/broken_models.hpp"
#include "../unit.hpp"
#include "digits.model.hpp"

#include <cstring>
#include <initializer_list>
#include <memory>
#include <string>

using namespace edgetl;
using import::status;

namespace {

using tape_type = graph::tape<graph::tape_sizes{2, 1, 1, 1, 1}>;

constexpr unsigned char names[] = {'c', 'o', 'n', 'v', '\x07', 0xC3};
constexpr auto          sentence_of(const status& refused) {
           tape_type tape;
           tape.sizes.tensors        = 2;
           tape.tensors[0].name_size = sizeof names;
           return import::tflite::describe(refused, tape, {names, sizeof names});
}
constexpr const char* reason = "is bad -> make it good";

// The sentence of a file that needs these operators, one for each kind that the model has but ADD (no code is written).
std::string sentence_with(std::initializer_list<std::uint32_t> codes, bool name = false) {
  constexpr std::uint32_t first_of_kind[] = {0, 1, 5, 7, 8, 9};
  const auto              copy            = std::make_unique<unsigned char[]>(digits::size);
  std::memcpy(copy.get(), digits::bytes, digits::size);
  edgetl_test::flat_model<unsigned char*> model{copy.get()};
  std::size_t             kind            = 0;
  for (const std::uint32_t code : codes) model.set_code(first_of_kind[kind++], code);
  tape_type tape;
  tape.sizes.tensors        = 1;
  tape.tensors[0].name_size = 300;
  const auto first          = static_cast<std::int32_t>(*codes.begin());
  const auto whole =
      import::tflite::describe({"is not supported -> see docs/operations.md for what is", 0, first, name ? 0 : -1},
                               tape, {copy.get(), digits::size});
  return whole.c_str();
}

}  // namespace

TEST_CASE("describe: sentences name what is known") {
  const auto is = [](const status& refused, const char* expected) {
    return std::strcmp(sentence_of(refused).c_str(), expected) == 0;
  };
  CHECK(is({}, ""));
  CHECK(is({reason}, "edgetl: the model is bad -> make it good"));
  CHECK(is({reason, -1, -1, -1, 4}, "edgetl: the model is bad -> make it good (byte 4)"));
  CHECK(is({reason, -1, -1, 0}, "edgetl: tensor \"conv??\" is bad -> make it good"));
  CHECK(is({reason, -1, -1, 1}, "edgetl: tensor 1 is bad -> make it good"));  // it has no name
  CHECK(is({reason, 3, 3, 0}, "edgetl: op 3 (CONV_2D, tensor \"conv??\") is bad -> make it good"));
  CHECK(is({reason, 3, 9}, "edgetl: op 3 (FULLY_CONNECTED) is bad -> make it good"));
  CHECK(is({reason, 3, 300}, "edgetl: op 3 (operator code 300) is bad -> make it good"));
  CHECK(is({reason, 3}, "edgetl: op 3 is bad -> make it good"));
  CHECK(is({reason, -1, -1, 7}, "edgetl: the model is bad -> make it good"));  // a tensor that is none
}

TEST_CASE("describe: what is missing stands before the remedy, each kind once") {
  const auto first = [](const std::string& missing) {
    return "edgetl: op 0 (TRANSPOSE_CONV) is not supported; missing: " + missing +
           " -> see docs/operations.md for what is";
  };
  CHECK(sentence_with({67}) == first("TRANSPOSE_CONV x4"));
  CHECK(sentence_with({67, 67}) == first("TRANSPOSE_CONV x5"));
  CHECK(sentence_with({67, 49}) == first("TRANSPOSE_CONV x4, SPLIT"));
}

TEST_CASE("describe: what does not fit is counted, and the remedy stays") {
  const std::string whole = sentence_with({170, 194, 173, 204, 198, 197}, true);
  INFO(whole);
  CHECK(whole.size() <= import::sentence_length);
  CHECK(whole.find("missing: STABLEHLO_BROADCAST_IN_DIM x4, STABLEHLO_DYNAMIC_UPDATE_SLICE, "
                   "STABLEHLO_CUSTOM_CALL, STABLEHLO_RNG_BIT_GENERATOR and 2 more kinds ->") != std::string::npos);
  CHECK(whole.find(" -> see docs/operations.md for what is") == whole.size() - 38);
}
