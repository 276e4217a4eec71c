// SPDX-License-Identifier: BSL-1.0
// board.hpp on a bare Cortex-M: Arm's semihosting for input and output, SysTick to count instructions.
#include "board.hpp"

#include <cstring>

extern "C" {
std::uint32_t volatile systick_wraps = 0;               // counted by startup.cpp
extern const char quarter_instructions_per_tick[];      // the address is the value: see boards/*.ld
}

namespace edgetl_board {
namespace {

using word = std::uintptr_t;

enum operation : word {
  sys_open          = 0x01,
  sys_close         = 0x02,
  sys_write0        = 0x04,
  sys_write         = 0x05,
  sys_read          = 0x06,
  sys_get_cmdline   = 0x15,
  sys_exit_extended = 0x20,
};

word semihosting(operation number, word argument) {
  register word r0 asm("r0") = number;
  register word r1 asm("r1") = argument;
  asm volatile("bkpt 0xab" : "+r"(r0) : "r"(r1) : "memory");
  return r0;
}

word address(const volatile void* of) { return reinterpret_cast<word>(of); }

std::uint32_t volatile& at(word where) { return *reinterpret_cast<std::uint32_t volatile*>(where); }

constexpr word          systick_control = 0xe000e010, systick_reload = 0xe000e014, systick_value = 0xe000e018;
constexpr word          interrupt_state   = 0xe000ed04;
constexpr std::uint32_t systick_pending   = 1u << 26;
constexpr std::uint32_t period            = 1u << 24;
constexpr unsigned      poll_instructions = 4;

struct tick {
  std::uint64_t number;
  std::uint32_t polls;  // for how long it was waited for
};

// A tick is dozens of instructions: waiting for the next one, and counting for how long, tells them apart.
[[gnu::noinline]] tick next_tick() {
  std::uint32_t polls = 0, now, before;
  asm volatile(
      ".syntax unified\n"
      "  cpsid i\n"
      "  ldr %[before], [%[value]]\n"
      "1:ldr %[now], [%[value]]\n"
      "  adds %[polls], #1\n"
      "  cmp %[now], %[before]\n"
      "  beq 1b\n"
      : [now] "=&l"(now), [before] "=&l"(before), [polls] "+l"(polls)
      : [value] "l"(systick_value)
      : "cc", "memory");
  const std::uint32_t since_wrap = (0 - now) & (period - 1);
  std::uint64_t       wraps      = systick_wraps;
  if ((at(interrupt_state) & systick_pending) != 0 && since_wrap < period / 2) ++wraps;
  asm volatile("cpsie i" ::: "memory");
  return {wraps * period + since_wrap, polls};
}

std::uint64_t counted_from;
std::uint64_t overhead;  // what is counted when nothing ran

}  // namespace

void write(const char* text) { semihosting(sys_write0, address(text)); }

void write_number(std::int64_t number) {
  char  digits[24];
  char* text = digits + sizeof digits;
  *--text     = '\0';

  auto rest = static_cast<std::uint64_t>(number);
  if (number < 0) rest = 0 - rest;
  do *--text = static_cast<char>('0' + rest % 10);
  while ((rest /= 10) != 0);
  if (number < 0) *--text = '-';
  write(text);
}

void exit(int code) {
  constexpr word application_exit = 0x20026;
  const word     block[]          = {application_exit, static_cast<word>(code)};
  for (;;) semihosting(sys_exit_extended, address(block));
}

const char* command_line() {
  static char text[1024];
  const word  block[] = {address(text), sizeof text};
  return semihosting(sys_get_cmdline, address(block)) == 0 ? text : "";
}

bool file::open(const char* path, mode how) {
  const word block[] = {address(path), static_cast<word>(how), std::strlen(path)};
  handle             = static_cast<std::intptr_t>(semihosting(sys_open, address(block)));
  return handle != -1;
}

std::size_t file::read(void* to, std::size_t bytes) {
  const word block[] = {static_cast<word>(handle), address(to), bytes};
  return bytes - semihosting(sys_read, address(block));  // it answers how many were not
}

std::size_t file::write(const void* from, std::size_t bytes) {
  const word block[] = {static_cast<word>(handle), address(from), bytes};
  return bytes - semihosting(sys_write, address(block));
}

bool file::close() {
  const word block[] = {static_cast<word>(handle)};
  handle             = -1;
  return semihosting(sys_close, address(block)) == 0;
}

void start_counting() {
  constexpr std::uint32_t enable = 1, interrupt = 2, processor_clock = 4;
  at(systick_reload)  = period - 1;
  at(systick_control) = enable | interrupt | processor_clock;
  overhead            = 0;
  counted_from        = next_tick().number;
  overhead            = instructions();
  counted_from        = next_tick().number;
}

[[gnu::noinline]] std::uint64_t instructions() {
  const tick          now     = next_tick();
  const auto          per     = reinterpret_cast<std::uintptr_t>(quarter_instructions_per_tick);
  const std::uint64_t elapsed = (now.number - counted_from) * per / 4;
  const std::uint64_t other   = now.polls * poll_instructions + overhead;
  return elapsed > other ? elapsed - other : 0;
}

}  // namespace edgetl_board
