// SPDX-License-Identifier: BSL-1.0
// AVERAGE_POOL_2D, MAX_POOL_2D and MEAN of int8 codes, sixteen or eight channels at a time; the last ones
// overlap those before them.
#pragma once

#include <edgetl/kernel/mean.hpp>
#include <edgetl/kernel/pool_2d.hpp>
#include <edgetl/target/arm/requantize.hpp>

#include <cstddef>
#include <cstdint>

namespace edgetl::target::arm {

// Rows of taps as they stand in memory.
struct tap_box {
  std::int32_t rows, columns, row_step, column_step;
};

template <int Lanes> EDGETL_INLINE int8x16_t load_lanes(const std::int8_t* from) {
  if constexpr (Lanes == 16) return vld1q_s8(from);
  else return vcombine_s8(vld1_s8(from), vdup_n_s8(0));
}
template <int Lanes> EDGETL_INLINE void store_lanes(std::int8_t* to, int8x16_t codes) {
  if constexpr (Lanes == 16) vst1q_s8(to, codes);
  else vst1_s8(to, vget_low_s8(codes));
}

// Sums of the taps of sixteen channels: in 16 bits along a row of at most 255, then in 32.
struct tap_sums {
  int32x4_t quarter[4];
};
template <int Lanes> EDGETL_INLINE tap_sums sum_taps(const std::int8_t* from, const tap_box& box) {
  tap_sums sums{{vdupq_n_s32(0), vdupq_n_s32(0), vdupq_n_s32(0), vdupq_n_s32(0)}};
  for (std::int32_t y = 0; y < box.rows; ++y, from += box.row_step)
    for (std::int32_t first = 0; first < box.columns; first += 255) {
      const std::int32_t last = box.columns - first < 255 ? box.columns : first + 255;
      int16x8_t          low = vdupq_n_s16(0), high = low;
      for (std::int32_t x = first; x < last; ++x) {
        const int8x16_t codes = load_lanes<Lanes>(from + x * box.column_step);
        low                   = vaddw_s8(low, vget_low_s8(codes));
        if constexpr (Lanes == 16) high = vaddw_high_s8(high, codes);
      }
      sums.quarter[0] = vaddw_s16(sums.quarter[0], vget_low_s16(low));
      sums.quarter[1] = vaddw_high_s16(sums.quarter[1], low);
      if constexpr (Lanes == 16) {
        sums.quarter[2] = vaddw_s16(sums.quarter[2], vget_low_s16(high));
        sums.quarter[3] = vaddw_high_s16(sums.quarter[3], high);
      }
    }
  return sums;
}

// sum / taps, halves away from zero: with n = |sum| + taps / 2 below 2^31 / taps, n / taps is
// n * ceil(2^31 / taps) / 2^31, which is what SQDMULH gives.
inline constexpr std::int32_t most_averaged_taps = 4000;

EDGETL_INLINE int32x4_t divide(int32x4_t sum, std::int32_t taps, std::int32_t reciprocal) {
  const int32x4_t sign      = vshrq_n_s32(sum, 31);
  const int32x4_t magnitude = vaddq_s32(vabsq_s32(sum), vdupq_n_s32(taps / 2));
  return vsubq_s32(veorq_s32(vqdmulhq_s32(magnitude, vdupq_n_s32(reciprocal)), sign), sign);
}

template <class Reduction, int Lanes>
EDGETL_INLINE int8x16_t reduce_taps(const std::int8_t* from, const tap_box& box, std::int32_t taps, std::int32_t reciprocal) {
  if constexpr (std::is_same_v<Reduction, kernel::largest_of_taps>) {
    int8x16_t best = vdupq_n_s8(-128);
    for (std::int32_t y = 0; y < box.rows; ++y, from += box.row_step)
      for (std::int32_t x = 0; x < box.columns; ++x) best = vmaxq_s8(best, load_lanes<Lanes>(from + x * box.column_step));
    return best;
  } else {
    tap_sums own = sum_taps<Lanes>(from, box);
    if (taps > 1) {
#pragma GCC unroll 4
      for (int i = 0; i < Lanes / 4; ++i) own.quarter[i] = divide(own.quarter[i], taps, reciprocal);
    }
    const int16x8_t low = vqmovn_high_s32(vqmovn_s32(own.quarter[0]), own.quarter[1]);
    if constexpr (Lanes == 8) return vcombine_s8(vqmovn_s16(low), vdup_n_s8(0));
    else return vqmovn_high_s16(vqmovn_s16(low), vqmovn_high_s32(vqmovn_s32(own.quarter[2]), own.quarter[3]));
  }
}

template <class Reduction, int Lanes, class Parameters>
EDGETL_INLINE void pool(Parameters given, const std::int8_t* input, kernel::bounds<std::int32_t> clamp, std::int8_t* output) {
  const auto&     own    = given.get();
  const int8x16_t lowest = vdupq_n_s8(static_cast<std::int8_t>(clamp.lowest)), highest = vdupq_n_s8(static_cast<std::int8_t>(clamp.highest));
  for (std::int32_t batch = 0; batch < own.batches; ++batch, input += own.height.input * own.width.input * own.channels)
    for (std::int32_t out_y = 0; out_y < own.height.output; ++out_y) {
      const std::int32_t top = own.height.origin(out_y), first_y = own.height.first_tap(top);
      for (std::int32_t out_x = 0; out_x < own.width.output; ++out_x, output += own.channels) {
        const std::int32_t left = own.width.origin(out_x), first_x = own.width.first_tap(left);
        const tap_box      box{own.height.last_tap(top) - first_y, own.width.last_tap(left) - first_x, own.width.input * own.channels, own.channels};
        const std::int32_t taps = box.rows * box.columns;
        const auto reciprocal   = static_cast<std::int32_t>(((std::int64_t{1} << 31) + taps - 1) / taps * (taps > 1));
        const std::int8_t* from = input + (top + first_y) * box.row_step + (left + first_x) * box.column_step;
        for (std::int32_t channel = 0; channel < own.channels; channel += Lanes) {
          const std::int32_t at    = channel + Lanes <= own.channels ? channel : own.channels - Lanes;
          const int8x16_t    codes = reduce_taps<Reduction, Lanes>(from + at, box, taps, reciprocal);
          store_lanes<Lanes>(output + at, vminq_s8(vmaxq_s8(codes, lowest), highest));
        }
      }
    }
}

template <class Reduction, class Parameters>
EDGETL_KERNEL void run_pool(Parameters given, const std::int8_t* input, kernel::bounds<std::int32_t> clamp, std::int8_t* output) {
  constexpr auto own = Parameters::get();
  if constexpr (own.channels < 8 || std::int64_t{own.height.size} * own.width.size > most_averaged_taps)
    kernel::pool_2d<Reduction>::reference(given, input, clamp, output);
  else if constexpr (own.channels < 16) pool<Reduction, 8>(given, input, clamp, output);
  else pool<Reduction, 16>(given, input, clamp, output);
}

// MEAN over height and width.
template <class Parameters, class Function>
EDGETL_KERNEL void run_mean(Parameters given, const std::int8_t* input, Function finish, std::int8_t* output) {
  constexpr kernel::mean::parameters own = Parameters::get();
  if constexpr (!own.reduces_pixels() || own.channels() < 8) {
    kernel::mean::reference(given, input, finish, output);
  } else {
    constexpr std::int32_t channels = own.channels(), batches = static_cast<std::int32_t>(own.kept.count()) / channels;
    constexpr int          lanes    = channels < 16 ? 8 : 16;
    for (std::int32_t batch = 0; batch < batches; ++batch, input += own.terms * channels, output += channels)
      for (std::int32_t channel = 0; channel < channels; channel += lanes) {
        const std::int32_t at   = channel + lanes <= channels ? channel : channels - lanes;
        const tap_sums     sums = sum_taps<lanes>(input + at, {1, own.terms, 0, channels});
        alignas(16) std::int32_t terms[16];
#pragma GCC unroll 4
        for (int i = 0; i < lanes / 4; ++i) vst1q_s32(terms + i * 4, sums.quarter[i]);
        for (int lane = 0; lane < lanes; ++lane) output[at + lane] = finish(terms[lane]);
      }
  }
}

}  // namespace edgetl::target::arm
