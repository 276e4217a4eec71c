// SPDX-License-Identifier: BSL-1.0
// Random operands of a convolution, and the convolution written as its definition says: for every output
// element, over every tap, with the padding worked out from scratch, in wide integers or doubles.
#pragma once

#include <edgetl/kernel/epilogue.hpp>
#include <edgetl/kernel/window.hpp>
#include <edgetl/layout/weights.hpp>

#include <vector>

#include "../unit.hpp"

namespace edgetl_test {

using edgetl::kernel::padding;
using codes_of_8_bits =
    edgetl::layout::weights<edgetl::quant::symmetric<edgetl::int8>, edgetl::layout::dense>;

// One image axis: extents and what SAME and VALID mean in terms of them.
struct axis {
  padding rule;
  int     input, size, stride, dilation;

  constexpr int reach() const { return (size - 1) * dilation + 1; }
  constexpr int output() const {
    return rule == padding::same ? (input + stride - 1) / stride : (input - reach() + stride) / stride;
  }
  constexpr int before() const {
    const int total = (output() - 1) * stride + reach() - input;
    return rule == padding::same && total > 0 ? total / 2 : 0;
  }
  constexpr edgetl::kernel::window window() const {
    return edgetl::kernel::make_window(rule, input, output(), size, stride, dilation);
  }
};

constexpr axis random_axis(random_numbers& random, padding rule) {
  axis own{rule, random.between(1, 7), random.between(1, 3), random.between(1, 3), random.between(1, 2)};
  if (rule == padding::valid && own.reach() > own.input) own.input = own.reach() + random.between(0, 3);
  return own;
}

template <class Element> std::vector<Element> random_codes(random_numbers& random, std::size_t count) {
  std::vector<Element> result(count);
  for (auto& code : result) code = static_cast<Element>(random.between(-128, 127));
  return result;
}
inline std::vector<float> random_reals(random_numbers& random, std::size_t count) {
  std::vector<float> result(count);
  for (auto& real : result) real = static_cast<float>(random.fraction() - 0.5);
  return result;
}

struct layer {
  axis height, width;
  int  batches, input_channels, output_channels, depth;  // depth: input channels that one output channel sees
};

// Calls visit(output index, output channel, input index or -1 in the padding, tap y, tap x, k).
template <class Visit>
void for_each_product(const layer& own, int first_channel_of(const layer&, int), Visit visit) {
  int out = 0;
  for (int b = 0; b < own.batches; ++b)
    for (int oy = 0; oy < own.height.output(); ++oy)
      for (int ox = 0; ox < own.width.output(); ++ox)
        for (int o = 0; o < own.output_channels; ++o, ++out)
          for (int ty = 0; ty < own.height.size; ++ty)
            for (int tx = 0; tx < own.width.size; ++tx)
              for (int k = 0; k < own.depth; ++k) {
                const int  y      = oy * own.height.stride - own.height.before() + ty * own.height.dilation;
                const int  x      = ox * own.width.stride - own.width.before() + tx * own.width.dilation;
                const bool inside = y >= 0 && y < own.height.input && x >= 0 && x < own.width.input;
                const int  at     = ((b * own.height.input + y) * own.width.input + x) * own.input_channels +
                               first_channel_of(own, o) + k;
                visit(out, o, inside ? at : -1, ty, tx, k);
              }
}

constexpr std::int64_t requantized_code(std::int64_t sum, edgetl::quant::multiplier by,
                                        edgetl::kernel::code_output out, bool once) {
  const std::int64_t code =
      (once ? single_rounding(sum, by.value, by.shift) : double_rounding(sum, by.value, by.shift)) +
      out.zero_point;
  return code < out.clamp.lowest ? out.clamp.lowest : (code > out.clamp.highest ? out.clamp.highest : code);
}

// Biases and factors of output channels.
inline std::vector<edgetl::kernel::channel_constants<std::int32_t>> random_channels(random_numbers& random,
                                                                                    int             count) {
  std::vector<edgetl::kernel::channel_constants<std::int32_t>> result;
  for (int c = 0; c < count; ++c)
    result.push_back(
        {random.between(-20000, 20000), {random.between(1 << 30, 2147483647), random.between(-12, -4)}});
  if (random.between(0, 3) == 0) result[0].factor = {0, 0};
  return result;
}

}  // namespace edgetl_test
