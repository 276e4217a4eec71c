// SPDX-License-Identifier: BSL-1.0
// Ways to break a model, as constexpr patches of a good one: for compile-fail tests and for the same
// sentences from host tools. Finds its way through the flatbuffer on its own, without edgetl's reader.
#pragma once

#include <edgetl/core/array.hpp>

#include <cstddef>
#include <cstdint>

namespace edgetl_test {

// A file in any storage that has operator[].
template <class Storage> struct flat_model {
  Storage file{};

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
  constexpr std::size_t tensor_reference(std::uint32_t i) const { return list(graph(), 0) + 4 + 4 * std::size_t{i}; }
  // A reference leads to a table with one 32-bit field from now on, which is written at `at`, where the file has zeros.
  constexpr void set_table(std::size_t reference, std::size_t at, std::uint32_t id, std::uint32_t value) {
    const std::uint32_t vtable = 4 + 2 * (id + 1);
    set(at, vtable | 8 << 16);
    file[at + vtable - 2] = 4;
    set(at + vtable, vtable), set(at + vtable + 4, value);
    set(reference, static_cast<std::uint32_t>(at + vtable - reference));
  }
  // Where the file refers to the operator code of an operator.
  constexpr std::size_t code_reference(std::uint32_t i) const {
    const std::size_t which = field(op(i), 0);
    return list(model(), 1) + 4 + 4 * (which == 0 ? std::size_t{0} : u32(which));
  }
  // Every operator of this one's kind becomes another.
  constexpr void set_code(std::uint32_t i, std::uint32_t builtin) {
    const std::size_t code = follow(code_reference(i));
    if (field(code, 0) != 0) file[field(code, 0)] = static_cast<unsigned char>(builtin);
    if (field(code, 3) != 0) set(field(code, 3), builtin);
  }
  // The same, a custom operator: its table is written at `at`, in room that the file keeps there.
  constexpr void set_custom(std::uint32_t i, std::size_t at, const char* name) {
    std::uint32_t size = 0;
    while (name[size] != '\0') ++size;
    set(at, 12 | 12 << 16), set(at + 4, 8 | 4 << 16);         // vtable: code at 8, name at 4
    set(at + 12, 12), set(at + 16, 8), set(at + 20, custom);  // table: vtable, name, code
    set(at + 24, size);
    for (std::uint32_t k = 0; k < size; ++k) file[at + 28 + k] = static_cast<unsigned char>(name[k]);
    set(code_reference(i), static_cast<std::uint32_t>(at + 12 - code_reference(i)));
  }
  static constexpr std::uint32_t custom = 32;
  constexpr std::uint32_t op_count() const { return u32(list(graph(), 3)); }
  constexpr std::uint32_t op_input(std::uint32_t i, std::uint32_t k) const { return u32(list(op(i), 1) + 4 + 4 * k); }
  constexpr std::uint32_t op_output(std::uint32_t i) const { return u32(list(op(i), 2) + 4); }
};

template <std::size_t Size> using model_bytes = flat_model<edgetl::array<unsigned char, Size>>;

enum class defect { none, identifier, truncated, unknown_operation, unknown_operations, no_elements, dynamic_shape,
                    no_quantization, channel_count, tensor_index, order };

// The good model with one defect; the file has `Kept` bytes: fewer when it is truncated, more to append something.
template <class Source, defect Kind, std::size_t Kept = Source::size> constexpr auto broken() {
  model_bytes<Kept> model{};
  for (std::size_t row = 0; row < Kept; row += 4096)
    for (std::size_t i = row; i < Kept && i < Source::size && i < row + 4096; ++i) model.file[i] = Source::bytes[i];
  if constexpr (Kind == defect::identifier) model.file[6] = 'X';
  if constexpr (Kind == defect::unknown_operation) model.set_code(model.op_count() - 1, 67);  // TRANSPOSE_CONV
  if constexpr (Kind == defect::unknown_operations) {
    model.set_code(0, 67);
    model.set_code(model.op_count() - 1, 88);  // UNPACK
    model.set_custom(4, Source::size, "my_sum");
  }
  if constexpr (Kind == defect::no_elements) model.set(model.list(model.tensor(model.op_output(0)), 0) + 8, 0);
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
