// The variant that runs was compiled for the level that it says.
// SPDX-License-Identifier: BSL-1.0
#include <cstring>

extern "C" int         last_byte(int of_target);
extern "C" const char* last_byte_target();

int main() {
  const char compiled_for = static_cast<char>(last_byte(1));
  const bool is_baseline  = std::strcmp(last_byte_target(), "baseline") == 0;
  return last_byte(0) == 'l' && compiled_for == (is_baseline ? 's' : 'a') ? 0 : 1;
}
