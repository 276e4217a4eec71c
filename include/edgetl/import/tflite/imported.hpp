// SPDX-License-Identifier: BSL-1.0
// A .tflite file as a graph type: parsed, folded and validated while the program compiles. A model that
// cannot be imported stops the build with a sentence that names the operator, the tensor and the reason.
#pragma once

#include <edgetl/config.hpp>
#include <edgetl/import/tflite/validate.hpp>

namespace edgetl::import {

// The sentence in pieces that the compiler prints whole.
template <std::size_t Width> constexpr text<Width> piece_of(const sentence& whole, int wanted) {
  text_writer<Width> out;
  const std::size_t  size  = whole.size();
  std::size_t        start = 0;
  for (int piece = 0; start < size; ++piece) {
    std::size_t end = size - start <= Width ? size : start + Width;
    if (end < size)
      for (std::size_t cut = end; cut > start; --cut)
        if (whole.chars[cut] == ' ') {
          end = cut;
          break;
        }
    if (piece == wanted)
      for (std::size_t i = start; i < end; ++i) out << whole.chars[i];
    start = end < size && whole.chars[end] == ' ' ? end + 1 : end;
  }
  return out.result;
}

// Never complete: naming it with a sentence is how a refused model shows up in the compiler's first error.
template <text... Sentence> struct model_refused;

template <bool Accepted, text... Sentence> struct require_accepted {
  static constexpr bool value = sizeof(model_refused<Sentence...>) > 0;
};
template <text... Sentence> struct require_accepted<true, Sentence...> {
  static constexpr bool value = true;
};

}  // namespace edgetl::import

namespace edgetl::import::tflite {

// Source has `bytes` (one more than `size`, for the terminator) and `size`, as edgetl_embed() writes it.
template <class Source>
concept embedded_file = requires {
  { Source::bytes[0] } -> std::convertible_to<unsigned char>;
  { Source::size } -> std::convertible_to<std::size_t>;
};

template <class Tape> struct outcome {
  Tape   tape{};
  status answer{};
};

template <embedded_file Source, class Rows> constexpr auto import_source() {
  constexpr bytes_view file{Source::bytes, Source::size};
  outcome<graph::tape<measure(file)>> result{};
  result.answer = import_model<Rows>(file, result.tape);
  return result;
}
template <embedded_file Source, class Rows> inline constexpr auto outcome_of = import_source<Source, Rows>();

template <embedded_file Source, class Rows>
inline constexpr sentence refusal_of = describe(outcome_of<Source, Rows>.answer, outcome_of<Source, Rows>.tape, {Source::bytes, Source::size});

template <embedded_file Source, class Rows = builtin_operations> struct imported {
  using source     = Source;
  using rows       = Rows;
  using operations = typename Rows::operations;

  static constexpr bytes_view  file{Source::bytes, Source::size};
  static constexpr const auto& tape = outcome_of<Source, Rows>.tape;

 private:
  static_assert(require_accepted<outcome_of<Source, Rows>.answer.ok(), piece_of<EDGETL_DIAGNOSTIC_WIDTH>(refusal_of<Source, Rows>, 0)>::value);
};

}  // namespace edgetl::import::tflite
