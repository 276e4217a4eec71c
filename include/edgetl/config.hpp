// SPDX-License-Identifier: BSL-1.0
// What depends on the compiler, in one place: the only file that asks which one it is. Every header starts with it.
#pragma once

// A header that is not found ends the compilation at once: the sentence is the first error, and the only one.
#if __cplusplus < 202002L && (!defined(_MSVC_LANG) || _MSVC_LANG < 202002L)
#include "edgetl: needs C++20 -> compile with -std=c++20"
#elif !defined(__clang__) && (!defined(__GNUC__) || __GNUC__ < 12) || defined(__clang__) && __clang_major__ < 14
#include "edgetl: needs GCC 12, Clang 14 or a newer one -> compile with one of them"
#endif

// EDGETL_REFUSED(sentence) ends the declaration of a function that only says why it cannot be called: its first error
// is the sentence, and to a concept or std::is_invocable the call is none. GCC prints the text in a constraint.
#if defined(__clang__)
#define EDGETL_REFUSED(sentence) __attribute__((unavailable(sentence)))
#else
#define EDGETL_REFUSED(sentence) requires(edgetl::said<sentence>) = delete
#endif

// Headers with instructions, where the flags have them.
#define EDGETL_NO_INSTRUCTIONS \
  "edgetl: the compiler's flags lack this target's instructions -> use the flags of docs/targets.md, or target::native"
#if defined(__x86_64__) || defined(__i386__)
#define EDGETL_X86_HEADER <immintrin.h>
#else
#define EDGETL_X86_HEADER EDGETL_NO_INSTRUCTIONS
#endif
#if defined(__ARM_NEON)
#define EDGETL_NEON_HEADER <arm_neon.h>
#else
#define EDGETL_NEON_HEADER EDGETL_NO_INSTRUCTIONS
#endif
#if defined(__ARM_FEATURE_MVE) && (__ARM_FEATURE_MVE & 1)
#define EDGETL_MVE_HEADER <arm_mve.h>
#else
#define EDGETL_MVE_HEADER EDGETL_NO_INSTRUCTIONS
#endif

// How many bytes of a vector the compiler takes as an operand of inline assembly. Clang asks what the flags have, even
// in a function that nobody calls: a file that only wants to know what a target would choose may lack its instructions.
#if !defined(__clang__) || defined(__AVX512F__)
#define EDGETL_WIDEST_OPERAND 64
#elif defined(__AVX__)
#define EDGETL_WIDEST_OPERAND 32
#else
#define EDGETL_WIDEST_OPERAND 16
#endif

// EDGETL_ROUNDED(x): the value of a floating-point expression rounded here, so that it is neither fused
// into a multiply-add nor reordered, whatever -ffp-contract or -ffast-math say.
#if defined(__clang__)
#if (defined(__x86_64__) || defined(__i386__) || __clang_major__ >= 20) && __has_builtin(__arithmetic_fence)
#define EDGETL_ROUNDED(value) __arithmetic_fence(value)
#else
#define EDGETL_ROUNDED(value) (value)
#endif
#elif defined(__GNUC__)
#define EDGETL_ROUNDED(value) __builtin_assoc_barrier(value)
#else
#define EDGETL_ROUNDED(value) (value)
#endif

// Whether the compiler may divide by multiplying with an approximate reciprocal (-ffast-math).
#if defined(__FAST_MATH__)
#define EDGETL_FAST_MATH true
#else
#define EDGETL_FAST_MATH false
#endif

// How many characters of a text that is a template argument a compiler prints: GCC all of them, Clang about
// thirty, Clang before 16 none (it prints numbers). See core/sentence.hpp.
#if defined(__clang__) && __clang_major__ < 16
#define EDGETL_PRINTED_CHARACTERS 0
#elif defined(__clang__)
#define EDGETL_PRINTED_CHARACTERS 30
#else
#define EDGETL_PRINTED_CHARACTERS 400
#endif

// A kernel is one function of the program, shared by every layer that needs the same one.
#if defined(__GNUC__) || defined(__clang__)
#define EDGETL_KERNEL [[gnu::noinline]]
#define EDGETL_INLINE [[gnu::always_inline]] inline
#else
#define EDGETL_KERNEL
#define EDGETL_INLINE inline
#endif

// The compiler's own way to write the integers 0 to Count - 1.
#if __has_builtin(__make_integer_seq)
#define EDGETL_INTEGER_SEQUENCE(Sequence, Integer, Count) __make_integer_seq<Sequence, Integer, Count>
#else
#define EDGETL_INTEGER_SEQUENCE(Sequence, Integer, Count) Sequence<Integer, __integer_pack(Count)...>
#endif
