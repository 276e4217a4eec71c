// SPDX-License-Identifier: BSL-1.0
// Weights are a scheme and a layout together: a kernel asks its weights operand for the weight at a
// logical index and never sees how it is stored.
//
// A layout maps a logical row-major index to the slot where its code is kept.
//
//   struct my_layout {
//     static constexpr std::size_t slot(std::size_t index);
//   };
//
// Satisfied by: dense. Refinements that a fast kernel can ask for (tiles, runs) come with their targets.
#pragma once

#include <edgetl/core/language.hpp>
#include <edgetl/quant/scheme.hpp>

#include <cstddef>
#include <type_traits>

namespace edgetl::layout {

template <class Layout>
concept maps_an_index_to_a_slot = requires(std::size_t index) {
  { Layout::slot(index) } -> same_as<std::size_t>;
};

// Fails with a sentence that says which part of a layout is missing.
template <class Layout> constexpr bool check() {
  static_assert(maps_an_index_to_a_slot<Layout>,
                "edgetl: a layout maps an index to a slot -> static constexpr std::size_t slot(std::size_t index)");
  return maps_an_index_to_a_slot<Layout>;
}

// Row-major, every element present.
struct dense {
  static constexpr std::size_t slot(std::size_t index) { return index; }
};

// A kernel's weights operand: refers to codes that live in flash.
template <quant::scheme Scheme, maps_an_index_to_a_slot Layout> struct weights {
  using scheme  = Scheme;
  using layout  = Layout;
  using operand = typename Scheme::operand;

  const typename Scheme::word* codes = nullptr;

  constexpr operand operator[](std::size_t index) const { return Scheme::decode(codes, Layout::slot(index)); }
};

// Weights that the compiler knows. Codes has `known()`, where the codes stand for constant evaluation, and
// `stored()`, where they stand at run time; a kernel that packs them its own way never asks for the latter,
// and then they reach no binary.
template <quant::scheme Scheme, maps_an_index_to_a_slot Layout, class Codes> struct known_weights {
  using scheme  = Scheme;
  using layout  = Layout;
  using operand = typename Scheme::operand;

  static constexpr operand at(std::size_t index) { return Scheme::decode(Codes::known(), Layout::slot(index)); }
  // The codes themselves: reading a plain byte costs the compiler a fraction of what at() does.
  static constexpr const typename Scheme::word* known() { return Codes::known(); }
  static constexpr bool is_plain_int8 = std::is_same_v<Scheme, quant::symmetric<int8>> && std::is_same_v<Layout, dense>;
  static constexpr weights<Scheme, Layout> stored() { return {Codes::stored()}; }
  static constexpr weights<Scheme, Layout> readable() { return {Codes::known()}; }
};

// What a kernel that packs requires of its weights.
template <class Weights>
concept known_weights_operand = requires(std::size_t index) {
  { Weights::at(index) } -> same_as<typename Weights::operand>;
  Weights::stored();
};

// What a kernel requires of its weights.
template <class Weights>
concept weights_operand = requires(const Weights& weights, std::size_t index) {
  typename Weights::scheme;
  typename Weights::layout;
  { weights[index] } -> same_as<typename Weights::operand>;
};

}  // namespace edgetl::layout
