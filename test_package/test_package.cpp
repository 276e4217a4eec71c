// test_package <version>: the headers are those of the version that the package claims to be, and a file was embedded.
// SPDX-License-Identifier: BSL-1.0
#include <cstdio>
#include <edgetl/edgetl.hpp>

#include "CMakeLists.model.hpp"

static_assert(CMakeLists::size > 0 && CMakeLists::bytes[0] == '#');

int main(int, char** arguments) {
  int major = 0, minor = 0, patch = 0;
  std::sscanf(arguments[1], "%d.%d.%d", &major, &minor, &patch);
  return edgetl::version == major * 10000 + minor * 100 + patch ? 0 : 1;
}
