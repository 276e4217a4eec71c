// SPDX-License-Identifier: BSL-1.0
// How a refused model becomes the compiler's first error. C++20's static_assert takes only literals, so the
// sentence travels as template arguments, cut where the compiler would cut it; a compiler that prints no
// text there (Clang before 16) gets a literal, and the particulars in a note.
#pragma once

#include <edgetl/config.hpp>
#include <edgetl/core/language.hpp>
#include <edgetl/import/status.hpp>

#include <cstddef>

namespace edgetl::import {

inline constexpr std::size_t printed_characters = EDGETL_PRINTED_CHARACTERS;

struct piece_bounds {
  std::size_t begin = 0, end = 0;
};

// Where piece `wanted` of a sentence starts and ends; cut between words, empty behind the last.
constexpr piece_bounds find_piece(const sentence& whole, int wanted) {
  constexpr std::size_t width = printed_characters > 0 ? printed_characters : 1;
  const std::size_t     size  = whole.size();
  std::size_t           start = 0;
  for (int piece = 0; start < size; ++piece) {
    std::size_t end = size - start <= width ? size : start + width;
    if (end < size)
      for (std::size_t cut = end; cut > start; --cut)
        if (whole.chars[cut] == ' ') {
          end = cut;
          break;
        }
    if (piece == wanted) return {start, end};
    start = end < size && whole.chars[end] == ' ' ? end + 1 : end;
  }
  return {};
}

constexpr int count_pieces(const sentence& whole) {
  int count = 0;
  while (find_piece(whole, count).end > 0) ++count;
  return count;
}

template <const sentence& Whole, int Piece> constexpr auto make_piece() {
  constexpr piece_bounds            bounds = find_piece(Whole, Piece);
  text<bounds.end - bounds.begin> result{};
  for (std::size_t i = bounds.begin; i < bounds.end; ++i) result.chars[i - bounds.begin] = Whole.chars[i];
  return result;
}

// Never complete: asking for its size is how the sentence comes into the compiler's first error.
template <text... Sentence> struct model_refused;

// Not constexpr: calling it shows its caller's arguments in a note.
void stop_the_build();
template <class... Missing>
constexpr bool refuse(std::int32_t op, const char* builtin, const char* reason, Missing...) {
  if (reason != nullptr) stop_the_build();
  return op >= 0 && builtin != nullptr;
}
// An operator that is missing, and how often the model needs it.
struct needed_operator {
  const char*  builtin;
  std::int32_t count;
};

template <bool Accepted, const sentence& Whole> struct require_accepted {};
template <const sentence& Whole> struct require_accepted<false, Whole> {
  template <int... Piece> static constexpr auto tell(integer_sequence<int, Piece...>) {
    return sizeof(model_refused<make_piece<Whole, Piece>()...>);
  }
  static constexpr auto told = tell(make_integer_sequence<int, count_pieces(Whole)>{});
};

}  // namespace edgetl::import
