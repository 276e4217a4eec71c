// SPDX-License-Identifier: BSL-1.0
// Dynamic-range quantization: float activations meet a filter of codes. The values that share a range (an image, a
// row) become 8-bit codes on the fly, by the smallest and largest of them; sums of integer products become real again.
// Source: LiteRT, by its own kernels or by XNNPACK's qd8 kernels, as the operation says.
#pragma once

#include <edgetl/kernel/contraction.hpp>

#include <cstddef>
#include <cstdint>

namespace edgetl::kernel {

enum class range_rule : std::int32_t {
  qd8,         // XNNPACK: from the lowest value to the highest, in single precision; halves to the even code
  asymmetric,  // LiteRT: the same, in double; halves away from zero once the zero point is added
  symmetric,   // LiteRT: as far below 0 as above, so that the zero point is 0; halves away from zero
};

// real = step * (code - zero_point), code in [lowest_code, 127].
template <range_rule Rule> struct dynamic_range {
  float        codes_per_unit;
  float        step;
  std::int32_t zero_point;

  static constexpr std::int32_t lowest_code = Rule == range_rule::symmetric ? -127 : -128, highest_code = 127;

  // The difference of a value's code to the zero point; of what is no number 0.
  constexpr std::int32_t operator()(float value) const {
    const float scaled = numeric::rounded(value * codes_per_unit);
    if (numeric::is_nan(scaled)) return 0;
    if constexpr (Rule == range_rule::qd8) {
      const std::int32_t lowest = lowest_code - zero_point, highest = highest_code - zero_point;
      return to_even(fixed_point::clamp(scaled, static_cast<float>(lowest), static_cast<float>(highest)));
    } else {
      const float code = numeric::rounded(static_cast<float>(zero_point) + scaled);
      return half_away(fixed_point::clamp(code, float{lowest_code}, float{highest_code})) - zero_point;
    }
  }

  // To the nearest integer, halves to the even one, for |value| < 2^22.
  static constexpr std::int32_t to_even(float value) {
    const auto         whole    = static_cast<std::int32_t>(value);
    const float        fraction = value - static_cast<float>(whole);
    const std::int32_t odd      = whole & 1;
    // no branches: which way a zero point is rounded cannot be foreseen
    const int up   = static_cast<int>(fraction > 0.5f) | (static_cast<int>(fraction == 0.5f) & odd);
    const int down = static_cast<int>(fraction < -0.5f) | (static_cast<int>(fraction == -0.5f) & odd);
    return whole + up - down;
  }
  // The same, halves away from zero.
  template <class Real> static constexpr std::int32_t half_away(Real value) {
    const auto whole    = static_cast<std::int32_t>(value);
    const Real fraction = value - static_cast<Real>(whole);
    return whole + static_cast<int>(fraction >= Real{0.5}) - static_cast<int>(fraction <= Real{-0.5});
  }
};

// The range from lowest <= 0 to highest >= 0. Steps of 1 where there is none, or none that float can hold.
template <range_rule Rule> constexpr dynamic_range<Rule> dynamic_range_between(float lowest, float highest) {
  using numeric::divide, numeric::rounded;
  using range               = dynamic_range<Rule>;
  const auto  is_factor     = [](float value) { return value > 0 && numeric::is_finite(value); };
  const range whole_numbers = {1.0f, 1.0f, 0};
  if (Rule != range_rule::qd8 && lowest == highest) return whole_numbers;
  if constexpr (Rule == range_rule::symmetric) {
    const float reach = -lowest > highest ? -lowest : highest;
    const range own{divide(127.0f, reach), divide(reach, 127.0f), 0};
    return is_factor(own.codes_per_unit) && is_factor(own.step) ? own : whole_numbers;
  } else if constexpr (Rule == range_rule::asymmetric) {
    const double low = static_cast<double>(lowest), high = static_cast<double>(highest);
    const double step = divide(rounded(high - low), 255.0);
    const auto   unit = static_cast<float>(step);
    if (!is_factor(unit) || !is_factor(divide(1.0f, unit))) return whole_numbers;
    // of both ends, the one that is off less fixes the zero point
    const double below = divide(low, step), above = divide(high, step);
    const double zero =
        rounded(128.0 - below) < rounded(127.0 + above) ? rounded(-128.0 - below) : rounded(127.0 - above);
    return {divide(1.0f, unit), unit, range::half_away(fixed_point::clamp(zero, -128.0, 127.0))};
  } else {
    const float width = rounded(highest - lowest);
    const float scale = width == 0 ? 1.0f : divide(255.0f, width);
    if (!is_factor(scale)) return whole_numbers;
    const float low = rounded(lowest * scale), high = rounded(highest * scale);
    const float zero = rounded(rounded(-128.0f + low) + rounded(127.0f + high)) > 0 ? -128.0f - low : 127.0f - high;
    return {scale, divide(1.0f, scale), range::to_even(fixed_point::clamp(zero, -128.0f, 127.0f))};
  }
}

// The range of these values, widened to contain 0.
template <range_rule Rule> constexpr dynamic_range<Rule> make_dynamic_range(const float* values, std::size_t count) {
  float lowest = 0, highest = 0;
  for (std::size_t i = 0; i < count; ++i) {
    lowest  = values[i] < lowest ? values[i] : lowest;
    highest = values[i] > highest ? values[i] : highest;
  }
  return dynamic_range_between<Rule>(lowest, highest);
}

// Float pixels read as differences of codes: what a kernel's inner loop indexes instead of a pointer.
template <range_rule Rule> struct dynamic_pixels {
  const float*        values;
  dynamic_range<Rule> range;

  constexpr dynamic_pixels operator+(std::int32_t offset) const { return {values + offset, range}; }
  constexpr std::int32_t   operator[](std::int32_t i) const { return range(values[i]); }
};

// clamp(sum * step * scale[c] + bias[c]); biases may be null.
struct scale_bias_and_clamp {
  using accumulator = std::int32_t;

  bounds<float> clamp;
  const float*  biases;
  const float*  scales;
  float         step;

  constexpr float operator()(accumulator sum, int channel) const {
    const float value = numeric::rounded(numeric::rounded(static_cast<float>(sum) * step) * scales[channel]);
    const float moved = biases != nullptr ? numeric::rounded(value + biases[channel]) : value;
    return fixed_point::clamp(moved, clamp.lowest, clamp.highest);
  }
};

namespace contraction {

template <int Channels> constexpr auto make_scales(const node& step) {
  array<float, static_cast<std::size_t>(Channels)> result{};
  for (int c = 0; c < Channels; ++c) result[static_cast<std::size_t>(c)] = step.scale(step.input(filter), c);
  return result;
}
template <class Place, int Channels> inline constexpr auto scales_of = make_scales<Channels>(Place::facts);

// The epilogue of a dynamic contraction; its step is set by the kernel, batch by batch.
template <class Step, int Channels, activation Function> constexpr auto dynamic_epilogue() {
  const float* scales = scales_of<typename Step::place, Channels>.data();
  if constexpr (Step::facts.has_input(bias))
    return scale_bias_and_clamp{real_bounds(Function), Step::template constant_values<float, bias>(), scales, 1.0f};
  else
    return scale_bias_and_clamp{real_bounds(Function), nullptr, scales, 1.0f};
}

}  // namespace contraction
}  // namespace edgetl::kernel
