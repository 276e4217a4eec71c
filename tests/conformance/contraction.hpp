// SPDX-License-Identifier: BSL-1.0
// Random convolutions, depthwise convolutions and dense layers, and what they are by definition.
#pragma once

#include <edgetl/kernel/conv_2d.hpp>
#include <edgetl/kernel/depthwise_conv_2d.hpp>
#include <edgetl/kernel/fully_connected.hpp>

#include <string>

#include "../unit/unit.hpp"
#include "step.hpp"

namespace edgetl_test {

enum class contraction_kind { conv_2d, depthwise, dense };
enum class weight_codes { any, lowest, highest, extremes, alternating, small };
enum class bias_codes { none, small, extreme };
enum class factor_kind { typical, ties, tiny, large, overflowing, mixed };

struct sliding {
  int input = 1, size = 1, stride = 1, dilation = 1;

  constexpr int reach() const { return (size - 1) * dilation + 1; }
  constexpr int output(padding rule) const {
    return rule == padding::same ? (input + stride - 1) / stride : (input - reach() + stride) / stride;
  }
  constexpr int before(padding rule) const {
    const int total = (output(rule) - 1) * stride + reach() - input;
    return rule == padding::same && total > 0 ? total / 2 : 0;
  }
};

struct contraction_case {
  contraction_kind kind            = contraction_kind::conv_2d;
  element_type     element         = element_type::int8;
  element_type     filter          = element_type::int8;
  padding          rule            = padding::same;
  sliding          height          = {};
  sliding          width           = {};
  int              batches         = 1;
  int              input_channels  = 1;
  int              depth           = 1;  // input channels that an output channel sees
  int              output_channels = 1;
  activation       function        = activation::none;
  int              input_zero_point = 0, filter_zero_point = 0, output_zero_point = 0;
  bool             per_channel     = true;
  bool             single_rounding = false;
  bool             wide_bias       = false;  // 64 bits
  weight_codes     weights         = weight_codes::any;
  bias_codes       biases          = bias_codes::small;
  factor_kind      factors         = factor_kind::typical;
  int              seed            = 0;

  constexpr int terms() const { return height.size * width.size * depth; }
  constexpr int weight_count() const { return output_channels * terms(); }
  constexpr int multiplier() const { return output_channels / input_channels; }
  // The input channel that product k of an output channel starts from.
  constexpr int first_channel(int channel) const {
    if (kind == contraction_kind::depthwise) return channel / multiplier();
    return channel / (output_channels / (input_channels / depth)) * depth;
  }
  // Where a weight stands in the filter.
  constexpr int weight_at(int channel, int y, int x, int k) const {
    if (kind == contraction_kind::depthwise) return (y * width.size + x) * output_channels + channel;
    return ((channel * height.size + y) * width.size + x) * depth + k;
  }
};

// Scales; powers of two where halves shall be frequent.
constexpr float input_scale_of(const contraction_case& own) { return own.factors == factor_kind::ties ? 0.0625f : 0.037f; }
constexpr float output_scale_of(const contraction_case& own) { return own.factors == factor_kind::ties ? 0.5f : 0.0413f; }

constexpr float filter_scale_of(const contraction_case& own, int channel) {
  random_numbers random{static_cast<std::uint64_t>(own.seed * 977 + channel * 31 + 7) * 0x9E3779B97F4A7C15ull};
  random.bits();
  random.bits();
  int root = 1;
  while (root * root < own.terms()) ++root;
  const float spread = static_cast<float>(0.3 + 2.4 * random.fraction());
  const float usual  = 0.012f * (own.filter == element_type::int4 ? 16.0f : 1.0f) / static_cast<float>(root) * spread;
  auto        kind   = own.factors;
  if (kind == factor_kind::mixed) kind = static_cast<factor_kind>(random.between(0, 3));
  switch (kind) {
    case factor_kind::ties: return 1.0f / static_cast<float>(1 << random.between(3, 12));
    case factor_kind::tiny: return usual / static_cast<float>(1 << random.between(12, 29));
    case factor_kind::large: return static_cast<float>(0.6 + random.fraction() * 40);
    case factor_kind::overflowing: return static_cast<float>(1 << random.between(9, 13)) * spread;
    default: return usual;
  }
}

constexpr step_description describe(const contraction_case& own) {
  step_description result;
  const bool       real     = own.element == element_type::float32;
  const auto       quantity = [&](float scale, int zero_point) { return real ? affine{} : affine{scale, zero_point}; };
  const int        out_y = own.height.output(own.rule), out_x = own.width.output(own.rule);
  const bool       dense = own.kind == contraction_kind::dense;
  result.add(own.element,
             dense ? make_extents(own.batches, own.input_channels)
                   : make_extents(own.batches, own.height.input, own.width.input, own.input_channels),
             quantity(input_scale_of(own), own.input_zero_point));
  const extents shape = dense ? make_extents(own.output_channels, own.depth)
                        : own.kind == contraction_kind::depthwise
                            ? make_extents(1, own.height.size, own.width.size, own.output_channels)
                            : make_extents(own.output_channels, own.height.size, own.width.size, own.depth);
  tensor_info& filter = result.add_constant(real ? element_type::float32 : own.filter, shape,
                                            quantity(filter_scale_of(own, 0), own.filter_zero_point));
  if (!real && own.per_channel && own.output_channels > 1) {
    filter.channels     = own.output_channels;
    filter.channel_axis = own.kind == contraction_kind::depthwise ? 3 : 0;
  }
  filter.scales_at = result.reserve(4 * static_cast<std::uint32_t>(own.output_channels));
  if (own.biases != bias_codes::none)
    result.add_constant(real ? element_type::float32 : own.wide_bias ? element_type::int64 : element_type::int32,
                        make_extents(own.output_channels));
  result.add(own.element,
             dense ? make_extents(own.batches, own.output_channels) : make_extents(own.batches, out_y, out_x, own.output_channels),
             quantity(output_scale_of(own), own.output_zero_point));
  const std::int32_t rule = static_cast<std::int32_t>(own.rule), function = static_cast<std::int32_t>(own.function);
  const std::int32_t words[3][8] = {
      {rule, own.width.stride, own.height.stride, function, own.width.dilation, own.height.dilation, 0, 0},
      {rule, own.width.stride, own.height.stride, own.multiplier(), function, own.width.dilation, own.height.dilation, 0},
      {function, 0, 0, 0, 0, 0, 0, 0}};
  for (int k = 0; k < 8; ++k) result.words[k] = words[static_cast<int>(own.kind)][k];
  return result;
}

constexpr int weight_code(const contraction_case& own, random_numbers& random, int i) {
  const int lowest = own.filter == element_type::int4 ? -8 : -128, highest = -lowest - 1;
  switch (own.weights) {
    case weight_codes::lowest: return lowest;
    case weight_codes::highest: return highest;
    case weight_codes::extremes: return (random.bits() >> 7) % 2 == 0 ? lowest : highest;
    case weight_codes::alternating: return i % 2 == 0 ? lowest : highest;
    case weight_codes::small: return static_cast<int>(random.bits() >> 9) % 4 - 2;
    default: return static_cast<int>(random.bits() >> 9) % (highest - lowest + 1) + lowest;
  }
}

// The largest magnitude that a sum of products can have.
constexpr std::int64_t reach_of_sums(const contraction_case& own) {
  return std::int64_t{own.terms()} * 256 * (own.filter_zero_point != 0 ? 256 : 128);
}

constexpr void fill(const contraction_case& own, unsigned char* file) {
  const step_description facts = describe(own);
  random_numbers         random{static_cast<std::uint64_t>(own.seed) * 0xD1342543DE82EF95ull + 99};
  random.bits();
  const tensor_info& filter = facts.tensors[1];
  for (int i = 0; i < own.weight_count(); ++i) {
    unsigned char* to = file + filter.constant_at;
    if (own.element == element_type::float32) {
      write_float(to + 4 * i, static_cast<float>(random.fraction() - 0.5));
    } else {
      const int code = weight_code(own, random, i);
      if (own.filter == element_type::int4)
        to[i / 2] = static_cast<unsigned char>(to[i / 2] | ((code & 15) << (i % 2 * 4)));
      else
        to[i] = static_cast<unsigned char>(code);
    }
  }
  for (int c = 0; c < own.output_channels; ++c) {
    write_float(file + filter.scales_at + 4 * c, filter_scale_of(own, c));
    if (own.biases == bias_codes::none) continue;
    const tensor_info& bias = facts.tensors[2];
    std::int64_t       code = random.between(-30000, 30000);
    if (own.biases == bias_codes::extreme) {
      const std::int64_t most = 2147483647 - reach_of_sums(own);
      const std::uint32_t kind = (random.bits() >> 8) % 4;
      code = kind == 0 ? most : kind == 1 ? -most : static_cast<std::int64_t>(random.fraction() * 2.0 * static_cast<double>(most)) - most;
    }
    if (own.element == element_type::float32)
      write_float(file + bias.constant_at + 4 * c, static_cast<float>(random.fraction() * 4 - 2));
    else if (own.wide_bias) {
      write_word(file + bias.constant_at + 8 * c, static_cast<std::uint32_t>(code));
      write_word(file + bias.constant_at + 8 * c + 4, code < 0 ? 0xFFFFFFFFu : 0u);
    } else
      write_word(file + bias.constant_at + 4 * c, static_cast<std::uint32_t>(static_cast<std::int32_t>(code)));
  }
}

std::string           text_of(const contraction_case&);
std::vector<expected> model(const contraction_case&, const unsigned char* file, const operands&);

// Draws what all three kinds have in common.
constexpr void draw_quantization(contraction_case& own, random_numbers& random, int number) {
  constexpr activation functions[] = {activation::none, activation::none, activation::relu, activation::relu6, activation::relu_n1_to_1};
  constexpr weight_codes weights[] = {weight_codes::any, weight_codes::any,      weight_codes::any, weight_codes::extremes,
                                      weight_codes::any, weight_codes::lowest,   weight_codes::any, weight_codes::alternating,
                                      weight_codes::any, weight_codes::highest, weight_codes::small};
  constexpr factor_kind factors[] = {factor_kind::typical, factor_kind::ties,    factor_kind::typical, factor_kind::mixed,
                                     factor_kind::typical, factor_kind::tiny,    factor_kind::typical, factor_kind::ties,
                                     factor_kind::typical, factor_kind::large,   factor_kind::typical, factor_kind::typical,
                                     factor_kind::mixed};
  own.seed              = number + 1000 * static_cast<int>(own.kind);
  own.function          = functions[random.between(0, 4)];
  own.weights           = weights[number % 11];
  own.factors           = factors[number % 13];
  own.biases            = number % 7 == 3 ? bias_codes::none : bias_codes::small;
  own.single_rounding   = number % 3 == 2;
  own.input_zero_point  = random.between(-128, 127);
  own.output_zero_point = random.between(-128, 127);
  if (number % 9 == 4) own.input_zero_point = -128;
  if (number % 9 == 7) own.input_zero_point = 127;
  if (own.factors == factor_kind::tiny || number % 13 == 12) own.biases = bias_codes::extreme;
}

// The last cases of a family: other element types, and sums that overflow when they are scaled up.
constexpr void draw_exceptions(contraction_case& own, int number) {
  switch (number % 20) {
    case 6: own.filter = element_type::int4; break;
    case 13: own.filter = element_type::int4, own.weights = weight_codes::extremes; break;
    case 9:
    case 16:
      own.element          = element_type::int16;
      own.input_zero_point = own.output_zero_point = 0;
      own.filter_zero_point                        = 0;
      own.wide_bias                                = number % 2 == 0 || own.kind == contraction_kind::depthwise;
      own.factors                                  = factor_kind::typical;
      if (own.biases == bias_codes::extreme) own.biases = bias_codes::small;
      break;
    case 4:
    case 11:
    case 18: own.element = element_type::float32; break;
    case 19: own.factors = factor_kind::overflowing, own.single_rounding = number % 40 == 19; break;
    default: break;
  }
}

constexpr sliding draw_axis(random_numbers& random, int size, int stride, int dilation, padding rule, int longest) {
  sliding own{random.between(1, longest), size, stride, dilation};
  if (rule == padding::valid && own.input < own.reach()) own.input = own.reach() + random.between(0, 3);
  return own;
}

constexpr void keep_weights_few(contraction_case& own, int most) {
  while (own.weight_count() > most)
    if (own.depth > own.output_channels && own.depth == own.input_channels) own.depth = own.input_channels = own.depth * 3 / 4;
    else own.output_channels = own.output_channels * 3 / 4;
}

struct conv_2d_family {
  using operation                   = edgetl::kernel::conv_2d;
  static constexpr const char* name = "conv_2d";

  static constexpr contraction_case make(int number) {
    random_numbers random{static_cast<std::uint64_t>(number + 1) * 0xA0761D6478BD642Full};
    random.bits();
    contraction_case own;
    draw_quantization(own, random, number);
    constexpr int sizes[10][2] = {{1, 1}, {3, 3}, {5, 5}, {7, 1}, {1, 1}, {3, 3}, {0, 0}, {1, 1}, {3, 3}, {1, 4}};
    const int     h = sizes[number % 10][0], w = sizes[number % 10][1];
    const bool    point  = h == 1 && w == 1;
    own.rule             = random.between(0, 1) == 0 ? padding::same : padding::valid;
    const bool dilated   = random.between(0, 3) == 0;
    const int  longest   = point ? 13 : 11;
    own.height           = draw_axis(random, h > 0 ? h : random.between(1, 6), random.between(1, 10) > 6 ? random.between(2, 3) : 1,
                                     dilated ? random.between(1, 3) : 1, own.rule, longest);
    own.width            = draw_axis(random, w > 0 ? w : random.between(1, 6), random.between(1, 10) > 6 ? random.between(2, 3) : 1,
                                     dilated ? random.between(1, 3) : 1, own.rule, longest);
    if (random.between(0, 2) > 0) own.width.stride = own.height.stride;
    own.batches          = number % 5 == 4 ? 2 : 1;
    constexpr int usual[] = {1, 2, 3, 4, 8, 16, 24, 32, 40, 64};
    own.depth            = random.between(0, 1) == 0 ? usual[random.between(0, 9)] : random.between(1, 70);
    own.output_channels  = random.between(0, 1) == 0 ? usual[random.between(0, 9)] : random.between(1, 70);
    own.input_channels   = own.depth;
    keep_weights_few(own, point ? 3000 : 2500);
    if (number % 10 == 6 && number % 20 != 6) {  // groups
      const int groups    = random.between(2, 3);
      own.depth           = random.between(1, 9);
      own.input_channels  = groups * own.depth;
      own.output_channels = groups * random.between(1, 6);
    }
    draw_exceptions(own, number);
    return own;
  }
};

struct depthwise_conv_2d_family {
  using operation                   = edgetl::kernel::depthwise_conv_2d;
  static constexpr const char* name = "depthwise_conv_2d";

  static constexpr contraction_case make(int number) {
    random_numbers random{static_cast<std::uint64_t>(number + 1) * 0xE7037ED1A0B428DBull};
    random.bits();
    contraction_case own;
    own.kind = contraction_kind::depthwise;
    draw_quantization(own, random, number);
    constexpr int sizes[8][2] = {{3, 3}, {5, 5}, {3, 3}, {0, 0}, {3, 3}, {25, 5}, {0, 0}, {3, 3}};
    const int     h = sizes[number % 8][0], w = sizes[number % 8][1];
    own.rule           = random.between(0, 2) != 0 ? padding::same : padding::valid;
    const bool dilated = random.between(0, 4) == 0 && h < 25;
    const int  stride  = random.between(1, 10) > 5 ? random.between(2, 3) : 1;
    own.height = draw_axis(random, h > 0 ? h : random.between(1, 7), stride, dilated ? random.between(1, 3) : 1, own.rule, 14);
    own.width  = draw_axis(random, w > 0 ? w : random.between(1, 7), random.between(0, 5) == 0 ? random.between(1, 3) : stride,
                           dilated ? random.between(1, 3) : 1, own.rule, 14);
    own.batches        = number % 6 == 5 ? 2 : 1;
    const int multiplier = random.between(0, 2) != 0 ? 1 : random.between(2, 4);
    constexpr int usual[] = {1, 2, 3, 4, 8, 16, 24, 32, 40, 64};
    own.input_channels = random.between(0, 1) == 0 ? usual[random.between(0, 9)] : random.between(1, 70);
    while (own.input_channels * multiplier * own.terms() > 2500) own.input_channels = own.input_channels * 3 / 4;
    own.output_channels = own.input_channels * multiplier;
    draw_exceptions(own, number);
    return own;
  }
};

struct fully_connected_family {
  using operation                   = edgetl::kernel::fully_connected;
  static constexpr const char* name = "fully_connected";

  static constexpr contraction_case make(int number) {
    random_numbers random{static_cast<std::uint64_t>(number + 1) * 0x8EBC6AF09C88C6E3ull};
    random.bits();
    contraction_case own;
    own.kind = contraction_kind::dense;
    own.rule = padding::valid;
    draw_quantization(own, random, number);
    constexpr int usual[] = {1, 2, 3, 4, 8, 10, 12, 16, 32, 64, 128, 256};
    own.depth           = random.between(0, 1) == 0 ? usual[random.between(0, 11)] : random.between(1, 200);
    own.output_channels = random.between(0, 1) == 0 ? usual[random.between(0, 9)] : random.between(1, 70);
    own.input_channels  = own.depth;
    keep_weights_few(own, 4000);
    own.batches           = number % 4 == 3 ? random.between(2, 9) : 1;
    own.per_channel       = number % 5 < 2;
    own.filter_zero_point = number % 6 == 1 ? random.between(-128, 127) : 0;
    if (number % 5 == 0) own.filter_zero_point = 0;
    draw_exceptions(own, number);
    if (own.filter == element_type::int4) own.filter_zero_point /= 16;
    return own;
  }
};

}  // namespace edgetl_test
