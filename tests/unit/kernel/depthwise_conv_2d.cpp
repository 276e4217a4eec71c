// SPDX-License-Identifier: BSL-1.0
// DEPTHWISE_CONV_2D's reference against its definition, with multipliers above one.
#include <edgetl/kernel/depthwise_conv_2d.hpp>

#include "contraction_case.hpp"

using namespace edgetl_test;
using namespace edgetl;
using namespace edgetl::kernel;

namespace {

int own_channel(const layer& own, int channel) {
  return channel / (own.output_channels / own.input_channels);
}

template <class Arithmetic> int wrong_codes(random_numbers& random, bool once) {
  const padding rule = random.between(0, 1) == 0 ? padding::same : padding::valid;
  const int     ins = random.between(1, 4), multiplier = random.between(1, 3);
  const layer   own{
      random_axis(random, rule), random_axis(random, rule), random.between(1, 2), ins, ins * multiplier, 1};
  const int  zero_point = random.between(-128, 127);
  const auto input      = random_codes<std::int8_t>(
      random, static_cast<std::size_t>(own.batches * own.height.input * own.width.input * ins));
  const auto filter = random_codes<unsigned char>(
      random, static_cast<std::size_t>(own.height.size * own.width.size * own.output_channels));
  const auto        channels = random_channels(random, own.output_channels);
  const code_output out{random.between(-128, 127), {-128, 127}};

  std::vector<std::int8_t> made(
      static_cast<std::size_t>(own.batches * own.height.output() * own.width.output() * own.output_channels));
  using finish = requantize_per_channel<std::int8_t, std::int32_t, Arithmetic, erased<code_output>>;
  depthwise_conv_2d::reference(
      erased<depthwise_conv_2d::parameters>{
          {own.batches, own.height.window(), own.width.window(), ins, multiplier, zero_point}},
      input.data(), codes_of_8_bits{filter.data()}, finish{{out}, channels.data()}, made.data());

  std::vector<std::int64_t> sums(made.size());
  for_each_product(own, own_channel, [&](int o, int channel, int at, int y, int x, int) {
    const auto weight = static_cast<std::int8_t>(
        filter[static_cast<std::size_t>((y * own.width.size + x) * own.output_channels + channel)]);
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

// Two channels, two outputs each, a 1x2 filter over a 1x2 image, SAME: the second tap leaves the image.
constexpr depthwise_conv_2d::parameters tiny{
    1, make_window(padding::same, 1, 1, 1, 1, 1), make_window(padding::same, 2, 2, 2, 1, 1), 2, 2, 0};
constexpr float image[]  = {1, 10, 2, 20};
constexpr float filter[] = {1, 2, 3, 4, 5, 6, 7, 8};

template <class Parameters> constexpr array<float, 8> convolve(Parameters given) {
  array<float, 8> made{};
  depthwise_conv_2d::reference(given, static_cast<const float*>(image),
                               layout::weights<quant::unquantized<float>, layout::dense>{filter},
                               bias_and_clamp{{-1000, 1000}, nullptr}, made.data());
  return made;
}
constexpr bool as_expected(const array<float, 8>& made) {
  const float expected[] = {1 * 1 + 2 * 5, 1 * 2 + 2 * 6, 10 * 3 + 20 * 7, 10 * 4 + 20 * 8,
                            2 * 1,         2 * 2,         20 * 3,          20 * 4};
  for (std::size_t i = 0; i < 8; ++i)
    if (made[i] != expected[i]) return false;
  return true;
}

}  // namespace

static_assert(operation<depthwise_conv_2d>);
static_assert(as_expected(convolve(constant<tiny>{})) &&
              as_expected(convolve(erased<depthwise_conv_2d::parameters>{tiny})));

TEST_CASE("depthwise_conv_2d: parameters that are constant or erased give the same at run time") {
  CHECK(as_expected(convolve(constant<tiny>{})));
  CHECK(as_expected(convolve(erased<depthwise_conv_2d::parameters>{tiny})));
}

TEST_CASE("depthwise_conv_2d: random layers are exact under both rounding rules") {
  random_numbers random;
  int            wrong = 0;
  for (int i = 0; i < many / 20; ++i) {
    wrong += wrong_codes<quant::tflite_double_rounding>(random, false);
    wrong += wrong_codes<quant::tflite_single_rounding>(random, true);
  }
  CHECK(wrong == 0);
}
