// SPDX-License-Identifier: BSL-1.0
// How a sentence that is made while compiling becomes the compiler's first error. C++20's static_assert takes only
// literals, so the sentence travels as template arguments of a type, cut where the compiler would cut it; a compiler
// that prints no text there (Clang before 16) is given a literal instead.
#pragma once

#include <edgetl/config.hpp>
#include <edgetl/core/language.hpp>
#include <edgetl/core/text.hpp>

#include <cstddef>

namespace edgetl {

inline constexpr std::size_t printed_characters = EDGETL_PRINTED_CHARACTERS;

struct piece_bounds {
  std::size_t begin = 0, end = 0;
};

// Where piece `wanted` of a sentence starts and ends; cut between words, empty behind the last.
template <std::size_t Capacity> constexpr piece_bounds find_piece(const text<Capacity>& whole, int wanted) {
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

template <std::size_t Capacity> constexpr int count_pieces(const text<Capacity>& whole) {
  int count = 0;
  while (find_piece(whole, count).end > 0) ++count;
  return count;
}

template <const auto& Whole, int Piece> constexpr auto make_piece() {
  constexpr piece_bounds          bounds = find_piece(Whole, Piece);
  text<bounds.end - bounds.begin> result{};
  for (std::size_t i = bounds.begin; i < bounds.end; ++i) result.chars[i - bounds.begin] = Whole.chars[i];
  return result;
}

}  // namespace edgetl
