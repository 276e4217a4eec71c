// SPDX-License-Identifier: BSL-1.0
// A scheme says how a weight's code reads back as the number a kernel multiplies with.
//
//   struct my_scheme {
//     using operand = std::int32_t;                 // what the kernel multiplies: int32 or float
//     static constexpr int bits = 4;                // bits per stored code
//     using word    = unsigned char;                // what is stored
//     static constexpr operand decode(const word* codes, std::size_t slot);
//   };
//
// Satisfied by: symmetric<int8>, symmetric<int4>, unquantized<float>. The scale of a group is the
// epilogue's affair: it is applied once per output, not once per weight.
#pragma once

#include <edgetl/core/element.hpp>
#include <edgetl/core/language.hpp>

#include <cstddef>

namespace edgetl::quant {

template <class Scheme>
concept names_its_operand = requires { typename Scheme::operand; };
template <class Scheme>
concept states_its_bits = requires {
  { Scheme::bits } -> convertible_to<int>;
};
template <class Scheme>
concept decodes_a_code = names_its_operand<Scheme> && requires(const typename Scheme::word* codes, std::size_t slot) {
  { Scheme::decode(codes, slot) } -> same_as<typename Scheme::operand>;
};
template <class Scheme>
concept scheme = names_its_operand<Scheme> && states_its_bits<Scheme> && decodes_a_code<Scheme>;

// Fails with a sentence that says which part of a scheme is missing.
template <class Scheme> constexpr bool check() {
  static_assert(names_its_operand<Scheme>,
                "edgetl: a quantization scheme names what a kernel multiplies with -> using operand = std::int32_t");
  static_assert(states_its_bits<Scheme>, "edgetl: a quantization scheme states its bits -> static constexpr int bits = 8");
  static_assert(decodes_a_code<Scheme>,
                "edgetl: a quantization scheme decodes a code -> using word = unsigned char; "
                "static constexpr operand decode(const word* codes, std::size_t slot)");
  return scheme<Scheme>;
}

// Codes whose zero point is 0: real = scale * code.
template <class Code> struct symmetric;

template <> struct symmetric<int8> {
  using word                       = unsigned char;
  using operand                    = int32;
  static constexpr int     bits    = 8;
  static constexpr operand decode(const word* codes, std::size_t slot) { return static_cast<int8>(codes[slot]); }
};

// Two codes per byte, low nibble first, rows not padded.
template <> struct symmetric<int4> {
  using word                       = unsigned char;
  using operand                    = int32;
  static constexpr int     bits    = 4;
  static constexpr operand decode(const word* codes, std::size_t slot) {
    // in one expression: compilers count the steps of constant evaluation
    return static_cast<int32>(((codes[slot / 2] >> slot % 2 * 4) & 15u) ^ 8u) - 8;
  }
};

template <class Real> struct unquantized;

template <> struct unquantized<float> {
  using word                       = float;
  using operand                    = float;
  static constexpr int     bits    = 32;
  static constexpr operand decode(const word* codes, std::size_t slot) { return codes[slot]; }
};

// Integers that are not weights but data a kernel reads: a constant operand of ADD, for example.
template <> struct unquantized<int16> {
  using word                       = int16;
  using operand                    = int32;
  static constexpr int     bits    = 16;
  static constexpr operand decode(const word* codes, std::size_t slot) { return codes[slot]; }
};

}  // namespace edgetl::quant
