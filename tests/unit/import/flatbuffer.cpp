// SPDX-License-Identifier: BSL-1.0
// The flatbuffer reader on a buffer written by hand, and on every way to cut or corrupt it.
#include <edgetl/import/tflite/flatbuffer.hpp>

#include <edgetl/core/array.hpp>

#include "../unit.hpp"

#include <cstring>
#include <initializer_list>
#include <memory>
#include <utility>

using namespace edgetl::import::tflite;

namespace {

// root -> a table with an i8, an i32, a u64, a child, a vector of two u16, and a vector of one table (the
// child)
constexpr unsigned char bytes[] = {
    24,   0,    0,    0,    0,    0,    0,    0,  // 0: root; padding
    16,   0,    32,   0,    28,   0,    4,    0,
    8,    0,    16,   0,    20,   0,    24,   0,  // 8: vtable of six fields: at 28, 4, 8, 16, 20, 24
    16,   0,    0,    0,  // 24: the table, its vtable 16 bytes before
    0xFE, 0xFF, 0xFF, 0xFF,  // 28: -2
    1,    2,    3,    4,    5,    6,    7,    8,  // 32: u64
    24,   0,    0,    0,  // 40: child at 64
    28,   0,    0,    0,  // 44: vector at 72
    32,   0,    0,    0,  // 48: vector of tables at 80
    0x85, 0,    0,    0,  // 52: i8
    6,    0,    8,    0,    4,    0,    0,    0,  // 56: vtable of one field, at 4
    8,    0,    0,    0,    77,   0,    0,    0,  // 64: the child, 77
    2,    0,    0,    0,    0x34, 0x12, 0x78, 0x56,  // 72: 0x1234, 0x5678
    1,    0,    0,    0,    0xEC, 0xFF, 0xFF, 0xFF,  // 80: a table before its reference: refused
};
struct found {
  table         root, child;
  vector        pair;
  std::int8_t   narrow = 0;
  std::int32_t  wide = 0, inner = 0;
  std::uint64_t long_one  = 0;
  std::int64_t  broken_at = 0;
};
constexpr found read_all(edgetl::bytes_view from) {
  flatbuffer file(from);
  found      result{};
  result.root      = file.root();
  result.narrow    = file.i8(result.root, 0);
  result.wide      = file.i32(result.root, 1);
  result.long_one  = file.u64(result.root, 2);
  result.child     = file.child(result.root, 3);
  result.inner     = file.i32(result.child, 0);
  result.pair      = file.elements(result.root, 4, 2);
  result.broken_at = file.broken_at;
  return result;
}
constexpr edgetl::bytes_view whole{bytes, sizeof bytes};
constexpr found              good = read_all(whole);

constexpr bool absent_fields_have_defaults() {
  flatbuffer  file(whole);
  const table root = file.root(), child = file.child(root, 3);
  return file.i32(child, 1, 5) == 5 && file.i8(root, 6, 6) == 6 && file.u64(child, 9, 7) == 7 &&
         !file.child(root, 100) && file.elements(child, 3, 4).count == 0 && file.i32(table{}, 0, 8) == 8 &&
         file.ok();
}
constexpr bool backwards_is_refused() {
  flatbuffer   file(whole);
  const vector tables = file.elements(file.root(), 5, 4);
  return tables.count == 1 && file.ok() && !file.element_table(tables, 0) && !file.ok() &&
         file.broken_at == 84;
}

// In constant evaluation a read outside an array stops the compiler: these prove that there is none.
template <std::size_t Size> constexpr bool prefix_is_broken() {
  edgetl::array<unsigned char, Size> copy{};
  for (std::size_t i = 0; i < Size; ++i) copy[i] = bytes[i];
  return read_all({copy.data(), Size}).broken_at >= 0;
}
constexpr bool no_byte_leads_outside() {
  for (std::size_t at = 0; at < sizeof bytes; ++at)
    for (const unsigned value : {0x00u, 0x7Fu, 0x80u, 0xFFu}) {
      edgetl::array<unsigned char, sizeof bytes> copy{};
      for (std::size_t i = 0; i < sizeof bytes; ++i)
        copy[i] = i == at ? static_cast<unsigned char>(value) : bytes[i];
      read_all({copy.data(), sizeof bytes});
    }
  return true;
}

}  // namespace

static_assert([]<std::size_t... Size>(std::index_sequence<Size...>) {
  return (prefix_is_broken<Size>() && ...);
}(std::make_index_sequence<80>{}));
static_assert(no_byte_leads_outside());
static_assert(good.broken_at == -1 && good.root.at == 24 && good.root.vtable == 8 && good.child.at == 64);
static_assert(good.narrow == -123 && good.wide == -2 && good.long_one == 0x0807060504030201ull &&
              good.inner == 77);
static_assert(good.pair.count == 2 && whole.u16(good.pair.at + 2) == 0x5678);
static_assert(absent_fields_have_defaults() && backwards_is_refused());
static_assert(!flatbuffer({}).root() && read_all({}).broken_at == 0);

TEST_CASE("flatbuffer: a prefix is broken, and nothing outside it is read") {
  for (std::size_t size = 0; size < 80; ++size) {
    const auto copy = std::make_unique<unsigned char[]>(size);  // its own allocation, for sanitizers
    std::memcpy(copy.get(), bytes, size);
    CHECK(read_all({copy.get(), size}).broken_at >= 0);
  }
}

TEST_CASE("flatbuffer: any byte may hold anything") {
  edgetl_test::random_numbers random;
  const auto                  copy = std::make_unique<unsigned char[]>(sizeof bytes);
  for (std::size_t at = 0; at < sizeof bytes; ++at)
    for (int round = 0; round < 16; ++round) {
      std::memcpy(copy.get(), bytes, sizeof bytes);
      copy[at] = static_cast<unsigned char>(round == 0 ? 0xFF : (round == 1 ? 0x80 : random.bits()));
      if (round > 7) copy[random.bits() % sizeof bytes] = static_cast<unsigned char>(random.bits());
      const found own = read_all({copy.get(), sizeof bytes});
      if (own.pair.count != 0) CHECK(own.pair.at + 2 * std::size_t{own.pair.count} <= sizeof bytes);
    }
}
