// SPDX-License-Identifier: BSL-1.0
// A model as a type: edgetl::model<kws> where kws is what edgetl_embed() wrote from kws.tflite.
//
//   edgetl::model<kws> net;            // its only member is the arena
//   auto scores = net(features);       // tensor in, tensor out; no heap, no initialisation
//   float yes   = scores.real(2);
#pragma once

#include <edgetl/core/language.hpp>
#include <edgetl/core/tensor.hpp>
#include <edgetl/graph/inspect.hpp>
#include <edgetl/graph/program.hpp>
#include <edgetl/import/tflite/imported.hpp>
#include <edgetl/target/native.hpp>
#include <edgetl/target/scalar.hpp>

#include <cstddef>
#include <cstdint>

namespace edgetl {

// A tensor of a graph: its elements, and how their codes read as real numbers.
template <class Graph, std::int32_t Tensor, class Base> struct graph_tensor : Base {
  static constexpr quant::affine quantization = Graph::tape.tensors[Tensor].quantization;

  // The real number behind element i.
  constexpr float real(std::size_t i) const {
    if constexpr (same_as<std::remove_const_t<typename Base::element_type>, float>) return (*this)[i];
    else return quantization.real((*this)[i]);
  }
};

template <class Graph, std::int32_t Tensor> struct graph_tensor_types {
  static constexpr extents shape = Graph::tape.tensors[Tensor].shape;
  using element                  = element_t<Graph::tape.tensors[Tensor].element>;

  template <class Sequence> struct owned;
  template <std::int32_t... Axis> struct owned<integer_sequence<std::int32_t, Axis...>> {
    using type = tensor<element, shape[Axis]...>;
  };
  using plain = typename owned<make_integer_sequence<std::int32_t, shape.rank>>::type;
  using value = graph_tensor<Graph, Tensor, plain>;
  using view  = graph_tensor<Graph, Tensor, tensor_view<element, shape>>;
};

// Several outputs of one inference: get<k>() is output k.
template <class Sequence, class... Value> struct numbered_values;
template <std::int32_t K, class Value> struct numbered_value { Value value; };
template <std::int32_t... K, class... Value>
struct numbered_values<integer_sequence<std::int32_t, K...>, Value...> : numbered_value<K, Value>... {
  template <std::int32_t Wanted> constexpr const auto& get() const { return pick<Wanted>(*this); }

 private:
  template <std::int32_t Wanted, class Picked> static constexpr const Picked& pick(const numbered_value<Wanted, Picked>& from) {
    return from.value;
  }
};

// Bytes for a program's tensors: its own, or the user's.
template <std::size_t Bytes> struct owned_arena {
  alignas(graph::arena_alignment) unsigned char bytes[Bytes > 0 ? Bytes : 1];

  unsigned char* data() { return bytes; }
};
struct borrowed_arena {
  unsigned char* bytes;  // at least arena_bytes of them, aligned to 16

  unsigned char* data() const { return bytes; }
};

// Inference over a program whose tensors live in an Arena.
template <class Program, class Arena> class inference {
  using net = typename Program::graph;
  template <std::int32_t Tensor> using types = graph_tensor_types<net, Tensor>;

 public:
  using program = Program;

  static constexpr std::size_t  arena_bytes  = Program::arena_bytes;
  using inspect = graph::inspection<Program>;  // step(k): what a step costs and which kernel runs it
  static constexpr std::size_t  weight_bytes = graph::inspection<Program>::weight_bytes;
  static constexpr std::int64_t macs         = graph::inspection<Program>::macs;
  static constexpr std::int32_t inputs       = net::tape.sizes.inputs;
  static constexpr std::int32_t outputs      = net::tape.sizes.outputs;
  static constexpr std::int32_t steps        = net::tape.sizes.steps;

  static constexpr const char* target_name = Program::target::name;  // "avx2": the target that runs it

  template <std::int32_t K = 0> using input_type  = typename types<net::tape.inputs[K]>::plain;
  template <std::int32_t K = 0> using output_type = typename types<net::tape.outputs[K]>::value;

  inference() = default;
  explicit inference(Arena given) : arena(given) {}

  // Input k in the arena: write it, then run(). A run may overwrite it.
  template <std::int32_t K = 0> auto input() { return view<net::tape.inputs[K]>(); }
  // Output k in the arena, valid after run() until the next one.
  template <std::int32_t K = 0> auto output() { return view<net::tape.outputs[K]>(); }

  void run() {
    static_assert(target::flags_have<typename Program::target>(),
                  "edgetl: the compiler's flags lack this target's instructions -> use the flags of docs/targets.md, or target::native");
    Program::run(memory());
  }

  // One inference: copies the inputs in, runs, and returns the output (or all outputs, by number).
  template <class... Input>
    requires(sizeof...(Input) == static_cast<std::size_t>(inputs))
  auto operator()(const Input&... given) {
    copy_inputs(make_integer_sequence<std::int32_t, inputs>{}, given...);
    run();
    return collect([this]<std::int32_t K>() { return copy_of<K>(this->template view<net::tape.outputs[K]>().data()); });
  }

  // The same in constant evaluation: every tensor in an array of its own instead of the arena.
  template <class... Input>
    requires(sizeof...(Input) == static_cast<std::size_t>(inputs))
  static constexpr auto evaluate(const Input&... given) {
    typename Program::slots              slots{};
    const graph::constant_memory<Program> memory{&slots};
    load(memory, make_integer_sequence<std::int32_t, inputs>{}, given...);
    Program::run(memory);
    return collect([&]<std::int32_t K>() { return copy_of<K>(memory.template tensor<net::tape.outputs[K]>()); });
  }

 private:
  Arena arena;

  auto memory() { return edgetl::graph::arena_memory<Program>{arena.data()}; }

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
  template <std::int32_t... K, class... Input> void copy_inputs(integer_sequence<std::int32_t, K...> all, const Input&... given) {
    load(memory(), all, given...);
  }
  template <class Copy> static constexpr auto collect(Copy copy) {
    if constexpr (outputs == 1) {
      return copy.template operator()<0>();
    } else {
      return [&]<std::int32_t... K>(integer_sequence<std::int32_t, K...>) {
        return numbered_values<integer_sequence<std::int32_t, K...>, output_type<K>...>{
            {copy.template operator()<K>()}...};
      }(make_integer_sequence<std::int32_t, outputs>{});
    }
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
  static_assert(import::tflite::embedded_file<Source>,
                "edgetl: a model is named as edgetl_embed() named it -> include <its name>.model.hpp and write edgetl::model<its name>");
  static_assert(quant::check_arithmetic<Arithmetic>());
  static_assert(target::check_target<Target>());

  using type = graph::program<import::tflite::imported<Source>, Arithmetic, Target>;
};
template <class Source, class Arithmetic = quant::tflite_double_rounding, class Target = default_target<Source>>
using program_of = typename checked_program<Source, Arithmetic, Target>::type;

// A model that owns its arena.
template <class Source, class Arithmetic = quant::tflite_double_rounding, class Target = default_target<Source>>
using model = inference<program_of<Source, Arithmetic, Target>, owned_arena<program_of<Source, Arithmetic, Target>::arena_bytes>>;

// A model that works in an arena the user gives it: arena_bytes bytes, aligned to 16.
template <class Source, class Arithmetic = quant::tflite_double_rounding, class Target = default_target<Source>>
using model_in = inference<program_of<Source, Arithmetic, Target>, borrowed_arena>;

}  // namespace edgetl
