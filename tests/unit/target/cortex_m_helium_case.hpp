// SPDX-License-Identifier: BSL-1.0
// One layer of any shape with random weights, run by the native target and by the reference, in arenas with
// a fence around them. Shapes are template arguments, because kernels are made for them.
#pragma once

#include <edgetl/core/array.hpp>
#include <edgetl/target/native.hpp>

#include "../one_step.hpp"

#include <string_view>
#include <vector>

namespace edgetl_test::helium {

using edgetl::array;
using edgetl::kernel::activation;
using edgetl::kernel::padding;

inline constexpr padding same = padding::same, valid = padding::valid;

// A contraction. Fully connected: height, width and filter are 1, `batches` rows of `channels` inputs.
struct layer_case {
  padding      rule    = padding::same;
  std::int32_t batches = 1, height = 1, width = 1, channels = 1,
               outputs       = 1;  // depthwise: outputs = channels * multiplier
  std::int32_t filter_height = 1, filter_width = 1, stride_height = 1, stride_width = 1;
  std::int32_t dilation_height = 1, dilation_width = 1, groups = 1;
  activation   function    = activation::none;
  double       gain        = 1;  // large ones make factors above 1
  bool         per_channel = true, four_bits = false, has_bias = true;
  std::int32_t input_zero_point = 3, output_zero_point = -5;
  bool         extreme = false;  // weights of -128 and 127 only
  bool         large_file = false;  // of more bytes than the compiler packs weights in
  bool small = false;  // weights of -1, 0 and 1, small biases: sums that factors around 1 do not clamp

  friend constexpr bool operator==(const layer_case&, const layer_case&) = default;
};

constexpr std::int32_t positions(padding rule, std::int32_t input, std::int32_t size, std::int32_t stride,
                                 std::int32_t dilation) {
  return rule == padding::same ? (input + stride - 1) / stride
                               : (input - (size - 1) * dilation - 1) / stride + 1;
}

constexpr void put_bits(unsigned char* to, std::uint32_t bits) {
  for (int i = 0; i < 4; ++i) to[i] = static_cast<unsigned char>(bits >> (8 * i));
}

enum class kind { conv, depthwise, dense };

template <kind Kind, layer_case Own> struct layer_facts {
  static constexpr std::int32_t out_height =
      positions(Own.rule, Own.height, Own.filter_height, Own.stride_height, Own.dilation_height);
  static constexpr std::int32_t out_width =
      positions(Own.rule, Own.width, Own.filter_width, Own.stride_width, Own.dilation_width);
  static constexpr std::int32_t taps    = Own.filter_height * Own.filter_width;
  static constexpr std::int32_t depth   = Kind == kind::depthwise ? 1 : Own.channels / Own.groups;
  static constexpr std::int32_t weights = taps * depth * Own.outputs;

  static constexpr std::uint32_t bias_at     = (static_cast<std::uint32_t>(weights) + 3) / 4 * 4,
                                 scales_at   = bias_at + 4 * Own.outputs,
                                 bytes_count = scales_at + 4 * Own.outputs + (Own.large_file ? 1u << 20 : 0u);
  static constexpr double root(double value) {
    double x = 1;
    for (int i = 0; i < 40; ++i) x = (x + value / x) / 2;
    return x;
  }
  static constexpr float input_scale = 0.05f, filter_scale = 0.01f;
  static constexpr float output_scale = static_cast<float>(
      Own.small ? 0.05 * 0.01 / Own.gain
                : 0.05 * 0.01 * root(taps * depth) * (Own.four_bits ? 5 : 74) * 74 / 50 / Own.gain);

  static constexpr array<unsigned char, bytes_count> make() {
    array<unsigned char, bytes_count> result{};
    random_numbers                    random;
    random.state += static_cast<std::uint64_t>(weights * 31 + Own.height * 7 + Own.channels);
    for (std::uint32_t i = 0; i < static_cast<std::uint32_t>(weights); ++i)
      result[i] = static_cast<unsigned char>(Own.small     ? random.between(-1, 1)
                                             : Own.extreme ? (random.bits() % 4 == 0 ? 127 : -128)
                                                           : random.between(-127, 127));
    for (std::int32_t c = 0; c < Own.outputs; ++c) {
      const std::uint32_t at = 4 * static_cast<std::uint32_t>(c);
      put_bits(result.data() + bias_at + at,
               static_cast<std::uint32_t>(Own.small ? random.between(-30, 30) : random.between(-9000, 9000)));
      put_bits(result.data() + scales_at + at,
               edgetl::bit_cast<std::uint32_t>(static_cast<float>(0.005 + 0.01 * random.fraction())));
    }
    return result;
  }
  static constexpr auto made = make();

  static constexpr tensor_info filter() {
    const extents shape  = Kind == kind::dense ? make_extents(Own.outputs, Own.channels)
                           : Kind == kind::depthwise
                               ? make_extents(1, Own.filter_height, Own.filter_width, Own.outputs)
                               : make_extents(Own.outputs, Own.filter_height, Own.filter_width, depth);
    tensor_info   result = constant_at(0, Own.four_bits ? element_type::int4 : element_type::int8, shape,
                                       affine{filter_scale, 0});
    if (Own.per_channel && Own.outputs > 1) {
      result.channels     = Own.outputs;
      result.channel_axis = Kind == kind::depthwise ? 3 : 0;
      result.scales_at    = scales_at;
    }
    return result;
  }
  static constexpr tensor_info input() {
    const extents shape = Kind == kind::dense
                              ? make_extents(Own.batches, Own.channels)
                              : make_extents(Own.batches, Own.height, Own.width, Own.channels);
    return operand(element_type::int8, shape, affine{input_scale, Own.input_zero_point});
  }
  static constexpr tensor_info output() {
    const extents shape = Kind == kind::dense ? make_extents(Own.batches, Own.outputs)
                                              : make_extents(Own.batches, out_height, out_width, Own.outputs);
    return operand(element_type::int8, shape, affine{output_scale, Own.output_zero_point});
  }
};

// Facts must have a plain array of bytes and one of tensors.
template <kind Kind, layer_case Own> struct facts_of : layer_facts<Kind, Own> {
  using base = layer_facts<Kind, Own>;

  static constexpr const auto& bytes     = base::made.elements;
  static constexpr tensor_info tensors[] = {
      base::input(), base::filter(),
      constant_at(base::bias_at, element_type::int32, make_extents(Own.outputs)), base::output()};
  static constexpr std::int32_t rule       = static_cast<std::int32_t>(Own.rule),
                                function   = static_cast<std::int32_t>(Own.function);
  static constexpr std::int32_t multiplier = Kind == kind::depthwise ? Own.outputs / Own.channels : 0;

  static constexpr auto make_words() {
    if constexpr (Kind == kind::conv)
      return array<std::int32_t, 7>{
          {rule, Own.stride_width, Own.stride_height, function, Own.dilation_width, Own.dilation_height, 0}};
    else if constexpr (Kind == kind::depthwise)
      return array<std::int32_t, 7>{{rule, Own.stride_width, Own.stride_height, multiplier, function,
                                     Own.dilation_width, Own.dilation_height}};
    else
      return array<std::int32_t, 7>{{function, 0, 0, 0, 0, 0, 0}};
  }
  static constexpr auto        made_words = make_words();
  static constexpr const auto& words      = made_words.elements;
};

// Runs a step in an arena between fences; returns its output, empty where a fence was touched.
template <class Operation, class Facts, class Arithmetic, class Target, class Fill>
std::vector<std::int8_t> outputs_of(Fill fill) {
  using program                   = edgetl::graph::program<one_step<Operation, Facts>, Arithmetic, Target>;
  using net_type                  = edgetl::inference<program, edgetl::borrowed_arena<program::arena_bytes>>;
  constexpr std::size_t     fence = 64;
  std::vector<std::int64_t> storage((net_type::arena_bytes + 2 * fence) / 8 + 4);
  auto*                     start = reinterpret_cast<unsigned char*>(storage.data());
  start += (16 - reinterpret_cast<std::uintptr_t>(start) % 16) % 16;
  for (std::size_t i = 0; i < net_type::arena_bytes + 2 * fence; ++i)
    start[i] = static_cast<unsigned char>(i * 37 + 11);
  net_type net{*net_type::arena_type::in(start + fence, net_type::arena_bytes)};
  fill(net);
  net.run();
  std::vector<std::int8_t> result(net.output().size());
  for (std::size_t i = 0; i < result.size(); ++i) result[i] = net.output()[i];
  for (std::size_t i = 0; i < fence; ++i)
    for (const std::size_t at : {i, i + fence + net_type::arena_bytes})
      if (start[at] != static_cast<unsigned char>(at * 37 + 11)) return {};
  return result;
}

template <std::int32_t Inputs, class Operation, class Facts, class Arithmetic>
int differences(std::uint64_t seed) {
  const auto fill = [seed](auto& net) {
    random_numbers random;
    random.state += seed * 977;
    const int  wide  = static_cast<int>(seed % 3);  // also codes of one sign and the extreme ones
    const auto codes = [&](auto tensor) {
      for (std::size_t i = 0; i < tensor.size(); ++i)
        tensor[i] = static_cast<std::int8_t>(
            wide == 0 ? random.between(-128, 127)
                      : (wide == 1 ? random.between(-128, -100) : (random.bits() % 2 == 0 ? 127 : -128)));
    };
    codes(net.template input<0>());
    if constexpr (Inputs > 1) codes(net.template input<1>());
  };
  const auto made     = outputs_of<Operation, Facts, Arithmetic, edgetl::target::native>(fill);
  const auto expected = outputs_of<Operation, Facts, Arithmetic, edgetl::target::scalar>(fill);
  if (made.size() != expected.size()) return 1000000;
  int wrong = 0;
  for (std::size_t i = 0; i < made.size(); ++i) wrong += made[i] == expected[i] ? 0 : 1;
  return wrong;
}

// A rounding rule that no target knows: everything goes down.
struct rounding_down : edgetl::quant::tflite_double_rounding {
  static constexpr std::int32_t requantize(std::int32_t sum, edgetl::quant::multiplier by) {
    return static_cast<std::int32_t>((static_cast<std::int64_t>(sum) * by.value) >> (31 - by.shift));
  }
  using edgetl::quant::tflite_double_rounding::requantize;
};

// Kernels differ by rule in one place, so half of the steps are compiled for TFLite's single rounding, too: those with
// inputs whose extents add up to an even number.
template <class Facts> constexpr bool rounds_both_ways() {
  std::int32_t sum = 0;
  for (std::int32_t axis = 0; axis < Facts::tensors[0].shape.rank; ++axis) sum += Facts::tensors[0].shape[axis];
  return sum % 2 == 0;
}

// No code differs from the reference's.
template <class Operation, class Facts, std::int32_t Inputs = 1> void check_native_step(int seeds = 3) {
  static_assert(accepts<Operation, Facts>());
  for (int k = 0; k < seeds; ++k) {
    const auto seed = static_cast<std::uint64_t>(k);
    CHECK(differences<Inputs, Operation, Facts, edgetl::quant::tflite_double_rounding>(seed) == 0);
    if constexpr (rounds_both_ways<Facts>())
      CHECK(differences<Inputs, Operation, Facts, edgetl::quant::tflite_single_rounding>(seed) == 0);
  }
}
template <class Operation, class Facts, std::int32_t Inputs = 1> void check_layer() {
  static_assert(edgetl::quant::check_arithmetic<rounding_down>());
  CHECK(std::string_view(edgetl::target::native::name) == "helium");
  check_native_step<Operation, Facts, Inputs>();
}

}  // namespace edgetl_test::helium
