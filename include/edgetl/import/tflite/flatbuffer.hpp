// SPDX-License-Identifier: BSL-1.0
// Reading flatbuffer tables, vectors and scalars with every offset checked against the file's length.
// A broken offset is remembered, reads as absent, and never leads outside the file.
// Source: the FlatBuffers internals document.
#pragma once

#include <edgetl/core/bytes.hpp>

#include <cstddef>
#include <cstdint>

namespace edgetl::import::tflite {

struct table {
  std::uint32_t at          = 0;  // 0: absent
  std::uint32_t vtable      = 0;
  std::uint32_t vtable_size = 0;

  constexpr explicit operator bool() const { return at != 0; }
};

struct vector {
  std::uint32_t at    = 0;  // of element 0
  std::uint32_t count = 0;
};

class flatbuffer {
 public:
  constexpr explicit flatbuffer(bytes_view bytes) : file(bytes) {}

  bytes_view   file;
  std::int64_t broken_at = -1;  // the first byte that could not be read, or -1

  constexpr bool ok() const { return broken_at < 0; }

  constexpr table root() { return reads(0, 4) ? table_at(file.u32(0)) : table{}; }

  constexpr std::int8_t i8(const table& from, int id, std::int8_t absent = 0) {
    const std::uint32_t at = field(from, id, 1);
    return at != 0 ? file.i8(at) : absent;
  }
  constexpr std::int32_t i32(const table& from, int id, std::int32_t absent = 0) {
    const std::uint32_t at = field(from, id, 4);
    return at != 0 ? file.i32(at) : absent;
  }
  constexpr std::uint64_t u64(const table& from, int id, std::uint64_t absent = 0) {
    const std::uint32_t at = field(from, id, 8);
    return at != 0 ? file.u64(at) : absent;
  }
  constexpr table child(const table& from, int id) {
    const std::uint32_t at = field(from, id, 4);
    return at != 0 ? table_at(follow(at)) : table{};
  }
  // A vector of scalars of element_size bytes, or of tables (element_size 4); also strings (1).
  constexpr vector elements(const table& from, int id, std::uint32_t element_size) {
    const std::uint32_t at = field(from, id, 4);
    if (at == 0) return {};
    const std::uint32_t start = follow(at);
    if (start == 0 || !reads(start, 4)) return {};
    const std::uint32_t count = file.u32(start);
    if (!file.contains(std::size_t{start} + 4, std::size_t{count} * element_size)) {
      break_at(static_cast<std::int64_t>(file.size));
      return {};
    }
    return {start + 4, count};
  }
  constexpr table element_table(const vector& tables, std::uint32_t i) {
    return table_at(follow(tables.at + 4 * i));
  }

 private:
  constexpr void break_at(std::int64_t byte) {
    if (broken_at < 0) broken_at = byte;
  }
  constexpr bool reads(std::uint32_t at, std::uint32_t size) {
    if (file.contains(at, size)) return true;
    break_at(at);
    return false;
  }
  // The position that an offset stored at `at` leads to; 0 when it leaves the file.
  constexpr std::uint32_t follow(std::uint32_t at) {
    if (!reads(at, 4)) return 0;
    const std::uint64_t target = std::uint64_t{at} + file.u32(at);
    if (target < file.size && file.u32(at) != 0) return static_cast<std::uint32_t>(target);
    break_at(at);
    return 0;
  }
  constexpr table table_at(std::uint32_t at) {
    if (at == 0 || !reads(at, 4)) return {};
    const std::int64_t vtable = std::int64_t{at} - file.i32(at);
    if (vtable < 0 || vtable > 0xFFFFFFFFll || !reads(static_cast<std::uint32_t>(vtable), 4)) {
      break_at(at);
      return {};
    }
    const table result{at, static_cast<std::uint32_t>(vtable), file.u16(static_cast<std::size_t>(vtable))};
    if (!reads(result.vtable, result.vtable_size)) return {};
    return result;
  }
  // Position of a field's scalar or offset; 0 when the field is absent.
  constexpr std::uint32_t field(const table& from, int id, std::uint32_t size) {
    const std::uint32_t slot = 4 + 2 * static_cast<std::uint32_t>(id);
    if (!from || slot + 2 > from.vtable_size) return 0;
    const std::uint32_t offset = file.u16(from.vtable + slot);
    if (offset == 0) return 0;
    const std::uint64_t at = std::uint64_t{from.at} + offset;
    if (at > 0xFFFFFFFFull || !reads(static_cast<std::uint32_t>(at), size)) {
      break_at(from.at);
      return 0;
    }
    return static_cast<std::uint32_t>(at);
  }
};

}  // namespace edgetl::import::tflite
