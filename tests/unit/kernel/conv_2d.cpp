// SPDX-License-Identifier: BSL-1.0
// CONV_2D's reference against its definition: strides, dilation, padding, groups, both rounding rules, other
// schemes, layouts and epilogues; with constant and with erased parameters, while compiling and at run time.
#include <edgetl/kernel/conv_2d.hpp>

#include "contraction_case.hpp"

#include <cmath>

using namespace edgetl_test;
using namespace edgetl;
using namespace edgetl::kernel;

namespace {

layer random_layer(random_numbers& random) {
  const padding rule   = random.between(0, 1) == 0 ? padding::same : padding::valid;
  const int     groups = random.between(1, 2), depth = random.between(1, 4);
  return {random_axis(random, rule),     random_axis(random, rule),
          random.between(1, 2),          groups * depth,
          groups * random.between(1, 3), depth};
}
int first_of_group(const layer& own, int channel) {
  const int groups = own.input_channels / own.depth;
  return channel / (own.output_channels / groups) * own.depth;
}
conv_2d::parameters parameters_of(const layer& own, std::int32_t zero_point) {
  return {own.batches, own.height.window(), own.width.window(), own.input_channels,
          own.depth,   own.output_channels, zero_point};
}
std::size_t input_count(const layer& own) {
  return static_cast<std::size_t>(own.batches * own.height.input * own.width.input * own.input_channels);
}
std::size_t filter_count(const layer& own) {
  return static_cast<std::size_t>(own.output_channels * own.height.size * own.width.size * own.depth);
}
std::size_t output_count(const layer& own) {
  return static_cast<std::size_t>(own.batches * own.height.output() * own.width.output() *
                                  own.output_channels);
}
std::size_t tap(const layer& own, int channel, int y, int x, int k) {
  return static_cast<std::size_t>(((channel * own.height.size + y) * own.width.size + x) * own.depth + k);
}

template <class Arithmetic> int wrong_codes(random_numbers& random, bool once) {
  const layer       own        = random_layer(random);
  const int         zero_point = random.between(-128, 127);
  const auto        input      = random_codes<std::int8_t>(random, input_count(own));
  const auto        filter     = random_codes<unsigned char>(random, filter_count(own));
  const auto        channels   = random_channels(random, own.output_channels);
  const code_output out{random.between(-128, 127), {random.between(-128, -60), random.between(60, 127)}};

  std::vector<std::int8_t> made(output_count(own));
  using finish = requantize_per_channel<std::int8_t, std::int32_t, Arithmetic, erased<code_output>>;
  conv_2d::reference(erased<conv_2d::parameters>{parameters_of(own, zero_point)}, input.data(),
                     codes_of_8_bits{filter.data()}, finish{{out}, channels.data()}, made.data());

  std::vector<std::int64_t> sums(made.size());
  for_each_product(own, first_of_group, [&](int o, int channel, int at, int y, int x, int k) {
    const int weight = static_cast<std::int8_t>(filter[tap(own, channel, y, x, k)]);
    if (at >= 0)
      sums[static_cast<std::size_t>(o)] += (input[static_cast<std::size_t>(at)] - zero_point) * weight;
  });
  int wrong = 0;
  for (std::size_t i = 0; i < made.size(); ++i) {
    const auto& constants = channels[i % channels.size()];
    wrong += made[i] == requantized_code(sums[i] + constants.bias, constants.factor, out, once) ? 0 : 1;
  }
  return wrong;
}

// Three-valued weights, two bits each, stored backwards, and an epilogue that keeps the largest sum.
struct two_bits {
  using operand                 = std::int32_t;
  using word                    = unsigned char;
  static constexpr int     bits = 2;
  static constexpr operand decode(const word* codes, std::size_t slot) {
    return ((codes[slot / 4] >> (slot % 4 * 2)) & 3) - 1;
  }
};
struct backwards {
  static constexpr std::size_t slot(std::size_t index) { return 7 - index; }
};
struct halve {
  using accumulator = std::int32_t;
  constexpr std::int16_t operator()(accumulator sum, int channel) const {
    return static_cast<std::int16_t>(sum / 2 + 100 * channel);
  }
};

// A 2x2 filter over a 3x3 image of one channel, two outputs, VALID.
constexpr conv_2d::parameters tiny{
    1, make_window(padding::valid, 3, 2, 2, 1, 1), make_window(padding::valid, 3, 2, 2, 1, 1), 1, 1, 2, 1};
constexpr std::int8_t   image[]  = {1, 2, 3, 4, 5, 6, 7, 8, 9};
constexpr unsigned char packed[] = {0x1B, 0x6C};  // digits 3,2,1,0 and 0,3,2,1

template <class Parameters> constexpr array<std::int16_t, 8> convolve(Parameters given) {
  array<std::int16_t, 8> made{};
  conv_2d::reference(given, static_cast<const std::int8_t*>(image),
                     layout::weights<two_bits, backwards>{packed}, halve{}, made.data());
  return made;
}
constexpr array<std::int16_t, 8> expected_tiny() {
  array<std::int16_t, 8> made{};
  const int              digits[8] = {3, 2, 1, 0, 0, 3, 2, 1};  // in slots 0 to 7, less one each
  for (int p = 0; p < 4; ++p)
    for (int o = 0; o < 2; ++o) {
      int sum = 0;
      for (int t = 0; t < 4; ++t)
        sum += (image[(p / 2 + t / 2) * 3 + p % 2 + t % 2] - 1) * (digits[7 - (o * 4 + t)] - 1);
      made[static_cast<std::size_t>(2 * p + o)] = static_cast<std::int16_t>(sum / 2 + 100 * o);
    }
  return made;
}
constexpr bool equal(const array<std::int16_t, 8>& left, const array<std::int16_t, 8>& right) {
  for (std::size_t i = 0; i < 8; ++i)
    if (left[i] != right[i]) return false;
  return true;
}

}  // namespace

static_assert(operation<conv_2d> && !works_in_place<conv_2d>);
static_assert(equal(convolve(constant<tiny>{}), expected_tiny()) &&
              equal(convolve(erased<conv_2d::parameters>{tiny}), expected_tiny()));

TEST_CASE("conv_2d: parameters that are constant or erased give the same at run time") {
  CHECK(equal(convolve(constant<tiny>{}), expected_tiny()));
  CHECK(equal(convolve(erased<conv_2d::parameters>{tiny}), expected_tiny()));
}

TEST_CASE("conv_2d: random layers of 8-bit codes are exact under both rounding rules") {
  random_numbers random;
  int            wrong = 0;
  for (int i = 0; i < many / 20; ++i) {
    wrong += wrong_codes<quant::tflite_double_rounding>(random, false);
    wrong += wrong_codes<quant::tflite_single_rounding>(random, true);
  }
  CHECK(wrong == 0);
}

TEST_CASE("conv_2d: random float layers against a loop in double") {
  random_numbers random;
  double         largest = 0;
  for (int i = 0; i < many / 20; ++i) {
    const layer own    = random_layer(random);
    const auto  input  = random_reals(random, input_count(own));
    const auto  filter = random_reals(random, filter_count(own));
    const auto  biases = random_reals(random, static_cast<std::size_t>(own.output_channels));
    using weights      = layout::weights<quant::unquantized<float>, layout::dense>;
    std::vector<float> made(output_count(own));
    conv_2d::reference(erased<conv_2d::parameters>{parameters_of(own, 0)}, input.data(),
                       weights{filter.data()}, bias_and_clamp{{-0.5f, 0.5f}, biases.data()}, made.data());
    std::vector<double> sums(made.size());
    for_each_product(own, first_of_group, [&](int o, int channel, int at, int y, int x, int k) {
      if (at >= 0)
        sums[static_cast<std::size_t>(o)] += static_cast<double>(input[static_cast<std::size_t>(at)]) *
                                             static_cast<double>(filter[tap(own, channel, y, x, k)]);
    });
    for (std::size_t j = 0; j < made.size(); ++j) {
      const double sum =
          std::fmax(-0.5, std::fmin(0.5, sums[j] + static_cast<double>(biases[j % biases.size()])));
      largest = larger(largest, std::fabs(static_cast<double>(made[j]) - sum));
    }
  }
  CHECK(largest < 3e-6);  // at most 36 products below 1/4, each step rounded by at most 2^-22
}
