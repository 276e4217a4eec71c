// SPDX-License-Identifier: BSL-1.0
// A parameter type that refuses, for an overload beside the one that works: an argument of another kind gets a sentence
// as the compiler's first error, and yet a concept or std::is_invocable answers that there is no such call.
#pragma once

#include <edgetl/config.hpp>
#include <edgetl/core/language.hpp>
#include <edgetl/core/sentence.hpp>

#include <initializer_list>
#include <type_traits>

namespace edgetl {

enum class refusal { input, arena };

template <text... Piece> struct says {};

// Converts from nothing but what converts to Wanted. GCC and Clang name the type, and with it the pieces of the
// sentence, when they say which conversion is deleted; a compiler that prints no text has a literal for each kind.
template <class Sentence, refusal Kind, class Wanted> struct refused_argument {
  template <class Given> static constexpr bool takes = std::is_convertible_v<Given, Wanted>;

  template <class Given>
    requires(takes<Given>)
  refused_argument(Given&&);
  template <class Given>
    requires(!takes<Given> && printed_characters > 0)
  refused_argument(Given&&) = delete;
  template <class Item> refused_argument(std::initializer_list<Item>) = delete;

  template <class Given>
    requires(!takes<Given> && printed_characters == 0 && Kind == refusal::input)
  refused_argument(Given&&) EDGETL_REFUSED("edgetl: an input takes a tensor of its element type and shape -> pass "
                                           "net_t::input_type<k>, or write input<k>() and run()");
  template <class Given>
    requires(!takes<Given> && printed_characters == 0 && Kind == refusal::arena)
  refused_argument(Given&&) EDGETL_REFUSED("edgetl: the model works in an arena as large as its own and aligned by its "
                                           "type -> pass net_t::arena_type, no temporary, or what its in(memory, size) finds");
};

// The same with a whole sentence. The pieces are deduced, so that Clang prints their values and not how they are made.
template <class Sentence, refusal Kind, class Wanted> struct refused_with;
template <text... Piece, refusal Kind, class Wanted> struct refused_with<says<Piece...>, Kind, Wanted> {
  using type = refused_argument<says<Piece...>, Kind, Wanted>;
};
template <const auto& Whole, int... Piece>
says<make_piece<Whole, Piece>()...> cut_in_pieces(integer_sequence<int, Piece...>);
template <const auto& Whole> inline constexpr int pieces_of = printed_characters == 0 ? 0 : count_pieces(Whole);

template <const auto& Whole, refusal Kind, class Wanted>
using refused = typename refused_with<decltype(cut_in_pieces<Whole>(make_integer_sequence<int, pieces_of<Whole>>{})),
                                      Kind, Wanted>::type;

}  // namespace edgetl
