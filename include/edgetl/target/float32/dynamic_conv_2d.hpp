// SPDX-License-Identifier: BSL-1.0
// CONV_2D and FULLY_CONNECTED of floats by a filter of codes. Groups are left to the reference.
#pragma once

#include <edgetl/kernel/conv_2d.hpp>
#include <edgetl/target/float32/dynamic_range.hpp>

#include <cstdint>

namespace edgetl::target::float32 {

// Batches of one pixel make one long image; each has a range of its own.
constexpr bool has_single_pixels(const kernel::conv_2d::parameters& own) {
  return own.height.input == 1 && own.width.input == 1 && own.width.before == 0 && own.height.before == 0;
}
constexpr layer_shape dynamic_shape_of(const kernel::conv_2d::parameters& own) {
  const kernel::window one{1, 1, 1, 1, 1, 0}, all{own.batches, own.batches, 1, 1, 1, 0};
  const image_layout   image{own.height, own.width, own.input_channels, 1, 0, false, true},
      pixels{one, all, own.input_channels, 1, 0, false, true};
  return {1, has_single_pixels(own) ? pixels : image, own.output_channels, false};
}
constexpr std::int32_t ranges_at_once(const kernel::conv_2d::parameters& own) {
  return has_single_pixels(own) ? own.batches : 1;
}

// Scratch holds `ranges` ranges behind the image.
template <class Lanes> constexpr kernel::choice choose_dynamic_tile(const layer_shape& shape, std::int32_t ranges) {
  kernel::choice result = choose_tile<Lanes>(shape);
  if (result.is_reference()) return {};
  result.kernel = kernel::named("float32 tile, dynamic range");
  result.scratch_bytes += ranges * static_cast<std::int32_t>(sizeof(code_range));
  return result;
}
template <class Lanes>
constexpr kernel::choice choose_dynamic(const kernel::problem<kernel::conv_2d::parameters>& wanted) {
  const layer_shape shape = dynamic_shape_of(wanted.own);
  if (wanted.own.filter_channels != wanted.own.input_channels || !is_exact_dynamic(wanted, shape.order().terms()))
    return {};
  return choose_dynamic_tile<Lanes>(shape, ranges_at_once(wanted.own));
}

template <class Lanes, kernel::range_rule Rule, layer_shape Shape, int Ranges, int Positions, even_split Groups,
          class List>
EDGETL_KERNEL void run_dynamic(std::int32_t batches, const float* input, unsigned char* scratch, const List& panels,
                               const float* totals, kernel::scale_bias_and_clamp finish, float* output) {
  constexpr std::int32_t positions = Shape.rows() * Shape.columns(), elements = Shape.image.elements(),
                         channels = Shape.output_channels;
  auto* const image               = reinterpret_cast<float*>(scratch);
  auto* const ranges              = reinterpret_cast<code_range*>(image + Shape.image.scratch_elements());
  for (std::int32_t batch = 0; batch < batches; batch += Ranges, input += elements, output += positions * channels) {
    if constexpr (Ranges > 1) {
      constexpr std::int32_t depth = Shape.image.channels;
      for (std::int32_t i = 0; i < Ranges; ++i) {
        const auto own = range_of<Lanes, Rule>(input + i * depth, depth);
        write_codes<Lanes>(input + i * depth, depth, own, image + i * depth);
        ranges[i] = {static_cast<float>(own.zero_point), own.step};
      }
    } else {
      ranges[0] = place_codes<Lanes, Rule, Shape.image>(image, input);
    }
    const auto run = [&]<int Vectors, int Channels>(const auto& panel, std::int32_t first)
        __attribute__((always_inline)) {
      run_panel<Lanes, clamp_sides{false, false}, Shape, Positions, Vectors, Channels>(
          image, panel, sums_as_they_are::clamp(), output + first);
    };
    for_each_panel<Lanes::count, channels, Groups>(panels, run);
    for (std::int32_t i = 0; i < positions; ++i)
      finish_position<Lanes>(output + i * channels, totals, channels, ranges[Ranges > 1 ? i : 0], finish);
  }
}

// Packs a layer and runs it.
template <class Lanes, kernel::range_rule Rule, layer_shape Shape, int Ranges, kernel::choice Choice,
          layout::known_weights_operand Weights>
EDGETL_INLINE void contract_dynamic(std::int32_t batches, const float* input, unsigned char* scratch,
                                    kernel::scale_bias_and_clamp finish, float* output) {
  static_assert(kernel::check_tile<Choice>());
  using packed =
      packed_layer<Lanes::count, Choice.vectors, codes_as_floats<Weights>, sums_as_they_are, Shape.weights()>;
  run_dynamic<Lanes, Rule, Shape, Ranges, Choice.rows, packed::groups>(
      batches, input, scratch, packed::panels, code_totals<Weights, Shape.weights()>::values.data(), finish, output);
}

template <kernel::range_rule Rule, float32_target Target, kernel::choice Choice, class Parameters,
          layout::known_weights_operand Weights>
void edgetl_kernel(kernel::conv_2d::dynamic<Rule>, Target, kernel::chosen<Choice> how, Parameters, const float* input,
                   Weights, kernel::scale_bias_and_clamp finish, float* output) {
  constexpr auto own = Parameters::get();
  contract_dynamic<typename Target::float32_lanes, Rule, dynamic_shape_of(own), ranges_at_once(own), Choice, Weights>(
      own.batches, input, how.scratch, finish, output);
}

}  // namespace edgetl::target::float32
