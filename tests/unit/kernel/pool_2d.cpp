// SPDX-License-Identifier: BSL-1.0
// Pools against their definition: the taps inside the image, averaged with halves away from zero.
#include <edgetl/kernel/pool_2d.hpp>

#include "contraction_case.hpp"

#include <algorithm>
#include <cmath>

using namespace edgetl_test;
using namespace edgetl;
using namespace edgetl::kernel;

namespace {

// The values under every window, for all output elements.
template <class Element>
std::vector<std::vector<Element>> taps_of(const layer& own, const std::vector<Element>& input) {
  std::vector<std::vector<Element>> result(
      static_cast<std::size_t>(own.batches * own.height.output() * own.width.output() * own.output_channels));
  for_each_product(
      own, [](const layer&, int channel) { return channel; },
      [&](int o, int, int at, int, int, int) {
        if (at >= 0) result[static_cast<std::size_t>(o)].push_back(input[static_cast<std::size_t>(at)]);
      });
  return result;
}
layer random_pool(random_numbers& random) {
  const padding rule = random.between(0, 1) == 0 ? padding::same : padding::valid;
  layer         own{
      random_axis(random, rule), random_axis(random, rule), random.between(1, 2), 0, random.between(1, 5), 1};
  own.height.dilation = own.width.dilation = 1;
  own.input_channels                       = own.output_channels;
  return own;
}
template <class Pool> typename Pool::parameters parameters_of(const layer& own) {
  return {own.batches, own.output_channels, own.height.window(), own.width.window()};
}

constexpr average_pool_2d::parameters     tiny{1, 1, make_window(padding::same, 1, 1, 1, 2, 1),
                                           make_window(padding::same, 3, 2, 2, 2, 1)};
constexpr std::int8_t                     image[] = {-1, -2, 7};
template <class Parameters> constexpr int average(Parameters given) {
  std::int8_t made[2] = {};
  average_pool_2d::reference(given, static_cast<const std::int8_t*>(image), bounds<std::int32_t>{-128, 127},
                             static_cast<std::int8_t*>(made));
  return made[0] * 100 + made[1];
}
constexpr max_pool_2d::parameters         tiny_max{1, 1, tiny.height, tiny.width};
template <class Parameters> constexpr int largest(Parameters given) {
  std::int8_t made[2] = {};
  max_pool_2d::reference(given, static_cast<const std::int8_t*>(image), bounds<std::int32_t>{-128, 5},
                         static_cast<std::int8_t*>(made));
  return made[0] * 100 + made[1];
}

}  // namespace

static_assert(operation<average_pool_2d> && operation<max_pool_2d>);
static_assert(average(constant<tiny>{}) == -193 && average(erased<average_pool_2d::parameters>{tiny}) == -193,
              "-1.5 and 7: -2, 7");
static_assert(largest(constant<tiny_max>{}) == -95 &&
                  largest(erased<max_pool_2d::parameters>{tiny_max}) == -95,
              "-1, and 7 clamped to 5");

TEST_CASE("pool_2d: parameters that are constant or erased give the same at run time") {
  CHECK(average(constant<tiny>{}) == average(erased<average_pool_2d::parameters>{tiny}));
  CHECK(largest(constant<tiny_max>{}) == largest(erased<max_pool_2d::parameters>{tiny_max}));
}

TEST_CASE("pool_2d: random pools of 8-bit codes are exact") {
  random_numbers random;
  int            wrong = 0;
  for (int i = 0; i < many / 20; ++i) {
    const layer own   = random_pool(random);
    const auto  input = random_codes<std::int8_t>(
        random,
        static_cast<std::size_t>(own.batches * own.height.input * own.width.input * own.input_channels));
    const auto                 taps = taps_of(own, input);
    const bounds<std::int32_t> clamp{-100, 90};
    std::vector<std::int8_t>   averages(taps.size()), maxima(taps.size());
    average_pool_2d::reference(erased<average_pool_2d::parameters>{parameters_of<average_pool_2d>(own)},
                               input.data(), clamp, averages.data());
    max_pool_2d::reference(erased<max_pool_2d::parameters>{parameters_of<max_pool_2d>(own)}, input.data(),
                           clamp, maxima.data());
    for (std::size_t o = 0; o < taps.size(); ++o) {
      REQUIRE_FALSE(taps[o].empty());
      std::int64_t sum = 0;
      for (const auto code : taps[o]) sum += code;
      const auto mean = divide_half_away(sum, static_cast<std::int64_t>(taps[o].size()));
      wrong += averages[o] == std::clamp<std::int64_t>(mean, -100, 90) ? 0 : 1;
      wrong +=
          maxima[o] == std::clamp<int>(*std::max_element(taps[o].begin(), taps[o].end()), -100, 90) ? 0 : 1;
    }
  }
  CHECK(wrong == 0);
}

TEST_CASE("pool_2d: random float pools") {
  random_numbers random;
  int            wrong = 0;
  for (int i = 0; i < many / 40; ++i) {
    const layer         own   = random_pool(random);
    const auto          input = random_reals(random, static_cast<std::size_t>(own.batches * own.height.input *
                                                                     own.width.input * own.input_channels));
    const auto          taps  = taps_of(own, input);
    const bounds<float> clamp = real_bounds(activation::none);
    std::vector<float>  averages(taps.size()), maxima(taps.size());
    average_pool_2d::reference(erased<average_pool_2d::parameters>{parameters_of<average_pool_2d>(own)},
                               input.data(), clamp, averages.data());
    max_pool_2d::reference(erased<max_pool_2d::parameters>{parameters_of<max_pool_2d>(own)}, input.data(),
                           clamp, maxima.data());
    for (std::size_t o = 0; o < taps.size(); ++o) {
      double sum = 0;
      for (const float real : taps[o]) sum += static_cast<double>(real);
      wrong += std::fabs(sum / static_cast<double>(taps[o].size()) - static_cast<double>(averages[o])) < 1e-6
                   ? 0
                   : 1;
      wrong += maxima[o] == *std::max_element(taps[o].begin(), taps[o].end()) ? 0 : 1;
    }
  }
  CHECK(wrong == 0);
}
