// SPDX-License-Identifier: BSL-1.0
// NEON's depthwise convolutions: bands of one and two rows, odd extents, blocks of four and eight channels and parts of
// them, taps in one group of rows and in several, weights in registers and in memory.
#include "arm_case.hpp"

#include <edgetl/kernel/depthwise_conv_2d.hpp>

using namespace edgetl_test;
using namespace edgetl_test::arm;
using edgetl::kernel::depthwise_conv_2d;

TEST_CASE("neon: depthwise convolutions of 3 x 3") {
  check_layers<depthwise_conv_2d, kind::depthwise, layer_case{.height = 5, .width = 5, .channels = 16, .outputs = 16, .filter_height = 3, .filter_width = 3},
               layer_case{.height = 6, .width = 4, .channels = 8, .outputs = 8, .filter_height = 3, .filter_width = 3, .function = activation::relu},
               layer_case{.height = 6, .width = 7, .channels = 5, .outputs = 5, .filter_height = 3, .filter_width = 3, .stride_height = 2, .stride_width = 2},
               layer_case{.height = 8, .width = 8, .channels = 24, .outputs = 24, .filter_height = 3, .filter_width = 3, .stride_height = 2, .stride_width = 2},
               layer_case{.height = 1, .width = 1, .channels = 12, .outputs = 12, .filter_height = 3, .filter_width = 3},
               layer_case{.height = 3, .width = 2, .channels = 7, .outputs = 7, .filter_height = 3, .filter_width = 3, .extreme = true},
               layer_case{.height = 2, .width = 5, .channels = 3, .outputs = 3, .filter_height = 3, .filter_width = 3, .gain = 40},
               layer_case{.rule = valid, .height = 7, .width = 6, .channels = 9, .outputs = 9, .filter_height = 3, .filter_width = 3, .function = activation::relu6},
               layer_case{.rule = valid, .batches = 2, .height = 5, .width = 8, .channels = 17, .outputs = 17, .filter_height = 3, .filter_width = 3},
               layer_case{.height = 4, .width = 12, .channels = 4, .outputs = 4, .filter_height = 3, .filter_width = 3, .input_zero_point = -128},
               layer_case{.height = 9, .width = 9, .channels = 20, .outputs = 20, .filter_height = 3, .filter_width = 3, .dilation_height = 2, .dilation_width = 3},
               layer_case{.height = 5, .width = 9, .channels = 8, .outputs = 8, .filter_height = 3, .filter_width = 3, .dilation_width = 9}>();
}

TEST_CASE("neon: depthwise convolutions of other windows") {
  check_layers<depthwise_conv_2d, kind::depthwise, layer_case{.height = 6, .width = 6, .channels = 11, .outputs = 11, .filter_height = 5, .filter_width = 5, .gain = 200},
               layer_case{.height = 6, .width = 5, .channels = 8, .outputs = 8, .filter_height = 2, .filter_width = 3, .four_bits = true},
               layer_case{.height = 5, .width = 9, .channels = 2, .outputs = 2, .filter_height = 3, .filter_width = 2, .stride_width = 3},
               layer_case{.height = 3, .width = 3, .channels = 8, .outputs = 8, .filter_height = 7, .filter_width = 3},
               layer_case{.height = 9, .width = 4, .channels = 16, .outputs = 16, .filter_height = 4, .filter_width = 1, .gain = 0.8, .small = true},
               layer_case{.height = 1, .width = 9, .channels = 6, .outputs = 6, .filter_height = 1, .filter_width = 3, .function = activation::relu},
               layer_case{.height = 4, .width = 20, .channels = 10, .outputs = 10, .filter_height = 1, .filter_width = 11, .extreme = true},
               layer_case{.height = 12, .width = 3, .channels = 5, .outputs = 5, .filter_height = 8, .filter_width = 2, .stride_height = 3, .stride_width = 2}>();
}

TEST_CASE("neon: depthwise convolutions with several outputs per channel") {
  check_layers<depthwise_conv_2d, kind::depthwise, layer_case{.height = 6, .width = 5, .channels = 1, .outputs = 8, .filter_height = 4, .filter_width = 3, .stride_height = 2},
               layer_case{.height = 4, .width = 5, .channels = 3, .outputs = 9, .filter_height = 3, .filter_width = 3, .extreme = true},
               layer_case{.height = 3, .width = 4, .channels = 16, .outputs = 32, .filter_height = 3, .filter_width = 3},
               layer_case{.height = 5, .width = 4, .channels = 2, .outputs = 10, .filter_height = 2, .filter_width = 2, .stride_width = 2},
               layer_case{.height = 9, .width = 10, .channels = 1, .outputs = 5, .filter_height = 3, .filter_width = 3, .dilation_height = 2, .dilation_width = 2}>();
}
