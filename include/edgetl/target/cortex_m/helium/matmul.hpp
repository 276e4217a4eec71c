// SPDX-License-Identifier: BSL-1.0
// Matrix products of int8 rows and packed weights: what convolutions and fully connected layers come down to.
// A row is one output position; it stands in memory as one or more runs of contiguous bytes. Bodies are shared by
// all layers of one geometry and requantize_form; the rest of a layer is read from a descriptor in flash.
#pragma once

#include <edgetl/core/array.hpp>
#include <edgetl/target/cortex_m/helium/dot.hpp>
#include <edgetl/target/cortex_m/helium/requantize.hpp>

#include <cstddef>
#include <cstdint>

namespace edgetl::target::cortex_m::mve {

// Output channels by runs of `length` terms; a run is padded with zeros to whole vectors.
struct panel_shape {
  std::int32_t outputs, runs, length;

  constexpr std::int32_t steps() const { return (length + 15) / 16; }  // per run
  constexpr std::int32_t quads() const { return (outputs + 3) / 4; }
  constexpr std::size_t  bytes() const { return static_cast<std::size_t>(quads() * 4 * runs * steps() * 16); }

  friend constexpr bool operator==(const panel_shape&, const panel_shape&) = default;
};

enum class tile { two_by_two, one_by_four };

// Weights in the order of use. two_by_two: per four channels first 0 and 2, then 1 and 3 (so that each pair of
// sums fills one VMOV), per step a vector of each; one_by_four: per step a vector of each of four channels.
// Filter::read(channel, term, count, to) with term = run * length + byte.
template <panel_shape Shape, tile Tile, class Filter> constexpr auto pack_weights(std::int32_t first_channel) {
  array<std::int8_t, Shape.bytes()> packed{};
  std::int8_t*                      to    = packed.data();
  constexpr std::int32_t            steps = Shape.runs * Shape.steps();
  for (std::int32_t quad = 0; quad < Shape.quads(); ++quad)
    for (std::int32_t half = 0; half < (Tile == tile::two_by_two ? 2 : 1); ++half)
      for (std::int32_t step = 0; step < steps; ++step)
        for (std::int32_t k = 0; k < (Tile == tile::two_by_two ? 2 : 4); ++k, to += 16) {
          const std::int32_t channel = quad * 4 + (Tile == tile::two_by_two ? 2 * k + half : k);
          const std::int32_t run = step / Shape.steps(), first = step % Shape.steps() * 16;
          const std::int32_t left = Shape.length - first;
          if (channel < Shape.outputs) Filter::read(first_channel + channel, run * Shape.length + first, left < 16 ? left : 16, to);
        }
  return packed;
}

// bias - zero point * sum of weights: what the raw codes leave out.
constexpr std::int32_t folded_bias(std::int32_t bias, std::int32_t zero_point, std::int32_t weight_sum) {
  return static_cast<std::int32_t>(static_cast<std::uint32_t>(bias) - static_cast<std::uint32_t>(std::int64_t{weight_sum} * zero_point));
}

template <panel_shape Shape, requantize_form Form, class Filter, class Epilogue>
constexpr auto pack_constants(std::int32_t zero_point, std::int32_t first_channel) {
  array<std::int32_t, static_cast<std::size_t>(Shape.quads() * words_per_vector(Form))> words{};
  for (std::int32_t c = 0; c < Shape.outputs; ++c) {
    const auto own = Epilogue::channel(first_channel + c);
    pack_channel(words.data() + c / 4 * words_per_vector(Form), c % 4, Form, folded_bias(own.bias, zero_point, Filter::sum(first_channel + c)),
                 own.factor);
  }
  return words;
}

// What differs between layers that share a body.
struct matmul_layer {
  const std::int8_t*  weights;
  const std::int32_t* constants;
  code_output         output;
  std::int32_t        outputs, output_stride;  // channels computed, and bytes from one position to the next
  std::int32_t        length;                  // bytes of a row where the body does not know them
  std::int32_t        row_stride;              // bytes from one row to the next
};

// Rows of `runs` runs of `steps` vectors; the next row starts `second` bytes behind, aligned to 4.
struct near_rows {
  std::int32_t runs, steps, second;

  // The offsets that loads can have, and code that stays small.
  constexpr bool fits() const { return second % 4 == 0 && second + 16 * steps - 16 <= 508 && runs * steps <= 40; }

  friend constexpr bool operator==(const near_rows&, const near_rows&) = default;
};

// One vector of steps after the other.
template <near_rows Rows, std::int32_t Run, std::int32_t Step>
EDGETL_INLINE void multiply_run(const std::int8_t* pixels, const std::int8_t*& weights, sums_2x2& sums) {
  multiply_near<16 * Step, Rows.second, Run == 0 && Step == 0>(pixels, weights, sums);
  if constexpr (Step + 1 < Rows.steps) multiply_run<Rows, Run, Step + 1>(pixels, weights, sums);
}
template <near_rows Rows, std::int32_t Run = 0>
EDGETL_INLINE void multiply_runs(const std::int8_t* const* runs, const std::int8_t*& weights, sums_2x2& sums) {
  multiply_run<Rows, Run, 0>(runs[Run], weights, sums);
  if constexpr (Run + 1 < Rows.runs) multiply_runs<Rows, Run + 1>(runs, weights, sums);
}

// An odd number of rows computes the last but one again. One row reads what stands behind it, and drops it: the
// second position is stored first. Partial: the number of outputs is no multiple of four.
template <near_rows Rows, requantize_form Form, bool Partial>
EDGETL_KERNEL void multiply_near_rows(const matmul_layer& layer, const std::int8_t* const* starts, std::int32_t rows, std::int8_t* output) {
  const std::int8_t* runs[Rows.runs];
  for (std::int32_t r = 0; r < Rows.runs; ++r) runs[r] = starts[r];
  clamp_vectors clamp(layer.output);
  const std::int32_t  stride = rows == 1 ? 0 : layer.output_stride;
  for (;;) {
    const std::int8_t*  weights = layer.weights;
    const std::int32_t* words   = layer.constants;
    std::int8_t*        first   = output;
    std::int8_t*        second  = output + stride;
    for (std::int32_t left = layer.outputs; left > 0; left -= 4) {
      clamp.hold();
      sums_2x2 sums;
      multiply_runs<Rows>(runs, weights, sums);
      int32x4_t zero = make_even(sums.zero_zero, sums.zero_one), one = make_even(sums.one_zero, sums.one_one);
      multiply_runs<Rows>(runs, weights, sums);
      zero = with_odd(zero, sums.zero_zero, sums.zero_one);
      one  = with_odd(one, sums.one_zero, sums.one_one);
      requantize<Form>(words, zero, one);
      const mve_pred16_t inside = Partial ? vctp32q(static_cast<std::uint32_t>(left)) : mve_pred16_t{};
      store_codes<Partial>(second, clamp(one), inside);
      store_codes<Partial>(first, clamp(zero), inside);
    }
    rows -= 2;
    if (rows <= 0) return;
    const std::int32_t ahead = rows == 1 ? 1 : 2;
    for (std::int32_t r = 0; r < Rows.runs; ++r) runs[r] += ahead * Rows.second;
    output += ahead * stride;
  }
}

// Rows of at most 16 bytes, which stay in registers.
template <requantize_form Form, bool Partial, bool Whole>
EDGETL_KERNEL void multiply_short_rows(const matmul_layer& layer, const std::int8_t* input, std::int32_t rows, std::int8_t* output) {
  clamp_vectors clamp(layer.output);
  const mve_pred16_t  in_row = Whole ? mve_pred16_t{} : vctp8q(static_cast<std::uint32_t>(layer.length));
  for (;;) {
    const bool          paired  = rows > 1;
    const std::int8_t*  other   = paired ? input + layer.row_stride : input;
    std::int8_t*        first   = output;
    std::int8_t*        second  = paired ? output + layer.output_stride : output;
    const int8x16_t     one     = Whole ? vldrbq_s8(input) : vldrbq_z_s8(input, in_row);
    const int8x16_t     two     = Whole ? vldrbq_s8(other) : vldrbq_z_s8(other, in_row);
    const std::int8_t*  weights = layer.weights;
    const std::int32_t* words   = layer.constants;
    for (std::int32_t left = layer.outputs; left > 0; left -= 4) {
      clamp.hold();
      sums_2x2  sums = multiply_held(one, two, weights);
      int32x4_t sum_one = make_even(sums.zero_zero, sums.zero_one), sum_two = make_even(sums.one_zero, sums.one_one);
      sums    = multiply_held(one, two, weights);
      sum_one = with_odd(sum_one, sums.zero_zero, sums.zero_one);
      sum_two = with_odd(sum_two, sums.one_zero, sums.one_one);
      requantize<Form>(words, sum_one, sum_two);
      const mve_pred16_t inside = Partial ? vctp32q(static_cast<std::uint32_t>(left)) : mve_pred16_t{};
      store_codes<Partial>(first, clamp(sum_one), inside);
      store_codes<Partial>(second, clamp(sum_two), inside);
    }
    rows -= 2;
    if (rows <= 0) return;
    input += 2 * layer.row_stride;
    output += 2 * layer.output_stride;
  }
}

template <bool Whole>
EDGETL_INLINE sums_2x2 multiply_pair(const std::int8_t* one, const std::int8_t* two, std::int32_t steps, mve_pred16_t in_rest, const std::int8_t*& weights) {
  sums_2x2 sums{};
  if (Whole || steps > 0) multiply_far(one, two, steps, weights, sums);
  if constexpr (!Whole) multiply_last(one, two, in_rest, weights, sums);
  return sums;
}

// Rows of any length anywhere; also one row, which is then computed twice. Whole: the length is a multiple of 16.
template <requantize_form Form, bool Partial, bool Whole>
EDGETL_KERNEL void multiply_far_rows(const matmul_layer& layer, const std::int8_t* input, std::int32_t rows, std::int8_t* output) {
  clamp_vectors clamp(layer.output);
  const std::int32_t  steps   = layer.length / 16;
  const mve_pred16_t  in_rest = Whole ? mve_pred16_t{} : vctp8q(static_cast<std::uint32_t>(layer.length % 16));
  for (std::int32_t row = 0; row < rows; row += 2) {
    const std::int8_t*  one     = input + row * layer.row_stride;
    std::int8_t*        to      = output + row * layer.output_stride;
    const bool          paired  = row + 1 < rows;
    const std::int8_t*  two     = paired ? one + layer.row_stride : one;
    std::int8_t*        to_two  = paired ? to + layer.output_stride : to;
    const std::int8_t*  weights = layer.weights;
    const std::int32_t* words   = layer.constants;
    for (std::int32_t left = layer.outputs; left > 0; left -= 4) {
      clamp.hold();
      sums_2x2  sums    = multiply_pair<Whole>(one, two, steps, in_rest, weights);
      int32x4_t sum_one = make_even(sums.zero_zero, sums.zero_one), sum_two = make_even(sums.one_zero, sums.one_one);
      sums    = multiply_pair<Whole>(one, two, steps, in_rest, weights);
      sum_one = with_odd(sum_one, sums.zero_zero, sums.zero_one);
      sum_two = with_odd(sum_two, sums.one_zero, sums.one_one);
      requantize<Form>(words, sum_one, sum_two);
      const mve_pred16_t inside = Partial ? vctp32q(static_cast<std::uint32_t>(left)) : mve_pred16_t{};
      store_codes<Partial>(to, clamp(sum_one), inside);
      store_codes<Partial>(to_two, clamp(sum_two), inside);
    }
  }
}

// One row after the other: each reads all weights once.
template <requantize_form Form, bool Partial, bool Whole>
EDGETL_KERNEL void multiply_single_rows(const matmul_layer& layer, const std::int8_t* input, std::int32_t rows, std::int8_t* output) {
  clamp_vectors clamp(layer.output);
  const std::int32_t  steps   = layer.length / 16;
  const mve_pred16_t  in_rest = Whole ? mve_pred16_t{} : vctp8q(static_cast<std::uint32_t>(layer.length % 16));
  for (; rows > 0; --rows, input += layer.row_stride, output += layer.output_stride) {
    const std::int8_t*  weights = layer.weights;
    const std::int32_t* words   = layer.constants;
    std::int8_t*        to      = output;
    for (std::int32_t left = layer.outputs; left > 0; left -= 4) {
      clamp.hold();
      sums_1x4           sums{};
      const std::int8_t* at = input;
      if (Whole || steps > 0) multiply_row(at, steps, weights, sums);
      if constexpr (!Whole) multiply_row_last(at, in_rest, weights, sums);
      int32x4_t sum = with_odd(make_even(sums.zero, sums.two), sums.one, sums.three);
      requantize<Form>(words, sum);
      store_codes<Partial>(to, clamp(sum), Partial ? vctp32q(static_cast<std::uint32_t>(left)) : mve_pred16_t{});
    }
  }
}

}  // namespace edgetl::target::cortex_m::mve
