// SPDX-License-Identifier: BSL-1.0
// Convolutions in a few groups, as dense ones whose weights are zero between groups: more products than needed, but in tiles.
#pragma once

#include <edgetl/kernel/conv_2d.hpp>
#include <edgetl/layout/weights.hpp>
#include <edgetl/target/x86/panel.hpp>

#include <cstddef>
#include <cstdint>

namespace edgetl::target::x86 {

constexpr std::int32_t groups_of(const kernel::conv_2d::parameters& own) { return own.input_channels / own.filter_channels; }

// Zeros are packed like weights: larger filters would cost seconds of compile time, and more groups only make sense in kernels
// of their own.
constexpr bool runs_as_dense(const kernel::conv_2d::parameters& own) {
  return groups_of(own) == 1 || (groups_of(own) <= 8 && own.height.size * own.width.size * own.input_channels * own.output_channels <= 65536);
}

// The weights of a grouped layer in the order of a dense one.
template <layout::known_weights_operand Weights, kernel::conv_2d::parameters Own> struct ungrouped_weights : rearranged_weights<Weights> {
  using typename rearranged_weights<Weights>::operand;

  static constexpr operand at(std::size_t index) {
    constexpr std::size_t inputs = Own.input_channels, own = Own.filter_channels, outputs = Own.output_channels / groups_of(Own);
    constexpr std::size_t taps = Own.height.size * Own.width.size;
    const std::size_t     input = index % inputs, tap = index / inputs, channel = tap / taps;
    if (input / own != channel / outputs) return {};
    return Weights::at(tap * own + input % own);
  }
};

}  // namespace edgetl::target::x86
