// SPDX-License-Identifier: BSL-1.0
// board.hpp for a program of an operating system. It does not count instructions.
#include "board.hpp"

#include <cstdio>
#include <cstdlib>

namespace edgetl_board {
namespace {

char arguments[4096];

std::FILE* stream(std::intptr_t handle) { return reinterpret_cast<std::FILE*>(handle); }

// glibc and macOS pass what main() gets.
[[gnu::constructor]] void keep_arguments(int count, char** values) {
  std::size_t used = 0;
  for (int i = 0; i < count && used < sizeof arguments; ++i) {
    const char* const separator = i == 0 ? "" : " ";
    const int more = std::snprintf(arguments + used, sizeof arguments - used, "%s%s", separator, values[i]);
    used += static_cast<std::size_t>(more);
  }
}

}  // namespace

void write(const char* text) { std::fputs(text, stdout); }
void write_number(std::int64_t number) { std::printf("%lld", static_cast<long long>(number)); }
void exit(int code) { std::exit(code); }

const char* command_line() { return arguments; }

bool file::open(const char* path, mode how) {
  std::FILE* const opened = std::fopen(path, how == mode::read ? "rb" : "wb");
  handle                  = opened != nullptr ? reinterpret_cast<std::intptr_t>(opened) : -1;
  return opened != nullptr;
}

std::size_t file::read(void* to, std::size_t bytes) { return std::fread(to, 1, bytes, stream(handle)); }
std::size_t file::write(const void* from, std::size_t bytes) {
  return std::fwrite(from, 1, bytes, stream(handle));
}

bool file::close() {
  std::FILE* const open = stream(handle);
  handle                = -1;
  return std::fclose(open) == 0;
}

void          start_counting() {}
std::uint64_t instructions() { return 0; }

}  // namespace edgetl_board
