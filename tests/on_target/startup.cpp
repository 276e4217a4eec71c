// SPDX-License-Identifier: BSL-1.0
// What runs before main() on a bare Cortex-M, and when something goes wrong.
#include <cstdint>

#include "board.hpp"

extern "C" {

extern std::uint32_t data_begin[], data_end[], bss_begin[], bss_end[], stack_top[];  // boards/sections.ld
extern const std::uint32_t    data_image[];
extern std::uint32_t volatile systick_wraps;  // board.cpp

int firmware() asm("main");  // a program may not call main() by its name

[[noreturn, gnu::noinline]] void run_firmware() {
  // Volatile, or the compiler makes these loops calls of memcpy and memset, which are larger.
  const std::uint32_t* from = data_image;
  for (std::uint32_t volatile* to = data_begin; to != data_end; ++to, ++from) *to = *from;
  for (std::uint32_t volatile* to = bss_begin; to != bss_end; ++to) *to = 0;
  edgetl_board::exit(firmware());
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
  run_firmware();
}

[[noreturn, gnu::used]] void report_fault(std::uint32_t address) {
  char digits[] = "00000000";
  for (char* digit = digits + 8; address != 0; address >>= 4) {
    const auto value = static_cast<char>(address & 15);
    *--digit         = static_cast<char>(value < 10 ? '0' + value : 'a' - 10 + value);
  }
  edgetl_board::write("The firmware faulted at 0x");
  edgetl_board::write(digits);
  edgetl_board::write(".\n");
  edgetl_board::exit(1);
}

// What the exception pushed has the address of the instruction at 24. Reporting starts a new stack, as
// the old one may be what went wrong: then nothing was pushed, and the address reported is 0.
[[gnu::naked]] void fault() {
  asm volatile(
      ".syntax unified\n"
      "  mrs r2, msp\n"
      "  movs r0, #0\n"
      "  ldr r1, =data_begin\n"
      "  cmp r2, r1\n"
      "  blo 1f\n"
      "  ldr r0, [r2, #24]\n"
      "1:ldr r1, =stack_top\n"
      "  msr msp, r1\n"
      "  bl report_fault\n"
      "  .ltorg\n");
}

void systick() { systick_wraps = systick_wraps + 1; }

union vector {
  std::uint32_t* stack;
  void (*handler)();
};

[[gnu::section(".vectors"), gnu::used]] const vector vectors[16] = {
    {.stack = stack_top}, {.handler = reset}, {.handler = fault}, {.handler = fault},
    {.handler = fault},   {.handler = fault}, {.handler = fault}, {.handler = fault},
    {.handler = fault},   {.handler = fault}, {.handler = fault}, {.handler = fault},
    {.handler = fault},   {.handler = fault}, {.handler = fault}, {.handler = systick},
};
}
