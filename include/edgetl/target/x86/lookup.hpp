// SPDX-License-Identifier: BSL-1.0
// Tables of 256 bytes, a vector of codes at a time: every table row of 16 bytes is asked for every code. The byte shuffle
// gives 0 where an index has its highest bit set, so rows hold differences (exclusive or) to the rows
// that a code meets before its own; while 16 is taken off the codes from row to row, each meets at most eight.
#pragma once

#include <edgetl/kernel/lookup.hpp>
#include <edgetl/target/scalar.hpp>
#include <edgetl/target/x86/dot.hpp>

#include <cstdint>
#include <type_traits>

namespace edgetl::target::x86 {

struct lookup_rows {
  alignas(16) std::uint8_t rows[16][16];
};

// A code of rows 0 to 7 meets all rows up to its own; one of the rows behind its own and the seven before.
EDGETL_INLINE void make_rows(lookup_rows& to, const void* table) {
  for (int row = 0; row < 16; ++row) {
    __m128i own = _mm_loadu_si128(static_cast<const __m128i*>(table) + row);
    for (int before = row < 8 ? 0 : row - 7; before < row; ++before)
      own = _mm_xor_si128(own, _mm_load_si128(reinterpret_cast<const __m128i*>(to.rows[before])));
    _mm_store_si128(reinterpret_cast<__m128i*>(to.rows[row]), own);
  }
}

template <dot_engine Engine>
EDGETL_KERNEL void look_up(std::int32_t count, const void* input, const void* table, void* output, bool is_signed) {
  using vector                = typename Engine::vector;
  constexpr std::int32_t size = sizeof(vector);
  const auto*            from = static_cast<const std::uint8_t*>(input);
  auto*                  to   = static_cast<std::uint8_t*>(output);
  lookup_rows            rows;
  make_rows(rows, table);
  const vector flip = Engine::all_bytes(is_signed ? -128 : 0), step = Engine::all_bytes(16);
  const auto   found = [&](const std::uint8_t* at) {
    vector index  = Engine::exclusive_or(Engine::load(at), flip);
    vector result = Engine::shuffle_bytes(Engine::repeat_16(rows.rows[0]), index);
#pragma GCC unroll 16
    for (int row = 1; row < 16; ++row) {
      index  = row <= 8 ? Engine::subtract_bytes(index, step) : Engine::subtract_saturated(index, step);
      result = Engine::exclusive_or(result, Engine::shuffle_bytes(Engine::repeat_16(rows.rows[row]), index));
    }
    return result;
  };
  // the last vector before anything is stored: the output may be the input
  const vector last = found(from + count - size);
  for (std::int32_t i = 0; i + size < count; i += size) Engine::store(to + i, found(from + i));
  Engine::store(to + count - size, last);
}

template <x86_target Target, class Parameters, class Input, class Output>
  requires(sizeof(Input) == 1 && sizeof(Output) == 1)
void edgetl_kernel(kernel::lookup kernel, Target, Parameters given, const Input* input, const Output* table, Output* output) {
  using engine             = typename Target::engine;
  const std::int32_t count = given.get().count;
  if (count >= 4 * static_cast<std::int32_t>(sizeof(typename engine::vector)))
    look_up<engine>(count, input, table, output, std::is_signed_v<Input>);
  else
    edgetl_kernel(kernel, scalar{}, given, input, table, output);
}

}  // namespace edgetl::target::x86
