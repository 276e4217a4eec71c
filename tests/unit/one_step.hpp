// SPDX-License-Identifier: BSL-1.0
// A graph of one step, written by hand, so that an operation can be run by itself: in the arena as at run
// time, and in constant evaluation. Facts lists the step's tensors, the output last, and its option words.
#pragma once

#include <edgetl/graph/program.hpp>
#include <edgetl/model.hpp>

#include <cmath>

#include "unit.hpp"

namespace edgetl_test {

using edgetl::element_type;
using edgetl::extents;
using edgetl::make_extents;
using edgetl::kernel::tensor_info;
using edgetl::quant::affine;

constexpr tensor_info operand(element_type element, extents shape, affine quantization = {}) {
  tensor_info result;
  result.element = result.stored = element;
  result.shape                   = shape;
  result.quantization            = quantization;
  result.channels                = quantization.scale > 0 ? 1 : 0;
  return result;
}
// Its bytes stand at `at` in Facts::bytes.
constexpr tensor_info constant_at(std::uint32_t at, element_type element, extents shape,
                                  affine quantization = {}) {
  tensor_info result   = operand(element, shape, quantization);
  result.constant      = true;
  result.constant_at   = at;
  result.constant_size = static_cast<std::uint32_t>(result.bytes());
  return result;
}

// What most operations need: no constants and no options.
struct plain_facts {
  static constexpr unsigned char bytes[1] = {};
  static constexpr std::int32_t  words[1] = {};
};

using small_tape = edgetl::graph::tape<edgetl::graph::tape_sizes{8, 1, 8, 4, 1}>;

template <class Facts> constexpr small_tape make_tape() {
  small_tape tape;
  tape.sizes = {static_cast<std::int32_t>(sizeof Facts::tensors / sizeof(tensor_info)), 1, 0, 0, 1};
  auto& step = tape.steps[0];
  for (const tensor_info& tensor : Facts::tensors) {
    const std::int32_t t   = tape.sizes.edges;
    const bool         out = t + 1 == tape.sizes.tensors;
    tape.tensors[t]        = tensor;
    if (out)
      tape.outputs[0] = t;
    else if (!tensor.constant)
      tape.inputs[tape.sizes.inputs++] = t;
    tape.edges[tape.sizes.edges++] = t;
  }
  int k = 0;
  for (const std::int32_t word : Facts::words) step.options[k++] = word;
  step.operation    = 0;
  step.source_index = 0;
  step.input_count = step.first_output = tape.sizes.tensors - 1;
  step.output_count                    = 1;
  return tape;
}

template <class Operation, class Facts> struct one_step {
  using operations = edgetl::graph::operation_list<Operation>;
  using source     = Facts;

  static constexpr auto               tape = make_tape<Facts>();
  static constexpr edgetl::bytes_view file{Facts::bytes, sizeof Facts::bytes};

  static constexpr edgetl::kernel::node node() { return tape.node(0, file); }
};

template <class Operation, class Facts, class Arithmetic = edgetl::quant::tflite_double_rounding,
          class Target = edgetl::target::scalar>
using net_of = edgetl::inference<
    edgetl::graph::program<one_step<Operation, Facts>, Arithmetic, Target>,
    edgetl::arena<edgetl::graph::program<one_step<Operation, Facts>, Arithmetic, Target>::arena_bytes>>;

template <class Operation, class Facts> constexpr bool accepts() {
  return !Operation::check(one_step<Operation, Facts>::node());
}

// A tensor that holds every 8-bit code once, from the lowest.
template <class Input> constexpr Input all_codes() {
  Input result{};
  for (std::size_t i = 0; i < result.size(); ++i)
    result[i] = static_cast<typename Input::element_type>(static_cast<int>(i % 256) - 128);
  return result;
}

// Multipliers as TensorFlow Lite defines them, in terms of <cmath>.
struct encoded {
  std::int64_t value;
  int          shift;
};
inline encoded encode(double factor) {
  encoded result{};
  result.value = static_cast<std::int64_t>(std::round(std::frexp(factor, &result.shift) * 2147483648.0));
  if (result.value == std::int64_t{1} << 31) result.value /= 2, ++result.shift;
  return result.shift < -31 ? encoded{0, 0} : result;
}
inline std::int64_t requantized(std::int64_t sum, double factor, bool once = false) {
  const encoded by = encode(factor);
  return once ? single_rounding(sum, by.value, by.shift) : double_rounding(sum, by.value, by.shift);
}
template <class Number> constexpr Number limited(Number value, Number lowest, Number highest) {
  return value < lowest ? lowest : (value > highest ? highest : value);
}

}  // namespace edgetl_test
