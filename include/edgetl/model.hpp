// SPDX-License-Identifier: BSL-1.0
// A model as a type: edgetl::model<kws> where kws is what edgetl_embed() wrote from kws.tflite.
//
//   edgetl::model<kws> net;            // its only member is the arena
//   auto scores = net(features);       // tensor in, tensor out; no heap, no initialisation
//   float yes   = scores.real(2);
#pragma once

#include <edgetl/core/arena.hpp>
#include <edgetl/core/language.hpp>
#include <edgetl/core/refused.hpp>
#include <edgetl/graph/inspect.hpp>
#include <edgetl/graph/program.hpp>
#include <edgetl/graph/signature.hpp>
#include <edgetl/import/tflite/imported.hpp>
#include <edgetl/target/native.hpp>
#include <edgetl/target/scalar.hpp>

#include <cstddef>
#include <cstdint>

namespace edgetl {

// What a model_in is told that gets another arena than it needs.
template <std::size_t Bytes> inline constexpr text<159> arena_sentence = [] {
  text_writer<159> out;
  out << "edgetl: the model works in an arena of at least " << static_cast<std::int64_t>(Bytes) << " bytes, "
      << "aligned by its type -> pass net_t::arena_type, no temporary, or what its in(memory, size) finds";
  return out.result;
}();

template <std::size_t Bytes>
using refused_arena = refused<arena_sentence<Bytes>, refusal::arena, borrowed_arena<Bytes>>;

// Inference over a program whose tensors live in an Arena: arena<bytes>, its own, or borrowed_arena<bytes>.
template <class Program, class Arena> class inference : input_refusals<typename Program::graph> {
  using net      = typename Program::graph;
  using borrowed = borrowed_arena<Program::arena_bytes>;
  template <std::int32_t Tensor> using types = graph_tensor_types<net, Tensor>;

  static constexpr bool borrows = same_as<Arena, borrowed>;

 public:
  using program = Program;

  static constexpr std::size_t  arena_bytes  = Program::arena_bytes;
  using inspect = graph::inspection<Program>;  // step<k>(): what a step is, where it works, what it costs, which kernel runs it
  static constexpr std::size_t  weight_bytes = graph::inspection<Program>::weight_bytes;
  static constexpr std::int64_t macs         = graph::inspection<Program>::macs;
  static constexpr std::int32_t inputs       = net::tape.sizes.inputs;
  static constexpr std::int32_t outputs      = net::tape.sizes.outputs;
  static constexpr std::int32_t steps        = net::tape.sizes.steps;

  static constexpr const char* target_name = Program::target::name;  // "avx2": the target that runs it

  using arena_type = arena<arena_bytes>;
  template <std::int32_t K = 0> using input_type  = typename input_types<net, K>::plain;
  template <std::int32_t K = 0> using output_type = typename output_types<net, K>::value;
  using result_type = typename results<net>::type;  // an output, or get<k>() of several

  inference()
    requires(!borrows)
  = default;
  template <class Nothing = void>
    requires(borrows)
  inference() EDGETL_REFUSED("edgetl: a model_in works in an arena of yours -> net_t::arena_type arena; "
                             "net_t net{arena};");

  // In an arena of at least arena_bytes that outlives it.
  template <std::size_t Bytes>
    requires(borrows && Bytes >= arena_bytes)
  explicit inference(arena<Bytes>& lender) : memory_of_tensors(lender) {}
  explicit inference(refused_arena<arena_bytes>)
    requires(borrows);

  // Input k in the arena: write it, then run(). A run may overwrite it.
  template <std::int32_t K = 0> auto input() { return view<input_tensor<net, K>()>(); }
  // Output k in the arena, valid after run() until the next one.
  template <std::int32_t K = 0> auto output() { return view<output_tensor<net, K>()>(); }

  void run() {
    constexpr bool has_instructions = target::flags_have<typename Program::target>();
    static_assert(has_instructions, EDGETL_NO_INSTRUCTIONS);
    if constexpr (has_instructions) Program::run(memory());
  }

  // One inference: copies the inputs in, runs, and returns the output (or all outputs, by number).
  template <class... Input>
    requires takes_inputs<net, Input...>
  result_type operator()(const Input&... given) {
    load(memory(), make_integer_sequence<std::int32_t, inputs>{}, given...);
    run();
    return collect([this]<std::int32_t K>() { return copy_of<K>(this->template output<K>().data()); });
  }

  // The same in constant evaluation: every tensor in an array of its own instead of the arena.
  template <class... Input>
    requires takes_inputs<net, Input...>
  static constexpr result_type evaluate(const Input&... given) {
    typename Program::slots               slots{};
    const graph::constant_memory<Program> memory{&slots};
    load(memory, make_integer_sequence<std::int32_t, inputs>{}, given...);
    Program::run(memory);
    return collect([&]<std::int32_t K>() { return copy_of<K>(memory.template tensor<net::tape.outputs[K]>()); });
  }

  // Other arguments than these: a sentence.
  using input_refusals<net>::operator();
  using input_refusals<net>::evaluate;
  template <class... Given>
    requires(sizeof...(Given) != static_cast<std::size_t>(inputs))
  result_type operator()(const Given&...)
      EDGETL_REFUSED("edgetl: a call has one argument per input -> pass as many as `inputs` says");
  template <class... Given>
    requires(sizeof...(Given) != static_cast<std::size_t>(inputs))
  static result_type evaluate(const Given&...)
      EDGETL_REFUSED("edgetl: a call has one argument per input -> pass as many as `inputs` says");

 private:
  Arena memory_of_tensors;

  auto memory() { return edgetl::graph::arena_memory<Program>{memory_of_tensors.data()}; }

  template <std::int32_t Tensor> auto view() {
    return typename types<Tensor>::view{{memory().template tensor<Tensor>()}};
  }
  template <std::int32_t K, class Element> static constexpr output_type<K> copy_of(const Element* elements) {
    output_type<K> result{};
    for (std::size_t i = 0; i < result.size(); ++i) result[i] = elements[i];
    return result;
  }
  template <class Memory, std::int32_t... K, class... Input>
  static constexpr void load(Memory memory, integer_sequence<std::int32_t, K...>, const Input&... given) {
    (load_one<K>(memory.template tensor<net::tape.inputs[K]>(), given), ...);
  }
  template <std::int32_t K, class Element>
  static constexpr void load_one(Element* elements, const input_type<K>& given) {
    for (std::size_t i = 0; i < given.size(); ++i) elements[i] = given[i];
  }
  template <class Copy> static constexpr result_type collect(Copy copy) {
    if constexpr (outputs == 1) return copy.template operator()<0>();
    else
      return [&]<std::int32_t... K>(integer_sequence<std::int32_t, K...>) {
        return result_type{{copy.template operator()<K>()}...};
      }(make_integer_sequence<std::int32_t, outputs>{});
  }
};

// The target a model runs by unless another one is named: the header that edgetl_embed() wrote names one for networks of
// floats where xsimd is found, else it is native.
template <class Source> struct default_target_of { using type = target::native; };
template <class Source>
  requires requires { typename Source::default_target; }
struct default_target_of<Source> { using type = typename Source::default_target; };
template <class Source> using default_target = typename default_target_of<Source>::type;

// The program behind a model; what cannot be one is refused here, before anything else fails.
template <class Source, class Arithmetic, class Target> struct checked_program {
  static_assert(import::tflite::check_source<Source>());
  static_assert(quant::check_arithmetic<Arithmetic>());
  static_assert(target::check_available<Target>());
  static_assert(target::check_target<Target>());

  using type = graph::program<import::tflite::imported<Source>, Arithmetic, Target>;
};
template <class Source, class Arithmetic = quant::tflite_double_rounding, class Target = default_target<Source>>
using program_of = typename checked_program<Source, Arithmetic, Target>::type;

// Any type: what it lacks is said with a sentence. But compilers print this name when an array stands in its place.
template <class Source> concept struct_with_bytes_and_size = true;

// A model that owns its arena.
template <struct_with_bytes_and_size Source, class Arithmetic = quant::tflite_double_rounding,
          class Target = default_target<Source>>
using model = inference<program_of<Source, Arithmetic, Target>,
                        arena<program_of<Source, Arithmetic, Target>::arena_bytes>>;

// A model that works in an arena of the user's: an arena_type, or a larger one in which several models take turns.
template <struct_with_bytes_and_size Source, class Arithmetic = quant::tflite_double_rounding,
          class Target = default_target<Source>>
using model_in = inference<program_of<Source, Arithmetic, Target>,
                           borrowed_arena<program_of<Source, Arithmetic, Target>::arena_bytes>>;

}  // namespace edgetl
