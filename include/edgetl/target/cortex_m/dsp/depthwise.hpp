// SPDX-License-Identifier: BSL-1.0
// DEPTHWISE_CONV_2D on int8 codes: four channels at a time, one pointer per tap. Taps outside the image point to
// a row of zero points, so that borders cost nothing and the bias corrects all pixels alike.
#pragma once

#include <edgetl/kernel/depthwise_conv_2d.hpp>
#include <edgetl/target/cortex_m/dsp/contraction.hpp>

#include <cstddef>
#include <cstdint>

namespace edgetl::target::cortex_m {

// Weights of four channels widened to (w0, w2), (w1, w3) per tap: [channels / 4][taps][4].
template <class Weights, int Channels, int Taps> constexpr auto pack_depthwise() {
  constexpr int all = (Channels + 3) / 4 * 4;
  struct packed {
    alignas(8) std::int16_t codes[static_cast<std::size_t>(all * Taps)] = {};
  } result{};
  constexpr int place[4] = {0, 2, 1, 3};
  for (int c = 0; c < Channels; ++c)
    for (int tap = 0; tap < Taps; ++tap)
      result.codes[(c / 4 * Taps + tap) * 4 + place[c % 4]] = static_cast<std::int16_t>(Weights::at(static_cast<std::size_t>(tap * Channels + c)));
  return result;
}
template <class Weights, int Channels, int Taps> inline constexpr auto depthwise_weights_of = pack_depthwise<Weights, Channels, Taps>();

template <class Weights, class Epilogue, int Channels, int Taps, std::int32_t ZeroPoint> constexpr auto pack_depthwise_channels() {
  constexpr epilogue_facts facts = facts_of<Epilogue>(Channels, Taps, ZeroPoint);
  array<channel, static_cast<std::size_t>((Channels + 3) / 4 * 4)> result{};
  for (int c = 0; c < Channels; ++c) {
    std::int64_t sum = 0;
    for (int tap = 0; tap < Taps; ++tap) sum += Weights::at(static_cast<std::size_t>(tap * Channels + c));
    result[static_cast<std::size_t>(c)] = make_channel<Epilogue>(c, Taps, ZeroPoint, sum * ZeroPoint, facts.plain);
  }
  return result;
}
template <class Weights, class Epilogue, int Channels, int Taps, std::int32_t ZeroPoint>
inline constexpr auto depthwise_channels_of = pack_depthwise_channels<Weights, Epilogue, Channels, Taps, ZeroPoint>();

struct depthwise_layer {
  image_shape         image;
  std::int32_t        batches, zero_point;
  const std::int16_t* weights;
  const channel*      channels;
  output_bounds          range;
};

// Sums of four channels that start at byte `at` of each tap.
template <int Taps>
EDGETL_INLINE void four_channels(const std::int8_t* const* taps, std::int32_t at, const std::uint32_t* weights, std::int32_t (&sums)[4]) {
#pragma GCC unroll 25
  for (int tap = 0; tap < Taps; ++tap) {
    const std::uint32_t word = load_4(taps[tap] + at), even = even_bytes(word), odd = odd_bytes(word);
    sums[0] = multiply_lower(even, weights[2 * tap], sums[0]);
    sums[2] = multiply_upper(even, weights[2 * tap], sums[2]);
    sums[1] = multiply_lower(odd, weights[2 * tap + 1], sums[1]);
    sums[3] = multiply_upper(odd, weights[2 * tap + 1], sums[3]);
  }
}

// Where each tap of one output pixel stands; `zeros` where that is outside the image.
EDGETL_KERNEL inline void find_taps(const image_shape& image, const std::int8_t* input, const std::int8_t* zeros, std::int32_t out_y,
                                    std::int32_t left, const std::int8_t** taps) {
  const std::int32_t row = image.width.input * image.channels;
  std::int32_t       y   = image.height.origin(out_y);
  for (std::int32_t tap_y = 0; tap_y < image.height.size; ++tap_y, y += image.height.dilation) {
    const bool   outside = y < 0 || y >= image.height.input;
    std::int32_t x       = left;
    for (std::int32_t tap_x = 0; tap_x < image.width.size; ++tap_x, x += image.width.dilation)
      *taps++ = outside || x < 0 || x >= image.width.input ? zeros : input + y * row + x * image.channels;
  }
}

template <class Arithmetic, epilogue_facts Facts, int Taps>
EDGETL_KERNEL void convolve_depthwise(const depthwise_layer& own, const std::int8_t* input, unsigned char* scratch, std::int8_t* output) {
  const image_shape&  image    = own.image;
  const std::int32_t  channels = image.channels, row = image.width.input * channels;
  auto*               zeros    = reinterpret_cast<std::int8_t*>(scratch);
  for (std::int32_t c = 0; c < channels; ++c) zeros[c] = static_cast<std::int8_t>(own.zero_point);
  const std::int32_t reach = (image.width.size - 1) * image.width.dilation + 1, step = image.width.stride * channels;
  const std::int8_t* taps[Taps];
  const auto* const words = reinterpret_cast<const std::uint32_t*>(own.weights);
  for (std::int32_t batch = 0; batch < own.batches; ++batch, input += image.height.input * row)
    for (std::int32_t out_y = 0; out_y < image.height.output; ++out_y)
      {
      bool followed = false;  // the pixel before was whole as well
      for (std::int32_t out_x = 0; out_x < image.width.output; ++out_x) {
        const std::int32_t left = image.width.origin(out_x);
        const bool         whole = left >= 0 && left + reach <= image.width.input;
        if (whole && followed) {
#pragma GCC unroll 25
          for (int tap = 0; tap < Taps; ++tap) taps[tap] += taps[tap] == zeros ? 0 : step;
        } else {
          find_taps(image, input, zeros, out_y, left, taps);
        }
        followed = whole;
        const channel*       constants = own.channels;
        const std::uint32_t* weights   = words;
        std::int32_t         c         = 0;
        if (Facts.plain && !Facts.clamp && channels >= 4) {
          const depthwise_pixel job{constants, output, channels / 4};
          depthwise_4<Taps>(taps, own.weights, &job);
          c = channels & ~3;
          constants += c, output += c, weights += c / 2 * Taps;
        }
        for (; c + 4 <= channels; c += 4, weights += 2 * Taps, constants += 4) {
          std::int32_t sums[4] = {constants[0].bias, constants[1].bias, constants[2].bias, constants[3].bias};
          four_channels<Taps>(taps, c, weights, sums);
#pragma GCC unroll 4
          for (int i = 0; i < 4; ++i) *output++ = code_of<Arithmetic, Facts>(sums[i], constants[i], own.range);
        }
        constexpr int place[4] = {0, 2, 1, 3};
        for (std::int32_t i = 0; c < channels; ++c, ++i) {
          const auto*  codes = reinterpret_cast<const std::int16_t*>(weights);
          std::int32_t sum   = constants[i].bias;
          for (int tap = 0; tap < Taps; ++tap) sum += taps[tap][c] * codes[4 * tap + place[i]];
          *output++ = code_of<Arithmetic, Facts>(sum, constants[i], own.range);
        }
      }
      }
}

template <image_shape Image, std::int32_t Batches, std::int32_t ZeroPoint, class Weights, class Epilogue>
EDGETL_INLINE void contract_depthwise(const std::int8_t* input, unsigned char* scratch, std::int8_t* output) {
  constexpr int            taps  = Image.height.size * Image.width.size;
  constexpr epilogue_facts facts = facts_of<Epilogue>(Image.channels, taps, ZeroPoint);
  static constexpr depthwise_layer layer{Image, Batches, ZeroPoint, depthwise_weights_of<Weights, Image.channels, taps>.codes,
                                         depthwise_channels_of<Weights, Epilogue, Image.channels, taps, ZeroPoint>.data(), Epilogue::output.clamp};
  convolve_depthwise<typename Epilogue::arithmetic, facts, taps>(layer, input, scratch, output);
}

}  // namespace edgetl::target::cortex_m
