// The smallest program that needs edgetl's headers and an embedded file.
// SPDX-License-Identifier: BSL-1.0
#include <edgetl/edgetl.hpp>

#include "some.model.hpp"

static_assert(edgetl::version >= 100);
static_assert(some::size == 6 && some::bytes[0] == 'e' && some::bytes[5] == 'l');

extern "C" int check() { return edgetl::version > 0 && some::bytes[some::size] == 0 ? 0 : 1; }

#ifndef NO_MAIN
int main() { return check(); }
#endif
