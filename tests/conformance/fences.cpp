// SPDX-License-Identifier: BSL-1.0
// The fences themselves: programs that misbehave are found out.
#include "fenced_run.hpp"

#include <cstring>

#include "../unit/unit.hpp"

#if defined(__linux__)
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>
#endif

using namespace edgetl_test;

namespace {

// 20 codes in, 20 codes out, arena of 64 bytes.
fenced_program program_that(void (*run)(unsigned char*)) {
  fenced_program result;
  result.arena_bytes = 64;
  result.inputs[0]   = {edgetl::element_type::int8, 0, 20, 20};
  result.output      = {edgetl::element_type::int8, 32, 20, 20};
  result.run         = run;
  return result;
}
std::string faults_of(void (*run)(unsigned char*), int pattern = 0) {
  const fenced_program program = program_that(run);
  std::string          faults;
  run_fenced(program, make_operands(program, pattern, 1), pattern, faults);
  return faults;
}

// Whether a program dies of what it does.
[[maybe_unused]] bool dies(void (*run)(unsigned char*), int pattern) {
#if defined(__linux__)
  const pid_t child = fork();
  if (child == 0) {
    signal(SIGSEGV, SIG_DFL);
    faults_of(run, pattern);
    _exit(0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFSIGNALED(status);
#else
  static_cast<void>(run), static_cast<void>(pattern);
  return true;
#endif
}

[[maybe_unused]] void look(const volatile unsigned char* at) { static_cast<void>(*at); }

}  // namespace

TEST_CASE("a program that behaves has no faults, and its output is read") {
  const fenced_program program = program_that([](unsigned char* arena) { std::memcpy(arena + 32, arena, 20); });
  for (int pattern = 0; pattern < pattern_count; ++pattern) {
    const operands given = make_operands(program, pattern, 7);
    std::string    faults;
    CHECK(run_fenced(program, given, pattern, faults) == given.values[0]);
    CHECK(faults.empty());
  }
}

TEST_CASE("what a program must not write is found") {
  CHECK(!faults_of([](unsigned char* arena) { arena[5] = static_cast<unsigned char>(~arena[5]); }).empty());    // its input
  CHECK(!faults_of([](unsigned char* arena) { arena[20] = static_cast<unsigned char>(~arena[20]); }).empty());  // behind it
  CHECK(!faults_of([](unsigned char* arena) { arena[52] = static_cast<unsigned char>(~arena[52]); }).empty());  // behind its output
  CHECK(!faults_of([](unsigned char* arena) { arena[-1] = 0; }).empty());                                       // before the arena
  CHECK(!faults_of([](unsigned char* arena) { arena[64] = 0; }, 1).empty());                                    // behind it
}

TEST_CASE("differences are counted and described") {
  CHECK(difference({1, 2, 3}, {{1}, {2}, {3}}).empty());
  CHECK(difference({1, 2.5, 3}, {{1}, {2, 0.5}, {3}}).empty());
  CHECK(difference({1, 2, 4}, {{1}, {3}, {3}}) == "2 of 3 outputs are wrong; output 1 is 2, not 3");
  CHECK(!difference({1, 2}, {{1}}).empty());
}

// The emulated machines have no processes to lose.
#if defined(__linux__)
TEST_CASE("what a program must not touch is out of reach" * doctest::skip(getpid() == 1)) {
  CHECK(dies([](unsigned char* arena) { look(arena + 64); }, 0));
  CHECK(dies([](unsigned char* arena) { look(arena - 1); }, 1));
  CHECK(!dies([](unsigned char* arena) { look(arena + 63); }, 0));
  CHECK(!dies([](unsigned char* arena) { look(arena); }, 1));
}
#endif
