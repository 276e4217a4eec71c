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
inline constexpr sentence refusal_of = describe(outcome_of<Source, Rows>.answer, outcome_of<Source, Rows>.tape, {Source::bytes, Source::size});

// Stops the build with the sentence when the model is refused.
template <embedded_file Source, class Rows> constexpr bool accept() {
  constexpr status answer = outcome_of<Source, Rows>.answer;
  if constexpr (answer.ok()) {
    return true;
  } else if constexpr (printed_characters > 0) {
    return sizeof(require_accepted<false, refusal_of<Source, Rows>>::told) > 0;
  } else {
    static_assert(answer.ok(), "edgetl: the model is refused -> the note below says which operator and why");
    constexpr bool told = refuse(answer.op, builtin_name(answer.builtin), answer.reason);
    return told;
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
