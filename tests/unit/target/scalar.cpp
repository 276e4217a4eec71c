// SPDX-License-Identifier: BSL-1.0
// Targets: every kernel has a reference, a target that derives from one may do better, and what it does not
// define it inherits.
#include <edgetl/target/scalar.hpp>

#include <edgetl/kernel/elementwise.hpp>
#include <edgetl/kernel/strided.hpp>
#include <edgetl/target/native.hpp>

#include "../unit.hpp"

#include <type_traits>

using namespace edgetl;

namespace {

int calls = 0;

// A user's target: one kernel of its own.
struct counting : target::scalar {
  static constexpr const char* name = "counting";

  template <class Parameters, class Input, class Function, class Output>
  friend constexpr void edgetl_kernel(kernel::elementwise_unary, counting, Parameters given,
                                      const Input* input, Function function, Output* output) {
    if (!std::is_constant_evaluated()) ++calls;
    for (std::int32_t i = given.get().count; i-- > 0;) output[i] = function(input[i]);
  }
};
// One that derives from it and adds a kernel: it has both.
struct filling : counting {
  template <class Parameters, class Element>
  friend constexpr void edgetl_kernel(kernel::fill, filling, Parameters given, Element value,
                                      Element* output) {
    if (!std::is_constant_evaluated()) calls += 100;
    for (std::int32_t i = 0; i < given.get().count; ++i) output[i] = value;
  }
};
struct unrelated {
  static constexpr const char* name = "unrelated";
};
struct nameless {};

struct doubles {
  constexpr int operator()(int value) const { return 2 * value; }
};
template <class Target> constexpr int twice_three_and_one() {
  const int given[] = {1, 2, 3};
  int       made[3] = {};
  kernel::dispatch(kernel::elementwise_unary{}, Target{},
                   kernel::erased<kernel::elementwise_unary::parameters>{{3}}, static_cast<const int*>(given),
                   doubles{}, static_cast<int*>(made));
  kernel::dispatch(kernel::fill{}, Target{}, kernel::constant<kernel::fill::parameters{1}>{}, 1,
                   static_cast<int*>(made));
  return made[2] + made[0];
}

}  // namespace

static_assert(target::target<target::scalar> && target::target<target::native> && target::target<counting> &&
              target::target<filling>);
static_assert(!target::target<unrelated> && !target::target<nameless> && !target::target<int>);
static_assert(twice_three_and_one<target::scalar>() == 7 && twice_three_and_one<counting>() == 7 &&
              twice_three_and_one<filling>() == 7);

TEST_CASE("target: what a target defines is called, what it inherits as well") {
  calls = 0;
  CHECK(twice_three_and_one<target::scalar>() == 7);
  CHECK(calls == 0);
  CHECK(twice_three_and_one<counting>() == 7);
  CHECK(calls == 1);
  CHECK(twice_three_and_one<filling>() == 7);
  CHECK(calls == 102);
}
