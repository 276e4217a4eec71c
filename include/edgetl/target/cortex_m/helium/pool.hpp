// SPDX-License-Identifier: BSL-1.0
// Pooling and MEAN over positions on Helium, channels in lanes.
#pragma once

#include <edgetl/kernel/mean.hpp>
#include <edgetl/kernel/pool_2d.hpp>
#include <edgetl/target/cortex_m/helium/requantize.hpp>

#include <cstdint>

namespace edgetl::target::cortex_m::mve {

// The taps of one output position that lie inside the image.
struct taps_inside {
  const std::int8_t* first;
  std::int32_t       rows, columns;
  std::int32_t       row_bytes, column_bytes;
};

EDGETL_INLINE int8x16_t largest_code(const taps_inside& taps, mve_pred16_t inside) {
  int8x16_t          best = vdupq_n_s8(-128);
  const std::int8_t* row  = taps.first;
  for (std::int32_t y = 0; y < taps.rows; ++y, row += taps.row_bytes) {
    const std::int8_t* at = row;
    for (std::int32_t x = 0; x < taps.columns; ++x, at += taps.column_bytes) best = vmaxq_s8(best, vldrbq_z_s8(at, inside));
  }
  return best;
}

struct channel_sums {
  int16x8_t lower, upper;  // of 16 channels; at most 256 codes
};

EDGETL_INLINE channel_sums sum_codes(const taps_inside& taps, mve_pred16_t in_lower, mve_pred16_t in_upper) {
  channel_sums       sums{vdupq_n_s16(0), vdupq_n_s16(0)};
  const std::int8_t* row = taps.first;
  for (std::int32_t y = 0; y < taps.rows; ++y, row += taps.row_bytes) {
    const std::int8_t* at = row;
    for (std::int32_t x = 0; x < taps.columns; ++x, at += taps.column_bytes) {
      sums.lower = vaddq_s16(sums.lower, vldrbq_z_s16(at, in_lower));
      sums.upper = vaddq_s16(sums.upper, vldrbq_z_s16(at + 8, in_upper));
    }
  }
  return sums;
}

// Calls visit(taps, output position) for every position of one batch.
template <class Parameters, class Visit> EDGETL_INLINE void for_each_window(const Parameters& own, const std::int8_t* image, Visit visit) {
  std::int32_t at = 0;
  for (std::int32_t out_y = 0; out_y < own.height.output; ++out_y) {
    const std::int32_t top = own.height.origin(out_y), first_y = own.height.first_tap(top);
    for (std::int32_t out_x = 0; out_x < own.width.output; ++out_x, ++at) {
      const std::int32_t left = own.width.origin(out_x), first_x = own.width.first_tap(left);
      visit(taps_inside{image + ((top + first_y) * own.width.input + left + first_x) * own.channels, own.height.last_tap(top) - first_y,
                        own.width.last_tap(left) - first_x, own.width.input * own.channels, own.channels},
            at);
    }
  }
}

template <class Parameters>
EDGETL_KERNEL void pool_largest(const Parameters& own, const std::int8_t* image, kernel::bounds<std::int32_t> limits, std::int8_t* output) {
  const int8x16_t lowest = vdupq_n_s8(static_cast<std::int8_t>(limits.lowest)), highest = vdupq_n_s8(static_cast<std::int8_t>(limits.highest));
  for_each_window(own, image, [&](taps_inside taps, std::int32_t at) {
    std::int8_t* to = output + at * own.channels;
    for (std::int32_t left = own.channels; left > 0; left -= 16, to += 16, taps.first += 16) {
      const mve_pred16_t inside = vctp8q(static_cast<std::uint32_t>(left));
      const int8x16_t    codes  = vminq_s8(vmaxq_s8(largest_code(taps, inside), lowest), highest);
      vstrbq_p_s8(to, codes, inside);
    }
  });
}

// At most 256 taps. The few results are divided one by one.
template <class Parameters>
EDGETL_KERNEL void pool_average(const Parameters& own, const std::int8_t* image, kernel::bounds<std::int32_t> limits, std::int8_t* output) {
  for_each_window(own, image, [&](taps_inside taps, std::int32_t at) {
    std::int8_t*       to    = output + at * own.channels;
    const std::int32_t count = taps.rows * taps.columns;
    for (std::int32_t left = own.channels; left > 0; left -= 16, to += 16, taps.first += 16) {
      const channel_sums sums = sum_codes(taps, vctp16q(static_cast<std::uint32_t>(left)), vctp16q(static_cast<std::uint32_t>(left > 8 ? left - 8 : 0)));
      std::int16_t       sum[16];
      vstrhq_s16(sum, sums.lower);
      vstrhq_s16(sum + 8, sums.upper);
      for (std::int32_t k = 0; k < 16 && k < left; ++k)
        to[k] = static_cast<std::int8_t>(fixed_point::clamp(kernel::average_of_taps::finish<std::int32_t>(sum[k], count), limits.lowest, limits.highest));
    }
  });
}

// What the axes of a MEAN come to where those reduced stand together: [outer, terms, inner] -> [outer, inner].
struct mean_shape {
  std::int32_t outer = 0, terms = 0, inner = 0;  // 0: they do not stand together
};
constexpr mean_shape shape_of(const kernel::mean::parameters& own) {
  mean_shape shape{1, 1, 1};
  int        state = 0;  // before, in, behind the reduced axes
  for (int axis = 0; axis < max_rank; ++axis) {
    if (own.reduced[axis] > 1) {
      if (state == 2) return {};
      state = 1;
      shape.terms *= own.reduced[axis];
    } else if (own.kept[axis] > 1) {
      if (state == 1) state = 2;
      (state == 0 ? shape.outer : shape.inner) *= own.kept[axis];
    }
  }
  if (shape.terms == 1) return {1, 1, shape.outer};
  return shape;
}

template <bool Single>
EDGETL_KERNEL void average(mean_shape shape, const std::int8_t* input, std::int32_t offset, quant::multiplier factor, const code_output& limits,
                           std::int8_t* output) {
  const split_shift   shift = split(factor, Single);
  const clamp_vectors clamp(limits);
  for (std::int32_t outer = 0; outer < shape.outer; ++outer, input += shape.terms * shape.inner)
    for (std::int32_t left = shape.inner, at = 0; left > 0; left -= 4, at += 4, output += 4) {
      const mve_pred16_t inside = vctp32q(static_cast<std::uint32_t>(left));
      int32x4_t          sum    = vdupq_n_s32(-offset);
      const std::int8_t* from   = input + at;
      for (std::int32_t k = 0; k < shape.terms; ++k, from += shape.inner) sum = vaddq_s32(sum, vldrbq_z_s32(from, inside));
      const int32x4_t codes = clamp(requantize<Single>(sum, factor.value, shift));
      vstrbq_p_s32(output, codes, inside);
      if (left < 4) output += left - 4;
    }
}

}  // namespace edgetl::target::cortex_m::mve
