// SPDX-License-Identifier: BSL-1.0
// Static extents of a tensor: up to six dimensions, outermost first, known when the program compiles.
#pragma once

#include <edgetl/config.hpp>

#include <cstddef>
#include <cstdint>

namespace edgetl {

inline constexpr int max_rank = 6;

struct extents {
  std::int32_t rank           = 0;
  std::int32_t dims[max_rank] = {};

  constexpr std::int32_t operator[](int axis) const { return dims[axis]; }

  // Number of elements; 1 for a scalar.
  constexpr std::size_t count() const {
    std::size_t product = 1;
    for (int axis = 0; axis < rank; ++axis) product *= static_cast<std::size_t>(dims[axis]);
    return product;
  }
  // Product of the extents in [first, last).
  constexpr std::int32_t product(int first, int last) const {
    std::int32_t result = 1;
    for (int axis = first; axis < last; ++axis) result *= dims[axis];
    return result;
  }
  constexpr std::int32_t back() const { return rank > 0 ? dims[rank - 1] : 1; }

  // The same elements seen with more dimensions, the new outer ones being 1.
  constexpr extents padded_to(int wanted) const {
    extents result{wanted, {}};
    for (int axis = 0; axis < wanted; ++axis) {
      const int from    = axis - (wanted - rank);
      result.dims[axis] = from < 0 ? 1 : dims[from];
    }
    return result;
  }

  friend constexpr bool operator==(const extents& left, const extents& right) {
    if (left.rank != right.rank) return false;
    for (int axis = 0; axis < left.rank; ++axis)
      if (left.dims[axis] != right.dims[axis]) return false;
    return true;
  }
};

template <class... Extents> constexpr extents make_extents(Extents... sizes) {
  static_assert(sizeof...(Extents) <= max_rank, "edgetl: a tensor has at most six dimensions -> merge some of them");
  return {static_cast<std::int32_t>(sizeof...(Extents)), {static_cast<std::int32_t>(sizes)...}};
}

// Fails with a sentence where a tensor cannot have this shape.
template <extents Shape> constexpr bool check_extents() {
  constexpr bool at_least_1 = [] {
    for (int axis = 0; axis < Shape.rank; ++axis)
      if (Shape.dims[axis] < 1) return false;
    return true;
  }();
  static_assert(at_least_1, "edgetl: a tensor's extents are at least 1 -> leave a dimension out, or write its size");
  return at_least_1;
}

}  // namespace edgetl
