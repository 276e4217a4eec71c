// SPDX-License-Identifier: BSL-1.0
// Eight ways to break a model, as constexpr patches of a good one: for compile-fail tests and for the same
// sentences from host tools. Finds its way through the flatbuffer on its own, without edgetl's reader.
#pragma once

#include <edgetl/core/array.hpp>

#include <cstddef>
#include <cstdint>

namespace edgetl_test {

template <std::size_t Size> struct model_bytes {
  edgetl::array<unsigned char, Size> file{};

  constexpr std::uint32_t u32(std::size_t at) const {
    return file[at] | static_cast<std::uint32_t>(file[at + 1]) << 8 | static_cast<std::uint32_t>(file[at + 2]) << 16 |
           static_cast<std::uint32_t>(file[at + 3]) << 24;
  }
  constexpr void set(std::size_t at, std::uint32_t value) {
    for (int b = 0; b < 4; ++b) file[at + static_cast<std::size_t>(b)] = static_cast<unsigned char>(value >> (8 * b));
  }
  constexpr std::size_t follow(std::size_t at) const { return at + u32(at); }
  // Position of a table's field; 0 when absent.
  constexpr std::size_t field(std::size_t table, int id) const {
    const std::size_t vtable = static_cast<std::uint32_t>(table - u32(table));  // the offset is signed
    const std::size_t slot   = vtable + 4 + 2 * static_cast<std::size_t>(id);
    if (slot + 2 > vtable + (file[vtable] | static_cast<std::size_t>(file[vtable + 1]) << 8)) return 0;
    const std::size_t offset = file[slot] | static_cast<std::size_t>(file[slot + 1]) << 8;
    return offset == 0 ? 0 : table + offset;
  }
  // Position of a vector's count.
  constexpr std::size_t list(std::size_t table, int id) const { return follow(field(table, id)); }
  constexpr std::size_t entry(std::size_t list_at, std::uint32_t i) const { return follow(list_at + 4 + 4 * std::size_t{i}); }

  constexpr std::size_t model() const { return u32(0); }
  constexpr std::size_t graph() const { return entry(list(model(), 2), 0); }
  constexpr std::size_t tensor(std::uint32_t i) const { return entry(list(graph(), 0), i); }
  constexpr std::size_t op(std::uint32_t i) const { return entry(list(graph(), 3), i); }
  constexpr std::uint32_t op_count() const { return u32(list(graph(), 3)); }
  constexpr std::uint32_t op_input(std::uint32_t i, std::uint32_t k) const { return u32(list(op(i), 1) + 4 + 4 * k); }
  constexpr std::uint32_t op_output(std::uint32_t i) const { return u32(list(op(i), 2) + 4); }
};

enum class defect { none, identifier, truncated, unknown_operation, dynamic_shape, no_quantization, channel_count, tensor_index, order };

// The good model with one defect; `kept` bytes of it remain when it is truncated.
template <class Source, defect Kind, std::size_t Kept = Source::size> constexpr auto broken() {
  model_bytes<Kept> model{};
  for (std::size_t row = 0; row < Kept; row += 4096)
    for (std::size_t i = row; i < Kept && i < row + 4096; ++i) model.file[i] = Source::bytes[i];
  if constexpr (Kind == defect::identifier) model.file[6] = 'X';
  if constexpr (Kind == defect::unknown_operation) {  // the last operator becomes TRANSPOSE_CONV
    const std::size_t which = model.field(model.op(model.op_count() - 1), 0);
    const std::size_t code  = model.entry(model.list(model.model(), 1), which == 0 ? 0 : model.u32(which));
    if (model.field(code, 0) != 0) model.file[model.field(code, 0)] = 67;
    if (model.field(code, 3) != 0) model.set(model.field(code, 3), 67);
  }
  if constexpr (Kind == defect::dynamic_shape) model.set(model.list(model.tensor(model.op_output(0)), 0) + 8, 0xFFFFFFFFu);
  if constexpr (Kind == defect::no_quantization)
    model.set(model.list(model.follow(model.field(model.tensor(model.op_output(0)), 4)), 2), 0);
  if constexpr (Kind == defect::channel_count) {
    const std::size_t parameters = model.follow(model.field(model.tensor(model.op_input(0, 1)), 4));
    model.set(model.list(parameters, 2), model.u32(model.list(parameters, 2)) - 1);
    model.set(model.list(parameters, 3), model.u32(model.list(parameters, 3)) - 1);
  }
  if constexpr (Kind == defect::tensor_index) model.set(model.list(model.op(0), 1) + 4, 9999);
  if constexpr (Kind == defect::order) model.set(model.list(model.op(0), 1) + 4, model.op_output(model.op_count() - 1));
  return model;
}

// As edgetl_embed() would have written it.
template <class Source, defect Kind, std::size_t Kept = Source::size> struct broken_source {
  static constexpr auto        model = broken<Source, Kind, Kept>();
  static constexpr std::size_t size  = Kept;
  static constexpr const auto& bytes = model.file.elements;
};

}  // namespace edgetl_test
