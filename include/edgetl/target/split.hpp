// SPDX-License-Identifier: BSL-1.0
// Extents cut into blocks that differ by at most one, so that no loop has a remainder. All vector targets share this.
#pragma once

#include <edgetl/config.hpp>
#include <edgetl/core/language.hpp>

#include <cstdint>

namespace edgetl::target {

// `total` elements in blocks of at most `widest`.
struct even_split {
  std::int32_t total, widest;

  constexpr std::int32_t count() const { return (total + widest - 1) / widest; }
  // Blocks [0, wide()) hold width() elements, the others one less.
  constexpr std::int32_t width() const { return (total + count() - 1) / count(); }
  constexpr std::int32_t wide() const { return total - count() * (width() - 1); }
  constexpr std::int32_t narrow() const { return count() - wide(); }
  constexpr std::int32_t first(std::int32_t block) const {
    return block < wide() ? block * width() : wide() * width() + (block - wide()) * (width() - 1);
  }
  constexpr std::int32_t size(std::int32_t block) const { return block < wide() ? width() : width() - 1; }

  friend constexpr bool operator==(const even_split&, const even_split&) = default;
};

// Calls block.operator()<size>(first) for every block; the size is a constant.
template <even_split Split, class Block> EDGETL_INLINE void for_each_block(Block block) {
  for (std::int32_t i = 0; i < Split.wide(); ++i) block.template operator()<Split.width()>(i * Split.width());
  if constexpr (Split.narrow() > 0)
    for (std::int32_t i = 0; i < Split.narrow(); ++i)
      block.template operator()<Split.width() - 1>(Split.wide() * Split.width() + i * (Split.width() - 1));
}

// A tile's extent over an image: as many positions side by side as there are, then several rows.
struct tile_extent {
  std::int32_t columns, rows;
};
template <class Shape>
concept has_positions = requires(const Shape& shape) {
  { shape.columns() } -> same_as<std::int32_t>;
  { shape.rows() } -> same_as<std::int32_t>;
};
template <has_positions Shape> constexpr tile_extent extent_of(const Shape& shape, std::int32_t positions) {
  if (positions <= shape.columns()) return {positions, 1};
  const std::int32_t rows = positions / shape.columns();
  return {shape.columns(), rows < shape.rows() ? rows : shape.rows()};
}

}  // namespace edgetl::target
