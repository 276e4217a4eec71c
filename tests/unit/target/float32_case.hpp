// SPDX-License-Identifier: BSL-1.0
// What the tests of the float kernels share: random operands that the compiler knows, exactly as long as they
// must be, and how far two results may be apart.
#pragma once

#include <edgetl/target/float32.hpp>

#include <edgetl/target/native.hpp>

#include "../unit.hpp"

#include <cmath>
#include <limits>
#include <vector>

namespace edgetl_test {

using namespace edgetl;

using float_target = target::with_float32<target::native>;
using fast_target  = target::with_float32<target::native, target::float32::fast>;
using float_lanes  = float_target::float32_lanes;

// The same kernels with nothing beneath: where one is missing, nothing compiles, instead of the reference
// answering for itself.
template <class Target> struct kernels_alone : target::float32::kernels<typename Target::float32_lanes, typename Target::float32_accuracy> {
  static constexpr kernel::preference trade = kernel::preference::speed;
};

inline constexpr float not_a_number = std::numeric_limits<float>::quiet_NaN();
inline constexpr float infinity     = std::numeric_limits<float>::infinity();
template <class Target, bool MayBeReference> using beneath = std::conditional_t<MayBeReference, Target, kernels_alone<Target>>;

constexpr float random_float(random_numbers& numbers) { return static_cast<float>(numbers.between(-32768, 32767)) / 32768.0f; }

template <std::size_t Count, std::uint64_t Seed> constexpr auto make_floats() {
  array<float, Count> result{};
  random_numbers      numbers{Seed * 7919 + 11};
  for (std::size_t i = 0; i < Count; ++i) result[i] = random_float(numbers);
  return result;
}
template <std::size_t Count, std::uint64_t Seed> inline constexpr auto floats = make_floats<Count, Seed>();

inline std::vector<float> random_floats(std::size_t count, std::uint64_t seed) {
  std::vector<float> result(count);
  random_numbers     numbers{seed * 104729 + 3};
  for (float& value : result) value = random_float(numbers);
  return result;
}

template <std::size_t Count, std::uint64_t Seed> struct known_codes {
  static constexpr const float* known() { return floats<Count, Seed>.data(); }
  static constexpr const float* stored() { return floats<Count, Seed>.data(); }
};
template <std::size_t Count, std::uint64_t Seed>
using test_weights = layout::known_weights<quant::unquantized<float>, layout::dense, known_codes<Count, Seed>>;

template <std::size_t Channels, std::uint64_t Seed, kernel::activation Function> struct known_constants {
  static constexpr kernel::bounds<float> clamp() { return kernel::real_bounds(Function); }
  static constexpr float                 channel_bias(int c) { return floats<Channels, Seed + 1>[static_cast<std::size_t>(c)]; }
  static constexpr kernel::bias_and_clamp stored() { return {clamp(), floats<Channels, Seed + 1>.data()}; }
};

template <class Parameters> constexpr kernel::problem<Parameters> float_problem(const Parameters& own) {
  kernel::problem<Parameters> result{own};
  result.input = result.filter = result.output = element_type::float32;
  result.known_weights                         = true;
  return result;
}

// The largest difference over the largest magnitude of what is expected; infinite where one is a number and
// the other is not.
inline double difference(const std::vector<float>& made, const std::vector<float>& wanted) {
  double largest = 1e-30, worst = 0;
  for (float value : wanted)
    if (std::isfinite(value)) largest = larger(largest, std::fabs(static_cast<double>(value)));
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (std::isnan(made[i]) && std::isnan(wanted[i])) continue;
    if (made[i] == wanted[i]) continue;
    const double apart = std::fabs(static_cast<double>(made[i]) - static_cast<double>(wanted[i]));
    worst              = larger(worst, std::isfinite(apart) ? apart : static_cast<double>(infinity));
  }
  return worst / largest;
}

// A contraction on Target and by its reference.
template <class Kernel, auto Own, std::size_t Inputs, std::size_t Weights, std::size_t Channels, std::size_t Outputs, std::uint64_t Seed,
          kernel::activation Function, class Target = float_target>
double contraction_difference(const char* wanted_kernel, std::vector<float> input = random_floats(Inputs, Seed)) {
  using weights        = test_weights<Weights, Seed>;
  using epilogue       = kernel::known_bias_and_clamp<known_constants<Channels, Seed, Function>>;
  constexpr auto how   = edgetl_choose(Kernel{}, Target{}, float_problem(Own));
  CHECK(how.kernel == kernel::named(wanted_kernel));
  std::vector<float> scratch(static_cast<std::size_t>(how.scratch_bytes) / sizeof(float), not_a_number);
  std::vector<float> made(Outputs, not_a_number), wanted(Outputs, not_a_number);
  const kernel::chosen<how> chosen{reinterpret_cast<unsigned char*>(scratch.data())};
  kernel::dispatch(Kernel{}, beneath<Target, how.is_reference()>{}, chosen, kernel::constant<Own>{}, static_cast<const float*>(input.data()), weights{}, epilogue{}, made.data());
  Kernel::reference(kernel::constant<Own>{}, static_cast<const float*>(input.data()), weights::stored(), epilogue::stored(), wanted.data());
  return difference(made, wanted);
}

}  // namespace edgetl_test
