// SPDX-License-Identifier: BSL-1.0
// What convolutions and dense layers are: for every output element, over every tap, with the padding worked
// out from scratch, in wide integers or in double. Nothing of it comes from the kernels.
#include "contraction.hpp"

#include <cstring>

#include "requantized.hpp"

namespace edgetl_test {
namespace {

template <class Value> Value read(const unsigned char* from, std::size_t i) {
  Value value;
  std::memcpy(&value, from + i * sizeof value, sizeof value);
  return value;
}

struct reader {
  const contraction_case& own;
  const unsigned char*    file;
  step_description        facts = describe(own);

  double weight(int at) const {
    const unsigned char* codes = file + facts.tensors[1].constant_at;
    const auto           i     = static_cast<std::size_t>(at);
    if (own.element == element_type::float32) return static_cast<double>(read<float>(codes, i));
    if (own.filter == element_type::int8) return read<std::int8_t>(codes, i) - own.filter_zero_point;
    const int nibble = (codes[i / 2] >> (i % 2 * 4)) & 15;
    return (nibble < 8 ? nibble : nibble - 16) - own.filter_zero_point;
  }
  double bias(int channel) const {
    if (own.biases == bias_codes::none) return 0;
    const unsigned char* codes = file + facts.tensors[2].constant_at;
    const auto           i     = static_cast<std::size_t>(channel);
    if (own.element == element_type::float32) return static_cast<double>(read<float>(codes, i));
    return own.wide_bias ? static_cast<double>(read<std::int64_t>(codes, i)) : read<std::int32_t>(codes, i);
  }
  double factor(int channel) const {
    const tensor_info& filter = facts.tensors[1];
    const bool         one    = filter.channels <= 1;
    const float        scale  = one ? filter.quantization.scale : read<float>(file + filter.scales_at, static_cast<std::size_t>(channel));
    const float        in = facts.tensors[0].quantization.scale, out = facts.tensors[facts.count - 1].quantization.scale;
    if (own.kind == contraction_kind::dense && one) {  // there the product is formed in single precision
      const float product = in * scale;
      return static_cast<double>(product) / static_cast<double>(out);
    }
    return static_cast<double>(in) * static_cast<double>(scale) / static_cast<double>(out);
  }
};

}  // namespace

namespace {

// The sum of an output's products and of their magnitudes.
template <class Number> struct sums {
  Number value = 0, magnitude = 0;
};

// Calls visit(output channel, sums) for every output element in turn. Inputs are differences to their zero point.
template <class Number, class Visit>
void for_each_output(const contraction_case& own, const std::vector<Number>& input, const std::vector<Number>& weights, Visit visit) {
  const int out_height = own.height.output(own.rule), out_width = own.width.output(own.rule);
  for (int b = 0; b < own.batches; ++b)
    for (int oy = 0; oy < out_height; ++oy)
      for (int ox = 0; ox < out_width; ++ox)
        for (int o = 0; o < own.output_channels; ++o) {
          sums<Number> sum;
          for (int ty = 0; ty < own.height.size; ++ty)
            for (int tx = 0; tx < own.width.size; ++tx) {
              const int y = oy * own.height.stride - own.height.before(own.rule) + ty * own.height.dilation;
              const int x = ox * own.width.stride - own.width.before(own.rule) + tx * own.width.dilation;
              if (y < 0 || y >= own.height.input || x < 0 || x >= own.width.input) continue;
              for (int k = 0; k < own.depth; ++k) {
                const int    at = ((b * own.height.input + y) * own.width.input + x) * own.input_channels + own.first_channel(o) + k;
                const Number product = input[static_cast<std::size_t>(at)] * weights[static_cast<std::size_t>(own.weight_at(o, ty, tx, k))];
                sum.value += product;
                sum.magnitude += product < 0 ? -product : product;
              }
            }
          visit(o, sum);
        }
}

}  // namespace

std::vector<expected> model(const contraction_case& own, const unsigned char* file, const operands& given) {
  const reader          constants{own, file};
  std::vector<expected> result;
  if (own.element == element_type::float32) {
    std::vector<double> weights;
    for (int i = 0; i < own.weight_count(); ++i) weights.push_back(constants.weight(i));
    for_each_output(own, given.values[0], weights, [&](int channel, const sums<double>& sum) {
      result.push_back({clamp_real(own.function, sum.value + constants.bias(channel)), 1e-5 + 4e-6 * sum.magnitude});
    });
    return result;
  }
  const bool                wide  = own.element == element_type::int16;
  const bool                in_64 = wide && (own.wide_bias || own.biases == bias_codes::none);
  const code_bounds         clamp = bounds_of(own.function, wide ? -32768 : -128, wide ? 32767 : 127, output_scale_of(own), own.output_zero_point);
  std::vector<std::int64_t> input, weights;
  for (const double code : given.values[0]) input.push_back(static_cast<std::int64_t>(code) - own.input_zero_point);
  for (int i = 0; i < own.weight_count(); ++i) weights.push_back(static_cast<std::int64_t>(constants.weight(i)));
  for_each_output(own, input, weights, [&](int channel, const sums<std::int64_t>& sum) {
    const std::int64_t exact = sum.value + static_cast<std::int64_t>(constants.bias(channel));
    const std::int64_t steps = in_64 ? requantize_wide_sum(exact, constants.factor(channel)) : requantize_sum(exact, constants.factor(channel), own.single_rounding);
    result.push_back({limit(static_cast<double>(steps + own.output_zero_point), clamp.lowest, clamp.highest)});
  });
  return result;
}

std::string text_of(const contraction_case& own) {
  const auto n = [](int value) { return std::to_string(value); };
  constexpr const char* weights[] = {"any", "lowest", "highest", "extreme", "alternating", "small"};
  constexpr const char* biases[]  = {"no", "small", "extreme"};
  constexpr const char* factors[] = {"typical", "tie", "tiny", "large", "overflowing", "mixed"};
  constexpr const char* functions[] = {"none", "relu", "relu_n1_to_1", "relu6"};
  return n(own.batches) + "x" + n(own.height.input) + "x" + n(own.width.input) + "x" + n(own.input_channels) + " by " +
         n(own.height.size) + "x" + n(own.width.size) + "x" + n(own.depth) + " to " + n(own.output_channels) + ", stride " +
         n(own.height.stride) + "," + n(own.width.stride) + ", dilation " + n(own.height.dilation) + "," + n(own.width.dilation) +
         (own.rule == padding::same ? ", SAME, " : ", VALID, ") + edgetl::name_of(own.element) + " by " +
         (own.element == element_type::float32 ? "float32" : edgetl::name_of(own.filter)) + ", zero points " + n(own.input_zero_point) + " " +
         n(own.filter_zero_point) + " " + n(own.output_zero_point) + ", " + weights[static_cast<int>(own.weights)] + " weights, " +
         biases[static_cast<int>(own.biases)] + " biases, " + factors[static_cast<int>(own.factors)] + " factors, " +
         functions[static_cast<int>(own.function)] + (own.per_channel ? ", per channel" : ", per tensor") +
         (own.single_rounding ? ", single rounding" : ", double rounding");
}

}  // namespace edgetl_test
