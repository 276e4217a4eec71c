// SPDX-License-Identifier: BSL-1.0
// A graph of one step whose tensors, options and constants a constexpr function makes from a number. A
// family says which operation and which cases:
//
//   struct my_family {
//     using operation = kernel::my_operation;
//     static constexpr const char* name = "my operation";
//     static constexpr my_case make(int number);           // the same on every machine
//     static constexpr bool follows_the_reference = true;   // optional: the model allows a distance
//   };
//   constexpr step_description describe(const my_case&);    // tensors, options, where constants stand
//   constexpr void fill(const my_case&, unsigned char* file);
//   std::vector<expected> model(const my_case&, const unsigned char* file, const operands&);
#pragma once

#include <edgetl/graph/program.hpp>
#include <edgetl/kernel/activation.hpp>
#include <edgetl/kernel/window.hpp>

#include "fenced_run.hpp"

namespace edgetl_test {

using edgetl::element_type;
using edgetl::extents;
using edgetl::make_extents;
using edgetl::kernel::activation;
using edgetl::kernel::padding;
using edgetl::kernel::tensor_info;
using edgetl::quant::affine;

struct step_description {
  tensor_info   tensors[4] = {};  // the output last
  std::int32_t  count      = 0;
  std::int32_t  words[8]   = {};
  std::uint32_t file_bytes = 16;

  constexpr tensor_info& add(element_type element, extents shape, affine quantization = {}) {
    tensor_info& own = tensors[count++];
    own.element = own.stored = element;
    own.shape                = shape;
    own.quantization         = quantization;
    own.channels             = quantization.scale > 0 ? 1 : 0;
    return own;
  }
  constexpr tensor_info& add_constant(element_type element, extents shape, affine quantization = {}) {
    tensor_info& own  = add(element, shape, quantization);
    own.constant      = true;
    own.constant_size = static_cast<std::uint32_t>(own.bytes());
    own.constant_at   = reserve(own.constant_size);
    return own;
  }
  constexpr std::uint32_t reserve(std::uint32_t bytes) {
    const std::uint32_t at = file_bytes;
    file_bytes += (bytes + 15) / 16 * 16;
    return at;
  }
};

constexpr void write_word(unsigned char* to, std::uint32_t word) {
  for (int byte = 0; byte < 4; ++byte) to[byte] = static_cast<unsigned char>(word >> (8 * byte));
}
constexpr void write_float(unsigned char* to, float real) { write_word(to, edgetl::bit_cast<std::uint32_t>(real)); }

template <std::size_t Bytes> struct generated_file {
  unsigned char bytes[Bytes] = {};
};

using one_step_tape = edgetl::graph::tape<edgetl::graph::tape_sizes{4, 1, 4, 3, 1}>;

constexpr one_step_tape make_one_step_tape(const step_description& wanted) {
  one_step_tape tape;
  tape.sizes = {wanted.count, 1, wanted.count, 0, 1};
  auto& step = tape.steps[0];
  for (std::int32_t t = 0; t < wanted.count; ++t) {
    tape.tensors[t] = wanted.tensors[t];
    tape.edges[t]   = t;
    if (t + 1 < wanted.count && !wanted.tensors[t].constant) tape.inputs[tape.sizes.inputs++] = t;
  }
  tape.outputs[0] = wanted.count - 1;
  for (int k = 0; k < 8; ++k) step.options[k] = wanted.words[k];
  step.operation    = 0;
  step.source_index = 0;
  step.input_count = step.first_output = wanted.count - 1;
  step.output_count                    = 1;
  return tape;
}

template <class Family, int Number> struct generated_graph {
  static constexpr auto             wanted      = Family::make(Number);
  static constexpr step_description description = describe(wanted);

  static constexpr auto make_file() {
    generated_file<description.file_bytes> result{};
    fill(wanted, result.bytes);
    return result;
  }
  struct source {
    static constexpr auto                 made  = make_file();
    static constexpr const unsigned char* bytes = made.bytes;
  };

  using operations = edgetl::graph::operation_list<typename Family::operation>;

  static constexpr auto               tape = make_one_step_tape(description);
  static constexpr edgetl::bytes_view file{source::bytes, description.file_bytes};
};

// What the check needs of a program, so that checking is compiled once and not for every case.
template <class Family, int Number, class Arithmetic, class Target> fenced_program make_fenced_program() {
  using graph   = generated_graph<Family, Number>;
  using program = edgetl::graph::program<graph, Arithmetic, Target>;
  static_assert(!Family::operation::check(graph::tape.node(0, graph::file)), "a case that the operation refuses");
  fenced_program result{};
  result.arena_bytes = program::arena_bytes;
  const auto place   = [&]<std::int32_t Tensor>() {
    constexpr tensor_info own = graph::tape.tensors[Tensor];
    return fenced_tensor{own.element, program::template offset<Tensor>, own.shape.count(), own.bytes()};
  };
  result.inputs[0] = place.template operator()<graph::tape.inputs[0]>();
  if constexpr (graph::tape.sizes.inputs > 1) result.inputs[1] = place.template operator()<graph::tape.inputs[1]>();
  result.output = place.template operator()<graph::tape.outputs[0]>();
  result.run    = [](unsigned char* arena) { program::run(edgetl::graph::arena_memory<program>{arena}); };
  result.kernel = program::choice_of(0);
  return result;
}

}  // namespace edgetl_test
