// SPDX-License-Identifier: BSL-1.0
// A list of operation types, and how a run-time index picks one of them.
#pragma once

#include <edgetl/core/language.hpp>
#include <edgetl/kernel/operation.hpp>

#include <cstdint>

namespace edgetl::graph {

// Types numbered from 0, found again by number without recursion.
template <std::int32_t Index, class Type> struct numbered {};
template <class Sequence, class... Type> struct numbered_types;
template <std::int32_t... Index, class... Type>
struct numbered_types<integer_sequence<std::int32_t, Index...>, Type...> : numbered<Index, Type>... {};
template <class Type> struct type_tag { using type = Type; };
template <std::int32_t Index, class Type> type_tag<Type> find_numbered(const numbered<Index, Type>&);

template <kernel::operation... Operation> struct operation_list {
  using numbers = numbered_types<make_integer_sequence<std::int32_t, sizeof...(Operation)>, Operation...>;
  template <std::int32_t Index> using at = typename decltype(find_numbered<Index>(numbers{}))::type;

  static constexpr std::int32_t size = sizeof...(Operation);

  // What the operation with this index says of a step.
  static constexpr kernel::refusal check(std::int32_t index, const kernel::node& step) {
    if (const kernel::refusal refused = kernel::check_elements(step)) return refused;
    constexpr kernel::refusal (*functions[])(const kernel::node&) = {&Operation::check...};
    return functions[index](step);
  }
  static constexpr std::int64_t macs(std::int32_t index, const kernel::node& step) {
    constexpr std::int64_t (*functions[])(const kernel::node&) = {&Operation::macs...};
    return functions[index](step);
  }
  // May output 0 be written over input k?
  static constexpr bool in_place(std::int32_t index, const kernel::node& step, int k) {
    constexpr bool (*functions[])(const kernel::node&, int) = {&in_place_of<Operation>...};
    return functions[index](step, k);
  }
  static constexpr bool aliases(std::int32_t index) {
    constexpr bool answers[] = {kernel::aliases_its_input<Operation>...};
    return answers[index];
  }
  // How a target runs a step.
  template <class Target> static constexpr kernel::choice choose(std::int32_t index, const kernel::node& step) {
    constexpr kernel::choice (*functions[])(const kernel::node&) = {&choose_of<Target, Operation>...};
    return functions[index](step);
  }
  // Computes a step whose output is known while compiling; false where it is not.
  static constexpr bool fold(std::int32_t index, const kernel::node& step, std::int32_t* values) {
    constexpr bool (*functions[])(const kernel::node&, std::int32_t*) = {&fold_of<Operation>...};
    return functions[index](step, values);
  }

 private:
  template <class Own> static constexpr bool in_place_of(const kernel::node& step, int k) {
    if constexpr (kernel::works_in_place<Own>) return Own::in_place(step, k);
    else return false;
  }
  template <class Target, class Own> static constexpr kernel::choice choose_of(const kernel::node& step) {
    if constexpr (kernel::chooses_its_kernel<Own, Target>) return Own::template choose<Target>(step);
    else return {};
  }
  template <class Own> static constexpr bool fold_of(const kernel::node& step, std::int32_t* values) {
    if constexpr (kernel::folds_to_a_constant<Own>) return Own::fold(step, values);
    else return false;
  }
};

}  // namespace edgetl::graph
