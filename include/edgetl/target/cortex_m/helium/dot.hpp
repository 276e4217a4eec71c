// SPDX-License-Identifier: BSL-1.0
// The microkernels' inner steps: 16 products summed per VMLADAVA, accumulators in core registers.
//
// Inline assembly: from intrinsics GCC 12 takes loads out of the loops around them, runs out of the eight
// vector registers and keeps both vectors and addresses on the stack, at twice the instructions.
#pragma once

#include <edgetl/core/language.hpp>

#include EDGETL_MVE_HEADER

#include <cstdint>

namespace edgetl::target::cortex_m::mve {

// Sums of two pixels (first number) and two channels.
struct sums_2x2 {
  std::int32_t zero_zero, zero_one, one_zero, one_one;
};

// A step of 16 products; the second pixel stands `Second` bytes behind the first, both aligned to 4 bytes.
template <std::int32_t At, std::int32_t Second, bool First>
EDGETL_INLINE void multiply_near(const std::int8_t* pixels, const std::int8_t*& weights, sums_2x2& sums) {
  static_assert(At % 4 == 0 && Second % 4 == 0 && At >= 0 && At + Second <= 508);
  if constexpr (First)
    asm volatile(
        "vldrw.32 q0, [%[pixels], %[at]]\n\t"
        "vldrw.32 q2, [%[weights]], #16\n\t"
        "vmladav.s8 %[a], q0, q2\n\t"
        "vldrw.32 q1, [%[pixels], %[second]]\n\t"
        "vmladav.s8 %[c], q1, q2\n\t"
        "vldrw.32 q3, [%[weights]], #16\n\t"
        "vmladav.s8 %[b], q0, q3\n\t"
        "vmladav.s8 %[d], q1, q3"
        : [weights] "+r"(weights), [a] "=&Te"(sums.zero_zero), [b] "=&Te"(sums.zero_one), [c] "=&Te"(sums.one_zero), [d] "=&Te"(sums.one_one)
        : [pixels] "r"(pixels), [at] "i"(At), [second] "i"(At + Second)
        : "q0", "q1", "q2", "q3", "memory");
  else
    asm volatile(
        "vldrw.32 q0, [%[pixels], %[at]]\n\t"
        "vldrw.32 q2, [%[weights]], #16\n\t"
        "vmladava.s8 %[a], q0, q2\n\t"
        "vldrw.32 q1, [%[pixels], %[second]]\n\t"
        "vmladava.s8 %[c], q1, q2\n\t"
        "vldrw.32 q3, [%[weights]], #16\n\t"
        "vmladava.s8 %[b], q0, q3\n\t"
        "vmladava.s8 %[d], q1, q3"
        : [weights] "+r"(weights), [a] "+&Te"(sums.zero_zero), [b] "+&Te"(sums.zero_one), [c] "+&Te"(sums.one_zero), [d] "+&Te"(sums.one_one)
        : [pixels] "r"(pixels), [at] "i"(At), [second] "i"(At + Second)
        : "q0", "q1", "q2", "q3", "memory");
}

// `steps` steps of 16 products of pixels anywhere in memory.
EDGETL_INLINE void multiply_far(const std::int8_t*& first, const std::int8_t*& second, std::int32_t steps, const std::int8_t*& weights,
                                sums_2x2& sums) {
  asm volatile(
      "dls lr, %[steps]\n"
      "1:\n\t"
      "vldrb.8 q0, [%[first]], #16\n\t"
      "vldrw.32 q2, [%[weights]], #16\n\t"
      "vmladava.s8 %[a], q0, q2\n\t"
      "vldrb.8 q1, [%[second]], #16\n\t"
      "vmladava.s8 %[c], q1, q2\n\t"
      "vldrw.32 q3, [%[weights]], #16\n\t"
      "vmladava.s8 %[b], q0, q3\n\t"
      "vmladava.s8 %[d], q1, q3\n\t"
      "le lr, 1b"
      : [first] "+&r"(first), [second] "+&r"(second), [weights] "+&r"(weights), [a] "+&Te"(sums.zero_zero), [b] "+&Te"(sums.zero_one),
        [c] "+&Te"(sums.one_zero), [d] "+&Te"(sums.one_one)
      : [steps] "r"(steps)
      : "q0", "q1", "q2", "q3", "lr", "memory");
}

// The last step of rows that are no multiple of 16: only the bytes `inside` are read.
EDGETL_INLINE void multiply_last(const std::int8_t* first, const std::int8_t* second, mve_pred16_t inside, const std::int8_t*& weights,
                                 sums_2x2& sums) {
  const int8x16_t one = vldrbq_z_s8(first, inside), two = vldrbq_z_s8(second, inside);
  asm volatile(
      "vldrw.32 q0, [%[weights]], #16\n\t"
      "vmladava.s8 %[a], %q[one], q0\n\t"
      "vmladava.s8 %[c], %q[two], q0\n\t"
      "vldrw.32 q1, [%[weights]], #16\n\t"
      "vmladava.s8 %[b], %q[one], q1\n\t"
      "vmladava.s8 %[d], %q[two], q1"
      : [weights] "+&r"(weights), [a] "+&Te"(sums.zero_zero), [b] "+&Te"(sums.zero_one), [c] "+&Te"(sums.one_zero), [d] "+&Te"(sums.one_one)
      : [one] "w"(one), [two] "w"(two)
      : "q0", "q1", "memory");
}

// One step of two pixels that are in registers.
EDGETL_INLINE sums_2x2 multiply_held(int8x16_t one, int8x16_t two, const std::int8_t*& weights) {
  sums_2x2 sums;
  asm volatile(
      "vldrw.32 q0, [%[weights]], #16\n\t"
      "vmladav.s8 %[a], %q[one], q0\n\t"
      "vmladav.s8 %[c], %q[two], q0\n\t"
      "vldrw.32 q0, [%[weights]], #16\n\t"
      "vmladav.s8 %[b], %q[one], q0\n\t"
      "vmladav.s8 %[d], %q[two], q0"
      : [weights] "+&r"(weights), [a] "=&Te"(sums.zero_zero), [b] "=&Te"(sums.zero_one), [c] "=&Te"(sums.one_zero), [d] "=&Te"(sums.one_one)
      : [one] "w"(one), [two] "w"(two)
      : "q0", "memory");
  return sums;
}

// Sums of one row and four channels.
struct sums_1x4 {
  std::int32_t zero, one, two, three;
};

EDGETL_INLINE void multiply_row(const std::int8_t*& row, std::int32_t steps, const std::int8_t*& weights, sums_1x4& sums) {
  asm volatile(
      "dls lr, %[steps]\n"
      "1:\n\t"
      "vldrb.8 q0, [%[row]], #16\n\t"
      "vldrw.32 q1, [%[weights]], #16\n\t"
      "vmladava.s8 %[a], q0, q1\n\t"
      "vldrw.32 q2, [%[weights]], #16\n\t"
      "vmladava.s8 %[b], q0, q2\n\t"
      "vldrw.32 q1, [%[weights]], #16\n\t"
      "vmladava.s8 %[c], q0, q1\n\t"
      "vldrw.32 q2, [%[weights]], #16\n\t"
      "vmladava.s8 %[d], q0, q2\n\t"
      "le lr, 1b"
      : [row] "+&r"(row), [weights] "+&r"(weights), [a] "+&Te"(sums.zero), [b] "+&Te"(sums.one), [c] "+&Te"(sums.two), [d] "+&Te"(sums.three)
      : [steps] "r"(steps)
      : "q0", "q1", "q2", "lr", "memory");
}

EDGETL_INLINE void multiply_row_last(const std::int8_t* row, mve_pred16_t inside, const std::int8_t*& weights, sums_1x4& sums) {
  const int8x16_t codes = vldrbq_z_s8(row, inside);
  asm volatile(
      "vldrw.32 q0, [%[weights]], #16\n\t"
      "vmladava.s8 %[a], %q[codes], q0\n\t"
      "vldrw.32 q1, [%[weights]], #16\n\t"
      "vmladava.s8 %[b], %q[codes], q1\n\t"
      "vldrw.32 q0, [%[weights]], #16\n\t"
      "vmladava.s8 %[c], %q[codes], q0\n\t"
      "vldrw.32 q1, [%[weights]], #16\n\t"
      "vmladava.s8 %[d], %q[codes], q1"
      : [weights] "+&r"(weights), [a] "+&Te"(sums.zero), [b] "+&Te"(sums.one), [c] "+&Te"(sums.two), [d] "+&Te"(sums.three)
      : [codes] "w"(codes)
      : "q0", "q1", "memory");
}

// Lanes 0 and 2, then 1 and 3, of a vector, from two core registers in one instruction, of which the first goes to
// the lower lane although that is written second. GCC 12 takes two instructions.
EDGETL_INLINE int32x4_t make_even(std::int32_t zero, std::int32_t two) {
  int32x4_t vector;
  asm("vmov %q[v][2], %q[v][0], %[zero], %[two]" : [v] "=w"(vector) : [zero] "r"(zero), [two] "r"(two));
  return vector;
}
EDGETL_INLINE int32x4_t with_odd(int32x4_t vector, std::int32_t one, std::int32_t three) {
  asm("vmov %q[v][3], %q[v][1], %[one], %[three]" : [v] "+w"(vector) : [one] "r"(one), [three] "r"(three));
  return vector;
}

}  // namespace edgetl::target::cortex_m::mve
