// SPDX-License-Identifier: BSL-1.0
// What a doctest program needs on a bare Cortex-M besides newlib's semihosting library: vectors, the way to
// newlib's _start, and an end with doctest's exit code.
#include <cstddef>
#include <cstdint>

extern "C" {

extern std::uint32_t __stack[];  // test_sections.ld

[[noreturn]] void start_newlib() asm("_start");  // clears memory, asks for the heap, calls constructors and main()

static std::uint32_t semihosting(std::uint32_t operation, const void* argument) {
  register std::uint32_t r0 asm("r0") = operation;
  register const void*   r1 asm("r1") = argument;
  asm volatile("bkpt 0xab" : "+r"(r0) : "r"(r1) : "memory");
  return r0;
}

static void leave(int code) {
  const std::uint32_t block[] = {0x20026, static_cast<std::uint32_t>(code)};  // the application has ended
  for (;;) semihosting(0x20, block);
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
  start_newlib();
}

void fault() {
  asm volatile("msr msp, %0" ::"r"(__stack));
  semihosting(0x04, "The test program faulted.\n");
  leave(1);
}

union vector {
  std::uint32_t* stack;
  void (*handler)();
};

[[gnu::section(".vectors"), gnu::used]] const vector vectors[16] = {
    {.stack = __stack},   {.handler = reset}, {.handler = fault}, {.handler = fault},
    {.handler = fault},   {.handler = fault}, {.handler = fault}, {.handler = fault},
    {.handler = fault},   {.handler = fault}, {.handler = fault}, {.handler = fault},
    {.handler = fault},   {.handler = fault}, {.handler = fault}, {.handler = fault},
};

// newlib asks an operating system for random numbers; there is none.
int getentropy(void*, std::size_t) { return -1; }
int _getentropy(void*, std::size_t) { return -1; }
}
