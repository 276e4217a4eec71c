// SPDX-License-Identifier: BSL-1.0
// The DSP target's kernels against the reference, bit for bit, under both rounding rules and one that no target
// knows, on shapes chosen for their edges.
#include "cortex_m_helium_case.hpp"

#include <edgetl/kernel/add.hpp>
#include <edgetl/kernel/conv_2d.hpp>
#include <edgetl/kernel/depthwise_conv_2d.hpp>
#include <edgetl/kernel/fully_connected.hpp>
#include <edgetl/kernel/pool_2d.hpp>
#include <edgetl/kernel/sub.hpp>

using namespace edgetl_test;
using namespace edgetl_test::helium;
using edgetl::kernel::conv_2d;
using edgetl::kernel::depthwise_conv_2d;
using edgetl::kernel::fully_connected;

namespace edgetl_test::dsp {

static_assert(std::string_view(edgetl::target::native::name) == "dsp", "this preset tests nothing");

template <class Operation, class Facts, std::int32_t Inputs = 1> void check_step() {
  static_assert(accepts<Operation, Facts>());
  for (std::uint64_t seed = 0; seed < 3; ++seed) {
    CHECK(differences<Inputs, Operation, Facts, edgetl::quant::tflite_double_rounding>(seed) == 0);
    CHECK(differences<Inputs, Operation, Facts, edgetl::quant::tflite_single_rounding>(seed) == 0);
    CHECK(differences<Inputs, Operation, Facts, rounding_down>(seed) == 0);
  }
}
template <layer_case... Case> void check_convs() { (check_step<conv_2d, facts_of<kind::conv, Case>>(), ...); }
template <layer_case... Case> void check_dense() { (check_step<fully_connected, facts_of<kind::dense, Case>>(), ...); }
template <layer_case... Case> void check_depthwise() { (check_step<depthwise_conv_2d, facts_of<kind::depthwise, Case>>(), ...); }

// Weights of 127 only: sums beyond 2^23, where two channels cannot share a register.
template <kind Kind, layer_case Own> struct heavy_facts : facts_of<Kind, Own> {
  using base = facts_of<Kind, Own>;

  static constexpr auto make_heavy() {
    auto result = base::made;
    for (std::int32_t i = 0; i < base::weights; ++i) result[static_cast<std::size_t>(i)] = 127;
    return result;
  }
  static constexpr auto        heavy = make_heavy();
  static constexpr const auto& bytes = heavy.elements;
};

// Two operands of one shape, or a right one that is stretched.
struct sum_case {
  std::int32_t count = 1;
  affine       left{}, right{}, out{};
  activation   function  = activation::none;
  bool         stretched = false;

  friend constexpr bool operator==(const sum_case&, const sum_case&) = default;
};
template <sum_case Own> struct sum_facts {
  static constexpr unsigned char bytes[1]  = {};
  static constexpr std::int32_t  words[2]  = {static_cast<std::int32_t>(Own.function), 0};
  static constexpr extents       shape     = make_extents(2, Own.count);
  static constexpr tensor_info   tensors[] = {operand(element_type::int8, shape, Own.left),
                                              operand(element_type::int8, Own.stretched ? make_extents(1, Own.count) : shape, Own.right),
                                              operand(element_type::int8, shape, Own.out)};
};
template <class Operation, sum_case... Case> void check_sums() { (check_step<Operation, sum_facts<Case>, 2>(), ...); }

template <class Operation> void check_all_sums() {
  check_sums<Operation, sum_case{37, {0.05f, 3}, {0.02f, -128}, {0.06f, -5}}, sum_case{2, {0.01f, -128}, {0.05f, 9}, {0.04f, -128}, activation::relu},
             sum_case{8, {0.05f, 1}, {0.05f, 0}, {0.1f, 127}}, sum_case{23, {0.05f, -7}, {0.05f, 12}, {0.03f, -20}, activation::relu6},
             sum_case{5, {0.05f, 127}, {0.0001f, -4}, {0.05f, 0}}, sum_case{33, {0.0099f, 127}, {0.01f, -128}, {0.05f, 0}},
             sum_case{16, {0.001f, -9}, {0.03f, 4}, {0.00002f, 1}}, sum_case{6, {0.03f, -9}, {0.03f, 4}, {0.04f, 1}, activation::none, true},
             sum_case{3, {1.0f, 0}, {0.5f, 0}, {2e-7f, 0}}>();
}

struct pool_case {
  padding      rule    = padding::same;
  std::int32_t batches = 1, height = 1, width = 1, channels = 1, filter_height = 1, filter_width = 1, stride = 1;
  activation   function = activation::none;

  friend constexpr bool operator==(const pool_case&, const pool_case&) = default;
};
template <pool_case Own> struct pool_facts {
  static constexpr unsigned char bytes[1] = {};
  static constexpr std::int32_t  words[6] = {static_cast<std::int32_t>(Own.rule), Own.stride, Own.stride, Own.filter_width, Own.filter_height,
                                             static_cast<std::int32_t>(Own.function)};
  static constexpr affine        codes{0.04f, -11};
  static constexpr tensor_info   tensors[] = {
      operand(element_type::int8, make_extents(Own.batches, Own.height, Own.width, Own.channels), codes),
      operand(element_type::int8,
              make_extents(Own.batches, positions(Own.rule, Own.height, Own.filter_height, Own.stride, 1),
                           positions(Own.rule, Own.width, Own.filter_width, Own.stride, 1), Own.channels), codes)};
};
template <class Operation> void check_pools() {
  [&]<pool_case... Case>() { (check_step<Operation, pool_facts<Case>>(), ...); }
  .template operator()<pool_case{.height = 8, .width = 8, .channels = 64, .filter_height = 8, .filter_width = 8, .stride = 8},
                       pool_case{.height = 5, .width = 6, .channels = 19, .filter_height = 3, .filter_width = 2, .stride = 2},
                       pool_case{.rule = valid, .batches = 2, .height = 5, .width = 4, .channels = 3, .filter_height = 2, .filter_width = 3, .function = activation::relu},
                       pool_case{.height = 17, .width = 16, .channels = 8, .filter_height = 16, .filter_width = 16, .stride = 3, .function = activation::relu6},
                       pool_case{.height = 20, .width = 20, .channels = 5, .filter_height = 20, .filter_width = 20, .stride = 20}>();
}

}  // namespace edgetl_test::dsp

using namespace edgetl_test::dsp;

TEST_CASE("dsp: pointwise convolutions") {
  check_convs<layer_case{.height = 5, .width = 5, .channels = 16, .outputs = 8},
              layer_case{.height = 3, .width = 5, .channels = 64, .outputs = 7, .function = activation::relu},
              layer_case{.height = 1, .width = 1, .channels = 48, .outputs = 10}, layer_case{.height = 1, .width = 2, .channels = 21, .outputs = 3},
              layer_case{.height = 2, .width = 3, .channels = 13, .outputs = 5},
              layer_case{.height = 4, .width = 4, .channels = 2, .outputs = 24, .gain = 0.7, .small = true},
              layer_case{.height = 4, .width = 4, .channels = 1, .outputs = 24, .gain = 3, .small = true},
              layer_case{.height = 1, .width = 3, .channels = 3, .outputs = 1},
              layer_case{.batches = 2, .height = 3, .width = 3, .channels = 32, .outputs = 12, .gain = 600},
              layer_case{.height = 7, .width = 6, .channels = 16, .outputs = 4, .stride_height = 2, .stride_width = 2},
              layer_case{.batches = 2, .height = 5, .width = 1, .channels = 32, .outputs = 6, .stride_height = 2, .stride_width = 3},
              layer_case{.height = 3, .width = 2, .channels = 700, .outputs = 3, .extreme = true},
              layer_case{.height = 3, .width = 2, .channels = 700, .outputs = 4}>();
}

TEST_CASE("dsp: convolutions") {
  check_convs<layer_case{.height = 7, .width = 6, .channels = 16, .outputs = 8, .filter_height = 3, .filter_width = 3, .function = activation::relu6},
              layer_case{.height = 6, .width = 7, .channels = 32, .outputs = 9, .filter_height = 3, .filter_width = 3, .stride_height = 2, .stride_width = 2},
              layer_case{.rule = valid, .height = 6, .width = 7, .channels = 16, .outputs = 4, .filter_height = 3, .filter_width = 2},
              layer_case{.batches = 2, .height = 4, .width = 1, .channels = 64, .outputs = 6, .filter_height = 3, .filter_width = 3},
              layer_case{.height = 9, .width = 3, .channels = 6, .outputs = 4, .filter_height = 2, .filter_width = 5, .stride_height = 3},
              layer_case{.height = 5, .width = 5, .channels = 20, .outputs = 5, .filter_height = 3, .filter_width = 4, .gain = 40},
              layer_case{.height = 2, .width = 2, .channels = 16, .outputs = 4, .filter_height = 5, .filter_width = 5, .input_zero_point = -128},
              layer_case{.height = 8, .width = 8, .channels = 16, .outputs = 4, .filter_height = 1, .filter_width = 3, .stride_height = 2, .per_channel = false},
              layer_case{.height = 9, .width = 9, .channels = 3, .outputs = 8, .filter_height = 3, .filter_width = 3, .stride_height = 2, .stride_width = 2},
              layer_case{.height = 10, .width = 7, .channels = 1, .outputs = 6, .filter_height = 10, .filter_width = 4, .stride_height = 2, .stride_width = 2},
              layer_case{.rule = valid, .height = 5, .width = 70, .channels = 2, .outputs = 3, .filter_height = 3, .filter_width = 5},
              layer_case{.height = 4, .width = 5, .channels = 7, .outputs = 5, .filter_height = 3, .filter_width = 3, .four_bits = true},
              layer_case{.height = 5, .width = 4, .channels = 6, .outputs = 16, .filter_height = 7, .filter_width = 7, .function = activation::relu, .input_zero_point = 127},
              layer_case{.height = 6, .width = 7, .channels = 16, .outputs = 5, .filter_height = 3, .filter_width = 3, .dilation_height = 2, .dilation_width = 2},
              layer_case{.rule = valid, .height = 6, .width = 6, .channels = 4, .outputs = 6, .filter_height = 2, .filter_width = 3, .stride_width = 2, .dilation_height = 3},
              layer_case{.height = 5, .width = 5, .channels = 24, .outputs = 12, .filter_height = 3, .filter_width = 3, .groups = 3},
              layer_case{.batches = 2, .height = 3, .width = 4, .channels = 32, .outputs = 6, .groups = 2, .extreme = true},
              layer_case{.height = 3, .width = 4, .channels = 6, .outputs = 15, .filter_height = 2, .filter_width = 2, .groups = 3},
              layer_case{.height = 6, .width = 3, .channels = 40, .outputs = 4, .filter_height = 3, .filter_width = 6, .gain = 2000, .four_bits = true}>();
}

TEST_CASE("dsp: fully connected layers") {
  check_dense<layer_case{.channels = 64, .outputs = 12}, layer_case{.channels = 13, .outputs = 5},
              layer_case{.channels = 3, .outputs = 33, .gain = 0.8, .small = true},
              layer_case{.channels = 4, .outputs = 9, .gain = 0.4, .per_channel = false, .small = true},
              layer_case{.channels = 1, .outputs = 1, .per_channel = false}, layer_case{.channels = 640, .outputs = 7, .function = activation::relu},
              layer_case{.batches = 3, .channels = 32, .outputs = 6}, layer_case{.batches = 2, .channels = 15, .outputs = 8, .gain = 900},
              layer_case{.batches = 5, .channels = 520, .outputs = 3, .per_channel = false}, layer_case{.channels = 8, .outputs = 128, .four_bits = true},
              layer_case{.channels = 129, .outputs = 2, .gain = 300, .output_zero_point = 127},
              layer_case{.channels = 31, .outputs = 9, .function = activation::relu6, .extreme = true},
              layer_case{.channels = 610, .outputs = 6, .extreme = true}>();
}

TEST_CASE("dsp: sums that need more than 24 bits") {
  check_step<conv_2d, heavy_facts<kind::conv, layer_case{.height = 2, .width = 2, .channels = 600, .outputs = 3}>>();
  check_step<conv_2d, heavy_facts<kind::conv, layer_case{.height = 2, .width = 2, .channels = 500, .outputs = 4}>>();
  check_step<fully_connected, heavy_facts<kind::dense, layer_case{.channels = 590, .outputs = 5}>>();
}

TEST_CASE("dsp: depthwise convolutions") {
  check_depthwise<layer_case{.height = 5, .width = 5, .channels = 16, .outputs = 16, .filter_height = 3, .filter_width = 3},
                  layer_case{.height = 25, .width = 5, .channels = 8, .outputs = 8, .filter_height = 3, .filter_width = 3, .function = activation::relu},
                  layer_case{.height = 6, .width = 7, .channels = 5, .outputs = 5, .filter_height = 3, .filter_width = 3, .stride_height = 2, .stride_width = 2},
                  layer_case{.height = 8, .width = 8, .channels = 4, .outputs = 4, .filter_height = 3, .filter_width = 3, .stride_height = 2, .stride_width = 2},
                  layer_case{.height = 1, .width = 1, .channels = 12, .outputs = 12, .filter_height = 3, .filter_width = 3},
                  layer_case{.height = 2, .width = 2, .channels = 7, .outputs = 7, .filter_height = 3, .filter_width = 3},
                  layer_case{.height = 1, .width = 2, .channels = 4, .outputs = 4, .filter_height = 3, .filter_width = 3},
                  layer_case{.rule = valid, .height = 7, .width = 6, .channels = 9, .outputs = 9, .filter_height = 3, .filter_width = 3, .function = activation::relu6},
                  layer_case{.rule = valid, .height = 40, .width = 33, .channels = 6, .outputs = 6, .filter_height = 3, .filter_width = 3},
                  layer_case{.height = 20, .width = 48, .channels = 8, .outputs = 8, .filter_height = 3, .filter_width = 3, .input_zero_point = -128},
                  layer_case{.batches = 2, .height = 4, .width = 5, .channels = 10, .outputs = 10, .filter_height = 3, .filter_width = 3, .gain = 40},
                  layer_case{.height = 6, .width = 6, .channels = 3, .outputs = 3, .filter_height = 5, .filter_width = 5, .gain = 200},
                  layer_case{.height = 6, .width = 5, .channels = 8, .outputs = 8, .filter_height = 2, .filter_width = 3, .four_bits = true},
                  layer_case{.height = 5, .width = 9, .channels = 2, .outputs = 2, .filter_height = 3, .filter_width = 2, .stride_width = 3},
                  layer_case{.height = 9, .width = 9, .channels = 4, .outputs = 4, .filter_height = 3, .filter_width = 3, .dilation_height = 2, .dilation_width = 3},
                  layer_case{.height = 3, .width = 3, .channels = 8, .outputs = 8, .filter_height = 7, .filter_width = 3},
                  layer_case{.height = 6, .width = 5, .channels = 1, .outputs = 8, .filter_height = 4, .filter_width = 3, .stride_height = 2},
                  layer_case{.height = 4, .width = 5, .channels = 3, .outputs = 9, .filter_height = 3, .filter_width = 3, .extreme = true},
                  layer_case{.height = 4, .width = 5, .channels = 5, .outputs = 5, .filter_height = 3, .filter_width = 3, .extreme = true},
                  layer_case{.height = 9, .width = 4, .channels = 4, .outputs = 4, .filter_height = 4, .filter_width = 1, .gain = 0.8, .small = true},
                  layer_case{.height = 1, .width = 9, .channels = 6, .outputs = 12, .filter_height = 1, .filter_width = 3, .function = activation::relu}>();
}

TEST_CASE("dsp: sums and differences") {
  check_all_sums<edgetl::kernel::add>();
  check_all_sums<edgetl::kernel::sub>();
}

TEST_CASE("dsp: pools") {
  check_pools<edgetl::kernel::average_pool_2d>();
  check_pools<edgetl::kernel::max_pool_2d>();
}
