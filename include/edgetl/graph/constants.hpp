// SPDX-License-Identifier: BSL-1.0
// Constants of a graph as objects in flash. Each is made by the compiler from the model's bytes; equal
// bytes of one file are one object. Files that are too large for that (kernel::copies_constants) are read where they are instead.
#pragma once

#include <edgetl/core/array.hpp>
#include <edgetl/graph/tape.hpp>

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace edgetl::graph {

template <class Source, std::uint32_t Offset, std::uint32_t Size> constexpr auto copy_bytes() {
  array<unsigned char, Size> result{};
  constexpr std::uint32_t row = 4096;  // compilers limit the iterations of one loop
  for (std::uint32_t start = 0; start < Size; start += row) {
    const std::uint32_t end = Size - start < row ? Size : start + row;
    for (std::uint32_t i = start; i < end; ++i) result[i] = Source::bytes[Offset + i];
  }
  return result;
}

template <class Source, std::uint32_t Offset, std::uint32_t Size>
alignas(16) inline constexpr array<unsigned char, Size> constant_bytes = copy_bytes<Source, Offset, Size>();

// Element i of a constant tensor in the type a kernel wants.
template <class Value> constexpr Value value_of(const kernel::node& step, const tensor_info& tensor, std::size_t i) {
  if constexpr (std::is_same_v<Value, float>)
    return step.real_of(tensor, i);
  else
    return static_cast<Value>(step.integer_of(tensor, i));
}

template <class Value, class Graph, std::int32_t Tensor> constexpr auto decode_values() {
  constexpr std::size_t     count = Graph::tape.tensors[Tensor].shape.count();
  array<Value, count>  result{};
  const kernel::node        step{Graph::file, Graph::tape.tensors, nullptr, 0, nullptr, 0, nullptr};
  constexpr std::size_t     row = 4096;
  for (std::size_t start = 0; start < count; start += row) {
    const std::size_t end = count - start < row ? count : start + row;
    for (std::size_t i = start; i < end; ++i) result[i] = value_of<Value>(step, Graph::tape.tensors[Tensor], i);
  }
  return result;
}

template <class Value, class Graph, std::int32_t Tensor>
inline constexpr auto constant_values = decode_values<Value, Graph, Tensor>();

}  // namespace edgetl::graph
