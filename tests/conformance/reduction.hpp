// SPDX-License-Identifier: BSL-1.0
// Random average and maximum pools, means over height and width, and softmaxes; and what they are by definition.
#pragma once

#include <edgetl/kernel/mean.hpp>
#include <edgetl/kernel/pool_2d.hpp>
#include <edgetl/kernel/softmax.hpp>

#include <string>

#include "../unit/unit.hpp"
#include "contraction.hpp"

namespace edgetl_test {

struct pool_case {
  bool         largest    = false;
  element_type element    = element_type::int8;
  padding      rule       = padding::same;
  sliding      height     = {};
  sliding      width      = {};
  int          batches    = 1;
  int          channels   = 1;
  activation   function   = activation::none;
  int          zero_point = 0;
};

constexpr affine quantization_of(const pool_case& own) {
  return own.element == element_type::float32 ? affine{} : affine{own.element == element_type::int16 ? 0.0003f : 0.083f, own.zero_point};
}
constexpr step_description describe(const pool_case& own) {
  step_description result;
  result.add(own.element, make_extents(own.batches, own.height.input, own.width.input, own.channels), quantization_of(own));
  result.add(own.element, make_extents(own.batches, own.height.output(own.rule), own.width.output(own.rule), own.channels), quantization_of(own));
  const std::int32_t words[] = {static_cast<std::int32_t>(own.rule), own.width.stride, own.height.stride, own.width.size, own.height.size,
                                static_cast<std::int32_t>(own.function)};
  for (int k = 0; k < 6; ++k) result.words[k] = words[k];
  return result;
}
constexpr void        fill(const pool_case&, unsigned char*) {}
std::string           text_of(const pool_case&);
std::vector<expected> model(const pool_case&, const unsigned char* file, const operands&);

constexpr pool_case draw_pool(bool largest, int number) {
  random_numbers random{static_cast<std::uint64_t>(number * 2 + (largest ? 1 : 0) + 1) * 0x2545F4914F6CDD1Dull};
  random.bits();
  constexpr activation functions[] = {activation::none, activation::none, activation::relu, activation::relu6, activation::relu_n1_to_1};
  constexpr int        usual[]     = {1, 2, 3, 4, 8, 16, 24, 32, 40, 64};
  pool_case            own;
  own.largest    = largest;
  own.rule       = random.between(0, 1) == 0 ? padding::same : padding::valid;
  own.height     = draw_axis(random, random.between(1, 4), random.between(1, 3), 1, own.rule, 9);
  own.width      = draw_axis(random, random.between(1, 4), random.between(1, 3), 1, own.rule, 9);
  if (number % 5 == 2) {  // the whole image
    own.rule   = padding::valid;
    own.height = {random.between(1, 12), 1, 1, 1};
    own.width  = {random.between(1, 25), 1, 1, 1};
    own.height.size = own.height.input, own.width.size = own.width.input;
    own.width.stride = own.height.stride = 2;
  }
  own.batches    = number % 4 == 3 ? 2 : 1;
  own.channels   = random.between(0, 1) == 0 ? usual[random.between(0, 9)] : random.between(1, 70);
  own.function   = functions[random.between(0, 4)];
  own.zero_point = random.between(-128, 127);
  if (number % 10 == 5) own.element = element_type::int16, own.zero_point = 0;
  if (number % 10 == 8 || number % 10 == 2) own.element = element_type::float32;
  return own;
}

struct average_pool_2d_family {
  using operation                   = edgetl::kernel::average_pool_2d;
  static constexpr const char* name = "average_pool_2d";
  static constexpr pool_case make(int number) { return draw_pool(false, number); }
};
struct max_pool_2d_family {
  using operation                   = edgetl::kernel::max_pool_2d;
  static constexpr const char* name = "max_pool_2d";
  static constexpr pool_case make(int number) { return draw_pool(true, number); }
};

// --- mean over height and width -----------------------------------------------------------------------
struct mean_case {
  element_type element  = element_type::int8;
  int          batches  = 1, height = 1, width = 1, channels = 1;
  int          input_zero_point = 0, output_zero_point = 0;
  bool         same_scale       = false;
};

constexpr step_description describe(const mean_case& own) {
  step_description result;
  const bool       real = own.element == element_type::float32;
  result.add(own.element, make_extents(own.batches, own.height, own.width, own.channels), real ? affine{} : affine{0.031f, own.input_zero_point});
  result.add_constant(element_type::int32, make_extents(2));
  result.add(own.element, make_extents(own.batches, own.channels), real ? affine{} : affine{own.same_scale ? 0.031f : 0.0217f, own.output_zero_point});
  return result;
}
constexpr void fill(const mean_case& own, unsigned char* file) {
  const tensor_info axes = describe(own).tensors[1];
  write_word(file + axes.constant_at, 1);
  write_word(file + axes.constant_at + 4, 2);
}
std::string           text_of(const mean_case&);
std::vector<expected> model(const mean_case&, const unsigned char* file, const operands&);

struct mean_family {
  using operation                   = edgetl::kernel::mean;
  static constexpr const char* name = "mean";
  static constexpr mean_case make(int number) {
    random_numbers random{static_cast<std::uint64_t>(number + 1) * 0x9FB21C651E98DF25ull};
    random.bits();
    mean_case own;
    own.batches           = random.between(1, 2);
    own.height            = random.between(1, 9);
    own.width             = random.between(1, 9);
    own.channels          = random.between(1, 70);
    own.input_zero_point  = random.between(-128, 127);
    own.output_zero_point = random.between(-128, 127);
    own.same_scale        = number % 2 == 0;
    if (number % 4 == 3) own.element = element_type::float32;
    return own;
  }
};

// --- softmax ------------------------------------------------------------------------------------------
struct softmax_case {
  element_type element     = element_type::int8;
  int          rows        = 1, columns = 1;
  int          thousandths = 100;  // input scale
  int          zero_point  = 0;
};

constexpr step_description describe(const softmax_case& own) {
  step_description result;
  const bool       real = own.element == element_type::float32, wide = own.element == element_type::int16;
  result.add(own.element, make_extents(own.rows, own.columns), real ? affine{} : affine{static_cast<float>(own.thousandths) / (wide ? 100000.0f : 1000.0f), own.zero_point});
  result.add(own.element, make_extents(own.rows, own.columns), real ? affine{} : wide ? affine{1.0f / 32768, 0} : affine{1.0f / 256, -128});
  result.words[0] = edgetl::bit_cast<std::int32_t>(1.0f);
  return result;
}
constexpr void        fill(const softmax_case&, unsigned char*) {}
std::string           text_of(const softmax_case&);
std::vector<expected> model(const softmax_case&, const unsigned char* file, const operands&);

struct softmax_family {
  using operation                   = edgetl::kernel::softmax;
  static constexpr const char* name = "softmax";
  static constexpr bool follows_the_reference = true;
  static constexpr softmax_case make(int number) {
    random_numbers random{static_cast<std::uint64_t>(number + 1) * 0xC2B2AE3D27D4EB4Full};
    random.bits();
    constexpr int columns[] = {1, 2, 7, 8, 10, 12, 16, 17, 31, 33, 64, 100, 1000};
    softmax_case  own;
    own.rows        = random.between(1, 5);
    own.columns     = columns[number % 13];
    own.thousandths = number % 3 == 0 ? random.between(1, 20) : random.between(20, 300);
    own.zero_point  = random.between(-128, 127);
    if (number % 6 == 4) own.element = element_type::float32;
    if (number % 6 == 5) own.element = element_type::int16, own.zero_point = 0;
    return own;
  }
};

}  // namespace edgetl_test
