// SPDX-License-Identifier: BSL-1.0
// That a board starts, talks, reads files and counts instructions.
#include <cstring>

#include "board.hpp"

namespace {

namespace board = edgetl_board;

int passed = 0, failed = 0;

void check(bool holds, const char* what) {
  ++(holds ? passed : failed);
  if (holds) return;
  board::write("FAILED: ");
  board::write(what);
  board::write("\n");
}

int volatile initialised[3] = {1, -2, 0x12345678};
char volatile odd           = 'o';
int volatile zeroed[1000];

void memory() {
  check(initialised[0] == 1 && initialised[1] == -2 && initialised[2] == 0x12345678, ".data is copied");
  check(odd == 'o', ".data is copied, bytes too");
  bool zero = true;
  for (const int volatile& each : zeroed) zero = zero && each == 0;
  check(zero, ".bss is zeroed");
  initialised[0] = 5;
  check(initialised[0] == 5, ".data is writable");
}

// Without a unit for them, floats are calls of functions that come with the compiler.
void arithmetic() {
  float volatile a = 1.5f, b = -0.25f;
  check(a * b == -0.375f && a / b == -6.0f && a + b == 1.25f, "float");
  double volatile c = 1.0, d = 3.0;
  check(c / d == 1.0 / 3.0, "double");
  std::uint64_t volatile big = 10'000'000'000'000'000'019u, by = 10'000'000'019u;
  check(big / by == 999'999'998u && big % by == 1'000'000'057u, "64-bit division");
}

void arguments() {
  const char*       line = board::command_line();
  const std::size_t size = std::strlen(line);
  check(size > 8 && std::strcmp(line + size - 8, " one two") == 0, "the command line ends in the arguments");
}

void files() {
  constexpr std::size_t size = 3000;
  static unsigned char  out[size], in[size + 1];
  for (std::size_t i = 0; i < size; ++i) out[i] = static_cast<unsigned char>(i * 7 + i / 256);

  const char* const path = "on_target.self_test.tmp";
  board::file       file;
  check(!file.open("no/such/file", board::file::mode::read), "a missing file does not open");
  check(file.open(path, board::file::mode::write), "a file opens for writing");
  check(file.write(out, size) == size, "a file is written");
  check(file.close(), "a written file closes");
  check(file.open(path, board::file::mode::read), "a file opens for reading");
  check(file.read(in, 1000) == 1000, "the beginning of a file is read");
  check(file.read(in + 1000, size - 1000 + 1) == size - 1000, "the rest of a file is read, and no more");
  check(file.read(in + size, 1) == 0, "nothing is behind the end of a file");
  check(file.close(), "a read file closes");
  check(std::memcmp(out, in, size) == 0, "a file keeps what was written");
}

#if defined(__arm__)
#if defined(__OPTIMIZE__)
constexpr std::int64_t tolerance = 8;
#else
constexpr std::int64_t tolerance = 64;
#endif

// Twice as many instructions as turns.
void spin(std::uint32_t turns) {
  asm volatile(".syntax unified\n1: subs %0, #1\n bne 1b" : "+l"(turns)::"cc");
}

void counter() {
  constexpr std::uint32_t lengths[] = {1, 2, 5, 10, 15, 20, 25, 50, 5'003, 1'000'000, 400'000'000};
  for (const std::uint32_t turns : lengths) {
    board::start_counting();
    spin(turns);
    const auto counted = static_cast<std::int64_t>(board::instructions());
    board::write("spin of ");
    board::write_number(std::int64_t{2} * turns);
    board::write(" instructions: ");
    board::write_number(counted);
    board::write(" counted\n");
    const std::int64_t error = counted - std::int64_t{2} * turns;
    check(-tolerance <= error && error <= tolerance, "instructions are counted");
  }
}
#else
void counter() {
  board::start_counting();
  check(board::instructions() == 0, "instructions are not counted here");
}
#endif

}  // namespace

int main() {
  memory();
  arithmetic();
  arguments();
  files();
  counter();

  board::write_number(passed);
  board::write(" passed, ");
  board::write_number(failed);
  board::write(" failed\n");
  return failed == 0 ? 0 : 1;
}
