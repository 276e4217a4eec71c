// test_package <version>: the headers are those of the version that the package claims to be.
// SPDX-License-Identifier: BSL-1.0
#include <cstdio>
#include <edgetl/edgetl.hpp>

int main(int, char** arguments) {
  int major = 0, minor = 0, patch = 0;
  std::sscanf(arguments[1], "%d.%d.%d", &major, &minor, &patch);
  return edgetl::version == major * 10000 + minor * 100 + patch ? 0 : 1;
}
