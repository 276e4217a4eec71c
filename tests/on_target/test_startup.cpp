// SPDX-License-Identifier: BSL-1.0
// What a doctest program needs on a bare Cortex-M besides newlib's semihosting library: vectors, the way to
// main(), and an end with doctest's exit code. newlib's own _start does not serve: it puts the stack where
// the emulator says, which is not always above the heap, and then there is no memory to be had.
#include <cstddef>
#include <cstdint>
#include <cstdio>

extern "C" {

extern std::uint32_t stack_top[];  // test_sections.ld
extern std::uint32_t __bss_start__[], __bss_end__[];

void initialise_monitor_handles();  // newlib: opens the console
void __libc_init_array();  // newlib: calls constructors
int  run_tests(int, char**) asm("main");  // a program may not call main() by its name

static std::uint32_t semihosting(std::uint32_t operation, const void* argument) {
  register std::uint32_t r0 asm("r0") = operation;
  register const void*   r1 asm("r1") = argument;
  asm volatile("bkpt 0xab" : "+r"(r0) : "r"(r1) : "memory");
  return r0;
}

[[noreturn]] static void leave(int code) {
  const std::uint32_t block[] = {0x20026, static_cast<std::uint32_t>(code)};  // the application has ended
  for (;;) semihosting(0x20, block);
}

[[noreturn, gnu::noinline]] static void run_program() {
  for (std::uint32_t volatile* to = __bss_start__; to != __bss_end__; ++to) *to = 0;
  initialise_monitor_handles();
  __libc_init_array();

  static char         line[1024];  // the program's name and its arguments
  static char*        arguments[32];
  int                 count   = 0;
  const std::uint32_t block[] = {reinterpret_cast<std::uint32_t>(line), sizeof line};
  if (semihosting(0x15, block) == 0)
    for (char* next = line; *next != '\0' && count < 31;) {
      arguments[count++] = next;
      while (*next != '\0' && *next != ' ') ++next;
      while (*next == ' ') *next++ = '\0';
    }
  const int code = run_tests(count, arguments);
  std::fflush(nullptr);
  leave(code);
}

[[noreturn]] void reset() {
#if defined(__ARM_FP)
  auto& coprocessor_access = *reinterpret_cast<std::uint32_t volatile*>(0xe000ed88);
  coprocessor_access       = coprocessor_access | 0xfu << 20;
  asm volatile("dsb\n isb" ::: "memory");
#endif
#if __ARM_ARCH == 6
  // Armv6-M faults where an address is not aligned; the Cortex-M3 that stands in for it does when told to.
  auto& configuration = *reinterpret_cast<std::uint32_t volatile*>(0xe000ed14);
  configuration       = configuration | 1u << 3;
  asm volatile("dsb\n isb" ::: "memory");
#endif
  run_program();
}

[[noreturn, gnu::used]] void report_fault() {
  semihosting(0x04, "The test program faulted.\n");
  leave(1);
}

// On a new stack, as the old one may be what went wrong.
[[gnu::naked]] void fault() {
  asm volatile(
      ".syntax unified\n"
      "  ldr r0, =stack_top\n"
      "  msr msp, r0\n"
      "  bl report_fault\n"
      "  .ltorg\n");
}

union vector {
  std::uint32_t* stack;
  void (*handler)();
};

[[gnu::section(".vectors"), gnu::used]] const vector vectors[16] = {
    {.stack = stack_top}, {.handler = reset}, {.handler = fault}, {.handler = fault},
    {.handler = fault},   {.handler = fault}, {.handler = fault}, {.handler = fault},
    {.handler = fault},   {.handler = fault}, {.handler = fault}, {.handler = fault},
    {.handler = fault},   {.handler = fault}, {.handler = fault}, {.handler = fault},
};

// newlib asks an operating system for random numbers; there is none.
int getentropy(void*, std::size_t) { return -1; }
int _getentropy(void*, std::size_t) { return -1; }
}
