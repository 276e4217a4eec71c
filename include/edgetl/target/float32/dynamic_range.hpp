// SPDX-License-Identifier: BSL-1.0
// Floats by a filter of codes: the input becomes codes on the fly, kept as floats, and the sums of products are
// whole numbers below 2^24, so the float tiles compute them exactly. What makes real numbers of them runs over the
// output afterwards.
#pragma once

#include <edgetl/kernel/dynamic_range.hpp>
#include <edgetl/target/float32/contraction.hpp>

#include <cstddef>
#include <cstdint>

namespace edgetl::target::float32 {

// Codes and weights are in [-128, 127].
inline constexpr std::int32_t most_exact_terms = (1 << 24) / (128 * 128);

// Whether this is such a contraction, its weights can be packed and its sums are exact.
template <class Parameters>
constexpr bool is_exact_dynamic(const kernel::problem<Parameters>& wanted, std::int32_t terms) {
  return wanted.input == element_type::float32 && is_quantized(wanted.filter) && wanted.known_weights &&
         terms <= most_exact_terms;
}

// What becomes of a range's sums: (sum - zero_point * the channel's weights) * step.
struct code_range {
  float zero_point, step;
};

// A filter's codes as the floats that the tiles' panels are made of.
template <class Weights> struct codes_as_floats {
  struct reader {
    const typename Weights::scheme::word* codes;

    constexpr float operator[](std::int32_t i) const {
      if constexpr (Weights::is_plain_int8)
        return static_cast<float>(static_cast<signed char>(codes[i]));
      else
        return static_cast<float>(Weights::scheme::decode(codes, static_cast<std::size_t>(i)));
    }
  };
  static constexpr reader known() { return {Weights::known()}; }
};

// The sum of each channel's codes. In parts, each a constant expression of its own: Clang gives one a million steps.
template <class Weights, weight_order Order> struct code_totals {
  static constexpr even_split parts{Order.channels,
                                    largest_panel / 4 > Order.terms ? largest_panel / 4 / Order.terms : 1};

  template <std::int32_t Part> static constexpr auto make_part() {
    constexpr std::int32_t                        first = parts.first(Part), count = parts.size(Part);
    array<float, static_cast<std::size_t>(count)> result{};
    const auto                                    from = codes_as_floats<Weights>::known();
    for (std::int32_t c = 0; c < count; ++c) {
      const std::int32_t start = (first + c) * Order.per_channel;
      float              total = 0;
      for (std::int32_t term = 0; term < Order.terms; ++term) total += from[start + term * Order.per_term];
      result[static_cast<std::size_t>(c)] = total;
    }
    return result;
  }
  template <std::int32_t Part> static constexpr auto part = make_part<Part>();

  static constexpr auto make() {
    array<float, static_cast<std::size_t>(Order.channels)> result{};
    [&]<std::int32_t... Part>(integer_sequence<std::int32_t, Part...>) {
      std::size_t next = 0;
      const auto  add  = [&](const auto& totals) {
        for (std::size_t i = 0; i < totals.size(); ++i) result[next++] = totals[i];
      };
      (add(part<Part>), ...);
    }
    (make_integer_sequence<std::int32_t, parts.count()>{});
    return result;
  }
  static constexpr auto values = make();
};

struct sums_as_they_are {
  static constexpr kernel::bounds<float> clamp() { return {-kernel::float_infinity, kernel::float_infinity}; }
  static constexpr float                 bias(int) { return 0; }
};

template <class Lanes, kernel::range_rule Rule> EDGETL_INLINE auto range_of(const float* values, std::int32_t count) {
  auto         least = Lanes::all(0.0f), most = least;
  std::int32_t i = 0;
  for (; i + Lanes::count <= count; i += Lanes::count) {
    const auto own = Lanes::load(values + i);
    least = Lanes::smaller(own, least), most = Lanes::larger(own, most);
  }
  if (i < count) {
    const auto own = Lanes::load_first(values + i, count - i, 0.0f);
    least = Lanes::smaller(own, least), most = Lanes::larger(own, most);
  }
  alignas(64) float low[Lanes::count], high[Lanes::count];
  Lanes::store(low, least), Lanes::store(high, most);
  for (int lane = 1; lane < Lanes::count; ++lane) {
    low[0]  = low[lane] < low[0] ? low[lane] : low[0];
    high[0] = high[lane] > high[0] ? high[lane] : high[0];
  }
  return kernel::dynamic_range_between<Rule>(low[0], high[0]);
}

// dynamic_range::operator() on vectors, with the zero point added.
template <class Lanes, kernel::range_rule Rule> EDGETL_INLINE void write_codes(const float* values, std::int32_t count,
                                                                               const kernel::dynamic_range<Rule>& range,
                                                                               float* codes) {
  const auto least = static_cast<float>(range.lowest_code), most = static_cast<float>(range.highest_code);
  const auto origin = static_cast<float>(range.zero_point);
  const auto zero = Lanes::all(origin), factor = Lanes::all(range.codes_per_unit);
  const auto code = [&](auto value) __attribute__((always_inline)) {
    const auto scaled = Lanes::number_or_zero(Lanes::multiply(value, factor));
    const auto within = [](auto number, float lowest, float highest) __attribute__((always_inline)) {
      return Lanes::at_most(Lanes::at_least(number, Lanes::all(lowest)), Lanes::all(highest));
    };
    if constexpr (Rule == kernel::range_rule::qd8)
      return Lanes::add(Lanes::nearest(within(scaled, least - origin, most - origin)), zero);
    else
      return Lanes::nearest_or_away(within(Lanes::add(zero, scaled), least, most));
  };
  std::int32_t i = 0;
  for (; i + Lanes::count <= count; i += Lanes::count) Lanes::store(codes + i, code(Lanes::load(values + i)));
  if (i < count) Lanes::store_first(codes + i, code(Lanes::load_first(values + i, count - i, 0.0f)), count - i);
}

// The codes of one image in its copy, whose halo is 0 in real numbers.
template <class Lanes, kernel::range_rule Rule, image_layout Layout>
EDGETL_INLINE code_range place_codes(float* copy, const float* input) {
  static_assert(Layout.copied());
  const auto own = range_of<Lanes, Rule>(input, Layout.elements());
  place_image<Lanes, Layout>(copy, input);
  write_codes<Lanes>(copy, Layout.scratch_elements(), own, copy);
  return {static_cast<float>(own.zero_point), own.step};
}

// scale_bias_and_clamp on the sums of one position.
template <class Lanes> EDGETL_INLINE void finish_position(float* sums, const float* totals, std::int32_t channels,
                                                          const code_range&                   range,
                                                          const kernel::scale_bias_and_clamp& finish) {
  const auto zero = Lanes::all(-range.zero_point), unit = Lanes::all(range.step);
  const auto lowest = Lanes::all(finish.clamp.lowest), highest = Lanes::all(finish.clamp.highest);
  const auto real = [&](std::int32_t c, auto load) __attribute__((always_inline)) {
    const auto sum   = Lanes::multiply_add(load(sums + c), zero, load(totals + c));
    auto       value = Lanes::multiply(Lanes::multiply(sum, unit), load(finish.scales + c));
    if (finish.biases != nullptr) value = Lanes::add(value, load(finish.biases + c));
    return Lanes::at_most(Lanes::at_least(value, lowest), highest);
  };
  std::int32_t c = 0;
  for (; c + Lanes::count <= channels; c += Lanes::count)
    Lanes::store(sums + c, real(c, [](const float* from) { return Lanes::load(from); }));
  if (const int rest = channels - c; rest > 0)
    Lanes::store_first(sums + c, real(c, [rest](const float* from) { return Lanes::load_first(from, rest, 0.0f); }),
                       rest);
}

}  // namespace edgetl::target::float32
