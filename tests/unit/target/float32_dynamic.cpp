// SPDX-License-Identifier: BSL-1.0
// Contractions of floats by a filter of codes, to the bit of their references: windows with and without a halo, single
// pixels (and rows of FULLY_CONNECTED) with ranges of their own, odd channel counts, extreme codes, no numbers.
#include "float32_case.hpp"

using namespace edgetl;
using namespace edgetl_test;
using kernel::activation;
using kernel::padding;

namespace {

template <std::size_t Count, int Extreme> constexpr auto make_codes() {
  array<unsigned char, Count> result{};
  random_numbers              numbers{Count * 31 + 7};
  for (std::size_t i = 0; i < Count; ++i)
    result[i] = static_cast<unsigned char>(Extreme != 0 ? Extreme : numbers.between(-128, 127));
  return result;
}
template <std::size_t Count, int Extreme> inline constexpr auto int8_codes = make_codes<Count, Extreme>();
template <std::size_t Count, int Extreme> struct known_int8 {
  static constexpr const unsigned char* known() { return int8_codes<Count, Extreme>.data(); }
  static constexpr const unsigned char* stored() { return int8_codes<Count, Extreme>.data(); }
};

constexpr kernel::window window_of(padding rule, int input, int size, int stride = 1, int dilation = 1) {
  return kernel::make_window(rule, input, kernel::window_positions(rule, input, size, stride, dilation), size, stride,
                             dilation);
}
constexpr kernel::conv_2d::parameters pixels(int count, int inputs, int outputs) {
  return {count, {1, 1, 1, 1, 1, 0}, {1, 1, 1, 1, 1, 0}, inputs, inputs, outputs, 0};
}
constexpr kernel::conv_2d::parameters same(int batches, int height, int width, int inputs, int size_y, int size_x,
                                           int outputs, int stride = 1, int dilation = 1) {
  return {batches,
          window_of(padding::same, height, size_y, stride, dilation),
          window_of(padding::same, width, size_x, stride, dilation),
          inputs,
          inputs,
          outputs,
          0};
}
constexpr kernel::conv_2d::parameters valid(int batches, int height, int width, int inputs, int size, int outputs,
                                            int stride = 1) {
  return {batches,
          window_of(padding::valid, height, size, stride),
          window_of(padding::valid, width, size, stride),
          inputs,
          inputs,
          outputs,
          0};
}

constexpr kernel::depthwise_conv_2d::parameters depthwise(int batches, int height, int width, int inputs, int size,
                                                          int multiplier, padding rule, int stride = 1,
                                                          int dilation = 1) {
  return {batches,
          window_of(rule, height, size, stride, dilation),
          window_of(rule, width, size, stride, dilation),
          inputs,
          multiplier,
          0};
}

template <class Parameters> constexpr auto problem_of(const Parameters& own, element_type filter = element_type::int8) {
  auto result   = float_problem(own);
  result.filter = filter;
  return result;
}

// Activations that are mostly positive, all negative, tiny, huge, or not all numbers.
std::vector<float> activations(std::size_t count, int kind) {
  std::vector<float> result = random_floats(count, static_cast<std::uint64_t>(kind) + 21);
  for (float& value : result) {
    if (kind == 1) value = value + 0.7f;
    if (kind == 2) value = -1 - value * value;
    if (kind == 3) value *= 1e-38f;
    if (kind == 4) value *= 1e38f;
    if (kind == 5) value = static_cast<float>(static_cast<int>(value * 127)) / 2;  // many halves
  }
  if (kind == 6) result[count / 2] = not_a_number;
  if (kind == 7) result[count / 3] = infinity;
  return result;
}

template <class Kernel, auto Own, std::size_t Inputs, std::size_t Channels, std::size_t Outputs, class Weights,
          activation Function>
void compare(const char* name, bool with_bias) {
  constexpr auto how = edgetl_choose(Kernel{}, float_target{}, problem_of(Own));
  CHECK(how.kernel == kernel::named(name));
  static_assert(!how.is_reference());
  const auto                         biases = random_floats(Channels, 1), scales = random_floats(Channels, 2);
  const kernel::scale_bias_and_clamp finish{kernel::real_bounds(Function), with_bias ? biases.data() : nullptr,
                                            scales.data(), 1.0f};
  for (int kind = 0; kind < 8; ++kind) {
    INFO("activations of kind ", kind, ", ", Own.height.input, "x", Own.width.input, "x", Own.input_channels, " to ",
         Channels);
    const auto                input = activations(Inputs, kind);
    std::vector<float>        scratch(static_cast<std::size_t>(how.scratch_bytes) / sizeof(float), not_a_number);
    std::vector<float>        made(Outputs, not_a_number), wanted(Outputs, 77.0f);
    const kernel::chosen<how> chosen{reinterpret_cast<unsigned char*>(scratch.data())};
    kernel::dispatch(Kernel{}, kernels_alone<float_target>{}, chosen, kernel::constant<Own>{}, input.data(), Weights{},
                     finish, made.data());
    Kernel::reference(kernel::constant<Own>{}, input.data(), Weights::stored(), finish, wanted.data());
    CHECK(difference(made, wanted) == 0);
  }
}

template <kernel::conv_2d::parameters Own, activation Function = activation::none, int Extreme = 0,
          kernel::range_rule Rule = kernel::range_rule::qd8, class Scheme = quant::symmetric<int8>>
void check(bool with_bias = true) {
  constexpr auto channels = static_cast<std::size_t>(Own.output_channels);
  constexpr auto inputs =
      static_cast<std::size_t>(Own.batches * Own.height.input * Own.width.input * Own.input_channels);
  constexpr auto outputs = static_cast<std::size_t>(Own.batches * Own.height.output * Own.width.output) * channels;
  using codes =
      known_int8<static_cast<std::size_t>(Own.height.size * Own.width.size * Own.input_channels) * channels, Extreme>;
  compare<kernel::conv_2d::dynamic<Rule>, Own, inputs, channels, outputs,
          layout::known_weights<Scheme, layout::dense, codes>, Function>("float32 tile, dynamic range", with_bias);
}

template <kernel::depthwise_conv_2d::parameters Own, activation Function = activation::none, int Extreme = 0>
void check_depthwise(const char* name = "float32 depthwise, dynamic range", bool with_bias = true) {
  constexpr auto channels = static_cast<std::size_t>(Own.input_channels * Own.depth_multiplier);
  constexpr auto inputs =
      static_cast<std::size_t>(Own.batches * Own.height.input * Own.width.input * Own.input_channels);
  constexpr auto outputs = static_cast<std::size_t>(Own.batches * Own.height.output * Own.width.output) * channels;
  using codes            = known_int8<static_cast<std::size_t>(Own.height.size * Own.width.size) * channels, Extreme>;
  compare<kernel::depthwise_conv_2d::dynamic, Own, inputs, channels, outputs,
          layout::known_weights<quant::symmetric<int8>, layout::dense, codes>, Function>(name, with_bias);
}

}  // namespace

TEST_CASE("float32: int8 filters on single pixels, each in its own range") {
  check<pixels(125, 64, 64), activation::relu>();
  check<pixels(7, 3, 1)>(false);
  check<pixels(1, 33, 20)>();
}

TEST_CASE("float32: int8 filters over windows, each image in its own range") {
  check<same(1, 13, 10, 1, 10, 4, 24, 2), activation::relu>();
  check<same(3, 5, 6, 5, 3, 3, 7)>();
  check<valid(2, 8, 7, 4, 3, 9, 2)>(false);
  check<same(1, 9, 9, 2, 3, 3, 16, 1, 2), activation::relu_n1_to_1>();
  check<same(2, 1, 1, 6, 3, 3, 8)>();  // nothing but halo around one pixel
}

TEST_CASE("float32: int8 and int4 filters on rows, by the rules of FULLY_CONNECTED") {
  using enum kernel::range_rule;
  check<pixels(2, 24, 16), activation::relu, 0, asymmetric>();
  check<pixels(3, 19, 5), activation::relu6, 0, symmetric, quant::symmetric<int4>>(false);
}

TEST_CASE("float32: depthwise int8 filters, each image in its own range") {
  check_depthwise<depthwise(2, 5, 6, 16, 3, 1, padding::same), activation::relu>();
  check_depthwise<depthwise(2, 5, 6, 3, 2, 2, padding::valid, 1, 2), activation::relu6, -128>(
      "float32 depthwise, dynamic range", false);
  check_depthwise<depthwise(2, 5, 4, 1, 3, 3, padding::same)>("float32 tile, dynamic range");
  constexpr auto more = problem_of(depthwise(1, 40, 40, 4, 33, 1, padding::same));
  static_assert(edgetl_choose(kernel::depthwise_conv_2d::dynamic{}, float_target{}, more).is_reference());
}

TEST_CASE("float32: sums of int8 products stay exact at their largest") {
  using enum kernel::range_rule;
  check<pixels(3, 1024, 4), activation::none, -128>();
  check<pixels(3, 1024, 4), activation::none, 127>();
  constexpr auto more = problem_of(pixels(3, 1025, 4));
  static_assert(edgetl_choose(kernel::conv_2d::dynamic<qd8>{}, float_target{}, more).is_reference());
  static_assert(edgetl_choose(kernel::conv_2d::dynamic<asymmetric>{}, float_target{}, more).is_reference());
  static_assert(
      edgetl_choose(kernel::conv_2d::dynamic<qd8>{}, target::native{}, problem_of(pixels(3, 8, 4))).is_reference());
}
