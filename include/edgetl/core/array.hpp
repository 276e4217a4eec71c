// SPDX-License-Identifier: BSL-1.0
// A fixed array that functions can return. std::array would do, but its header costs half of what the
// whole of edgetl may cost to include.
#pragma once

#include <edgetl/config.hpp>

#include <cstddef>

namespace edgetl {

template <class Element, std::size_t Count> struct array {
  Element elements[Count > 0 ? Count : 1] = {};

  static constexpr std::size_t size() { return Count; }
  constexpr Element*           data() { return elements; }
  constexpr const Element*     data() const { return elements; }
  constexpr Element&           operator[](std::size_t i) { return elements[i]; }
  constexpr const Element&     operator[](std::size_t i) const { return elements[i]; }
};

}  // namespace edgetl
