// SPDX-License-Identifier: BSL-1.0
// FULLY_CONNECTED on Helium: one row by four outputs, or two rows where there are several.
#pragma once

#include <edgetl/kernel/fully_connected.hpp>
#include <edgetl/target/cortex_m/helium/conv_2d.hpp>

#include <cstdint>

namespace edgetl::target::cortex_m::mve {

template <kernel::fully_connected::parameters Own, class Weights, class Epilogue> struct dense {
  static constexpr tile how = Own.batches == 1 ? tile::one_by_four : tile::two_by_two;

  using layer = packed_parts<panel_shape{Own.outputs, 1, Own.inputs}, how, Own.input_zero_point, 0, Own.outputs, Own.inputs, Own.inputs,
                             filter_rows<Weights, Own.inputs>, Epilogue>;

  static void run(const std::int8_t* input, std::int8_t* output) {
    if constexpr (how == tile::one_by_four) multiply_one<layer>(input, output);
    else multiply_list<near_rows{1, Own.inputs / 16, Own.inputs}, layer>(input, Own.batches, output);
  }
};

}  // namespace edgetl::target::cortex_m::mve
