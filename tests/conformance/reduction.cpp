// SPDX-License-Identifier: BSL-1.0
// Pools, means and softmax by their definitions.
#include "reduction.hpp"

#include <cmath>

#include "requantized.hpp"

namespace edgetl_test {

std::vector<expected> model(const pool_case& own, const unsigned char*, const operands& given) {
  const bool            real = own.element == element_type::float32, wide = own.element == element_type::int16;
  const affine          code = quantization_of(own);
  const code_bounds     clamp = real ? code_bounds{} : bounds_of(own.function, wide ? -32768 : -128, wide ? 32767 : 127, code.scale, code.zero_point);
  std::vector<expected> result;
  for (int b = 0; b < own.batches; ++b)
    for (int oy = 0; oy < own.height.output(own.rule); ++oy)
      for (int ox = 0; ox < own.width.output(own.rule); ++ox)
        for (int c = 0; c < own.channels; ++c) {
          double sum = 0, best = -1e30;
          int    taps = 0;
          for (int ty = 0; ty < own.height.size; ++ty)
            for (int tx = 0; tx < own.width.size; ++tx) {
              const int y = oy * own.height.stride - own.height.before(own.rule) + ty, x = ox * own.width.stride - own.width.before(own.rule) + tx;
              if (y < 0 || y >= own.height.input || x < 0 || x >= own.width.input) continue;
              const double value = given.values[0][static_cast<std::size_t>(((b * own.height.input + y) * own.width.input + x) * own.channels + c)];
              sum += value;
              best = larger(best, value);
              ++taps;
            }
          if (real) result.push_back({clamp_real(own.function, own.largest ? best : sum / taps), own.largest ? 0 : 4e-6});
          else {
            const auto average = divide_half_away(static_cast<std::int64_t>(sum), taps);
            result.push_back({limit(own.largest ? best : static_cast<double>(average), clamp.lowest, clamp.highest)});
          }
        }
  return result;
}

std::string text_of(const pool_case& own) {
  const auto n = [](int value) { return std::to_string(value); };
  return n(own.batches) + "x" + n(own.height.input) + "x" + n(own.width.input) + "x" + n(own.channels) + " by " + n(own.height.size) + "x" +
         n(own.width.size) + ", stride " + n(own.height.stride) + "," + n(own.width.stride) + (own.rule == padding::same ? ", SAME, " : ", VALID, ") +
         edgetl::name_of(own.element) + ", zero point " + n(own.zero_point) + ", activation " + n(static_cast<int>(own.function));
}

// Quantized: the sum of differences is requantized by a factor that has 1 / N in it, cut off after as many
// extra bits as a 32-bit shift leaves room for.
std::vector<expected> model(const mean_case& own, const unsigned char*, const operands& given) {
  const step_description facts = describe(own);
  const int              terms = own.height * own.width;
  std::vector<expected>  result;
  for (int b = 0; b < own.batches; ++b)
    for (int c = 0; c < own.channels; ++c) {
      double sum = 0;
      for (int p = 0; p < terms; ++p) sum += given.values[0][static_cast<std::size_t>((b * terms + p) * own.channels + c)];
      if (own.element == element_type::float32) {
        result.push_back({sum / terms, 1e-5});
        continue;
      }
      const encoded_factor whole = encode_factor(static_cast<double>(facts.tensors[0].quantization.scale) / static_cast<double>(facts.tensors[2].quantization.scale));
      int                  bits  = 0;
      while ((2 << bits) <= terms) ++bits;
      if (bits > 31 + whole.shift) bits = 31 + whole.shift;
      const std::int64_t value = whole.value * (std::int64_t{1} << bits) / terms;
      const int          shift = whole.shift - bits;
      const auto         steps = double_rounding(static_cast<std::int64_t>(sum) - std::int64_t{terms} * own.input_zero_point, value, shift);
      result.push_back({limit(static_cast<double>(steps + own.output_zero_point), -128, 127)});
    }
  return result;
}

std::string text_of(const mean_case& own) {
  const auto n = [](int value) { return std::to_string(value); };
  return n(own.batches) + "x" + n(own.height) + "x" + n(own.width) + "x" + n(own.channels) + ", " + edgetl::name_of(own.element) + ", zero points " +
         n(own.input_zero_point) + " " + n(own.output_zero_point);
}

// 8 bits: gemmlowp's fixed point, within one code of the quotient. 16 bits: interpolated tables, within 1/160.
std::vector<expected> model(const softmax_case& own, const unsigned char*, const operands& given) {
  const affine          in   = describe(own).tensors[0].quantization;
  const bool            real = own.element == element_type::float32, wide = own.element == element_type::int16;
  std::vector<expected> result;
  for (int row = 0; row < own.rows; ++row) {
    const double* codes = given.values[0].data() + row * own.columns;
    double        most = codes[0], sum = 0;
    for (int i = 0; i < own.columns; ++i) most = larger(most, codes[i]);
    const auto power = [&](int i) { return std::exp((codes[i] - most) * (real ? 1.0 : static_cast<double>(in.scale))); };
    for (int i = 0; i < own.columns; ++i) sum += power(i);
    for (int i = 0; i < own.columns; ++i) {
      const double share = power(i) / sum;
      if (real) result.push_back({share, 1e-6});
      else if (wide) result.push_back({limit(std::round(share * 32768), 0, 32767), 200});
      else result.push_back({limit(std::round(share * 256) - 128, -128, 127), 1});
    }
  }
  return result;
}

std::string text_of(const softmax_case& own) {
  return std::to_string(own.rows) + "x" + std::to_string(own.columns) + ", " + edgetl::name_of(own.element) + ", scale " + std::to_string(own.thousandths) +
         "e-3, zero point " + std::to_string(own.zero_point);
}

}  // namespace edgetl_test
