// SPDX-License-Identifier: BSL-1.0
// A sentence of bounded length that can be built while the program compiles and be part of a type.
#pragma once

#include <edgetl/config.hpp>

#include <cstddef>
#include <cstdint>

namespace edgetl {

template <std::size_t Capacity> struct text {
  char chars[Capacity + 1] = {};

  constexpr std::size_t size() const {
    std::size_t length = 0;
    while (length < Capacity && chars[length] != '\0') ++length;
    return length;
  }
  constexpr const char* c_str() const { return chars; }
  constexpr bool        empty() const { return chars[0] == '\0'; }

  friend constexpr bool operator==(const text&, const text&) = default;
};

// A literal as a template argument, and a concept that always holds: for EDGETL_REFUSED.
template <std::size_t Size> struct literal {
  char chars[Size] = {};

  constexpr literal(const char (&words)[Size]) {
    for (std::size_t i = 0; i < Size; ++i) chars[i] = words[i];
  }
};
template <literal Sentence> concept said = true;

// Appends to a text; what does not fit is cut off.
template <std::size_t Capacity> struct text_writer {
  text<Capacity> result{};
  std::size_t    length = 0;

  constexpr text_writer& operator<<(char letter) {
    if (length < Capacity) result.chars[length++] = letter;
    return *this;
  }
  constexpr text_writer& operator<<(const char* words) {
    for (; *words != '\0'; ++words) *this << *words;
    return *this;
  }
  constexpr text_writer& operator<<(std::int64_t number) {
    char          digits[20] = {};
    int           count      = 0;
    std::uint64_t rest = number < 0 ? ~static_cast<std::uint64_t>(number) + 1 : static_cast<std::uint64_t>(number);
    do {
      digits[count++] = static_cast<char>('0' + static_cast<int>(rest % 10));
      rest /= 10;
    } while (rest != 0);
    if (number < 0) *this << '-';
    while (count > 0) *this << digits[--count];
    return *this;
  }
};

}  // namespace edgetl
