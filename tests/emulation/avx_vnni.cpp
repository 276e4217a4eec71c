// SPDX-License-Identifier: BSL-1.0
// The four AVX-VNNI instructions for processors that have AVX2 but not these: a library for LD_PRELOAD. The
// processor traps on each; the handler computes what it should have done and goes on behind it. All other
// instructions of the program run as they are.
//   vpdpbusd, vpdpbusds, vpdpwssd, vpdpwssds: VEX.128/256.66.0F38.W0 50..53 /r
#include <dlfcn.h>
#include <signal.h>
#include <ucontext.h>

#include <cstdint>
#include <cstdio>
#include <cstring>
#include <immintrin.h>

namespace {

constexpr std::size_t state_header = 512, high_halves = 576;  // of the standard XSAVE area

struct machine {
  ucontext_t* context;

  unsigned char* state() const { return reinterpret_cast<unsigned char*>(context->uc_mcontext.fpregs); }
  std::uint64_t  present() const {
    std::uint64_t bits;
    std::memcpy(&bits, state() + state_header, sizeof bits);
    return bits;
  }
  void read(int number, std::int32_t (&lanes)[8]) const {
    std::memcpy(lanes, state() + 160 + 16 * number, 16);
    if ((present() & 4) != 0) std::memcpy(lanes + 4, state() + high_halves + 16 * number, 16);
    else std::memset(lanes + 4, 0, 16);
  }
  void write(int number, const std::int32_t (&lanes)[8]) const {
    if ((present() & 4) == 0) {
      std::memset(state() + high_halves, 0, 16 * 16);
      const std::uint64_t bits = present() | 4;
      std::memcpy(state() + state_header, &bits, sizeof bits);
    }
    std::memcpy(state() + 160 + 16 * number, lanes, 16);
    std::memcpy(state() + high_halves + 16 * number, lanes + 4, 16);
    const std::uint64_t bits = present() | 2;
    std::memcpy(state() + state_header, &bits, sizeof bits);
  }
  std::uint64_t general(int number) const {
    constexpr int order[] = {REG_RAX, REG_RCX, REG_RDX, REG_RBX, REG_RSP, REG_RBP, REG_RSI, REG_RDI,
                             REG_R8,  REG_R9,  REG_R10, REG_R11, REG_R12, REG_R13, REG_R14, REG_R15};
    return static_cast<std::uint64_t>(context->uc_mcontext.gregs[order[number]]);
  }
};

std::int32_t displacement(const unsigned char* from) {
  std::int32_t value;
  std::memcpy(&value, from, sizeof value);
  return value;
}

// The sum of a lane's products and what was there before.
std::int32_t dot(std::int32_t sum, std::int32_t left, std::int32_t right, bool words, bool saturates) {
  std::int64_t result = sum;
  const auto   a = static_cast<std::uint32_t>(left), b = static_cast<std::uint32_t>(right);
  if (words)
    for (int k = 0; k < 2; ++k)
      result += std::int64_t{static_cast<std::int16_t>(a >> (16 * k))} * static_cast<std::int16_t>(b >> (16 * k));
  else
    for (int k = 0; k < 4; ++k)
      result += std::int64_t{static_cast<std::uint8_t>(a >> (8 * k))} * static_cast<std::int8_t>(b >> (8 * k));
  if (saturates) result = result > INT32_MAX ? INT32_MAX : (result < INT32_MIN ? INT32_MIN : result);
  return static_cast<std::int32_t>(static_cast<std::uint32_t>(static_cast<std::uint64_t>(result)));
}

// Computes the instruction at `at` and returns its length, or 0 where it is another one.
int emulate(const unsigned char* at, const machine& own) {
  if (at[0] != 0xC4 || (at[1] & 31) != 2 || (at[2] & 0x83) != 1 || at[3] < 0x50 || at[3] > 0x53) return 0;
  const int  r = (at[1] & 0x80) != 0 ? 0 : 8, x = (at[1] & 0x40) != 0 ? 0 : 8, b = (at[1] & 0x20) != 0 ? 0 : 8;
  const int  left = ~(at[2] >> 3) & 15, lanes = (at[2] & 4) != 0 ? 8 : 4;
  const int  mode = at[4] >> 6, target = ((at[4] >> 3) & 7) + r, low = at[4] & 7;
  int        length = 5;
  std::int32_t first[8], second[8], sum[8];
  if (mode == 3) {
    own.read(low + b, second);
  } else {
    std::uint64_t address = 0;
    bool          relative = false;
    if (low == 4) {
      const int scale = at[5] >> 6, index = ((at[5] >> 3) & 7) + x, base = at[5] & 7;
      length          = 6;
      if (index != 4) address = own.general(index) << scale;
      if (base == 5 && mode == 0) {
        address += static_cast<std::uint64_t>(std::int64_t{displacement(at + length)});
        length += 4;
      } else {
        address += own.general(base + b);
      }
    } else if (low == 5 && mode == 0) {
      address  = static_cast<std::uint64_t>(std::int64_t{displacement(at + length)});
      relative = true;
      length += 4;
    } else {
      address = own.general(low + b);
    }
    if (mode == 1) address += static_cast<std::uint64_t>(std::int64_t{static_cast<std::int8_t>(at[length])}), length += 1;
    if (mode == 2) address += static_cast<std::uint64_t>(std::int64_t{displacement(at + length)}), length += 4;
    if (relative) address += reinterpret_cast<std::uint64_t>(at) + static_cast<std::uint64_t>(length);
    std::memcpy(second, reinterpret_cast<const void*>(address), static_cast<std::size_t>(4 * lanes));
  }
  own.read(left, first);
  own.read(target, sum);
  for (int lane = 0; lane < 8; ++lane)
    sum[lane] = lane < lanes ? dot(sum[lane], first[lane], second[lane], at[3] >= 0x52, (at[3] & 1) != 0) : 0;
  own.write(target, sum);
  return length;
}

void handle(int signal, siginfo_t*, void* context) {
  const machine own{static_cast<ucontext_t*>(context)};
  auto&         instruction = own.context->uc_mcontext.gregs[REG_RIP];
  const int     length      = emulate(reinterpret_cast<const unsigned char*>(instruction), own);
  instruction += length;
  if (length == 0) {
    std::fprintf(stderr, "avx_vnni: an instruction at %p that is not emulated\n", reinterpret_cast<void*>(instruction));
    ::signal(signal, SIG_DFL);
  }
}

using sigaction_function = int (*)(int, const struct sigaction*, struct sigaction*);
sigaction_function next_sigaction() {
  static const auto found = reinterpret_cast<sigaction_function>(dlsym(RTLD_NEXT, "sigaction"));
  return found;
}

[[gnu::constructor]] void begin() {
  struct sigaction action {};
  action.sa_sigaction = handle;
  action.sa_flags     = SA_SIGINFO | SA_NODEFER;
  next_sigaction()(SIGILL, &action, nullptr);
}

}  // namespace

// Test frameworks handle this signal, too; theirs must not replace ours.
extern "C" [[gnu::visibility("default")]] int sigaction(int number, const struct sigaction* action, struct sigaction* old) noexcept {
  if (number != SIGILL) return next_sigaction()(number, action, old);
  if (old != nullptr) *old = {};
  return 0;
}
