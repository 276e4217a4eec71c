// SPDX-License-Identifier: BSL-1.0
// Which operators of a file are missing: each kind once, custom ones by name.
#include <edgetl/import/tflite/missing.hpp>

#include <edgetl/import/tflite/operations.hpp>

#include "../../support/broken_models.hpp"
#include "../unit.hpp"
#include "digits.model.hpp"

#include <cstring>

using namespace edgetl;
using namespace edgetl::import::tflite;
using edgetl_test::broken;
using edgetl_test::defect;

namespace {

using known = builtin_operations;

constexpr std::size_t roomy = digits::size + 64;

constexpr auto several = broken<digits, defect::unknown_operations, roomy>();
constexpr auto missing = find_missing<known>({several.file.data(), roomy});
constexpr auto names   = custom_names(missing, {several.file.data(), roomy});

constexpr unsigned char letters[] = "one two one to";
constexpr bytes_view    text_file{letters, sizeof letters};

}  // namespace

static_assert(find_missing<known>({digits::bytes, digits::size}).size == 0 && find_missing<known>({}).size == 0);
static_assert(missing.size == 3 && missing.kinds[0].kind.code == 67 && missing.kinds[0].count == 4);
static_assert(missing.kinds[1].kind.code == schema::custom && missing.kinds[1].count == 1 &&
              missing.kinds[2].kind.code == 88);
static_assert(names.size() == 6 && names.chars[0] == 'm' && names.chars[5] == 'm');

static_assert(alike(text_file, {32, {0, 3}}, {32, {8, 3}}), "equal names in two places are one kind");
static_assert(!alike(text_file, {32, {0, 3}}, {32, {4, 3}}) && !alike(text_file, {32, {4, 3}}, {32, {12, 2}}) &&
              !alike(text_file, {32, {0, 3}}, {33, {0, 3}}));
static_assert(missing_by<known>({"is bad -> make it good", 0, 3}, {several.file.data(), roomy}).size == 0,
              "an answer about an operator that there is");
static_assert(missing_by<known>({"is bad -> make it good", 0, 67}, {several.file.data(), roomy}).size == 3);

TEST_CASE("missing: an operator that runs another subgraph") {
  CHECK(schema::calls_a_subgraph(119));
  CHECK_FALSE(schema::calls_a_subgraph(9));
}

TEST_CASE("missing: more kinds than there is room for are left out") {
  missing_operators all;
  for (std::int32_t code = 0; code < 2 * missing_operators::room; ++code) all.add(text_file, {code, {}});
  all.add(text_file, {0, {}});
  CHECK(all.size == missing_operators::room);
  CHECK(all.kinds[0].count == 2);
  CHECK(all.kinds[all.size - 1].count == 1);
}
