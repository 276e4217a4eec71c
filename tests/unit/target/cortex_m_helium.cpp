// SPDX-License-Identifier: BSL-1.0
// Helium's convolutions and fully connected layers against the reference, bit for bit, on shapes chosen for
// their edges.
#include "cortex_m_helium_case.hpp"

#include <edgetl/kernel/conv_2d.hpp>
#include <edgetl/kernel/fully_connected.hpp>

using namespace edgetl_test;
using namespace edgetl_test::helium;
using edgetl::kernel::conv_2d;
using edgetl::kernel::fully_connected;

namespace {

template <layer_case... Case> void check_convs() {
  (check_layer<conv_2d, facts_of<kind::conv, Case>>(), ...);
}
template <layer_case... Case> void check_dense() {
  (check_layer<fully_connected, facts_of<kind::dense, Case>>(), ...);
}

}  // namespace

TEST_CASE("helium: pointwise convolutions") {
  check_convs<
      layer_case{.height = 5, .width = 5, .channels = 16, .outputs = 8},
      layer_case{.height = 3, .width = 5, .channels = 64, .outputs = 7, .function = activation::relu},
      layer_case{.height = 1, .width = 1, .channels = 48, .outputs = 10},
      layer_case{.height = 2, .width = 3, .channels = 13, .outputs = 5},
      layer_case{.height = 4, .width = 4, .channels = 2, .outputs = 24, .gain = 0.7, .small = true},
      layer_case{.height = 4, .width = 4, .channels = 1, .outputs = 24, .gain = 3, .small = true},
      layer_case{.height = 1, .width = 3, .channels = 3, .outputs = 1},
      layer_case{.batches = 2, .height = 3, .width = 3, .channels = 32, .outputs = 12, .gain = 600},
      layer_case{
          .height = 7, .width = 6, .channels = 16, .outputs = 4, .stride_height = 2, .stride_width = 2},
      layer_case{.batches       = 2,
                 .height        = 5,
                 .width         = 1,
                 .channels      = 32,
                 .outputs       = 6,
                 .stride_height = 2,
                 .stride_width  = 3},
      layer_case{.height = 4, .width = 7, .channels = 9, .outputs = 6, .stride_height = 1, .stride_width = 2},
      layer_case{.height = 3, .width = 2, .channels = 272, .outputs = 3}>();
}

TEST_CASE("helium: convolutions of padded rows") {
  check_convs<layer_case{.height        = 7,
                         .width         = 6,
                         .channels      = 16,
                         .outputs       = 8,
                         .filter_height = 3,
                         .filter_width  = 3,
                         .function      = activation::relu6},
              layer_case{.height        = 6,
                         .width         = 7,
                         .channels      = 32,
                         .outputs       = 9,
                         .filter_height = 3,
                         .filter_width  = 3,
                         .stride_height = 2,
                         .stride_width  = 2},
              layer_case{.rule          = valid,
                         .height        = 6,
                         .width         = 7,
                         .channels      = 16,
                         .outputs       = 4,
                         .filter_height = 3,
                         .filter_width  = 2},
              layer_case{.batches       = 2,
                         .height        = 4,
                         .width         = 1,
                         .channels      = 64,
                         .outputs       = 6,
                         .filter_height = 3,
                         .filter_width  = 3},
              layer_case{.height        = 9,
                         .width         = 3,
                         .channels      = 64,
                         .outputs       = 4,
                         .filter_height = 2,
                         .filter_width  = 5,
                         .stride_height = 3},
              layer_case{.height        = 5,
                         .width         = 5,
                         .channels      = 20,
                         .outputs       = 5,
                         .filter_height = 3,
                         .filter_width  = 4,
                         .gain          = 40},
              layer_case{.height           = 2,
                         .width            = 2,
                         .channels         = 16,
                         .outputs          = 4,
                         .filter_height    = 5,
                         .filter_width     = 5,
                         .input_zero_point = -128},
              layer_case{.height        = 8,
                         .width         = 8,
                         .channels      = 16,
                         .outputs       = 4,
                         .filter_height = 1,
                         .filter_width  = 3,
                         .stride_height = 2,
                         .per_channel   = false}>();
}

TEST_CASE("helium: convolutions of gathered rows") {
  check_convs<
      layer_case{.height        = 9,
                 .width         = 9,
                 .channels      = 3,
                 .outputs       = 8,
                 .filter_height = 3,
                 .filter_width  = 3,
                 .stride_height = 2,
                 .stride_width  = 2},
      layer_case{.height        = 10,
                 .width         = 7,
                 .channels      = 1,
                 .outputs       = 6,
                 .filter_height = 10,
                 .filter_width  = 4,
                 .stride_height = 2,
                 .stride_width  = 2},
      layer_case{.rule          = valid,
                 .height        = 5,
                 .width         = 70,
                 .channels      = 2,
                 .outputs       = 3,
                 .filter_height = 3,
                 .filter_width  = 5},
      layer_case{.height        = 4,
                 .width         = 5,
                 .channels      = 7,
                 .outputs       = 5,
                 .filter_height = 3,
                 .filter_width  = 3,
                 .four_bits     = true},
      layer_case{.height           = 5,
                 .width            = 4,
                 .channels         = 6,
                 .outputs          = 16,
                 .filter_height    = 7,
                 .filter_width     = 7,
                 .function         = activation::relu,
                 .input_zero_point = 127},
      layer_case{.height        = 3,
                 .width         = 300,
                 .channels      = 5,
                 .outputs       = 2,
                 .filter_height = 3,
                 .filter_width  = 3,
                 .per_channel   = false},
      layer_case{.height          = 6,
                 .width           = 7,
                 .channels        = 16,
                 .outputs         = 5,
                 .filter_height   = 3,
                 .filter_width    = 3,
                 .dilation_height = 2,
                 .dilation_width  = 2},
      layer_case{.rule            = valid,
                 .height          = 6,
                 .width           = 6,
                 .channels        = 4,
                 .outputs         = 6,
                 .filter_height   = 2,
                 .filter_width    = 3,
                 .stride_width    = 2,
                 .dilation_height = 3},
      layer_case{.height        = 5,
                 .width         = 5,
                 .channels      = 24,
                 .outputs       = 12,
                 .filter_height = 3,
                 .filter_width  = 3,
                 .groups        = 3},
      layer_case{
          .batches = 2, .height = 3, .width = 4, .channels = 32, .outputs = 6, .groups = 2, .extreme = true},
      layer_case{.height        = 6,
                 .width         = 3,
                 .channels      = 40,
                 .outputs       = 4,
                 .filter_height = 3,
                 .filter_width  = 6,
                 .gain          = 2000,
                 .four_bits     = true}>();
}

TEST_CASE("helium: fully connected layers") {
  check_dense<layer_case{.channels = 64, .outputs = 12}, layer_case{.channels = 13, .outputs = 5},
              layer_case{.channels = 3, .outputs = 33, .gain = 0.8, .small = true},
              layer_case{.channels = 4, .outputs = 9, .gain = 0.4, .per_channel = false, .small = true},
              layer_case{.channels = 1, .outputs = 1, .per_channel = false},
              layer_case{.channels = 640, .outputs = 7, .function = activation::relu},
              layer_case{.batches = 3, .channels = 32, .outputs = 6},
              layer_case{.batches = 2, .channels = 15, .outputs = 8, .gain = 900},
              layer_case{.batches = 5, .channels = 520, .outputs = 3, .per_channel = false},
              layer_case{.channels = 8, .outputs = 128, .four_bits = true},
              layer_case{.channels = 129, .outputs = 2, .gain = 300, .output_zero_point = 127},
              layer_case{.channels = 31, .outputs = 9, .function = activation::relu6, .extreme = true}>();
}

TEST_CASE("helium: conv_2d under a rounding rule of the user's own") {
  using facts = facts_of<
      kind::conv,
      layer_case{
          .height = 3, .width = 4, .channels = 16, .outputs = 16, .filter_height = 2, .filter_width = 2}>;
  CHECK(differences<1, conv_2d, facts, rounding_down>(0) == 0);
}
TEST_CASE("helium: fully_connected under a rounding rule of the user's own") {
  using facts = facts_of<kind::dense, layer_case{.channels = 40, .outputs = 6}>;
  CHECK(differences<1, fully_connected, facts, rounding_down>(0) == 0);
}
