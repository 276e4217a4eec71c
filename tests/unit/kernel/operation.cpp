// SPDX-License-Identifier: BSL-1.0
// What an operation is: the concepts both ways, and parameters that are constant or erased.
#include <edgetl/kernel/operation.hpp>

#include "../unit.hpp"

using namespace edgetl::kernel;

namespace {

struct complete {
  static constexpr refusal      check(const node&) { return {}; }
  static constexpr std::int64_t macs(const node&) { return 0; }
};
struct rich : complete {
  static constexpr bool aliases = true;
  static constexpr bool in_place(const node&, int k) { return k == 0; }
  static constexpr bool fold(const node&, std::int32_t*) { return false; }
};
struct without_macs {
  static constexpr refusal check(const node&) { return {}; }
};
struct without_check {
  static constexpr std::int64_t macs(const node&) { return 0; }
};
struct counts_in_int {
  static constexpr refusal check(const node&) { return {}; }
  static constexpr int     macs(const node&) { return 0; }
};
struct checks_as_bool {
  static constexpr bool         check(const node&) { return true; }
  static constexpr std::int64_t macs(const node&) { return 0; }
};
struct does_not_alias : complete {
  static constexpr bool aliases = false;
};

struct parameters {
  int value;
};

// A step of two inputs and an output, `empty` of them without elements.
constexpr std::int32_t refused_tensor(std::int32_t empty) {
  tensor_info            tensors[3];
  constexpr std::int32_t numbers[] = {0, 1, 2};
  for (auto& own : tensors) own.shape = edgetl::make_extents(2, 3);
  if (empty >= 0) tensors[empty].shape = edgetl::make_extents(2, 0);
  return check_elements({{}, tensors, numbers, 2, numbers + 2, 1, nullptr}).tensor;
}

}  // namespace

static_assert(refused_tensor(-1) == -1 && refused_tensor(0) == 0 && refused_tensor(2) == 2);
static_assert(refused_tensor(1) == -1, "axes or a shape may have no elements");

static_assert(operation<complete> && operation<rich> && check_operation<complete>());
static_assert(!operation<without_macs> && !operation<without_check> && !operation<counts_in_int> &&
              !operation<checks_as_bool> && !operation<int>);
static_assert(works_in_place<rich> && !works_in_place<complete>);
static_assert(aliases_its_input<rich> && !aliases_its_input<complete> && !aliases_its_input<does_not_alias>);
static_assert(folds_to_a_constant<rich> && !folds_to_a_constant<complete>);

static_assert(constant<parameters{7}>::get().value == 7 && erased<parameters>{{8}}.get().value == 8);
static_assert(constant<7>::get() == 7, "a number serves as well as a struct");
static_assert(&constant<parameters{7}>::get() == &constant<parameters{7}>::get());
static_assert(sizeof(constant<parameters{7}>) == 1, "constant parameters cost nothing");

TEST_CASE("operation: a refusal is true when it has a sentence") {
  CHECK_FALSE(static_cast<bool>(refusal{}));
  CHECK(static_cast<bool>(refusal{"needs something -> write it", 3}));
}
