// SPDX-License-Identifier: BSL-1.0
// One list of results of all float kernels, for comparing two ways to compile them: Lanes is of the file that
// asks, so that each has bodies of its own.
#pragma once

#include <edgetl/target/float32.hpp>

#include <vector>

namespace edgetl_test {

// What a file compiled with -ffast-math gets.
std::vector<float> everything_under_fast_math(const std::vector<float>& input);

template <class Lanes, class Accuracy> struct target_of : edgetl::target::float32::kernels<Lanes, Accuracy> {
  static constexpr edgetl::kernel::preference trade = edgetl::kernel::preference::speed;
};

inline constexpr edgetl::kernel::fully_connected::parameters dense_layer{3, 37, 21, 0, 0};

template <class Lanes> struct layer {
  static constexpr int                    inputs = dense_layer.inputs, outputs = dense_layer.outputs;
  static constexpr edgetl::kernel::choice choose() {
    edgetl::kernel::problem<edgetl::kernel::fully_connected::parameters> wanted{dense_layer};
    wanted.input = wanted.filter = wanted.output = edgetl::element_type::float32;
    wanted.known_weights                         = true;
    return edgetl::target::float32::choose<Lanes>(wanted);
  }
  static constexpr auto make() {
    edgetl::array<float, std::size_t{inputs * outputs}> result{};
    for (int i = 0; i < inputs * outputs; ++i)
      result[static_cast<std::size_t>(i)] = static_cast<float>((i * 7919) % 1009 - 504) / 777.0f;
    return result;
  }
  static constexpr auto                          codes = make();
  static constexpr const float*                  known() { return codes.data(); }
  static constexpr const float*                  stored() { return codes.data(); }
  static constexpr edgetl::kernel::bounds<float> clamp() { return {-3.0f, 5.0f}; }
  static constexpr float channel_bias(int c) { return codes[static_cast<std::size_t>(c)]; }
};

// 8-bit codes on rows of floats.
template <class Lanes> struct layer_of_codes {
  static constexpr auto make() {
    edgetl::array<unsigned char, std::size_t{dense_layer.inputs * dense_layer.outputs}> result{};
    for (std::size_t i = 0; i < result.size(); ++i) result[i] = static_cast<unsigned char>(i * 7919 % 256);
    return result;
  }
  static constexpr auto                 codes = make();
  static constexpr const unsigned char* known() { return codes.data(); }
  static constexpr const unsigned char* stored() { return codes.data(); }
};

template <class Lanes, edgetl::kernel::range_rule Rule>
void append_dynamic(const float* input, std::vector<float>& results) {
  namespace kernel = edgetl::kernel;
  using weights = edgetl::layout::known_weights<edgetl::quant::symmetric<edgetl::int8>, edgetl::layout::dense,
                                                layer_of_codes<Lanes>>;
  constexpr kernel::window                     one{1, 1, 1, 1, 1, 0};
  static constexpr kernel::conv_2d::parameters rows{
      dense_layer.batches, one, one, dense_layer.inputs, dense_layer.inputs,
      dense_layer.outputs, 0};  // static: Clang 14 lets the lambda read it
  constexpr kernel::choice how = [&] {
    kernel::problem<kernel::conv_2d::parameters> wanted{rows};
    wanted.input = wanted.output = edgetl::element_type::float32;
    wanted.filter                = edgetl::element_type::int8;
    wanted.known_weights         = true;
    return edgetl::target::float32::choose_dynamic<Lanes>(wanted);
  }();
  constexpr std::size_t              outputs   = dense_layer.batches * dense_layer.outputs;
  const float*                       constants = layer<Lanes>::codes.data();
  const kernel::scale_bias_and_clamp finish{
      {-90.0f, 70.0f}, constants, constants + dense_layer.outputs, 1.0f};
  alignas(64) unsigned char scratch[how.scratch_bytes];
  std::vector<float>        made(outputs);
  edgetl_kernel(kernel::conv_2d::dynamic<Rule>{}, target_of<Lanes, edgetl::target::float32::accurate>{},
                kernel::chosen<how>{scratch}, kernel::constant<rows>{}, input, weights{}, finish,
                made.data());
  results.insert(results.end(), made.begin(), made.end());
  kernel::conv_2d::dynamic<Rule>::reference(kernel::constant<rows>{}, input, weights::stored(), finish,
                                            made.data());
  results.insert(results.end(), made.begin(), made.end());
}

template <class Lanes, class Accuracy>
void append_all(const std::vector<float>& input, std::vector<float>& results) {
  namespace kernel                                                  = edgetl::kernel;
  using target                                                      = target_of<Lanes, Accuracy>;
  const auto                                                  count = static_cast<std::int32_t>(input.size());
  const float*                                                x     = input.data();
  std::vector<float>                                          made(input.size());
  const kernel::erased<kernel::elementwise_unary::parameters> own{{count}};
  const auto                                                  unary = [&](auto function) {
    edgetl_kernel(kernel::elementwise_unary{}, target{}, own, x, function, made.data());
    results.insert(results.end(), made.begin(), made.end());
  };
  unary(kernel::logistic_of_float{});
  unary(kernel::tanh_of_float{});
  unary(kernel::hard_swish_of_float{});
  unary(kernel::leaky_real{0.3f});
  const kernel::erased<kernel::softmax::parameters> rows{{count / 37, 37}};
  edgetl_kernel(kernel::softmax{}, target{}, rows, x, 0.37f, made.data());
  results.insert(results.end(), made.begin(), made.begin() + count / 37 * 37);
  const kernel::window                                                                taps{7, 5, 3, 1, 1, 0};
  const kernel::erased<typename kernel::pool_2d<kernel::average_of_taps>::parameters> pool{
      {1, 5, taps, taps}};
  edgetl_kernel(kernel::pool_2d<kernel::average_of_taps>{}, target{}, pool, x,
                kernel::bounds<float>{-9.0f, 9.0f}, made.data());
  results.insert(results.end(), made.begin(), made.begin() + 125);

  using data = layer<Lanes>;
  using weights =
      edgetl::layout::known_weights<edgetl::quant::unquantized<float>, edgetl::layout::dense, data>;
  constexpr kernel::choice how = data::choose();
  edgetl_kernel(kernel::fully_connected{}, target{}, kernel::chosen<how>{}, kernel::constant<dense_layer>{},
                x, weights{}, kernel::known_bias_and_clamp<data>{}, made.data());
  results.insert(results.end(), made.begin(), made.begin() + 3 * data::outputs);
}

template <class Lanes> std::vector<float> everything(const std::vector<float>& input) {
  std::vector<float> results;
  append_all<Lanes, edgetl::target::float32::accurate>(input, results);
  append_all<Lanes, edgetl::target::float32::fast>(input, results);
  append_dynamic<Lanes, edgetl::kernel::range_rule::qd8>(input.data(), results);
  append_dynamic<Lanes, edgetl::kernel::range_rule::asymmetric>(input.data(), results);
  append_dynamic<Lanes, edgetl::kernel::range_rule::symmetric>(input.data(), results);
  return results;
}

}  // namespace edgetl_test
