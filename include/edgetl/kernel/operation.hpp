// SPDX-License-Identifier: BSL-1.0
// An operation of a graph is one struct in one file of this folder:
//
//   struct my_operation {
//     struct options { std::int32_t axis; };                        // 32-bit fields, in the importer's order
//     static constexpr refusal check(const node&);                  // what it cannot do, as a sentence
//     static constexpr std::int64_t macs(const node&);              // multiply-accumulates of one run
//     template <class Step> static constexpr void run(Step);        // compute (graph/program.hpp has Step)
//   };
//
// run() reads Step::facts in constant expressions only: `constexpr auto own = make(Step::facts)`. Read while the
// program runs, it brings the file that it points to into the binary.
//
// Optional: `static constexpr int in_place(const node&, int k)`: may output 0 be written over input k;
// `aliases`: output 0 is input 0 under another shape, nothing runs; `static constexpr bool fold(const node&,
// std::int32_t* values)`: the output is a constant found while compiling; `template <class Target> static
// constexpr choice choose(const node&)`: how a target will run it, where targets have a choice.
#pragma once

#include <edgetl/core/language.hpp>
#include <edgetl/kernel/choice.hpp>
#include <edgetl/kernel/node.hpp>

#include <cstdint>
#include <type_traits>

namespace edgetl::kernel {

template <class Operation>
concept checks_a_node = requires(const node& step) {
  { Operation::check(step) } -> same_as<refusal>;
};
template <class Operation>
concept counts_its_macs = requires(const node& step) {
  { Operation::macs(step) } -> same_as<std::int64_t>;
};
template <class Operation>
concept operation = checks_a_node<Operation> && counts_its_macs<Operation>;

template <class Operation>
concept works_in_place = requires(const node& step) {
  { Operation::in_place(step, 0) } -> same_as<bool>;
};
template <class Operation>
concept aliases_its_input = requires { requires Operation::aliases; };
template <class Operation>
concept folds_to_a_constant = requires(const node& step, std::int32_t* values) {
  { Operation::fold(step, values) } -> same_as<bool>;
};

template <class Operation, class Target>
concept chooses_its_kernel = requires(const node& step) {
  { Operation::template choose<Target>(step) } -> same_as<choice>;
};

// An operation computes on elements: its first input and its outputs have some. What else it reads (axes, a shape) may
// have none.
constexpr refusal check_elements(const node& step) {
  constexpr const char* sentence =
      "computes on a tensor that has a dimension of 0 -> convert the model with static shapes";
  if (step.has_input(0) && step.input(0).shape.count() == 0) return {sentence, step.inputs[0]};
  for (int k = 0; k < step.output_count; ++k)
    if (step.output(k).shape.count() == 0) return {sentence, step.outputs[k]};
  return {};
}

// Fails with a sentence that says which part of an operation is missing.
template <class Operation> constexpr bool check_operation() {
  static_assert(checks_a_node<Operation>,
                "edgetl: an operation says what it cannot do -> static constexpr kernel::refusal check(const kernel::node&)");
  static_assert(counts_its_macs<Operation>,
                "edgetl: an operation counts its multiply-accumulates -> static constexpr std::int64_t macs(const kernel::node&)");
  return operation<Operation>;
}

// Parameters known while compiling: every different value gives a kernel of its own.
template <auto Value> struct constant {
  static constexpr const auto& get()
    requires std::is_class_v<decltype(Value)>
  {
    return Value;
  }
  static constexpr auto get() { return Value; }  // a number is no object to refer to
};

// The same parameters given at run time: one kernel serves every value.
template <class Parameters> struct erased {
  Parameters                  value;
  constexpr const Parameters& get() const { return value; }
};

// A function object known while compiling, as a type: for targets that say `reads_functions`. Others get the object.
template <auto Function> struct known {
  static constexpr auto stored() { return Function; }
};

// An operand whose contents the compiler knows, as the object in flash that stands for it; others as they are.
template <class Operand> constexpr auto stored(Operand operand) {
  if constexpr (requires { Operand::stored(); }) return Operand::stored();
  else return operand;
}

// The same while compiling: read where the file has it, so that no copy is made for a binary that needs none.
template <class Operand> constexpr auto readable(Operand operand) {
  if constexpr (requires { Operand::readable(); }) return Operand::readable();
  else return stored(operand);
}

// Parameters given at run time, so that one body serves all layers; other operands as they are.
template <class Operand> constexpr Operand shared(Operand operand) { return operand; }
template <auto Value>
  requires std::is_class_v<decltype(Value)>
constexpr auto shared(constant<Value>) {
  return erased<std::remove_cvref_t<decltype(Value)>>{Value};
}

// An operand as a target's kernels take it.
template <class Target, class Operand> constexpr Operand passed(Operand operand) { return operand; }
template <class Target, auto Function>
  requires(!requires { requires Target::reads_functions; })
constexpr auto passed(known<Function>) {
  return Function;
}

// Runs a kernel on a target: the body that the target defines for it, or the nearest one it inherits. While
// compiling, always the reference: instructions are no constant expressions. The builtin and not std's function,
// which GCC calls when it does not optimise: it would keep the branch, and the file that its operands are in.
template <class Kernel, class Target, class... Arguments>
constexpr void dispatch(Kernel kernel, Target target, Arguments... arguments) {
  if (__builtin_is_constant_evaluated()) Kernel::reference(readable(arguments)...);
  else edgetl_kernel(kernel, target, passed<Target>(arguments)...);
}

// The same where the target has chosen among its kernels. Its body sees the choice as its first argument
// after the target, and operands whose contents it may read while compiling.
template <class Kernel, class Target, choice Choice, class... Arguments>
constexpr void dispatch(Kernel kernel, Target target, chosen<Choice> how, Arguments... arguments) {
  if constexpr (Choice.is_reference() && Target::trade == preference::size) {
    Kernel::reference(shared(stored(arguments))...);
  } else if constexpr (Choice.is_reference()) {
    dispatch(kernel, target, stored(arguments)...);
  } else {
    if (__builtin_is_constant_evaluated()) Kernel::reference(readable(arguments)...);
    else edgetl_kernel(kernel, target, how, arguments...);
  }
}

}  // namespace edgetl::kernel
