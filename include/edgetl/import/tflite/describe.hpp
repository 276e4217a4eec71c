// SPDX-License-Identifier: BSL-1.0
// A status as a sentence: which operator or tensor of the file it is about, what must be true, what to write.
// Where operators are missing, it lists each kind once, with how often the model needs it.
#pragma once

#include <edgetl/core/bytes.hpp>
#include <edgetl/import/status.hpp>
#include <edgetl/import/tflite/builtin_names.hpp>
#include <edgetl/import/tflite/missing.hpp>
#include <edgetl/import/tflite/operations.hpp>

#include <cstddef>
#include <cstdint>

namespace edgetl::import::tflite {

template <class Rows> class describer {
 public:
  constexpr explicit describer(bytes_view bytes) : file(bytes) {}

  template <class Tape> constexpr sentence describe(const status& refused, const Tape& tape) {
    const bool has_tensor = refused.tensor >= 0 && refused.tensor < tape.sizes.tensors;
    out << "edgetl: ";
    if (refused.op >= 0) {
      out << "op " << std::int64_t{refused.op};
      if (refused.builtin >= 0) {
        out << " (";
        write_kind(refused.builtin == schema::custom ? kind_of_op(refused.op) : operator_kind{refused.builtin, {}},
                   out);
        if (has_tensor) write_tensor(", ", tape.tensors[refused.tensor], refused.tensor);
        out << ")";
      }
      out << " ";
    } else if (has_tensor) {
      write_tensor("", tape.tensors[refused.tensor], refused.tensor);
      out << " ";
    } else {
      out << "the model ";
    }
    write_reason(refused);
    if (refused.byte >= 0) out << " (byte " << refused.byte << ")";
    return out.result;
  }

 private:
  using writer = text_writer<sentence_length>;

  bytes_view file;
  writer     out{};

  // By its name, or by its number where it has none.
  constexpr void write_tensor(const char* before, const kernel::tensor_info& tensor, std::int32_t number) {
    out << before << "tensor ";
    if (tensor.name_size == 0) {
      out << std::int64_t{number};
      return;
    }
    out << '"';
    write_printable(file, tensor.name_at, tensor.name_size < 60 ? tensor.name_size : 60, out);
    out << '"';
  }
  // ADD, CUSTOM "name", or the number of an operator that is newer than this list.
  constexpr void write_kind(const operator_kind& kind, writer& to) const {
    if (kind.code >= builtin_count)
      to << "operator code " << std::int64_t{kind.code};
    else
      to << builtin_name(kind.code);
    if (kind.name.count == 0) return;
    to << " \"";
    write_custom_name(file, kind, to);
    to << '"';
  }
  constexpr operator_kind kind_of_op(std::int32_t op) const {
    flatbuffer   own(file);
    const table  root      = own.root();
    const table  graph     = own.element_table(own.elements(root, schema::model::subgraphs, 4), 0);
    const vector operators = own.elements(graph, schema::subgraph::operators, 4);
    const auto   index     = static_cast<std::uint32_t>(op);
    if (index >= operators.count) return {schema::custom, {}};
    return kind_of(own, own.elements(root, schema::model::operator_codes, 4), own.element_table(operators, index));
  }

  // "<what must be true> -> <what to write>", between them what else is missing where an operator is.
  constexpr void write_reason(const status& refused) {
    const char* next = refused.reason;
    while (*next != '\0' && !(next[0] == ' ' && next[1] == '-' && next[2] == '>')) out << *next++;
    std::size_t rest = 0;
    while (next[rest] != '\0') ++rest;
    if (out.length + rest < sentence_length)
      write_missing(missing_by<Rows>(refused, file), sentence_length - rest - out.length);
    out << next;
  }

  // "; missing: SPLIT x12, TANH and 3 more kinds", in `room` characters; nothing where the first one is alone.
  constexpr void write_missing(const missing_operators& missing, std::size_t room) {
    if (missing.size == 0 || (missing.size == 1 && missing.kinds[0].count == 1)) return;
    constexpr std::size_t for_more = 18;  // " and 63 more kinds"
    writer                list;
    list << "; missing: ";
    std::int32_t k = 0;
    for (; k < missing.size; ++k) {
      writer one;
      if (k > 0) one << ", ";
      write_kind(missing.kinds[k].kind, one);
      if (missing.kinds[k].count > 1) one << " x" << std::int64_t{missing.kinds[k].count};
      if (list.length + one.length + (k + 1 < missing.size ? for_more : 0) > room) break;
      list << one.result.c_str();
    }
    if (k == 0) return;
    if (k < missing.size)
      list << " and " << std::int64_t{missing.size - k} << (missing.size - k > 1 ? " more kinds" : " more kind");
    out << list.result.c_str();
  }
};

// The status as a sentence; empty when all is well.
template <class Rows = builtin_operations, class Tape>
constexpr sentence describe(const status& refused, const Tape& tape, bytes_view file) {
  return refused.ok() ? sentence{} : describer<Rows>(file).describe(refused, tape);
}

}  // namespace edgetl::import::tflite
