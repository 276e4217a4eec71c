// SPDX-License-Identifier: BSL-1.0
// The list of TensorFlow Lite operators that edgetl imports: operator code, the operation that computes
// it, and where each field of the operation's options stands in the file's options table.
// A new operation is one file in kernel/ and one row here.
#pragma once

#include <edgetl/core/language.hpp>
#include <edgetl/graph/operations.hpp>
#include <edgetl/import/tflite/flatbuffer.hpp>
#include <edgetl/kernel/add.hpp>
#include <edgetl/kernel/concatenation.hpp>
#include <edgetl/kernel/conv_2d.hpp>
#include <edgetl/kernel/depthwise_conv_2d.hpp>
#include <edgetl/kernel/dequantize.hpp>
#include <edgetl/kernel/fully_connected.hpp>
#include <edgetl/kernel/hard_swish.hpp>
#include <edgetl/kernel/leaky_relu.hpp>
#include <edgetl/kernel/logistic.hpp>
#include <edgetl/kernel/mean.hpp>
#include <edgetl/kernel/mul.hpp>
#include <edgetl/kernel/pad.hpp>
#include <edgetl/kernel/pool_2d.hpp>
#include <edgetl/kernel/quantize.hpp>
#include <edgetl/kernel/relu.hpp>
#include <edgetl/kernel/reshape.hpp>
#include <edgetl/kernel/shape.hpp>
#include <edgetl/kernel/softmax.hpp>
#include <edgetl/kernel/strided_slice.hpp>
#include <edgetl/kernel/sub.hpp>
#include <edgetl/kernel/tanh.hpp>
#include <edgetl/kernel/transpose.hpp>

#include <cstdint>

namespace edgetl::import::tflite {

// A field of an options table: its id, how wide it is, and its value where the file has none.
struct option_field {
  enum class width { byte, word, always } kind;
  int          id;
  std::int32_t absent;

  constexpr std::int32_t read(flatbuffer& file, const table& options) const {
    switch (kind) {
      case width::byte: return file.i8(options, id, static_cast<std::int8_t>(absent));
      case width::word: return file.i32(options, id, absent);
      case width::always: break;
    }
    return absent;
  }
};

constexpr option_field byte(int id, std::int32_t absent = 0) { return {option_field::width::byte, id, absent}; }
constexpr option_field word(int id, std::int32_t absent = 0) { return {option_field::width::word, id, absent}; }
constexpr option_field real(int id, float absent = 0) { return word(id, bit_cast<std::int32_t>(absent)); }
constexpr option_field always(std::int32_t value) { return {option_field::width::always, 0, value}; }

template <kernel::operation Operation, std::int32_t Code, option_field... Field> struct row {
  using operation                    = Operation;
  static constexpr std::int32_t code = Code;

  static constexpr void read_options(flatbuffer& file, const table& options, std::int32_t* words) {
    if constexpr (sizeof...(Field) > 0)
      static_assert(sizeof...(Field) * sizeof(std::int32_t) == sizeof(typename Operation::options),
                    "edgetl: a row lists one field per 32-bit option of its operation -> add or remove a field");
    std::int32_t* next = words;
    ((*next++ = Field.read(file, options)), ...);
  }
};

template <class... Row> struct rows {
  struct operations : graph::operation_list<typename Row::operation...> {};

  // Index of the operation for an operator code; -1 where there is none.
  static constexpr std::int32_t find(std::int32_t code) {
    constexpr std::int32_t codes[] = {Row::code...};
    for (std::int32_t i = 0; i < operations::size; ++i)
      if (codes[i] == code) return i;
    return -1;
  }
  static constexpr void read_options(std::int32_t index, flatbuffer& file, const table& options, std::int32_t* words) {
    constexpr void (*functions[])(flatbuffer&, const table&, std::int32_t*) = {&Row::read_options...};
    functions[index](file, options, words);
  }
  static constexpr std::int32_t code_of(std::int32_t index) {
    constexpr std::int32_t codes[] = {Row::code...};
    return codes[index];
  }
};

// A type of its own, so that its name stays short in symbols and messages.
struct builtin_operations : rows<
    row<kernel::add, 0, byte(0), byte(1, 1)>,
    row<kernel::average_pool_2d, 1, byte(0), word(1), word(2), word(3), word(4), byte(5)>,
    row<kernel::concatenation, 2, word(0), byte(1)>,
    row<kernel::conv_2d, 3, byte(0), word(1), word(2), byte(3), word(4, 1), word(5, 1), byte(6)>,
    row<kernel::depthwise_conv_2d, 4, byte(0), word(1), word(2), word(3), byte(4), word(5, 1), word(6, 1)>,
    row<kernel::dequantize, 6>,
    row<kernel::fully_connected, 9, byte(0), byte(1), byte(2), byte(3), byte(4)>,
    row<kernel::logistic, 14>,
    row<kernel::max_pool_2d, 17, byte(0), word(1), word(2), word(3), word(4), byte(5)>,
    row<kernel::mul, 18, byte(0)>,
    row<kernel::relu, 19, always(static_cast<std::int32_t>(kernel::activation::relu))>,
    row<kernel::relu, 20, always(static_cast<std::int32_t>(kernel::activation::relu_n1_to_1))>,
    row<kernel::relu, 21, always(static_cast<std::int32_t>(kernel::activation::relu6))>,
    row<kernel::reshape, 22>,
    row<kernel::softmax, 25, real(0)>,
    row<kernel::tanh, 28>,
    row<kernel::pad, 34>,
    row<kernel::transpose, 39>,
    row<kernel::mean, 40, byte(0)>,
    row<kernel::sub, 41, byte(0), byte(1, 1)>,
    row<kernel::reshape, 43>,
    row<kernel::strided_slice, 45, word(0), word(1), word(2), word(3), word(4), byte(5)>,
    row<kernel::pad, 60>,
    row<kernel::expand_dims, 70>,
    row<kernel::shape, 77>,
    row<kernel::pack, 83>,
    row<kernel::leaky_relu, 98, real(0)>,
    row<kernel::quantize, 114>,
    row<kernel::hard_swish, 117>> {};

}  // namespace edgetl::import::tflite
