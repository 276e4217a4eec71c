// SPDX-License-Identifier: BSL-1.0
// The few names that edgetl needs of <bit>, <concepts> and <utility>. Those headers would do, but cost more
// to include than all of edgetl's own kernels; the compilers' builtins behind them cost nothing.
#pragma once

#include <edgetl/config.hpp>

#include <cstdint>
#include <type_traits>

namespace edgetl {

template <class Left, class Right> concept same_as = std::is_same_v<Left, Right> && std::is_same_v<Right, Left>;
template <class From, class To> concept convertible_to = std::is_convertible_v<From, To> && requires(From (&make)()) { static_cast<To>(make()); };
template <class Number> concept integral = std::is_integral_v<Number>;

template <class To, class From> constexpr To bit_cast(const From& from) { return __builtin_bit_cast(To, from); }

// How many zeros stand before the first one; 32 for 0.
constexpr int leading_zeros(std::uint32_t value) { return value == 0 ? 32 : __builtin_clz(value); }

template <class Integer, Integer... Value> struct integer_sequence {};
template <class Integer, Integer Count> using make_integer_sequence = EDGETL_INTEGER_SEQUENCE(integer_sequence, Integer, Count);

}  // namespace edgetl
