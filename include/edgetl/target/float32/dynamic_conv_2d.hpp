// SPDX-License-Identifier: BSL-1.0
// CONV_2D of floats by an int8 filter: the input becomes codes on the fly, kept as floats, and the sums of
// products are whole numbers below 2^24, so the float tiles compute them exactly. What makes real numbers of
// them runs over the output afterwards.
#pragma once

#include <edgetl/kernel/conv_2d.hpp>
#include <edgetl/target/float32/contraction.hpp>

#include <cstddef>
#include <cstdint>

namespace edgetl::target::float32 {

// Codes and weights are in [-128, 127].
inline constexpr std::int32_t most_exact_terms = (1 << 24) / (128 * 128);

// Batches of one pixel make one long image; each has a range of its own.
constexpr bool has_single_pixels(const kernel::conv_2d::parameters& own) { return own.height.input == 1 && own.width.input == 1 && own.width.before == 0 && own.height.before == 0; }
constexpr layer_shape dynamic_shape_of(const kernel::conv_2d::parameters& own) {
  const image_layout image{own.height, own.width, own.input_channels, 1, 0, false, true}, pixels{{1, 1, 1, 1, 1, 0}, {own.batches, own.batches, 1, 1, 1, 0},
                                                                                                 own.input_channels, 1, 0, false, true};
  return {1, has_single_pixels(own) ? pixels : image, own.output_channels, false};
}

// What becomes of a range's sums: (sum - zero_point * the channel's weights) * step.
struct code_range {
  float zero_point, step;
};
constexpr std::int32_t ranges_at_once(const kernel::conv_2d::parameters& own) { return has_single_pixels(own) ? own.batches : 1; }

template <class Lanes> constexpr kernel::choice choose_dynamic(const kernel::problem<kernel::conv_2d::parameters>& wanted) {
  const kernel::conv_2d::parameters& own = wanted.own;
  const layer_shape shape = dynamic_shape_of(own);
  if (wanted.input != element_type::float32 || wanted.filter != element_type::int8 || !wanted.known_weights ||
      own.filter_channels != own.input_channels || shape.order().terms() > most_exact_terms)
    return {};
  kernel::choice result = choose_tile<Lanes>(shape);
  if (result.is_reference()) return {};
  result.kernel = kernel::named("float32 tile, dynamic range");
  result.scratch_bytes += ranges_at_once(own) * static_cast<std::int32_t>(sizeof(code_range));
  return result;
}

// The codes as the floats that the tiles' panels are made of, and their sum per channel.
template <class Weights, int Terms, int Channels> struct codes_as_floats {
  using scheme  = quant::unquantized<float>;
  using layout  = edgetl::layout::dense;
  using operand = float;

  static constexpr auto make() {
    array<float, static_cast<std::size_t>(Terms * Channels)> result{};
    const auto* from = Weights::known();
    for (std::size_t i = 0; i < result.size(); ++i) result[i] = static_cast<float>(static_cast<signed char>(from[i]));
    return result;
  }
  static constexpr auto         values = make();
  static constexpr const float* known() { return values.data(); }
  static constexpr operand      at(std::size_t index) { return values[index]; }
  static constexpr const float* stored() { return values.data(); }

  static constexpr auto make_totals() {
    array<float, static_cast<std::size_t>(Channels)> result{};
    for (std::size_t i = 0; i < values.size(); ++i) result[i / static_cast<std::size_t>(Terms)] += values[i];
    return result;
  }
  static constexpr auto totals = make_totals();
};
struct sums_as_they_are {
  static constexpr kernel::bounds<float> clamp() { return {-kernel::float_infinity, kernel::float_infinity}; }
  static constexpr float                 bias(int) { return 0; }
};

template <class Lanes> EDGETL_INLINE kernel::dynamic_range range_of(const float* values, std::int32_t count) {
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
  return kernel::dynamic_range_between(low[0], high[0]);
}

// dynamic_range::operator() on vectors, with the zero point added.
template <class Lanes> EDGETL_INLINE void write_codes(const float* values, std::int32_t count, const kernel::dynamic_range& range, float* codes) {
  const auto zero = Lanes::all(static_cast<float>(range.zero_point)), factor = Lanes::all(range.codes_per_unit);
  const auto lowest = Lanes::all(static_cast<float>(-128 - range.zero_point)), highest = Lanes::all(static_cast<float>(127 - range.zero_point));
  const auto code = [&](auto value) __attribute__((always_inline)) {
    const auto scaled = Lanes::number_or_zero(Lanes::multiply(value, factor));
    return Lanes::add(Lanes::nearest(Lanes::at_most(Lanes::at_least(scaled, lowest), highest)), zero);
  };
  std::int32_t i = 0;
  for (; i + Lanes::count <= count; i += Lanes::count) Lanes::store(codes + i, code(Lanes::load(values + i)));
  if (i < count) Lanes::store_first(codes + i, code(Lanes::load_first(values + i, count - i, 0.0f)), count - i);
}

// scale_bias_and_clamp on the sums of one position.
template <class Lanes>
EDGETL_INLINE void finish_position(float* sums, const float* totals, std::int32_t channels, const code_range& range, const kernel::scale_bias_and_clamp& finish) {
  const auto zero = Lanes::all(-range.zero_point), unit = Lanes::all(range.step);
  const auto lowest = Lanes::all(finish.clamp.lowest), highest = Lanes::all(finish.clamp.highest);
  const auto real = [&](std::int32_t c, auto load) __attribute__((always_inline)) {
    const auto sum   = Lanes::multiply_add(load(sums + c), zero, load(totals + c));
    auto       value = Lanes::multiply(Lanes::multiply(sum, unit), load(finish.scales + c));
    if (finish.biases != nullptr) value = Lanes::add(value, load(finish.biases + c));
    return Lanes::at_most(Lanes::at_least(value, lowest), highest);
  };
  std::int32_t c = 0;
  for (; c + Lanes::count <= channels; c += Lanes::count) Lanes::store(sums + c, real(c, [](const float* from) { return Lanes::load(from); }));
  if (const int rest = channels - c; rest > 0)
    Lanes::store_first(sums + c, real(c, [rest](const float* from) { return Lanes::load_first(from, rest, 0.0f); }), rest);
}

template <class Lanes, layer_shape Shape, int Ranges, int Positions, even_split Groups, class List>
EDGETL_KERNEL void run_dynamic(std::int32_t batches, const float* input, unsigned char* scratch, const List& panels, const float* totals,
                               kernel::scale_bias_and_clamp finish, float* output) {
  constexpr std::int32_t positions = Shape.rows() * Shape.columns(), elements = Shape.image.elements(), channels = Shape.output_channels;
  auto* const            image     = reinterpret_cast<float*>(scratch);
  auto* const            ranges    = reinterpret_cast<code_range*>(image + Shape.image.scratch_elements());
  const auto             remember  = [&](std::int32_t i, const kernel::dynamic_range& own) { ranges[i] = {static_cast<float>(own.zero_point), own.step}; };
  for (std::int32_t batch = 0; batch < batches; batch += Ranges, input += elements, output += positions * channels) {
    if constexpr (Ranges > 1) {
      constexpr std::int32_t depth = Shape.image.channels;
      for (std::int32_t i = 0; i < Ranges; ++i) {
        const kernel::dynamic_range own = range_of<Lanes>(input + i * depth, depth);
        write_codes<Lanes>(input + i * depth, depth, own, image + i * depth);
        remember(i, own);
      }
    } else {
      const kernel::dynamic_range own = range_of<Lanes>(input, elements);
      place_image<Lanes, Shape.image>(image, input);
      write_codes<Lanes>(image, Shape.image.scratch_elements(), own, image);
      remember(0, own);
    }
    for_each_panel<Lanes::count, channels, Groups>(panels, [&]<int Vectors, int Channels>(const auto& panel, std::int32_t first) __attribute__((always_inline)) {
      run_panel<Lanes, clamp_sides{false, false}, Shape, Positions, Vectors, Channels>(image, panel, sums_as_they_are::clamp(), output + first);
    });
    for (std::int32_t i = 0; i < positions; ++i) finish_position<Lanes>(output + i * channels, totals, channels, ranges[Ranges > 1 ? i : 0], finish);
  }
}

template <float32_target Target, kernel::choice Choice, class Parameters, layout::known_weights_operand Weights>
void edgetl_kernel(kernel::conv_2d::dynamic, Target, kernel::chosen<Choice> how, Parameters, const float* input, Weights, kernel::scale_bias_and_clamp finish,
                   float* output) {
  static_assert(kernel::check_tile<Choice>());
  using lanes                 = typename Target::float32_lanes;
  constexpr layer_shape shape = dynamic_shape_of(Parameters::get());
  using codes                 = codes_as_floats<Weights, shape.order().terms(), shape.output_channels>;
  using packed                = packed_layer<lanes::count, Choice.vectors, codes, sums_as_they_are, shape.weights()>;
  run_dynamic<lanes, shape, ranges_at_once(Parameters::get()), Choice.rows, packed::groups>(Parameters::get().batches, input, how.scratch, packed::panels,
                                                                                             codes::totals.data(), finish, output);
}

}  // namespace edgetl::target::float32
