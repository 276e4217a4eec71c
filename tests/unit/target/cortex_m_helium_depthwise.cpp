// SPDX-License-Identifier: BSL-1.0
// Helium's depthwise convolutions against the reference, bit for bit.
#include "cortex_m_helium_case.hpp"

#include <edgetl/kernel/depthwise_conv_2d.hpp>

using namespace edgetl_test;
using namespace edgetl_test::helium;
using edgetl::kernel::depthwise_conv_2d;

namespace {

template <layer_case... Case> void check_depthwise() {
  (check_layer<depthwise_conv_2d, facts_of<kind::depthwise, Case>>(), ...);
}

}  // namespace

TEST_CASE("helium: depthwise convolutions of whole and partial blocks") {
  check_depthwise<
      layer_case{.height        = 6,
                 .width         = 5,
                 .channels      = 16,
                 .outputs       = 16,
                 .filter_height = 3,
                 .filter_width  = 3,
                 .function      = activation::relu},
      layer_case{.height        = 5,
                 .width         = 6,
                 .channels      = 64,
                 .outputs       = 64,
                 .filter_height = 3,
                 .filter_width  = 3,
                 .stride_height = 2,
                 .stride_width  = 2},
      layer_case{.height        = 3,
                 .width         = 3,
                 .channels      = 20,
                 .outputs       = 20,
                 .filter_height = 2,
                 .filter_width  = 1,
                 .gain          = 0.7,
                 .small         = true},
      layer_case{.batches       = 2,
                 .height        = 4,
                 .width         = 3,
                 .channels      = 19,
                 .outputs       = 19,
                 .filter_height = 3,
                 .filter_width  = 3},
      layer_case{.height        = 7,
                 .width         = 7,
                 .channels      = 5,
                 .outputs       = 5,
                 .filter_height = 2,
                 .filter_width  = 5,
                 .stride_width  = 2},
      layer_case{.rule          = valid,
                 .height        = 6,
                 .width         = 8,
                 .channels      = 33,
                 .outputs       = 33,
                 .filter_height = 4,
                 .filter_width  = 3,
                 .stride_height = 3},
      layer_case{.height        = 1,
                 .width         = 1,
                 .channels      = 24,
                 .outputs       = 24,
                 .filter_height = 3,
                 .filter_width  = 3,
                 .per_channel   = false},
      layer_case{.height        = 5,
                 .width         = 5,
                 .channels      = 16,
                 .outputs       = 16,
                 .filter_height = 5,
                 .filter_width  = 5,
                 .gain          = 50},
      layer_case{.height        = 4,
                 .width         = 4,
                 .channels      = 18,
                 .outputs       = 18,
                 .filter_height = 3,
                 .filter_width  = 3,
                 .extreme       = true},
      layer_case{
          .height = 3, .width = 90, .channels = 17, .outputs = 17, .filter_height = 3, .filter_width = 3}>();
}

TEST_CASE("helium: depthwise convolutions of several positions in a vector") {
  check_depthwise<
      layer_case{.height        = 5,
                 .width         = 9,
                 .channels      = 8,
                 .outputs       = 8,
                 .filter_height = 3,
                 .filter_width  = 3,
                 .function      = activation::relu6},
      layer_case{.height           = 4,
                 .width            = 7,
                 .channels         = 4,
                 .outputs          = 4,
                 .filter_height    = 3,
                 .filter_width     = 3,
                 .input_zero_point = -128},
      layer_case{.batches       = 2,
                 .height        = 3,
                 .width         = 21,
                 .channels      = 2,
                 .outputs       = 2,
                 .filter_height = 2,
                 .filter_width  = 4},
      layer_case{
          .height = 5, .width = 40, .channels = 1, .outputs = 1, .filter_height = 3, .filter_width = 3},
      layer_case{.rule          = valid,
                 .height        = 4,
                 .width         = 500,
                 .channels      = 4,
                 .outputs       = 4,
                 .filter_height = 3,
                 .filter_width  = 3},
      layer_case{.height        = 4,
                 .width         = 6,
                 .channels      = 8,
                 .outputs       = 8,
                 .filter_height = 3,
                 .filter_width  = 3,
                 .stride_width  = 2}>();
}

TEST_CASE("helium: depthwise convolutions with a multiplier, dilation, large windows and four bits") {
  check_depthwise<
      layer_case{.height = 5, .width = 4, .channels = 3, .outputs = 9, .filter_height = 3, .filter_width = 3},
      layer_case{.height        = 4,
                 .width         = 5,
                 .channels      = 7,
                 .outputs       = 35,
                 .filter_height = 3,
                 .filter_width  = 2,
                 .stride_height = 2},
      layer_case{.height        = 6,
                 .width         = 9,
                 .channels      = 1,
                 .outputs       = 8,
                 .filter_height = 5,
                 .filter_width  = 4,
                 .stride_width  = 2},
      layer_case{
          .height = 3, .width = 4, .channels = 16, .outputs = 32, .filter_height = 3, .filter_width = 3},
      layer_case{
          .height = 3, .width = 3, .channels = 2, .outputs = 40, .filter_height = 2, .filter_width = 2},
      layer_case{.height          = 8,
                 .width           = 7,
                 .channels        = 16,
                 .outputs         = 16,
                 .filter_height   = 3,
                 .filter_width    = 3,
                 .dilation_height = 2,
                 .dilation_width  = 3},
      layer_case{.height         = 6,
                 .width          = 9,
                 .channels       = 8,
                 .outputs        = 8,
                 .filter_height  = 3,
                 .filter_width   = 3,
                 .dilation_width = 2},
      layer_case{
          .height = 9, .width = 8, .channels = 20, .outputs = 20, .filter_height = 7, .filter_width = 6},
      layer_case{.height        = 3,
                 .width         = 20,
                 .channels      = 16,
                 .outputs       = 16,
                 .filter_height = 1,
                 .filter_width  = 11,
                 .gain          = 30},
      layer_case{.height        = 5,
                 .width         = 5,
                 .channels      = 21,
                 .outputs       = 21,
                 .filter_height = 3,
                 .filter_width  = 3,
                 .four_bits     = true}>();
}

TEST_CASE("helium: depthwise_conv_2d under a rounding rule of the user's own") {
  using facts = facts_of<
      kind::depthwise,
      layer_case{
          .height = 3, .width = 4, .channels = 16, .outputs = 16, .filter_height = 2, .filter_width = 2}>;
  CHECK(differences<1, depthwise_conv_2d, facts, rounding_down>(0) == 0);
}
