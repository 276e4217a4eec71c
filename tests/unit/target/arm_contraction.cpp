// SPDX-License-Identifier: BSL-1.0
// NEON's pointwise convolutions and fully connected layers. Widths of runs, tiles and panels are chosen for the ends of vectors: a
// run may be read where it stands or from a copy, whole, short, or overlapping what came before; a panel may be narrow.
#include "arm_case.hpp"

#include <edgetl/kernel/conv_2d.hpp>
#include <edgetl/kernel/fully_connected.hpp>

using namespace edgetl_test;
using namespace edgetl_test::arm;
using edgetl::kernel::conv_2d;
using edgetl::kernel::fully_connected;

TEST_CASE("neon: pointwise convolutions read where they stand") {
  check_layers<conv_2d, kind::conv, layer_case{.height = 5, .width = 5, .channels = 64, .outputs = 64, .function = activation::relu},
               layer_case{.height = 3, .width = 3, .channels = 4, .outputs = 16}, layer_case{.height = 7, .width = 1, .channels = 8, .outputs = 6},
               layer_case{.height = 2, .width = 3, .channels = 12, .outputs = 8, .extreme = true},
               layer_case{.height = 4, .width = 4, .channels = 20, .outputs = 13}, layer_case{.height = 1, .width = 3, .channels = 24, .outputs = 9},
               layer_case{.batches = 2, .height = 3, .width = 3, .channels = 28, .outputs = 20, .gain = 40},
               layer_case{.height = 1, .width = 2, .channels = 48, .outputs = 3}, layer_case{.height = 3, .width = 2, .channels = 36, .outputs = 4, .per_channel = false},
               layer_case{.height = 8, .width = 2, .channels = 32, .outputs = 1}, layer_case{.height = 9, .width = 5, .channels = 40, .outputs = 44, .extreme = true}>();
}

TEST_CASE("neon: pointwise convolutions read from a copy") {
  check_layers<conv_2d, kind::conv, layer_case{.height = 3, .width = 5, .channels = 1, .outputs = 5}, layer_case{.height = 4, .width = 4, .channels = 3, .outputs = 8},
               layer_case{.height = 2, .width = 3, .channels = 13, .outputs = 5}, layer_case{.height = 3, .width = 3, .channels = 17, .outputs = 12, .gain = 600},
               layer_case{.height = 2, .width = 2, .channels = 33, .outputs = 7, .input_zero_point = -128},
               layer_case{.height = 7, .width = 6, .channels = 16, .outputs = 4, .stride_height = 2, .stride_width = 2},
               layer_case{.batches = 2, .height = 5, .width = 3, .channels = 31, .outputs = 6, .stride_height = 2, .stride_width = 3}>();
}

TEST_CASE("neon: fully connected layers") {
  check_layers<fully_connected, kind::dense, layer_case{.channels = 64, .outputs = 12}, layer_case{.channels = 128, .outputs = 8},
               layer_case{.channels = 256, .outputs = 2}, layer_case{.channels = 13, .outputs = 5}, layer_case{.channels = 80, .outputs = 1, .gain = 0.8, .small = true},
               layer_case{.channels = 3, .outputs = 33, .gain = 0.8, .small = true}, layer_case{.channels = 1, .outputs = 1, .per_channel = false},
               layer_case{.channels = 640, .outputs = 37, .function = activation::relu}, layer_case{.batches = 2, .channels = 96, .outputs = 4},
               layer_case{.batches = 2, .channels = 60, .outputs = 6, .gain = 900}, layer_case{.batches = 3, .channels = 33, .outputs = 4},
               layer_case{.batches = 5, .channels = 100, .outputs = 3, .per_channel = false}, layer_case{.batches = 9, .channels = 20, .outputs = 11, .extreme = true},
               layer_case{.channels = 48, .outputs = 128, .four_bits = true}, layer_case{.channels = 129, .outputs = 3, .gain = 300, .output_zero_point = 127},
               layer_case{.channels = 112, .outputs = 9, .function = activation::relu6, .extreme = true}>();
}
