// SPDX-License-Identifier: BSL-1.0
// The microkernel: Rows output positions by Vectors vectors of output channels, all sums in registers, over
// every product; then the clamp and the store. A small tile sums Chains parts of the products side by side, so
// that the processor need not wait for one sum.
#pragma once

#include <edgetl/kernel/epilogue.hpp>
#include <edgetl/target/float32/lanes.hpp>

#include <cstddef>
#include <cstdint>

namespace edgetl::target::float32 {

// The order of a layer's products: `runs` stretches of `length` floats that follow each other in memory.
struct product_order {
  std::int32_t runs, length;

  constexpr std::int32_t terms() const { return runs * length; }

  friend constexpr bool operator==(const product_order&, const product_order&) = default;
};

// Where a tile's activations stand: row (y, x) of the tile starts at y * step_y + x * step_x, run r at r * run_step.
struct tile_layout {
  std::int32_t columns;  // rows of the tile that lie side by side
  std::int32_t step_x, step_y;
  std::int32_t runs_x, run_step_x, run_step_y;  // runs_x runs lie side by side

  friend constexpr bool operator==(const tile_layout&, const tile_layout&) = default;
};

// Which sides of a clamp do anything; what they are is given at run time.
struct clamp_sides {
  bool lowest, highest;

  friend constexpr bool operator==(const clamp_sides&, const clamp_sides&) = default;
};
constexpr clamp_sides sides_of(const kernel::bounds<float>& clamp) {
  return {clamp.lowest != -kernel::float_infinity, clamp.highest != kernel::float_infinity};
}

template <class Lanes, clamp_sides Sides> EDGETL_INLINE typename Lanes::vector clamped(typename Lanes::vector value, const kernel::bounds<float>& clamp) {
  if constexpr (Sides.lowest) value = Lanes::at_least(value, Lanes::all(clamp.lowest));
  if constexpr (Sides.highest) value = Lanes::at_most(value, Lanes::all(clamp.highest));
  return value;
}

// Vector `v` of a result of which only Count lanes exist.
template <class Lanes, int Count> EDGETL_INLINE void store_vector(float* to, typename Lanes::vector value, int v) {
  const int left = Count - v * Lanes::count;
  if (left >= Lanes::count) Lanes::store(to + v * Lanes::count, value);
  else if (left > 0) Lanes::store_first(to + v * Lanes::count, value, left);
}

// One product of every sum.
template <class Lanes, int Rows, int Vectors, tile_layout Layout>
EDGETL_INLINE void step(typename Lanes::vector (&sums)[Rows][Vectors], const float* image, const float* weights) {
  typename Lanes::vector loaded[Vectors];
#pragma GCC unroll 16
  for (int v = 0; v < Vectors; ++v) loaded[v] = Lanes::load(weights + v * Lanes::count);
#pragma GCC unroll 32
  for (int row = 0; row < Rows; ++row) {
    const auto activation = Lanes::all(image[(row / Layout.columns) * Layout.step_y + (row % Layout.columns) * Layout.step_x]);
#pragma GCC unroll 16
    for (int v = 0; v < Vectors; ++v) sums[row][v] = Lanes::multiply_add(sums[row][v], activation, loaded[v]);
  }
}

template <class Lanes, clamp_sides Sides, int Rows, int Vectors, int Chains, int Channels, tile_layout Layout, product_order Order, class Panel>
EDGETL_INLINE void tile(const float* image, const Panel& panel, const kernel::bounds<float>& clamp, float* output, std::ptrdiff_t output_step_x,
                        std::ptrdiff_t output_step_y) {
  constexpr int word   = Vectors * Lanes::count;
  constexpr int unroll = Chains > 4 || Chains == 3 ? Chains : (Order.length < 4 ? Order.length : (Order.length % 4 == 0 || Chains > 1 ? 4 : (Order.length % 3 == 0 ? 3 : 2)));
  typename Lanes::vector sums[Chains][Rows][Vectors];
#pragma GCC unroll 16
  for (int v = 0; v < Vectors; ++v) {
    const auto bias = Lanes::load(panel.bias + v * Lanes::count);
#pragma GCC unroll 32
    for (int row = 0; row < Rows; ++row) sums[0][row][v] = bias;
  }
#pragma GCC unroll 8
  for (int chain = 1; chain < Chains; ++chain)
#pragma GCC unroll 32
    for (int row = 0; row < Rows; ++row)
#pragma GCC unroll 16
      for (int v = 0; v < Vectors; ++v) sums[chain][row][v] = Lanes::all(0.0f);
  const float* weights = panel.weights;
  for (int y = 0; y < Order.runs / Layout.runs_x; ++y) {
    const float* line = image + y * Layout.run_step_y;
    for (int x = 0; x < Layout.runs_x; ++x, line += Layout.run_step_x) {
      const float* at = line;
      for (int k = 0; k < Order.length / unroll; ++k) {
#pragma GCC unroll 8
        for (int u = 0; u < unroll; ++u) {
          step<Lanes, Rows, Vectors, Layout>(sums[u % Chains], at++, weights);
          weights += word;
          hold();
        }
      }
#pragma GCC unroll 8
      for (int u = 0; u < Order.length % unroll; ++u) {
        step<Lanes, Rows, Vectors, Layout>(sums[u % Chains], at++, weights);
        weights += word;
        hold();
      }
    }
  }
#pragma GCC unroll 32
  for (int row = 0; row < Rows; ++row)
#pragma GCC unroll 16
    for (int v = 0; v < Vectors; ++v) {
      auto sum = sums[0][row][v];
#pragma GCC unroll 8
      for (int chain = 1; chain < Chains; ++chain) sum = Lanes::add(sum, sums[chain][row][v]);
      store_vector<Lanes, Channels>(output + (row / Layout.columns) * output_step_y + (row % Layout.columns) * output_step_x,
                                    clamped<Lanes, Sides>(sum, clamp), v);
    }
}

}  // namespace edgetl::target::float32
