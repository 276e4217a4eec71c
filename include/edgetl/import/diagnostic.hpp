// SPDX-License-Identifier: BSL-1.0
// How a refused model becomes the compiler's first error (core/sentence.hpp); a compiler that prints no text gets a
// literal, and the particulars in a note.
#pragma once

#include <edgetl/core/language.hpp>
#include <edgetl/core/sentence.hpp>
#include <edgetl/import/status.hpp>

#include <cstdint>

namespace edgetl::import {

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
