// SPDX-License-Identifier: BSL-1.0
// Dynamic-range quantization: float activations meet an int8 filter. The input of each batch is brought to
// 8-bit codes on the fly, with the scale and zero point of its own smallest and largest value; the sum of
// integer products becomes a real number again. Source: XNNPACK's qd8 kernels, which LiteRT runs.
#pragma once

#include <edgetl/kernel/contraction.hpp>

#include <cstddef>
#include <cstdint>

namespace edgetl::kernel {

// real = step * (code - zero_point), code in [-128, 127].
struct dynamic_range {
  float        codes_per_unit;
  float        step;
  std::int32_t zero_point;

  // The difference of a value's code to the zero point; halves go to the even code, what is no number to 0.
  constexpr std::int32_t operator()(float value) const {
    const float  lowest = static_cast<float>(-128 - zero_point), highest = static_cast<float>(127 - zero_point);
    const float  scaled = numeric::rounded(value * codes_per_unit);
    if (numeric::is_nan(scaled)) return 0;
    return to_even(fixed_point::clamp(scaled, lowest, highest));
  }

  static constexpr std::int32_t to_even(float value) {
    const auto         whole    = static_cast<std::int32_t>(value);
    const float        fraction = value - static_cast<float>(whole);
    const std::int32_t odd      = whole & 1;
    // no branches: which way a zero point is rounded cannot be foreseen
    const int up   = static_cast<int>(fraction > 0.5f) | (static_cast<int>(fraction == 0.5f) & odd);
    const int down = static_cast<int>(fraction < -0.5f) | (static_cast<int>(fraction == -0.5f) & odd);
    return whole + up - down;
  }
};

// From lowest <= 0 to highest >= 0. Of both ends, the one that is off less fixes the zero point.
constexpr dynamic_range dynamic_range_between(float lowest, float highest) {
  using numeric::rounded;
  const float width = rounded(highest - lowest);
  const float scale = width == 0 ? 1.0f : numeric::divide(255.0f, width);
  if (!(scale > 0) || !numeric::is_finite(scale)) return {1.0f, 1.0f, 0};  // beyond what float can hold
  const float low = rounded(lowest * scale), high = rounded(highest * scale);
  const float zero = rounded(rounded(-128.0f + low) + rounded(127.0f + high)) > 0 ? -128.0f - low : 127.0f - high;
  return {scale, numeric::divide(1.0f, scale), dynamic_range::to_even(fixed_point::clamp(zero, -128.0f, 127.0f))};
}

// The range of these values, widened to contain 0.
constexpr dynamic_range make_dynamic_range(const float* values, std::size_t count) {
  float lowest = 0, highest = 0;
  for (std::size_t i = 0; i < count; ++i) {
    lowest  = values[i] < lowest ? values[i] : lowest;
    highest = values[i] > highest ? values[i] : highest;
  }
  return dynamic_range_between(lowest, highest);
}

// Float pixels read as differences of codes: what a kernel's inner loop indexes instead of a pointer.
struct dynamic_pixels {
  const float*  values;
  dynamic_range range;

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

constexpr bool is_dynamic(const node& step) {
  return is_float(step.input(input).element) && step.input(filter).element == element_type::int8;
}

constexpr refusal check_dynamic(const node& step, int filter_axis, std::int64_t terms) {
  const tensor_info& w = step.input(filter);
  if (w.quantization.zero_point != 0)
    return {"needs a filter whose zero point is 0 -> quantize the filter symmetrically", step.inputs[filter]};
  if (w.channels < 1) return {"needs a filter with a scale -> quantize the filter", step.inputs[filter]};
  if (w.channels > 1 && (w.channel_axis != filter_axis || w.channels != w.shape[filter_axis]))
    return {"needs one filter scale per output channel -> quantize the filter along its output axis", step.inputs[filter]};
  if (terms > 65536) return {"sums too many products for 32 bits -> split the layer into smaller parts", step.inputs[filter]};
  return {};
}

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
