// make_file <size> <path>: writes the first bytes of the pattern.
// SPDX-License-Identifier: BSL-1.0
#include <cstdio>
#include <cstdlib>

#include "pattern.hpp"

int main(int, char** arguments) {
  const unsigned long size = std::strtoul(arguments[1], nullptr, 10);
  std::FILE*          file = std::fopen(arguments[2], "wb");
  if (file == nullptr) return 1;
  for (unsigned long at = 0; at < size; ++at) std::fputc(pattern(at), file);
  return std::fclose(file);
}
