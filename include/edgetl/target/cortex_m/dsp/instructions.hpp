// SPDX-License-Identifier: BSL-1.0
// The instructions of the DSP extension that the kernels in C++ use. In assembler, because GCC 12 has no intrinsic
// for SMMLAR and SMMLA, and rotates in an instruction of its own in front of SXTB16.
#pragma once

#include <edgetl/config.hpp>

#include <cstdint>

namespace edgetl::target::cortex_m {

// Two 16-bit numbers in one register.
using pair_of_int16 = std::uint32_t;

// Four bytes from any address.
EDGETL_INLINE std::uint32_t load_4(const void* from) {
  std::uint32_t word;
  __builtin_memcpy(&word, from, sizeof word);
  return word;
}
// The first `count` of four bytes, and zeros.
EDGETL_INLINE std::uint32_t load_part(const std::int8_t* from, std::int32_t count) {
  std::uint32_t word = 0;
  for (std::int32_t i = 0; i < count; ++i) word |= static_cast<std::uint32_t>(static_cast<std::uint8_t>(from[i])) << (8 * i);
  return word;
}

// The signed bytes (x0, x2) and (x1, x3) of a word.
EDGETL_INLINE pair_of_int16 even_bytes(std::uint32_t word) {
  pair_of_int16 pair;
  asm("sxtb16 %0, %1" : "=r"(pair) : "r"(word));
  return pair;
}
EDGETL_INLINE pair_of_int16 odd_bytes(std::uint32_t word) {
  pair_of_int16 pair;
  asm("sxtb16 %0, %1, ror #8" : "=r"(pair) : "r"(word));
  return pair;
}
// Both halves of `sums` and the bytes (x0, x2) or (x1, x3) of a word.
EDGETL_INLINE pair_of_int16 add_even_bytes(pair_of_int16 sums, std::uint32_t word) {
  asm("sxtab16 %0, %0, %1" : "+r"(sums) : "r"(word));
  return sums;
}
EDGETL_INLINE pair_of_int16 add_odd_bytes(pair_of_int16 sums, std::uint32_t word) {
  asm("sxtab16 %0, %0, %1, ror #8" : "+r"(sums) : "r"(word));
  return sums;
}

// sum + low half * low half + high half * high half; the same for one of the halves.
EDGETL_INLINE std::int32_t multiply_both(pair_of_int16 a, pair_of_int16 b, std::int32_t sum) {
  asm("smlad %0, %1, %2, %0" : "+r"(sum) : "r"(a), "r"(b));
  return sum;
}
EDGETL_INLINE std::int32_t multiply_low(pair_of_int16 a, pair_of_int16 b, std::int32_t sum) {
  asm("smlabb %0, %1, %2, %0" : "+r"(sum) : "r"(a), "r"(b));
  return sum;
}
EDGETL_INLINE std::int32_t multiply_high(pair_of_int16 a, pair_of_int16 b, std::int32_t sum) {
  asm("smlatt %0, %1, %2, %0" : "+r"(sum) : "r"(a), "r"(b));
  return sum;
}

// c + the upper 32 bits of a * b: rounded with halves up, or cut off.
EDGETL_INLINE std::int32_t add_product_rounded(std::int32_t a, std::int32_t b, std::int32_t c) {
  std::int32_t high;
  asm("smmlar %0, %1, %2, %3" : "=r"(high) : "r"(a), "r"(b), "r"(c));
  return high;
}
EDGETL_INLINE std::int32_t add_product_cut(std::int32_t a, std::int32_t b, std::int32_t c) {
  std::int32_t high;
  asm("smmla %0, %1, %2, %3" : "=r"(high) : "r"(a), "r"(b), "r"(c));
  return high;
}

EDGETL_INLINE std::int8_t saturate_to_8_bits(std::int32_t value) {
  asm("ssat %0, #8, %0" : "+r"(value));
  return static_cast<std::int8_t>(value);
}

}  // namespace edgetl::target::cortex_m
