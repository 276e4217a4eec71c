// SPDX-License-Identifier: BSL-1.0
// Requantization by one fused multiply-add of floats, for factors where that is proven, while compiling, to give the
// very codes of the integer arithmetic: a multiplication instead of two of 64 bits and what joins their halves.
#pragma once

#include <edgetl/quant/multiplier.hpp>

#include <cstdint>

namespace edgetl::target::x86 {

// What an engine's fused multiply-add does to the last bit.
enum class float_rounding { none, toward_zero, to_nearest };  // none: it has no such instruction

// steps(x) = trunc(x * scale + offset), or trunc(x * scale + (x * rest + offset)) where 24 bits of the factor are too few;
// the offset takes the sign of x if x of both signs matter. Bits of floats.
struct float_scale {
  std::int32_t scale = 0, rest = 0, offset = 0;
  bool         is_exact = false;
};

// The greatest a * i + b * floor((c * i + d) / m) for 0 <= i < n; n, m > 0, c, d >= 0. The lattice points below a line that are
// extreme in some direction are found as Euclid's algorithm finds a divisor: axes change places, and numbers shrink.
constexpr std::int64_t greatest_on_lattice(std::int64_t n, std::int64_t m, std::int64_t a, std::int64_t b, std::int64_t c, std::int64_t d) {
  std::int64_t base = b * (d / m), best = base;
  for (d %= m;;) {
    a += b * (c / m);
    c %= m;
    const std::int64_t rise = (c * (n - 1) + d) / m, last = base + a * (n - 1) + b * rise;
    if (base > best) best = base;
    if (last > best) best = last;
    if (rise == 0 || (a >= 0) == (b >= 0)) return best;
    if (a < 0) base += a + b;
    const std::int64_t old_m = m, old_a = a;
    n = rise, m = c, c = old_m, d = old_m - d - 1, a = b, b = old_a;
    base += b * (d / m);
    d %= m;
  }
}

// value rounded up to 24 significant bits, and a value of at most as many times 2^-exponent as a float.
constexpr std::int64_t round_up_to_24_bits(std::int64_t value) {
  int shift = 0;
  while ((value >> shift) >= (1 << 24)) ++shift;
  const std::int64_t low = (std::int64_t{1} << shift) - 1;
  return (value + low) & ~low;
}
constexpr std::int32_t float_bits(std::int64_t value, int exponent) {
  if (value == 0) return 0;
  const std::int32_t sign = value < 0 ? -2147483647 - 1 : 0;
  if (value < 0) value = -value;
  while (value >= (1 << 24)) value >>= 1, --exponent;
  while (value < (1 << 23)) value <<= 1, ++exponent;
  return sign | (((127 + 23 - exponent) << 23) + static_cast<std::int32_t>(value - (1 << 23)));
}

// The steps of n = |x| are floor((n * v + half) / 2^(31 + r)), with one less than half where x is negative, as floors nest and
// halves go away from zero (up, if rounded once: the same formula).
struct step_line {
  std::int64_t factor, whole, half;  // v, 2^(31 + r)
  std::int64_t count;                // steps that are reached, at most 255
  bool         both_signs;
};

// What the offset of a float line has to be so that it reaches k steps where `line` does, at n = t(k), and not at t(k) - 1:
// at least k * unit - t(k) * scale for all k, and less than scale above the least of them. In the units of scale.
struct offset_range {
  std::int64_t lowest, end;
};
constexpr offset_range range_of_offsets(const step_line& line, std::int64_t scale, std::int64_t unit) {
  // t(k) = ceil((k * whole - half) / v); k - 1 runs from 0
  const std::int64_t first = line.whole - line.half + line.factor - 1;
  return {unit + greatest_on_lattice(line.count, line.factor, unit, -scale, line.whole, first),
          unit - greatest_on_lattice(line.count, line.factor, -unit, scale, line.whole, first + (line.both_signs ? 1 : 0)) + scale};
}

// An exact line of `terms` products, if there is one. `largest` bounds |x|, `steps` is where codes are clamped.
constexpr float_scale make_float_scale(quant::multiplier by, bool rounds_twice, std::int64_t largest, std::int32_t steps, bool both_signs,
                                       float_rounding rounding, int terms) {
  if (rounding == float_rounding::none) return {};
  if (by.value == 0) return {0, 0, 0, true};
  const int right = -by.shift;
  if (right < 1 || right > 22 || largest > 2147483647) return {};
  step_line line{by.value, std::int64_t{1} << (31 + right), (std::int64_t{1} << (30 + right)) + (rounds_twice ? std::int64_t{1} << 30 : 0), steps, both_signs};
  const std::int64_t reached = (largest * line.factor + line.half) / line.whole;
  if (reached < steps) line.count = reached;
  if (line.count <= 0) return {0, 0, 0, true};
  if (line.count > 255 || (line.count * line.whole - line.half) / line.factor >= (1 << 24)) return {};  // n must be a float, too
  // to nearest, what is below k by half a unit in the last place or less becomes k
  const int lost = line.count > 128 ? 17 : 18;
  if (terms == 1) {
    const std::int64_t unit = std::int64_t{1} << (24 + right), margin = rounding == float_rounding::to_nearest ? unit >> lost : 0;
    for (int nudge = 0; nudge < 3; ++nudge) {
      const std::int64_t scale  = ((line.factor + 64) >> 7) + (nudge == 2 ? -1 : nudge);
      const offset_range range  = range_of_offsets(line, scale, unit);
      const std::int64_t offset = round_up_to_24_bits(range.lowest < 0 ? 0 : range.lowest);
      if (range.end - offset > margin) return {float_bits(scale, 24 + right), 0, float_bits(offset, 24 + right), true};
    }
    return {};
  }
  // the inner sum is below 1 as long as it matters, and rounded by less than 2^-24
  const std::int64_t inner  = std::int64_t{1} << (7 + right), margin = inner + (rounding == float_rounding::to_nearest ? line.whole >> lost : 0);
  const std::int64_t scale  = (line.factor + 64) >> 7;
  const offset_range range  = range_of_offsets(line, line.factor, line.whole);
  const std::int64_t offset = round_up_to_24_bits((range.lowest < 0 ? 0 : range.lowest) + inner);
  return {float_bits(scale, 24 + right), float_bits(line.factor - (scale << 7), 31 + right), float_bits(offset, 31 + right),
          range.end - offset > margin};
}

}  // namespace edgetl::target::x86
