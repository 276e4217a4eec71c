// SPDX-License-Identifier: BSL-1.0
// CONV_2D, DEPTHWISE_CONV_2D and FULLY_CONNECTED on floats against their references, over shapes that leave
// something over everywhere: channels, positions, taps, rows.
#include "float32_case.hpp"

using namespace edgetl;
using namespace edgetl_test;
using kernel::activation;
using kernel::padding;

namespace {

// A tenth of what models may differ by: 2e-6 of the largest output.
constexpr double tolerance = 1e-6;

struct image {
  int batch, height, width, channels;
};
struct filter {
  int height, width, channels;
  int stride_y = 1, stride_x = 1, dilation_y = 1, dilation_x = 1;
};

// Where another preset has the same kernels on all layers: those whose sizes add up to even numbers.
constexpr bool is_tested([[maybe_unused]] int sizes) {
#ifdef EDGETL_TEST_HALF
  return sizes % 2 == 0;
#else
  return true;
#endif
}

constexpr kernel::window window_of(padding rule, int input, int size, int stride, int dilation) {
  return kernel::make_window(rule, input, kernel::window_positions(rule, input, size, stride, dilation), size,
                             stride, dilation);
}

template <image In, filter By, padding Rule, activation Function = activation::none>
void check_conv(const char* name = "float32 tile") {
  constexpr kernel::conv_2d::parameters own{In.batch,
                                            window_of(Rule, In.height, By.height, By.stride_y, By.dilation_y),
                                            window_of(Rule, In.width, By.width, By.stride_x, By.dilation_x),
                                            In.channels,
                                            In.channels,
                                            By.channels,
                                            0};
  constexpr auto taps = static_cast<std::size_t>(By.height * By.width * In.channels * By.channels);
  INFO("image ", In.height, "x", In.width, "x", In.channels, ", filter ", By.height, "x", By.width, "x",
       By.channels);
  if constexpr (is_tested(In.height + In.width + In.channels + By.channels)) {
    CHECK(
        contraction_difference<kernel::conv_2d, own,
                               std::size_t{In.batch * In.height * In.width * In.channels}, taps, By.channels,
                               std::size_t{In.batch * own.height.output * own.width.output * By.channels},
                               taps, Function>(name) <= tolerance);
  }
}

// The filter's channels are the multiplier here.
template <image In, filter By, padding Rule, activation Function = activation::none>
void check_depthwise(const char* name = "float32 depthwise") {
  constexpr kernel::depthwise_conv_2d::parameters own{
      In.batch,
      window_of(Rule, In.height, By.height, By.stride_y, By.dilation_y),
      window_of(Rule, In.width, By.width, By.stride_x, By.dilation_x),
      In.channels,
      By.channels,
      0};
  constexpr int  channels = In.channels * By.channels;
  constexpr auto taps     = static_cast<std::size_t>(By.height * By.width * channels);
  INFO("image ", In.height, "x", In.width, "x", In.channels, ", filter ", By.height, "x", By.width, "x",
       By.channels);
  if constexpr (is_tested(In.height + In.width + In.channels + By.channels)) {
    CHECK(contraction_difference<kernel::depthwise_conv_2d, own,
                                 std::size_t{In.batch * In.height * In.width * In.channels}, taps, channels,
                                 std::size_t{In.batch * own.height.output * own.width.output * channels},
                                 taps, Function>(name) <= tolerance);
  }
}

template <int Batches, int Inputs, int Outputs, activation Function = activation::none>
void check_dense(const char* name = "float32 tile") {
  constexpr kernel::fully_connected::parameters own{Batches, Inputs, Outputs, 0, 0};
  INFO("batches ", Batches, ", inputs ", Inputs, ", outputs ", Outputs);
  if constexpr (is_tested(Batches + Inputs + Outputs)) {
    CHECK(contraction_difference<kernel::fully_connected, own, std::size_t{Batches * Inputs},
                                 std::size_t{Inputs * Outputs}, std::size_t{Outputs},
                                 std::size_t{Batches * Outputs}, std::size_t{Inputs * Outputs}, Function>(
              name) <= tolerance);
  }
}

}  // namespace

TEST_CASE("float32: convolutions over windows with and without a halo") {
  check_conv<image{1, 8, 8, 3}, filter{3, 3, 16}, padding::same, activation::relu>();
  check_conv<image{1, 7, 5, 1}, filter{3, 3, 4}, padding::same, activation::relu6>();
  check_conv<image{2, 9, 11, 5}, filter{3, 3, 7, 2, 2}, padding::same>();
  check_conv<image{1, 9, 11, 5}, filter{3, 3, 17, 2, 2}, padding::valid>();
  check_conv<image{1, 10, 10, 4}, filter{5, 3, 9, 1, 1, 2, 2}, padding::same>();
  check_conv<image{1, 12, 12, 2}, filter{3, 3, 24, 1, 1, 3, 2}, padding::valid, activation::relu_n1_to_1>();
  check_conv<image{1, 49, 10, 1}, filter{10, 4, 64, 2, 2}, padding::same, activation::relu>();
  check_conv<image{3, 4, 4, 8}, filter{4, 4, 10}, padding::valid>();
  check_conv<image{1, 1, 40, 6}, filter{1, 5, 12, 1, 2}, padding::same>();
  check_conv<image{1, 5, 5, 33}, filter{2, 2, 31, 3, 2}, padding::same, activation::relu>();
}

TEST_CASE("float32: convolutions of one tap") {
  check_conv<image{1, 25, 5, 64}, filter{1, 1, 64}, padding::same, activation::relu>();
  check_conv<image{1, 7, 7, 13}, filter{1, 1, 1}, padding::valid>();
  check_conv<image{2, 3, 5, 16}, filter{1, 1, 40}, padding::same>();
  check_conv<image{1, 8, 8, 9}, filter{1, 1, 20, 2, 2}, padding::same>();
  check_conv<image{1, 9, 9, 4}, filter{1, 1, 6, 2, 3}, padding::valid>();
  check_conv<image{1, 1, 1, 100}, filter{1, 1, 3}, padding::valid>();
}

TEST_CASE("float32: groups are left to the reference") {
  constexpr kernel::conv_2d::parameters own{
      1, window_of(padding::same, 6, 3, 1, 1), window_of(padding::same, 6, 3, 1, 1), 8, 4, 6, 0};
  CHECK(contraction_difference<kernel::conv_2d, own, 288, 216, 6, 216, 5, activation::none>("") == 0);
}

TEST_CASE("float32: depthwise convolutions, also with several filters per channel") {
  check_depthwise<image{1, 8, 8, 16}, filter{3, 3, 1}, padding::same, activation::relu>();
  check_depthwise<image{1, 8, 8, 3}, filter{3, 3, 1}, padding::same>();
  check_depthwise<image{1, 25, 5, 64}, filter{3, 3, 1}, padding::same, activation::relu>();
  check_depthwise<image{2, 9, 13, 24}, filter{3, 3, 1, 2, 2}, padding::same, activation::relu6>();
  check_depthwise<image{1, 9, 13, 20}, filter{5, 5, 1, 2, 1}, padding::valid>();
  check_depthwise<image{1, 11, 12, 9}, filter{3, 3, 1, 1, 1, 2, 2}, padding::same>();
  check_depthwise<image{1, 11, 12, 16}, filter{3, 3, 1, 1, 1, 2, 2},
                  padding::same>();  // channels that fill vectors: no copy
  check_depthwise<image{1, 13, 9, 32}, filter{5, 3, 1, 2, 1, 3, 1}, padding::same, activation::relu>();
  check_depthwise<image{1, 14, 15, 8}, filter{3, 2, 1, 1, 1, 3, 4}, padding::valid>();
  check_depthwise<image{1, 12, 30, 11}, filter{2, 9, 1}, padding::same>();
  check_depthwise<image{1, 6, 7, 5}, filter{3, 3, 2}, padding::same>();
  check_depthwise<image{2, 6, 7, 8}, filter{3, 3, 3, 2, 1}, padding::valid>();
  check_depthwise<image{1, 1, 32, 40}, filter{1, 5, 1}, padding::valid>();
  check_depthwise<image{1, 4, 4, 130}, filter{4, 4, 1}, padding::valid>();
  check_depthwise<image{1, 10, 9, 1}, filter{3, 3, 8}, padding::same>("float32 tile");
  check_depthwise<image{2, 49, 10, 1}, filter{10, 8, 13, 2, 2}, padding::same>("float32 tile");
  check_depthwise<image{1, 8, 8, 1}, filter{3, 3, 1}, padding::same>("float32 tile");
}

TEST_CASE("float32: dense layers, of one row and of several") {
  check_dense<1, 1, 16, activation::relu>();
  check_dense<1, 16, 16, activation::relu>();
  check_dense<1, 64, 64>();
  check_dense<1, 64, 12>();
  check_dense<1, 100, 10>();
  check_dense<1, 37, 1>();
  check_dense<1, 3, 2>();
  check_dense<1, 300, 100>();
  check_dense<1, 19, 203, activation::relu_n1_to_1>();
  check_dense<2, 31, 5>();
  check_dense<5, 33, 18>();
  check_dense<8, 64, 64>();
  check_dense<29, 12, 21>();
  check_dense<1, 500, 130>();
}

TEST_CASE("float32: what is no number and what is infinite comes out as in the reference") {
  constexpr kernel::fully_connected::parameters own{4, 6, 19, 0, 0};
  auto                                          input = random_floats(24, 3);
  input[2] = not_a_number, input[8] = infinity, input[17] = -infinity;
  CHECK(contraction_difference<kernel::fully_connected, own, 24, 114, 19, 76, 9, activation::none>(
            "float32 tile", input) <= tolerance);
  CHECK(contraction_difference<kernel::fully_connected, own, 24, 114, 19, 76, 9, activation::relu>(
            "float32 tile", input) <= tolerance);
  CHECK(contraction_difference<kernel::fully_connected, own, 24, 114, 19, 76, 9, activation::relu6>(
            "float32 tile", input) <= tolerance);
}

TEST_CASE("float32: a preference stands inside, codes are chosen for by the target inside") {
  using small           = target::with_float32<target::prefer<kernel::preference::size, target::native>>;
  constexpr auto wanted = float_problem(kernel::fully_connected::parameters{1, 16, 16, 0, 0});
  static_assert(small::trade == kernel::preference::size && target::target<small> &&
                target::target<float_target>);
  static_assert(edgetl_choose(kernel::fully_connected{}, small{}, wanted).kernel ==
                kernel::named("float32 tile"));
  constexpr auto codes = [&] {
    auto result  = wanted;
    result.input = result.filter = result.output = element_type::int8;
    return result;
  }();
  static_assert(edgetl_choose(kernel::fully_connected{}, float_target{}, codes) ==
                edgetl_choose(kernel::fully_connected{}, target::native{}, codes));
}
