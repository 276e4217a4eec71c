// SPDX-License-Identifier: BSL-1.0
// The element types a tensor may hold: their names, their widths, and the C++ type that stores them.
#pragma once

#include <edgetl/core/language.hpp>

#include <cstddef>
#include <cstdint>

namespace edgetl {

// Before the types of these names, which GCC's -Wshadow would take for shadowed.
enum class element_type : std::uint8_t { unknown, float32, float16, int4, int8, uint8, int16, int32, int64, boolean };

using int8    = std::int8_t;
using uint8   = std::uint8_t;
using int16   = std::int16_t;
using int32   = std::int32_t;
using int64   = std::int64_t;
using float32 = float;

// IEEE 754 binary16, as stored; read through value().
struct fp16 {
  std::uint16_t bits = 0;

  constexpr float value() const {
    const std::uint32_t sign     = static_cast<std::uint32_t>(bits & 0x8000u) << 16;
    std::uint32_t       exponent = (bits >> 10) & 0x1Fu;
    std::uint32_t       mantissa = bits & 0x3FFu;
    if (exponent == 0x1F) return bit_cast<float>(sign | 0x7F800000u | (mantissa << 13));
    if (exponent == 0) {
      if (mantissa == 0) return bit_cast<float>(sign);
      exponent = 1;
      while ((mantissa & 0x400u) == 0) {
        mantissa <<= 1;
        --exponent;
      }
      mantissa &= 0x3FFu;
    }
    return bit_cast<float>(sign | ((exponent + 112u) << 23) | (mantissa << 13));
  }
};

// Two per byte, the low nibble first.
struct int4 {};

constexpr int bits_of(element_type element) {
  switch (element) {
    case element_type::int4: return 4;
    case element_type::int8:
    case element_type::uint8:
    case element_type::boolean: return 8;
    case element_type::float16:
    case element_type::int16: return 16;
    case element_type::float32:
    case element_type::int32: return 32;
    case element_type::int64: return 64;
    case element_type::unknown: break;
  }
  return 0;
}

constexpr std::size_t bytes_of(element_type element, std::size_t count) {
  return (count * static_cast<std::size_t>(bits_of(element)) + 7) / 8;
}

constexpr const char* name_of(element_type element) {
  switch (element) {
    case element_type::float32: return "float32";
    case element_type::float16: return "float16";
    case element_type::int4: return "int4";
    case element_type::int8: return "int8";
    case element_type::uint8: return "uint8";
    case element_type::int16: return "int16";
    case element_type::int32: return "int32";
    case element_type::int64: return "int64";
    case element_type::boolean: return "bool";
    case element_type::unknown: break;
  }
  return "unknown";
}

// The C++ type of an element_type: what a kernel's pointer points to.
template <element_type Element> struct element_storage;
template <> struct element_storage<element_type::float32> { using type = float; };
template <> struct element_storage<element_type::float16> { using type = fp16; };
template <> struct element_storage<element_type::int4> { using type = int4; };
template <> struct element_storage<element_type::int8> { using type = int8; };
template <> struct element_storage<element_type::uint8> { using type = uint8; };
template <> struct element_storage<element_type::int16> { using type = int16; };
template <> struct element_storage<element_type::int32> { using type = int32; };
template <> struct element_storage<element_type::int64> { using type = int64; };
template <> struct element_storage<element_type::boolean> { using type = bool; };

template <element_type Element> using element_t = typename element_storage<Element>::type;

template <class Code> struct code_range;  // the smallest and largest code of an integer type
template <> struct code_range<int8> { static constexpr int32 lowest = -128, highest = 127; };
template <> struct code_range<uint8> { static constexpr int32 lowest = 0, highest = 255; };
template <> struct code_range<int16> { static constexpr int32 lowest = -32768, highest = 32767; };
template <> struct code_range<int32> {
  static constexpr int32 lowest = -2147483647 - 1, highest = 2147483647;
};

constexpr bool is_float(element_type element) { return element == element_type::float32; }
constexpr bool is_quantized(element_type element) {
  return element == element_type::int8 || element == element_type::uint8 || element == element_type::int16 ||
         element == element_type::int4;
}

}  // namespace edgetl
