// SPDX-License-Identifier: BSL-1.0
// The operators of a model that no row of the list computes: each kind once, with how often the model needs it.
#pragma once

#include <edgetl/core/text.hpp>
#include <edgetl/import/status.hpp>
#include <edgetl/import/tflite/flatbuffer.hpp>
#include <edgetl/import/tflite/schema.hpp>

#include <cstdint>

namespace edgetl::import::tflite {

// What an operator is: its code, and where the name of a custom one stands.
struct operator_kind {
  std::int32_t code = -1;  // -1: none that the file lists
  vector       name = {};
};

// Older files have codes below 127 in the narrow field alone.
constexpr operator_kind kind_of(flatbuffer& file, const vector& codes, const table& op) {
  const std::int32_t which = file.i32(op, schema::op::code_index);
  if (which < 0 || static_cast<std::uint32_t>(which) >= codes.count) return {};
  const table        listed = file.element_table(codes, static_cast<std::uint32_t>(which));
  const std::int32_t narrow = file.i8(listed, schema::operator_code::deprecated_code);
  const std::int32_t wide   = file.i32(listed, schema::operator_code::code);
  const std::int32_t code   = wide > narrow ? wide : narrow;
  return {code, code == schema::custom ? file.elements(listed, schema::operator_code::custom_code, 1) : vector{}};
}

// Bytes of the file as text.
template <class Writer>
constexpr void write_printable(bytes_view file, std::uint32_t at, std::uint32_t size, Writer& to) {
  for (std::uint32_t i = 0; i < size; ++i) {
    const auto letter = static_cast<char>(file.u8(at + i));
    to << (letter >= ' ' && letter <= '~' ? letter : '?');
  }
}

// Characters of a custom operator's name. Kinds that print alike are alike.
inline constexpr std::uint32_t printed_name = 40;

constexpr bool alike(bytes_view file, const operator_kind& left, const operator_kind& right) {
  if (left.code != right.code) return false;
  if (left.name.at == right.name.at) return true;
  const std::uint32_t size = left.name.count < printed_name ? left.name.count : printed_name;
  if (size != (right.name.count < printed_name ? right.name.count : printed_name)) return false;
  for (std::uint32_t i = 0; i < size; ++i)
    if (file.u8(left.name.at + i) != file.u8(right.name.at + i)) return false;
  return true;
}

struct missing_operators {
  static constexpr std::int32_t  room = 64;                      // for kinds; further ones are not counted
  static constexpr std::uint32_t most = std::uint32_t{1} << 16;  // operators that are looked at

  struct counted {
    operator_kind kind  = {};
    std::int32_t  count = 0;
  };
  counted      kinds[room] = {};
  std::int32_t size        = 0;

  constexpr void add(bytes_view file, const operator_kind& kind) {
    std::int32_t k = 0;
    while (k < size && !alike(file, kinds[k].kind, kind)) ++k;
    if (k == room) return;
    if (k == size) kinds[size++].kind = kind;
    ++kinds[k].count;
  }
};

// Looks through the first subgraph and, where a missing operator runs another one, through all of them.
template <class Rows> constexpr missing_operators find_missing(bytes_view bytes) {
  missing_operators result;
  flatbuffer        file(bytes);
  const table       root   = file.root();
  const vector      codes  = file.elements(root, schema::model::operator_codes, 4);
  const vector      graphs = file.elements(root, schema::model::subgraphs, 4);
  std::uint32_t     seen   = 0;
  bool              all    = false;
  for (std::uint32_t g = 0; g < graphs.count && (g == 0 || all) && file.ok(); ++g) {
    const vector operators = file.elements(file.element_table(graphs, g), schema::subgraph::operators, 4);
    for (std::uint32_t i = 0; i < operators.count && file.ok() && seen < missing_operators::most; ++i, ++seen) {
      const operator_kind kind = kind_of(file, codes, file.element_table(operators, i));
      if (!file.ok() || kind.code < 0 || Rows::find(kind.code) >= 0) continue;
      all = all || schema::calls_a_subgraph(kind.code);
      result.add(bytes, kind);
    }
  }
  return result;
}

// The same for an import's answer: nothing where it is about something else.
template <class Rows> constexpr missing_operators missing_by(const status& answer, bytes_view bytes) {
  const bool says_so = answer.op >= 0 && answer.builtin >= 0 && Rows::find(answer.builtin) < 0;
  return says_so ? find_missing<Rows>(bytes) : missing_operators{};
}

// The name of a custom operator, or what can be printed of it.
template <class Writer> constexpr void write_custom_name(bytes_view file, const operator_kind& kind, Writer& to) {
  write_printable(file, kind.name.at, kind.name.count < printed_name ? kind.name.count : printed_name, to);
}

// The names of all custom ones, with spaces between them.
constexpr auto custom_names(const missing_operators& missing, bytes_view file) {
  text_writer<200> names;
  for (std::int32_t k = 0; k < missing.size; ++k)
    if (missing.kinds[k].kind.name.count > 0) {
      if (names.length > 0) names << ' ';
      write_custom_name(file, missing.kinds[k].kind, names);
    }
  return names.result;
}

}  // namespace edgetl::import::tflite
