// SPDX-License-Identifier: BSL-1.0
// DEPTHWISE_CONV_2D on int8 codes: four channels at a time, one pointer per tap. Taps outside the image point to
// a row of zero points, so that borders cost nothing and the bias corrects all pixels alike.
#pragma once

#include <edgetl/kernel/depthwise_conv_2d.hpp>
#include <edgetl/target/cortex_m/dsp/contraction.hpp>

#include <cstddef>
#include <cstdint>

namespace edgetl::target::cortex_m {

// Constants of four output channels, in the order in which they are loaded together.
struct four_channels {
  std::int32_t bias[4];
  channel      own[4];
};

// One output pixel: taps[t] + offset points to the pixel under tap t.
struct depthwise_pixel {
  const four_channels* constants;
  std::int8_t*         output;
  std::int8_t*         end;  // of the output
  std::int32_t         offset;
};

// Four channels at a time. Weights are 16 bits wide, (w0, w2), (w1, w3) per tap. 16 instructions for two taps of four
// channels; in assembler for the reasons that multiply.hpp gives. r2 offset, r3, r11, r12, lr sums.
template <int Taps, int Once>
[[gnu::naked, gnu::noinline]] void depthwise_4([[maybe_unused]] const std::int8_t* const* taps, [[maybe_unused]] const std::int16_t* weights,
                                               [[maybe_unused]] const depthwise_pixel* job) {
  asm volatile(
      ".syntax unified\n"
      ".macro edgetl_tap codes, even, odd\n"
      "sxtb16 r10, \\codes\n"
      "sxtb16 \\codes, \\codes, ror #8\n"
      "smlabb r3, r10, \\even, r3\n"
      "smlatt r12, r10, \\even, r12\n"
      "smlabb r11, \\codes, \\odd, r11\n"
      "smlatt lr, \\codes, \\odd, lr\n"
      ".endm\n"
      ".macro edgetl_requantize sum\n"
      "ldm    r4!, {r6-r8}\n"
      "lsl    r10, \\sum, #1\n"
      ".if %c2\n"
      "smmla  r10, r10, r6, r7\n"
      ".else\n"
      "smmlar r10, r10, r6, r7\n"
      "add    r10, r10, \\sum, asr #31\n"
      ".endif\n"
      "asr    r10, r10, r8\n"
      "ssat   r10, #8, r10\n"
      "strb   r10, [r5], #1\n"
      ".endm\n"

      "push   {r4-r11, lr}\n"
      "ldm    r2, {r2, r4, r5, r6}\n"
      "push   {r0, r2, r4, r5}\n"  // taps, constants, output, end
      "mov    r4, r2\n"
      "mov    r2, r6\n"
      "1:\n"
      "ldm    r4!, {r3, r11, r12, lr}\n"
      "str    r4, [sp, #4]\n"
      ".rept  %c0\n"
      "ldm    r0!, {r4, r5}\n"
      "ldr    r4, [r4, r2]\n"
      "ldr    r5, [r5, r2]\n"
      "ldm    r1!, {r6-r9}\n"
      "edgetl_tap r4, r6, r7\n"
      "edgetl_tap r5, r8, r9\n"
      ".endr\n"
      ".rept  %c1\n"
      "ldr    r4, [r0]\n"
      "ldr    r4, [r4, r2]\n"
      "ldrd   r6, r7, [r1], #8\n"
      "edgetl_tap r4, r6, r7\n"
      ".endr\n"
      "ldrd   r4, r5, [sp, #4]\n"
      "edgetl_requantize r3\n"
      "edgetl_requantize r11\n"
      "edgetl_requantize r12\n"
      "edgetl_requantize lr\n"
      "str    r5, [sp, #8]\n"
      "ldr    r0, [sp]\n"
      "ldr    r6, [sp, #12]\n"
      "add    r2, r2, #4\n"
      "cmp    r5, r6\n"
      "bne    1b\n"
      "add    sp, sp, #16\n"
      "pop    {r4-r11, pc}\n"
      ".purgem edgetl_tap\n"
      ".purgem edgetl_requantize\n"
      :
      : "i"(Taps / 2), "i"(Taps % 2), "i"(Once)
      : "memory");  // numbers only: a naked function has no operands
}

template <std::int32_t Fours> struct packed_fours {
  four_channels data[static_cast<std::size_t>(Fours)] = {};
};
template <packing Own, class Weights, class Epilogue> constexpr auto make_depthwise_channels() {
  packed_fours<(Own.outputs + 3) / 4> result{};
  const auto&                         all = known_channels_of<Own, Weights, Epilogue>;
  for (std::int32_t c = 0; c < Own.outputs; ++c) {
    result.data[c / 4].bias[c % 4] = all.channels[c].scale.bias;
    result.data[c / 4].own[c % 4]  = make_channel(all.channels[c].scale, all.form.rule);
  }
  return result;
}
template <packing Own, class Weights, class Epilogue> inline constexpr auto depthwise_channels_of = make_depthwise_channels<Own, Weights, Epilogue>();

// Weights of four channels widened to (w0, w2), (w1, w3) per tap: [channels / 4][taps][4].
inline constexpr std::int32_t place_of_channel[4] = {0, 2, 1, 3};
template <packing Own, class Weights> constexpr auto pack_depthwise() {
  struct packed {
    alignas(8) std::int16_t codes[static_cast<std::size_t>((Own.outputs + 3) / 4 * 4 * Own.terms())] = {};
  } result{};
  for (std::int32_t c = 0; c < Own.outputs; ++c)
    for (std::int32_t tap = 0; tap < Own.terms(); ++tap)
      result.codes[(c / 4 * Own.terms() + tap) * 4 + place_of_channel[c % 4]] = static_cast<std::int16_t>(weight_at<Own, Weights>(c, tap));
  return result;
}
template <packing Own, class Weights> inline constexpr auto depthwise_weights_of = pack_depthwise<Own, Weights>();

struct depthwise_layer {
  sliding_window       window;
  std::int32_t         batches, zero_point;
  const std::int16_t*  weights;
  const four_channels* channels;
  output_bounds        range;
};

// Where each tap of one output pixel stands; `zeros` where that is outside the image.
EDGETL_KERNEL inline void find_taps(const sliding_window& window, const std::int8_t* input, const std::int8_t* zeros, std::int32_t y, std::int32_t left,
                                    const std::int8_t** taps) {
  const std::int32_t row = window.width.input * window.channels;
  for (std::int32_t tap_y = 0; tap_y < window.height.size; ++tap_y, y += window.height.dilation) {
    const bool   outside = y < 0 || y >= window.height.input;
    std::int32_t x       = left;
    for (std::int32_t tap_x = 0; tap_x < window.width.size; ++tap_x, x += window.width.dilation)
      *taps++ = outside || x < 0 || x >= window.width.input ? zeros : input + y * row + x * window.channels;
  }
}

// Channels from `first` on, for any arithmetic and for the last ones that are less than four.
template <class Arithmetic, rounding Rule, int Taps>
EDGETL_KERNEL void depthwise_1(const depthwise_layer& own, const std::int8_t* const* taps, std::int32_t first, const depthwise_pixel& job) {
  for (std::int32_t c = first; c < own.window.channels; ++c) {
    const std::int16_t* codes = own.weights + (c & ~3) * Taps + place_of_channel[c & 3];
    std::int32_t        sum   = own.channels[c >> 2].bias[c & 3];
    for (int tap = 0; tap < Taps; ++tap) sum += taps[tap][job.offset + c] * codes[4 * tap];
    job.output[c] = code_of<Arithmetic, Rule>(sum, own.channels[c >> 2].own[c & 3]);
  }
}

template <class Arithmetic, rounding Rule, int Taps>
EDGETL_KERNEL void convolve_depthwise(const depthwise_layer& own, const std::int8_t* input, unsigned char* scratch, std::int8_t* output) {
  const sliding_window& window   = own.window;
  const std::int32_t    channels = window.channels, row = window.width.input * channels;
  auto* const           zeros    = reinterpret_cast<std::int8_t*>(scratch);
  for (std::int32_t c = 0; c < channels; ++c) zeros[c] = static_cast<std::int8_t>(own.zero_point);
  const std::int32_t wide = (window.width.size - 1) * window.width.dilation, high = (window.height.size - 1) * window.height.dilation;
  const std::int32_t by_four = Rule == rounding::as_asked ? 0 : channels & ~3;
  const std::int8_t* taps[Taps];
  for (std::int32_t batch = 0; batch < own.batches; ++batch, input += window.height.input * row)
    for (std::int32_t out_y = 0; out_y < window.height.output; ++out_y) {
      const std::int32_t top  = window.height.origin(out_y);
      const bool         rows = top >= 0 && top + high < window.height.input;  // no tap is above or below the image
      bool               follows = false;                                     // the pixel before was inside the image as well
      depthwise_pixel    job{own.channels, output, nullptr, 0};
      for (std::int32_t out_x = 0; out_x < window.width.output; ++out_x) {
        const std::int32_t left   = window.width.origin(out_x);
        const bool         inside = rows && left >= 0 && left + wide < window.width.input;
        if (inside && follows) {
          job.offset += window.width.stride * channels;
        } else {
          find_taps(window, input, zeros, top, left, taps);
          job.offset = 0;
        }
        follows = inside;
        if constexpr (Rule != rounding::as_asked) {
          job.end = job.output + by_four;
          if (by_four > 0) depthwise_4<Taps, Rule == rounding::once>(taps, own.weights, &job);
        }
        if (by_four < channels) depthwise_1<Arithmetic, Rule, Taps>(own, taps, by_four, job);
        job.output += channels;
      }
      output = job.output;
    }
  if (is_narrow(own.range)) {
    const std::int32_t count = own.batches * window.height.output * window.width.output * channels;
    clamp_codes(output - count, count, own.range);
  }
}

template <sliding_window Window, std::int32_t Batches, std::int32_t ZeroPoint, class Weights, class Epilogue>
EDGETL_INLINE void contract_depthwise(const std::int8_t* input, unsigned char* scratch, std::int8_t* output) {
  constexpr std::int32_t           taps = Window.height.size * Window.width.size;
  constexpr packing                own{Window.channels, Window.channels, 1, taps, 1, ZeroPoint, true};
  static constexpr depthwise_layer layer{Window, Batches, ZeroPoint, depthwise_weights_of<own, Weights>.codes,
                                         depthwise_channels_of<own, Weights, Epilogue>.data, Epilogue::output.clamp};
  convolve_depthwise<typename Epilogue::arithmetic, known_channels_of<own, Weights, Epilogue>.form.rule, taps>(layer, input, scratch, output);
}

}  // namespace edgetl::target::cortex_m
