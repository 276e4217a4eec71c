// SPDX-License-Identifier: BSL-1.0
// What depends on the compiler, in one place: the only file that asks which one it is.
#pragma once

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
// thirty, Clang before 16 none (it prints numbers). See import/diagnostic.hpp.
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
