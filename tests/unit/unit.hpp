// SPDX-License-Identifier: BSL-1.0
// What unit tests share: doctest, random numbers that are the same everywhere, and integer arithmetic
// written as plainly as possible, for expected values that do not come from edgetl.
#pragma once

#include <doctest/doctest.h>

#include <cstdint>

namespace edgetl_test {

// Programs of small CPUs are emulated, and those for AVX-512 often: a tenth of the random cases is enough there.
#if defined(__arm__) || defined(__AVX512VNNI__)
inline constexpr int many = 1000;
#else
inline constexpr int many = 10000;
#endif

struct random_numbers {
  std::uint64_t state = 88172645463325252ull;

  constexpr std::uint32_t bits() {
    state = state * 6364136223846793005ull + 1442695040888963407ull;
    return static_cast<std::uint32_t>(state >> 32);
  }
  // In [lowest, highest].
  constexpr std::int32_t between(std::int32_t lowest, std::int32_t highest) {
    const auto room = static_cast<std::uint64_t>(std::int64_t{highest} - lowest) + 1;
    return static_cast<std::int32_t>(lowest + static_cast<std::int64_t>(bits() % room));
  }
  // A 32-bit integer, now and then an extreme one, and as often small as large.
  constexpr std::int32_t integer() {
    const std::uint32_t kind = bits() % 16;
    if (kind == 0) return -2147483647 - 1 + between(0, 2);
    if (kind == 1) return 2147483647 - between(0, 2);
    return static_cast<std::int32_t>(bits()) >> (bits() % 31);
  }
  // In [0, 1).
  constexpr double fraction() { return bits() / 4294967296.0; }
};

// Not std::fmax: GCC 12 for aarch64 stops with an internal error where it vectorizes a loop of that.
constexpr double larger(double left, double right) { return left > right ? left : right; }

// The largest integer not above value / divisor, divisor > 0.
constexpr std::int64_t floor_divide(std::int64_t value, std::int64_t divisor) {
  const std::int64_t quotient = value / divisor;
  return value % divisor < 0 ? quotient - 1 : quotient;
}
// value / divisor to the nearest integer, halves towards plus infinity.
constexpr std::int64_t divide_half_up(std::int64_t value, std::int64_t divisor) {
  const std::int64_t quotient = floor_divide(value, divisor);
  return 2 * (value - quotient * divisor) >= divisor ? quotient + 1 : quotient;
}
// The same, halves away from zero.
constexpr std::int64_t divide_half_away(std::int64_t value, std::int64_t divisor) {
  return value < 0 ? -divide_half_up(-value, divisor) : divide_half_up(value, divisor);
}

// shared/reference/compression.md, section 1.2: value * multiplier * 2^(shift - 31) under the two rules.
constexpr std::int64_t double_rounding(std::int64_t value, std::int64_t multiplier, int shift) {
  const std::int64_t scaled = value * (std::int64_t{1} << (shift > 0 ? shift : 0));  // must fit 32 bits
  return divide_half_away(divide_half_up(scaled * multiplier, std::int64_t{1} << 31),
                          std::int64_t{1} << (shift < 0 ? -shift : 0));
}
constexpr std::int64_t single_rounding(std::int64_t value, std::int64_t multiplier, int shift) {
  return divide_half_up(value * multiplier, std::int64_t{1} << (31 - shift));
}

}  // namespace edgetl_test
