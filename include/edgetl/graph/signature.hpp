// SPDX-License-Identifier: BSL-1.0
// What a graph takes and what it gives, as types: its inputs and outputs by number, several results, and the sentence
// for an argument that an input does not take.
#pragma once

#include <edgetl/core/element.hpp>
#include <edgetl/core/language.hpp>
#include <edgetl/core/refused.hpp>
#include <edgetl/core/tensor.hpp>
#include <edgetl/quant/affine.hpp>

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace edgetl {

// A tensor of a graph: its elements, and how their codes read as real numbers.
template <class Graph, std::int32_t Tensor, class Base> struct graph_tensor : Base {
  static constexpr quant::affine quantization = Graph::tape.tensors[Tensor].quantization;

  static constexpr bool is_real = same_as<std::remove_const_t<typename Base::element_type>, float>;

  // The real number behind element i, which is not checked.
  constexpr float real(std::size_t i) const {
    if constexpr (is_real) return (*this)[i];
    else return quantization.real((*this)[i]);
  }
  // Makes element i, which is not checked, stand for a real number: a code is the nearest one, saturated.
  constexpr void set_real(std::size_t i, float value) {
    if constexpr (is_real) (*this)[i] = value;
    else (*this)[i] = quantization.template code<typename Base::element_type>(value);
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

// Fail with a sentence for an input or output that the graph does not have.
template <class Graph, std::int32_t K> constexpr std::int32_t input_tensor() {
  constexpr bool exists = K >= 0 && K < Graph::tape.sizes.inputs;
  static_assert(exists, "edgetl: a model's inputs are numbered from 0 -> use a number below its `inputs`");
  return Graph::tape.inputs[exists ? K : 0];
}
template <class Graph, std::int32_t K> constexpr std::int32_t output_tensor() {
  constexpr bool exists = K >= 0 && K < Graph::tape.sizes.outputs;
  static_assert(exists, "edgetl: a model's outputs are numbered from 0 -> use a number below its `outputs`");
  return Graph::tape.outputs[exists ? K : 0];
}
template <class Graph, std::int32_t K> using input_types  = graph_tensor_types<Graph, input_tensor<Graph, K>()>;
template <class Graph, std::int32_t K> using output_types = graph_tensor_types<Graph, output_tensor<Graph, K>()>;

// Several outputs of one inference: get<k>() is output k.
template <class Sequence, class... Value> struct numbered_values;
template <std::int32_t K, class Value> struct numbered_value { Value value; };
template <std::int32_t... K, class... Value>
struct numbered_values<integer_sequence<std::int32_t, K...>, Value...> : numbered_value<K, Value>... {
  template <std::int32_t Wanted> constexpr const auto& get() const {
    constexpr bool exists = Wanted >= 0 && Wanted < static_cast<std::int32_t>(sizeof...(K));
    static_assert(exists, "edgetl: a model's results are numbered from 0 -> use a number below its `outputs`");
    return pick<exists ? Wanted : 0>(*this);
  }

 private:
  template <std::int32_t Wanted, class Picked>
  static constexpr const Picked& pick(const numbered_value<Wanted, Picked>& from) {
    return from.value;
  }
};

// What one inference gives: its output, or all outputs by number.
template <class Graph, class Sequence = make_integer_sequence<std::int32_t, Graph::tape.sizes.outputs>> struct results;
template <class Graph, std::int32_t... K> struct results<Graph, integer_sequence<std::int32_t, K...>> {
  using type = numbered_values<integer_sequence<std::int32_t, K...>, typename output_types<Graph, K>::value...>;
};
template <class Graph> struct results<Graph, integer_sequence<std::int32_t, 0>> {
  using type = typename output_types<Graph, 0>::value;
};

// What an input takes: a tensor of its element type and shape, or what converts to one. No view: it might be one of the
// arena that is being written.
template <class Graph, std::int32_t K> using input_tensor_of = const typename input_types<Graph, K>::plain&;

template <class Sequence, class Graph, class... Given> inline constexpr bool all_are_inputs = false;
template <std::int32_t... K, class Graph, class... Given>
  requires(sizeof...(K) == sizeof...(Given))
inline constexpr bool all_are_inputs<integer_sequence<std::int32_t, K...>, Graph, Given...> =
    (std::is_convertible_v<const Given&, input_tensor_of<Graph, K>> && ...);

template <class Graph, class... Given>
concept takes_inputs = all_are_inputs<make_integer_sequence<std::int32_t, Graph::tape.sizes.inputs>, Graph, Given...>;

// "edgetl: input 0 takes a tensor of its element type and shape -> pass tensor<int8, 1, 49, 10, 1>, or …"
template <class Graph, std::int32_t K>
inline constexpr text<159> input_sentence = [] {
  constexpr auto& tensor = Graph::tape.tensors[input_tensor<Graph, K>()];
  text_writer<159> out;
  out << "edgetl: input " << std::int64_t{K} << ' ' << "takes a tensor of its element type and shape -> pass"
      << " tensor<" << name_of(tensor.element);
  for (int axis = 0; axis < tensor.shape.rank; ++axis) out << ", " << std::int64_t{tensor.shape[axis]};
  out << ">, or write input<" << std::int64_t{K} << ">() and run()";
  return out.result;
}();

template <class Graph, std::int32_t K>
using refused_input = refused<input_sentence<Graph, K>, refusal::input, input_tensor_of<Graph, K>>;

// Overloads that say it; never better than the one that takes the inputs. They return what that one does: Clang says
// last what is unavailable, and would first complain of a variable that is void.
template <class Graph, class Sequence = make_integer_sequence<std::int32_t, Graph::tape.sizes.inputs>>
struct input_refusals;
template <class Graph, std::int32_t... K> struct input_refusals<Graph, integer_sequence<std::int32_t, K...>> {
  using result_type = typename results<Graph>::type;

  result_type        operator()(refused_input<Graph, K>...);
  static result_type evaluate(refused_input<Graph, K>...);
};
template <class Graph> struct input_refusals<Graph, integer_sequence<std::int32_t>> {
  void        operator()(input_refusals&) = delete;
  static void evaluate(input_refusals&)   = delete;
};

}  // namespace edgetl
