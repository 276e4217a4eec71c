// SPDX-License-Identifier: BSL-1.0
// Steps without weights, as layer_case describes those with: pairs of operands, pools, means, tables.
#pragma once

#include "cortex_m_helium_case.hpp"

namespace edgetl_test::helium_elementwise {

using namespace edgetl_test::helium;

// Two operands of one shape, or a right one that is stretched.
struct pair_case {
  std::int32_t count = 1;
  affine       left{}, right{}, out{};
  activation   function  = activation::none;
  bool         stretched = false;

  friend constexpr bool operator==(const pair_case&, const pair_case&) = default;
};
template <pair_case Own> struct pair_facts {
  static constexpr unsigned char bytes[1]  = {};
  static constexpr std::int32_t  words[2]  = {static_cast<std::int32_t>(Own.function), 0};
  static constexpr extents       shape     = make_extents(2, Own.count);
  static constexpr tensor_info   tensors[] = {
        operand(element_type::int8, shape, Own.left),
        operand(element_type::int8, Own.stretched ? make_extents(1, Own.count) : shape, Own.right),
        operand(element_type::int8, shape, Own.out)};
};

// Windows over NHWC.
struct pool_case {
  padding      rule    = padding::same;
  std::int32_t batches = 1, height = 1, width = 1, channels = 1, filter_height = 1, filter_width = 1,
               stride = 1;
  activation function = activation::none;

  friend constexpr bool operator==(const pool_case&, const pool_case&) = default;
};
template <pool_case Own> struct pool_facts {
  static constexpr unsigned char bytes[1] = {};
  static constexpr std::int32_t  words[6] = {
       static_cast<std::int32_t>(Own.rule),    Own.stride, Own.stride, Own.filter_width, Own.filter_height,
       static_cast<std::int32_t>(Own.function)};
  static constexpr affine      codes{0.04f, -11};
  static constexpr tensor_info tensors[] = {
      operand(element_type::int8, make_extents(Own.batches, Own.height, Own.width, Own.channels), codes),
      operand(element_type::int8,
              make_extents(Own.batches, positions(Own.rule, Own.height, Own.filter_height, Own.stride, 1),
                           positions(Own.rule, Own.width, Own.filter_width, Own.stride, 1), Own.channels),
              codes)};
};
// [2, 3, 5, C] over one or two axes.
template <std::int32_t Channels, std::int32_t First, std::int32_t Second> struct mean_facts {
  static constexpr unsigned char bytes[8] = {First, 0, 0, 0, Second, 0, 0, 0};
  static constexpr std::int32_t  words[1] = {0};
  static constexpr std::int32_t  whole[4] = {2, 3, 5, Channels};
  static constexpr std::int32_t  kept(int axis) { return axis == First || axis == Second ? 1 : whole[axis]; }
  static constexpr tensor_info   tensors[] = {
        operand(element_type::int8, make_extents(2, 3, 5, Channels), affine{0.05f, -20}),
        constant_at(0, element_type::int32, make_extents(2)),
        operand(element_type::int8, make_extents(kept(0), kept(1), kept(2), kept(3)),
                affine{Channels % 2 == 0 ? 0.03f : 0.002f, 9})};
};

template <std::int32_t Count> struct table_facts {
  static constexpr unsigned char bytes[1]  = {};
  static constexpr std::int32_t  words[1]  = {};
  static constexpr tensor_info   tensors[] = {
        operand(element_type::int8, make_extents(Count), affine{0.07f, 6}),
        operand(element_type::int8, make_extents(Count), affine{1.0f / 256, -128})};
};

}  // namespace edgetl_test::helium_elementwise
