// SPDX-License-Identifier: BSL-1.0
// x86's depthwise convolutions on the native level, against the reference: mixed columns in a ring of registers and in
// strips, windows that are read in the input, and those among them that leave it.
#include "x86_case.hpp"

#include <edgetl/kernel/depthwise_conv_2d.hpp>

using namespace edgetl_test;
using namespace edgetl_test::helium;
using edgetl::kernel::depthwise_conv_2d;

namespace {

template <class Facts> void check_native() {
  if constexpr (x86::runs_here()) check_native_step<depthwise_conv_2d, Facts>(2);
}
template <layer_case... Case> void check_layers() { (check_native<facts_of<kind::depthwise, Case>>(), ...); }

}  // namespace

TEST_CASE("x86: depthwise rings of mixed columns") {
  check_layers<layer_case{.height = 5, .width = 5, .channels = 64, .outputs = 64, .filter_height = 3, .filter_width = 3},
               layer_case{.rule = valid, .height = 6, .width = 9, .channels = 70, .outputs = 70, .filter_height = 3, .filter_width = 3, .function = activation::relu},
               layer_case{.height = 4, .width = 1, .channels = 128, .outputs = 128, .filter_height = 3, .filter_width = 3, .extreme = true},
               layer_case{.height = 5, .width = 6, .channels = 64, .outputs = 64, .filter_height = 2, .filter_width = 2, .input_zero_point = -128},
               layer_case{.height = 4, .width = 7, .channels = 32, .outputs = 64, .filter_height = 4, .filter_width = 4}>();
}

TEST_CASE("x86: depthwise strips of mixed columns") {
  check_layers<layer_case{.height = 5, .width = 9, .channels = 32, .outputs = 32, .filter_height = 3, .filter_width = 3},
               layer_case{.rule = valid, .batches = 2, .height = 7, .width = 11, .channels = 16, .outputs = 16, .filter_height = 3, .filter_width = 4, .function = activation::relu6},
               layer_case{.height = 6, .width = 7, .channels = 64, .outputs = 64, .filter_height = 5, .filter_width = 5, .gain = 200},
               layer_case{.height = 6, .width = 9, .channels = 60, .outputs = 60, .filter_height = 3, .filter_width = 3, .extreme = true},
               layer_case{.height = 4, .width = 9, .channels = 64, .outputs = 64, .filter_height = 3, .filter_width = 3, .dilation_width = 2},
               layer_case{.height = 4, .width = 9, .channels = 16, .outputs = 48, .filter_height = 3, .filter_width = 3, .stride_width = 2}>();
}

TEST_CASE("x86: depthwise windows in the input") {
  check_layers<layer_case{.rule = valid, .height = 9, .width = 9, .channels = 33, .outputs = 33, .filter_height = 2, .filter_width = 2, .stride_height = 3, .stride_width = 3},
               layer_case{.batches = 2, .height = 7, .width = 8, .channels = 20, .outputs = 20, .filter_height = 3, .filter_width = 3, .stride_height = 2, .stride_width = 2, .input_zero_point = -128},
               layer_case{.height = 8, .width = 11, .channels = 66, .outputs = 66, .filter_height = 3, .filter_width = 3, .stride_height = 3, .stride_width = 3, .extreme = true},
               layer_case{.height = 5, .width = 12, .channels = 37, .outputs = 37, .filter_height = 1, .filter_width = 3, .function = activation::relu},
               layer_case{.height = 12, .width = 3, .channels = 48, .outputs = 48, .filter_height = 3, .filter_width = 1, .stride_height = 2, .stride_width = 2, .gain = 40},
               layer_case{.height = 1, .width = 20, .channels = 21, .outputs = 21, .filter_height = 1, .filter_width = 5, .dilation_width = 2},
               layer_case{.height = 6, .width = 2, .channels = 32, .outputs = 32, .filter_height = 2, .filter_width = 2, .stride_height = 2, .stride_width = 2, .four_bits = true},
               layer_case{.height = 5, .width = 2, .channels = 32, .outputs = 32, .filter_height = 3, .filter_width = 3, .stride_height = 2, .stride_width = 2}>();
}
