// SPDX-License-Identifier: BSL-1.0
// A .tflite file as a graph type: parsed, folded and validated while the program compiles. A model that
// cannot be imported stops the build with a sentence that names the operator, the tensor and the reason.
#pragma once

#include <edgetl/core/language.hpp>
#include <edgetl/import/diagnostic.hpp>
#include <edgetl/import/tflite/embedded.hpp>
#include <edgetl/import/tflite/validate.hpp>

namespace edgetl::import::tflite {

template <class Tape> struct outcome {
  Tape   tape{};
  status answer{};
};

template <embedded_file Source, class Rows> constexpr auto import_source() {
  constexpr bytes_view file{Source::bytes, Source::size};
  outcome<graph::tape<measure(file)>> result{};
  result.answer = import_model<Rows>(file, result.tape);
  if (!result.answer.ok()) result.tape.sizes = {result.tape.sizes.tensors, 0, 0, 0, 0};  // so that nothing else fails before the sentence
  return result;
}
template <embedded_file Source, class Rows> inline constexpr auto outcome_of = import_source<Source, Rows>();

template <embedded_file Source, class Rows>
inline constexpr sentence refusal_of = describe<Rows>(outcome_of<Source, Rows>.answer, outcome_of<Source, Rows>.tape,
                                                      {Source::bytes, Source::size});

// What else is missing where an operator is.
template <embedded_file Source, class Rows>
inline constexpr missing_operators missing_of =
    missing_by<Rows>(outcome_of<Source, Rows>.answer, {Source::bytes, Source::size});
template <embedded_file Source, class Rows>
inline constexpr auto custom_names_of = custom_names(missing_of<Source, Rows>, {Source::bytes, Source::size});

// For a compiler that prints no text: a literal, then a note with operator, reason and what is missing. The names of
// custom operators stand in another note, as arguments of this type.
template <char... Letter> struct custom_operators {};

template <embedded_file Source, class Rows, class CustomOperators, std::int32_t... K>
constexpr bool tell(integer_sequence<std::int32_t, K...>) {
  constexpr status answer = outcome_of<Source, Rows>.answer;
  static_assert(answer.ok(), "edgetl: the model is refused -> the note below says which operator and why");
  constexpr auto& kinds = missing_of<Source, Rows>.kinds;
  constexpr bool  told  = refuse(answer.op, answer.op < 0 ? "the file" : builtin_name(answer.builtin), answer.reason,
                                 needed_operator{builtin_name(kinds[K].kind.code), kinds[K].count}...);
  return told;
}
template <embedded_file Source, class Rows, std::size_t... I>
constexpr bool tell_with_names(integer_sequence<std::size_t, I...>) {
  return tell<Source, Rows, custom_operators<custom_names_of<Source, Rows>.chars[I]...>>(
      make_integer_sequence<std::int32_t, missing_of<Source, Rows>.size>{});
}

// Stops the build with the sentence when the model is refused.
template <embedded_file Source, class Rows> constexpr bool accept() {
  if constexpr (outcome_of<Source, Rows>.answer.ok()) {
    return true;
  } else if constexpr (printed_characters > 0) {
    return sizeof(require_accepted<false, refusal_of<Source, Rows>>::told) > 0;
  } else {
    return tell_with_names<Source, Rows>(make_integer_sequence<std::size_t, custom_names_of<Source, Rows>.size()>{});
  }
}

template <embedded_file Source, class Rows = builtin_operations> struct imported {
  static_assert(accept<Source, Rows>());

  using source     = Source;
  using rows       = Rows;
  using operations = typename Rows::operations;

  static constexpr const char* operation_name(std::int32_t operation) { return builtin_name(rows::code_of(operation)); }

  static constexpr bytes_view  file{Source::bytes, Source::size};
  static constexpr const auto& tape = outcome_of<Source, Rows>.tape;
};

}  // namespace edgetl::import::tflite
