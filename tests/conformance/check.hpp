// SPDX-License-Identifier: BSL-1.0
// Checks cases of a family on a target, one after another, in a doctest test case.
#pragma once

#include <edgetl/quant/arithmetic.hpp>

#include <type_traits>
#include <utility>

#include "../unit/unit.hpp"
#include "step.hpp"
#include "target_under_test.hpp"

namespace edgetl_test {

// The same for every case of one type, so that a case costs no more than its program.
using model_function = std::vector<expected> (*)(const void* wanted, const unsigned char* file, const operands&);

// Runs a program on every pattern of inputs; the model says what the definition gives. Where the model is not
// exact, `reference` is a program of portable kernels that must give the same bits.
void check_patterns(const fenced_program&, const fenced_program* reference, const std::string& what, unsigned seed, model_function, const void* wanted,
                    const unsigned char* file);

template <class Case> void check_program(const fenced_program& program, const fenced_program* reference, const char* target, const char* family,
                                         int number, const Case& wanted, const unsigned char* file) {
  check_patterns(program, reference, std::string(target) + ": " + family + " " + std::to_string(number) + ": " + text_of(wanted),
                 static_cast<unsigned>(number),
                 [](const void* own, const unsigned char* bytes, const operands& given) { return model(*static_cast<const Case*>(own), bytes, given); },
                 &wanted, file);
}

// Its model allows a distance, and integers are still to be exact.
template <class Family> concept follows_the_reference = Family::follows_the_reference;

template <class Case> concept rounds_once = requires(const Case& own) { requires sizeof(own.single_rounding) == 1; };

template <class Family, int Number> constexpr bool single_rounding_of() {
  constexpr auto wanted = Family::make(Number);
  if constexpr (rounds_once<std::remove_cv_t<decltype(wanted)>>) return wanted.single_rounding;
  else return false;
}

template <class Family, int Number, class Target> void check_case() {
  using arithmetic = std::conditional_t<single_rounding_of<Family, Number>(), edgetl::quant::tflite_single_rounding,
                                        edgetl::quant::tflite_double_rounding>;
  using graph      = generated_graph<Family, Number>;
  const auto program = make_fenced_program<Family, Number, arithmetic, Target>();
  if constexpr (follows_the_reference<Family> && graph::description.tensors[0].element != element_type::float32) {
    const auto reference = make_fenced_program<Family, Number, arithmetic, edgetl::target::scalar>();
    check_program(program, &reference, Target::name, Family::name, Number, graph::wanted, graph::source::bytes);
  } else {
    check_program(program, nullptr, Target::name, Family::name, Number, graph::wanted, graph::source::bytes);
  }
}

// Cases First to First + Count - 1.
template <class Family, int First, int Count, class Target = target_under_test> void check_cases() {
  [&]<int... Offset>(std::integer_sequence<int, Offset...>) {
    (check_case<Family, First + Offset, Target>(), ...);
  }(std::make_integer_sequence<int, Count>{});
}

}  // namespace edgetl_test
