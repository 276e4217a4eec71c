// SPDX-License-Identifier: BSL-1.0
// Lowering: a tape, its plan, an arithmetic and a target become a program type whose run() calls the
// steps' kernels one after another. This is where the flat constexpr graph turns into types.
#pragma once

#include <edgetl/core/language.hpp>
#include <edgetl/graph/constants.hpp>
#include <edgetl/graph/operations.hpp>
#include <edgetl/graph/plan.hpp>
#include <edgetl/quant/arithmetic.hpp>

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace edgetl::graph {

// What a front end provides: a tape, the bytes its constants stand in, and the operations it uses.
template <class Graph>
concept static_graph = requires {
  Graph::tape;
  Graph::file;
  typename Graph::operations;
  typename Graph::source;
};

template <static_graph Graph, class Target>
inline constexpr auto lifetimes_of = find_lifetimes<typename Graph::operations, Target>(Graph::tape, Graph::file);

// One attempt per constant expression, so that each stays inside the compilers' default step limits.
template <static_graph Graph, class Target, int Attempt>
inline constexpr auto planned = attempt_plan(lifetimes_of<Graph, Target>, Attempt);

template <static_graph Graph, class Target, int Attempt = 0, int Best = 0> constexpr const auto& find_plan() {
  constexpr int best = planned<Graph, Target, Attempt>.arena_bytes < planned<Graph, Target, Best>.arena_bytes ? Attempt : Best;
  if constexpr (planned<Graph, Target, best>.arena_bytes == lifetimes_of<Graph, Target>.live_set_bound || Attempt + 1 == plan_attempts)
    return planned<Graph, Target, best>;
  else
    return find_plan<Graph, Target, Attempt + 1, best>();
}

// The facts of one step as a type: what an operation's run() reads through its Step argument.
template <class Program, int Index> struct place {
  using arithmetic = typename Program::arithmetic;
  using target     = typename Program::target;
  using graph      = typename Program::graph;

  static constexpr std::int32_t   index  = Index;
  static constexpr kernel::node   facts  = graph::tape.node(Index, graph::file);
  static constexpr kernel::choice choice = graph::operations::template choose<target>(graph::tape.steps[Index].operation, facts);

  // The codes of constant input K where the file has them: for constant evaluation, they reach no binary.
  template <int K> static constexpr const unsigned char* file_bytes() {
    constexpr auto at = facts.input(K).constant_at;  // found once, not for every byte that is read
    return graph::source::bytes + at;
  }

  // The codes of constant input K, as they are stored.
  template <int K> static constexpr const unsigned char* constant_bytes() {
    constexpr tensor_info own = facts.input(K);
    if constexpr (!kernel::copies_constants(graph::file))
      return graph::source::bytes + own.constant_at;
    else
      return edgetl::graph::constant_bytes<typename graph::source, own.constant_at, own.constant_size>.data();
  }
  // The elements of constant input K as values of another type.
  template <class Value, int K> static constexpr const Value* constant_values() {
    return edgetl::graph::constant_values<Value, graph, facts.inputs[K]>.data();
  }
};

// A step about to run: its facts and where its operands are in memory.
template <class Place, class Memory> struct step : Place {
  using place = Place;

  Memory memory;

  constexpr explicit step(Memory where) : memory(where) {}

  template <int K> constexpr auto input() const {
    using element = element_t<Place::facts.input(K).element>;
    if constexpr (Place::facts.input(K).constant)
      return static_cast<const element*>(Place::template constant_values<element, K>());
    else
      return static_cast<const element*>(memory.template tensor<Place::facts.inputs[K]>());
  }
  template <int K> constexpr auto output() const { return memory.template tensor<Place::facts.outputs[K]>(); }

  // How the target runs this step, and where its scratch is.
  constexpr auto how() const { return kernel::chosen<Place::choice>{memory.template scratch<Place::index>()}; }
};

// Operands in the arena, at the plan's offsets.
template <class Program> struct arena_memory {
  unsigned char* arena;

  template <std::int32_t Tensor> EDGETL_INLINE auto tensor() const {
    return reinterpret_cast<element_t<Program::graph::tape.tensors[Tensor].element>*>(arena + Program::template offset<Tensor>);
  }
  template <std::int32_t Step> EDGETL_INLINE unsigned char* scratch() const { return arena + Program::template scratch_offset<Step>; }
};

// Operands each in an array of its own: for constant evaluation, where bytes cannot be reinterpreted.
template <class Program, std::int32_t Tensor> struct tensor_slot {
  element_t<Program::graph::tape.tensors[Tensor].element> elements[Program::graph::tape.tensors[Tensor].shape.count()] = {};
};
template <class Program, class Tensors> struct tensor_slots;
template <class Program, std::int32_t... Tensor>
struct tensor_slots<Program, integer_sequence<std::int32_t, Tensor...>> : tensor_slot<Program, Tensor>... {};

template <class Program> struct constant_memory {
  typename Program::slots* slots;

  template <std::int32_t Tensor> constexpr auto tensor() const {
    return static_cast<tensor_slot<Program, Program::alias_root(Tensor)>*>(slots)->elements;
  }
  template <std::int32_t Step> constexpr unsigned char* scratch() const { return nullptr; }
};

template <static_graph Graph, quant::arithmetic Arithmetic, class Target> struct program {
  using graph      = Graph;
  using arithmetic = Arithmetic;
  using target     = Target;
  using operations = typename Graph::operations;

  static constexpr const auto& tape        = Graph::tape;
  static constexpr const auto& lives       = lifetimes_of<Graph, Target>;
  static constexpr const auto& plan        = find_plan<Graph, Target>();
  static constexpr std::size_t arena_bytes = plan.arena_bytes;

  template <std::int32_t Tensor> static constexpr std::size_t offset = plan.offset[lives.buffer[Tensor]];
  template <std::int32_t Step> static constexpr std::size_t scratch_offset =
      plan.offset[scratch_of<std::remove_cvref_t<decltype(tape)>>(Step)];

  // How the target runs a step.
  static constexpr kernel::choice choice_of(std::int32_t step) {
    return operations::template choose<Target>(tape.steps[step].operation, tape.node(step, graph::file));
  }

  // The tensor whose elements a reshaped tensor shares.
  static constexpr std::int32_t alias_root(std::int32_t tensor) {
    for (std::int32_t s = tape.sizes.steps - 1; s >= 0; --s)
      if (operations::aliases(tape.steps[s].operation) && tape.output_of(tape.steps[s], 0) == tensor)
        tensor = tape.input_of(tape.steps[s], 0);
    return tensor;
  }
  // Tensors that need a slot of their own in constant evaluation.
  static constexpr bool needs_slot(std::int32_t tensor) { return lives.buffer[tensor] != none && alias_root(tensor) == tensor; }
  static constexpr std::int32_t slot_count() {
    std::int32_t count = 0;
    for (std::int32_t t = 0; t < tape.sizes.tensors; ++t) count += needs_slot(t) ? 1 : 0;
    return count;
  }
  static constexpr std::int32_t slot_tensor(std::int32_t wanted) {
    for (std::int32_t t = 0; t < tape.sizes.tensors; ++t)
      if (needs_slot(t) && wanted-- == 0) return t;
    return none;
  }
  template <class Sequence> struct slots_of;
  template <std::int32_t... K> struct slots_of<integer_sequence<std::int32_t, K...>> {
    using type = tensor_slots<program, integer_sequence<std::int32_t, slot_tensor(K)...>>;
  };
  struct slots : slots_of<make_integer_sequence<std::int32_t, slot_count()>>::type {};

  // Runs every step on operands that stand in `memory`.
  template <class Memory> static constexpr void run(Memory memory) { run_from<0>(memory); }

 private:
  static constexpr std::int32_t run_length = 64;  // steps per fold, far below the compilers' limit of 256

  template <std::int32_t First, class Memory> static constexpr void run_from(Memory memory) {
    if constexpr (First < tape.sizes.steps) {
      constexpr std::int32_t count = tape.sizes.steps - First < run_length ? tape.sizes.steps - First : run_length;
      [&]<std::int32_t... Offset>(integer_sequence<std::int32_t, Offset...>) {
        (run_step<First + Offset>(memory), ...);
      }(make_integer_sequence<std::int32_t, count>{});
      run_from<First + count>(memory);
    }
  }

  template <std::int32_t Index, class Memory> static constexpr void run_step(Memory memory) {
    using own = typename operations::template at<tape.steps[Index].operation>;
    if constexpr (kernel::aliases_its_input<own>) {
      // nothing to do: the output is the input under another shape
    } else {
      own::run(step<place<program, Index>, Memory>{memory});
    }
  }
};

}  // namespace edgetl::graph
