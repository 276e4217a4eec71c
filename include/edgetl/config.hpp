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

// Clang prints at most about thirty characters of a text that is a template argument, GCC all of them:
// a sentence computed from a model is cut at this width before it becomes part of a type.
#if defined(__clang__)
#define EDGETL_DIAGNOSTIC_WIDTH 30
#else
#define EDGETL_DIAGNOSTIC_WIDTH 400
#endif

// A kernel is one function of the program, shared by every layer that needs the same one.
#if defined(__GNUC__) || defined(__clang__)
#define EDGETL_KERNEL [[gnu::noinline]]
#define EDGETL_INLINE [[gnu::always_inline]] inline
#else
#define EDGETL_KERNEL
#define EDGETL_INLINE inline
#endif
