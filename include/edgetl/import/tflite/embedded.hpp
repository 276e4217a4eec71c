// SPDX-License-Identifier: BSL-1.0
// A file inside the program, as a type. edgetl_embed() writes such a struct; by hand, around what `xxd -i < kws.tflite`
// prints or what #embed reads:
//
//   struct kws {
//     alignas(16) static constexpr unsigned char bytes[] = {
//   #include "kws.inc"
//     };
//     static constexpr decltype(sizeof 0) size = sizeof bytes;
//   };
#pragma once

#include <edgetl/core/language.hpp>

#include <cstddef>
#include <type_traits>

namespace edgetl::import::tflite {

template <class Source>
concept holds_a_file = requires {
  { Source::bytes[0] } -> convertible_to<unsigned char>;
  { Source::size } -> convertible_to<std::size_t>;
};
template <class Source>
concept holds_bytes = holds_a_file<Source> && requires(const unsigned char* first) { first = &Source::bytes[0]; };

// Can the compiler read it?
template <class Source>
concept holds_constants = requires {
  typename std::integral_constant<unsigned char, Source::bytes[0]>;
  typename std::integral_constant<std::size_t, Source::size>;
};

// As many bytes as it says, or more, where it tells how many they are.
template <class Source> constexpr bool has_its_size() {
  using bytes = std::remove_cvref_t<decltype(Source::bytes)>;
  if constexpr (std::extent_v<bytes> > 0) return std::size_t{Source::size} <= std::extent_v<bytes>;
  else return true;
}

template <class Source>
concept embedded_file = holds_bytes<Source> && holds_constants<Source> && has_its_size<Source>();

// Fails with a sentence when a model cannot be read from Source.
template <class Source> constexpr bool check_source() {
  constexpr bool is_class = std::is_class_v<Source> || std::is_union_v<Source>;
  static_assert(is_class, "edgetl: a model is named by a struct, not by its array -> struct digits { static constexpr "
                          "unsigned char bytes[] = {...}; static constexpr decltype(sizeof 0) size = sizeof bytes; };");
  if constexpr (!is_class) return false;
  else if constexpr (!holds_a_file<Source>)
    static_assert(holds_a_file<Source>, "edgetl: a model is named as edgetl_embed() named it -> include <its name>"
                                        ".model.hpp and write edgetl::model<its name>");
  else if constexpr (!holds_bytes<Source>)
    static_assert(holds_bytes<Source>, "edgetl: a model's bytes are unsigned char -> static constexpr unsigned char "
                                       "bytes[] = {...};");
  else if constexpr (!holds_constants<Source>)
    static_assert(holds_constants<Source>, "edgetl: the compiler reads a model's bytes and size -> make both static "
                                           "constexpr");
  else
    static_assert(has_its_size<Source>(), "edgetl: a model's size counts its file's bytes -> static constexpr "
                                          "decltype(sizeof 0) size = sizeof bytes;");
  return embedded_file<Source>;
}

}  // namespace edgetl::import::tflite
