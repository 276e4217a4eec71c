// SPDX-License-Identifier: BSL-1.0
// A step on whichever NEON target is native, against the reference, bit for bit: three kinds of codes, under
// both rounding rules and, for one step of a group, one that no target knows.
#pragma once

#include "elementwise_case.hpp"

namespace edgetl_test::arm {

using namespace edgetl_test::helium;

static_assert(std::string_view(edgetl::target::native::name).starts_with("neon"), "this preset tests nothing");

template <class Operation, std::int32_t Inputs, class First, class... Rest> void check_steps() {
  CHECK(differences<Inputs, Operation, First, rounding_down>(0) == 0);
  check_native_step<Operation, First, Inputs>();
  (check_native_step<Operation, Rest, Inputs>(), ...);
}
template <class Operation, kind Kind, layer_case... Case> void check_layers() {
  check_steps<Operation, 1, facts_of<Kind, Case>...>();
}

}  // namespace edgetl_test::arm
