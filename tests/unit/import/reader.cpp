// SPDX-License-Identifier: BSL-1.0
// The importer on hostile bytes: every prefix of a model is refused, no corruption crashes it, and what it
// accepts can be planned and read.
#include <edgetl/import/tflite/reader.hpp>

#include <edgetl/graph/inspect.hpp>
#include <edgetl/graph/plan.hpp>
#include <edgetl/import/tflite/validate.hpp>

#include "../../support/broken_models.hpp"
#include "../unit.hpp"
#include "digits.model.hpp"

#include <cstring>
#include <initializer_list>
#include <memory>

using namespace edgetl_test;
using namespace edgetl;

namespace {

using roomy_tape = graph::tape<graph::tape_sizes{40, 24, 120, 4, 4}>;
using rows       = import::tflite::builtin_operations;

// Where CPUs are emulated, every 37th prefix and byte.
constexpr std::size_t stride = many < 10000 ? 37 : 1;

import::status import_bytes(const unsigned char* data, std::size_t size,
                            roomy_tape& tape){tape = roomy_tape{};
return import::tflite::import_model<rows>({data, size}, tape);
}  // namespace

// Reads every constant and plans: what follows an import.
bool can_be_used(const roomy_tape& tape, bytes_view file) {
  for (std::int32_t s = 0; s < tape.sizes.steps; ++s)
    for (std::int32_t k = 0; k < tape.steps[s].input_count; ++k) {
      const std::int32_t t = tape.input_of(tape.steps[s], k);
      if (t < 0 || !tape.tensors[t].constant || tape.tensors[t].computed) continue;
      const auto& own = tape.tensors[t];
      if (!file.contains(own.constant_at, own.constant_size) ||
          bytes_of(own.stored, own.shape.count()) > own.constant_size)
        return false;
      if (own.channels > 1 && !file.contains(own.scales_at, 4 * static_cast<std::size_t>(own.channels)))
        return false;
    }
  const auto lives = graph::find_lifetimes<rows::operations>(tape, file);
  return graph::attempt_plan(lives, 0).arena_bytes >= lives.live_set_bound &&
         graph::count_macs<rows::operations>(tape, file) >= 0;
}

roomy_tape scratch;

using broken_copy = edgetl_test::flat_model<std::unique_ptr<unsigned char[]>>;
broken_copy copy_of_digits() {
  broken_copy copy{std::make_unique<unsigned char[]>(digits::size)};
  std::memcpy(copy.file.get(), digits::bytes, digits::size);
  return copy;
}
import::status import_copy(const broken_copy& copy) { return import_bytes(copy.file.get(), digits::size, scratch); }

// How many of the file's copies with `corrupt` applied are wrongly treated; accepted ones are counted, too.
struct outcome {
  int wrong = 0, accepted = 0, refused = 0;

  template <class Corrupt> void test(unsigned char* copy, Corrupt corrupt) {
    std::memcpy(copy, digits::bytes, digits::size);
    corrupt(copy);
    const auto answer = import_bytes(copy, digits::size, scratch);
    if (answer.ok()) {
      ++accepted;
      wrong += can_be_used(scratch, {copy, digits::size}) ? 0 : 1;
    } else {
      ++refused;
      wrong += import::tflite::describe(answer, scratch, {copy, digits::size}).size() > 20 ? 0 : 1;
    }
  }
};

}  // namespace

TEST_CASE("reader: the model itself is accepted") {
  CHECK(import_bytes(digits::bytes, digits::size, scratch).ok());
  CHECK(can_be_used(scratch, {digits::bytes, digits::size}));
}

TEST_CASE("reader: no prefix is accepted, and nothing outside it is read") {
  std::size_t accepted = 0, without_reason = 0;
  for (std::size_t size = 0; size < digits::size; size += stride) {
    const auto copy = std::make_unique<unsigned char[]>(size);  // its own allocation, for sanitizers
    std::memcpy(copy.get(), digits::bytes, size);
    const auto answer = import_bytes(copy.get(), size, scratch);
    accepted += answer.ok() ? 1u : 0u;
    without_reason += import::tflite::describe(answer, scratch, {copy.get(), size}).empty() ? 1u : 0u;
  }
  CHECK(accepted == 0u);
  CHECK(without_reason == 0u);
}

TEST_CASE("reader: any single byte may be wrong") {
  const auto copy = std::make_unique<unsigned char[]>(digits::size);
  outcome    seen;
  for (std::size_t at = 0; at < digits::size; at += stride)
    for (const unsigned flip : {0x01u, 0x80u, 0xFFu})
      seen.test(copy.get(),
                [&](unsigned char* file) { file[at] = static_cast<unsigned char>(file[at] ^ flip); });
  CHECK(seen.wrong == 0);
  CHECK(seen.accepted > 0);  // most bytes are weights
  CHECK(seen.refused > 0);
}

TEST_CASE("reader: any few words may be wrong") {
  const auto              copy = std::make_unique<unsigned char[]>(digits::size);
  random_numbers          random;
  outcome                 seen;
  constexpr std::uint32_t nasty[] = {
      0,          1,          4,          0x7FFFFFFF, 0x80000000,   0xFFFFFFFF,
      0xFFFFFFFC, 0x7F800000, 0x7FC00000, 0x10000,    digits::size, digits::size - 1};
  for (int round = 0; round < 2 * many; ++round)
    seen.test(copy.get(), [&](unsigned char* file) {
      for (std::uint32_t k = 1 + random.bits() % 3; k > 0; --k) {
        const std::size_t at = random.bits() % (digits::size / 4) * 4;
        // both ends of the file hold its structure
        const std::size_t where =
            random.bits() % 3 == 0
                ? at
                : (random.bits() % 2 == 0 ? at % 2048 : digits::size / 4 * 4 - 4 - at % 6144);
        std::uint32_t word = nasty[random.bits() % (sizeof nasty / sizeof nasty[0])];
        if (random.bits() % 4 == 0) word = random.bits() % 64;
        std::memcpy(file + where, &word, 4);
      }
    });
  CHECK(seen.wrong == 0);
  CHECK(seen.refused > 0);
}

TEST_CASE("reader: a tape without room says so") {
  static graph::tape<graph::tape_sizes{4, 4, 8, 1, 1}> small;
  const auto answer = import::tflite::import_model<rows>({digits::bytes, digits::size}, small);
  REQUIRE_FALSE(answer.ok());
  CHECK(std::strstr(answer.reason, "room") != nullptr);
}

TEST_CASE("reader: a tensor that nobody uses may be anything") {
  broken_copy         model = copy_of_digits();
  const std::uint32_t bias  = model.op_input(8, 2);  // of FULLY_CONNECTED
  model.set(model.list(model.tensor(bias), 0) + 4, 0xFFFFFFFFu);
  CHECK_FALSE(import_copy(model).ok());
  model.set(model.list(model.op(8), 1) + 12, 0xFFFFFFFFu);  // now it is left out
  CHECK(import_copy(model).ok());
}

TEST_CASE("reader: a tensor without elements is a constant without bytes") {
  broken_copy         model = copy_of_digits();
  const std::uint32_t axes  = model.op_input(7, 1);  // of MEAN
  model.set(model.list(model.tensor(axes), 0) + 4, 0);
  const auto answer = import_copy(model);
  CHECK(scratch.tensors[axes].constant);
  CHECK(scratch.tensors[axes].shape == make_extents(0));
  REQUIRE_FALSE(answer.ok());  // over no axis at all, MEAN has another output
  CHECK(answer.op == 7);
  CHECK(std::strstr(answer.reason, "has an output of another shape") != nullptr);
}

TEST_CASE("reader: an operator that is missing is told before a broken tensor") {
  broken_copy model = copy_of_digits();
  model.set(model.list(model.tensor(model.op_output(0)), 0) + 8, 0xFFFFFFFFu);
  CHECK(import_copy(model).tensor >= 0);
  model.set_code(9, 129);  // CALL_ONCE, at the end
  model.set(model.list(model.op(9), 2), 0);  // which has no output
  const auto answer = import_copy(model);
  CHECK(answer.op == 9);
  CHECK(answer.builtin == 129);
  CHECK(answer.tensor == -1);
  CHECK(std::strstr(answer.reason, "is not supported") != nullptr);
}
