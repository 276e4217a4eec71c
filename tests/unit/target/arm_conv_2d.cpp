// SPDX-License-Identifier: BSL-1.0
// NEON's convolutions with windows: runs of taps with any end, and windows that are gathered.
#include "arm_case.hpp"

#include <edgetl/kernel/conv_2d.hpp>

using namespace edgetl_test;
using namespace edgetl_test::arm;
using edgetl::kernel::conv_2d;

TEST_CASE("neon: convolutions") {
  check_layers<conv_2d, kind::conv,
               layer_case{.height = 7, .width = 6, .channels = 16, .outputs = 8, .filter_height = 3, .filter_width = 3, .function = activation::relu6},
               layer_case{.height = 6, .width = 7, .channels = 32, .outputs = 20, .filter_height = 3, .filter_width = 3, .stride_height = 2, .stride_width = 2},
               layer_case{.rule = valid, .height = 6, .width = 7, .channels = 16, .outputs = 4, .filter_height = 3, .filter_width = 2},
               layer_case{.rule = valid, .batches = 2, .height = 4, .width = 5, .channels = 20, .outputs = 6, .filter_height = 2, .filter_width = 3},
               layer_case{.height = 5, .width = 5, .channels = 21, .outputs = 5, .filter_height = 3, .filter_width = 4, .gain = 40},
               layer_case{.height = 2, .width = 2, .channels = 16, .outputs = 4, .filter_height = 5, .filter_width = 5, .input_zero_point = -128},
               layer_case{.height = 6, .width = 7, .channels = 16, .outputs = 5, .filter_height = 3, .filter_width = 3, .dilation_height = 2, .dilation_width = 2},
               layer_case{.rule = valid, .height = 9, .width = 9, .channels = 4, .outputs = 6, .filter_height = 3, .filter_width = 3, .dilation_height = 2, .dilation_width = 4},
               layer_case{.height = 5, .width = 5, .channels = 24, .outputs = 12, .filter_height = 3, .filter_width = 3, .groups = 3},
               layer_case{.height = 6, .width = 3, .channels = 8, .outputs = 4, .filter_height = 3, .filter_width = 6, .gain = 2000, .four_bits = true},
               layer_case{.height = 3, .width = 3, .channels = 19, .outputs = 24, .filter_height = 2, .filter_width = 2, .extreme = true}>();
}

TEST_CASE("neon: runs that end with an odd number of vectors") {
  check_layers<conv_2d, kind::conv, layer_case{.height = 4, .width = 6, .channels = 12, .outputs = 12, .filter_height = 3, .filter_width = 3},
               layer_case{.rule = valid, .height = 5, .width = 8, .channels = 20, .outputs = 12, .filter_height = 2, .filter_width = 3},
               layer_case{.height = 3, .width = 3, .channels = 7, .outputs = 20, .filter_height = 3, .filter_width = 3}>();
}

TEST_CASE("neon: convolutions of gathered windows") {
  check_layers<conv_2d, kind::conv,
               layer_case{.height = 9, .width = 9, .channels = 3, .outputs = 8, .filter_height = 3, .filter_width = 3, .stride_height = 2, .stride_width = 2},
               layer_case{.batches = 2, .height = 10, .width = 9, .channels = 1, .outputs = 20, .filter_height = 10, .filter_width = 4, .stride_height = 2, .stride_width = 2, .function = activation::relu},
               layer_case{.rule = valid, .height = 5, .width = 30, .channels = 2, .outputs = 5, .filter_height = 3, .filter_width = 5},
               layer_case{.height = 4, .width = 6, .channels = 4, .outputs = 4, .filter_height = 2, .filter_width = 1, .input_zero_point = 127},
               layer_case{.height = 4, .width = 7, .channels = 3, .outputs = 9, .filter_height = 3, .filter_width = 3, .dilation_height = 2, .dilation_width = 2},
               layer_case{.rule = valid, .height = 6, .width = 12, .channels = 5, .outputs = 6, .filter_height = 2, .filter_width = 2, .stride_width = 3, .dilation_width = 3, .extreme = true},
               layer_case{.height = 3, .width = 11, .channels = 7, .outputs = 36, .filter_height = 3, .filter_width = 2, .gain = 30}>();
}
