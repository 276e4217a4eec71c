// Compiled once for each level of x86.
// SPDX-License-Identifier: BSL-1.0
#include <edgetl/edgetl.hpp>

#include "some.model.hpp"

extern "C" int last_byte(int of_target);
extern "C" int last_byte(int of_target) {
  return of_target != 0 ? edgetl::target::native::name[0] : some::bytes[some::size - 1];
}
