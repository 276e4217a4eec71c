// SPDX-License-Identifier: BSL-1.0
// Tensors of static extents: one that owns its elements and a view of elements that live elsewhere. An index is not
// checked, except by the compiler in constant evaluation.
#pragma once

#include <edgetl/core/extents.hpp>

#include <cstddef>
#include <cstdint>

namespace edgetl {

// Row-major elements, outermost extent first: tensor<int8, 1, 49, 10, 1>.
template <class Element, std::int32_t... Extents> struct tensor {
  static_assert(check_extents<make_extents(Extents...)>());

  using element_type                 = Element;
  static constexpr extents     shape = make_extents(Extents...);
  static constexpr std::size_t count = shape.count();

  Element elements[count];

  static constexpr std::size_t size() { return count; }
  constexpr Element*           data() { return elements; }
  constexpr const Element*     data() const { return elements; }
  constexpr Element&           operator[](std::size_t i) { return elements[i]; }
  constexpr const Element&     operator[](std::size_t i) const { return elements[i]; }
  constexpr Element*           begin() { return elements; }
  constexpr Element*           end() { return elements + count; }
  constexpr const Element*     begin() const { return elements; }
  constexpr const Element*     end() const { return elements + count; }

  friend constexpr bool operator==(const tensor&, const tensor&) = default;
};

// The same, but the elements belong to somebody else (an arena, usually).
template <class Element, extents Shape> struct tensor_view {
  static_assert(check_extents<Shape>());

  using element_type                 = Element;
  static constexpr extents     shape = Shape;
  static constexpr std::size_t count = Shape.count();

  Element* elements;

  static constexpr std::size_t size() { return count; }
  constexpr Element*           data() const { return elements; }
  constexpr Element&           operator[](std::size_t i) const { return elements[i]; }
  constexpr Element*           begin() const { return elements; }
  constexpr Element*           end() const { return elements + count; }
};

}  // namespace edgetl
