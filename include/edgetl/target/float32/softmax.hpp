// SPDX-License-Identifier: BSL-1.0
// SOFTMAX on floats. A row that holds something that is no number, or plus infinity, becomes that throughout,
// as the reference's does.
#pragma once

#include <edgetl/kernel/softmax.hpp>
#include <edgetl/target/float32/accuracy.hpp>

#include <cstdint>

namespace edgetl::target::float32 {

// The output may be the input.
template <class Lanes, class Accuracy>
EDGETL_KERNEL void run_softmax(std::int32_t rows, std::int32_t columns, const float* input, float beta, float* output) {
  constexpr std::int32_t count = Lanes::count;
  const std::int32_t     whole = columns - columns % count, rest = columns % count;
  alignas(64) float      lane[count];
  for (std::int32_t row = 0; row < rows; ++row, input += columns, output += columns) {
    auto best = Lanes::all(-kernel::float_infinity);
    for (std::int32_t i = 0; i < whole; i += count) best = Lanes::larger(Lanes::load(input + i), best);
    if (rest != 0) best = Lanes::larger(Lanes::load_first(input + whole, rest, -kernel::float_infinity), best);
    Lanes::store(lane, best);
    float largest = lane[0];
    for (float other : lane) largest = other > largest ? other : largest;

    const auto top = Lanes::all(largest), slope = Lanes::all(beta);
    auto       sums  = Lanes::all(0.0f);
    const auto power = [&](auto value) { return Accuracy::template exp<Lanes>(Lanes::multiply(Lanes::subtract(value, top), slope)); };
    for (std::int32_t i = 0; i < whole; i += count) {
      const auto own = power(Lanes::load(input + i));
      Lanes::store(output + i, own);
      sums = Lanes::add(sums, own);
    }
    Lanes::store(lane, sums);
    float sum = 0;
    for (float part : lane) sum = numeric::rounded(sum + part);
    if (rest != 0) {
      Lanes::store(lane, power(Lanes::load_first(input + whole, rest, largest)));
      for (std::int32_t i = 0; i < rest; ++i) {
        output[whole + i] = lane[i];
        sum               = numeric::rounded(sum + lane[i]);
      }
    }

    const auto divisor = Lanes::all(sum);
    for (std::int32_t i = 0; i < whole; i += count) Lanes::store(output + i, Lanes::divide(Lanes::load(output + i), divisor));
    if (rest != 0) Lanes::store_first(output + whole, Lanes::divide(Lanes::load_first(output + whole, rest, 0.0f), divisor), rest);
  }
}

template <float32_target Target, class Parameters>
void edgetl_kernel(kernel::softmax, Target, Parameters given, const float* input, float beta, float* output) {
  run_softmax<typename Target::float32_lanes, typename Target::float32_accuracy>(given.get().rows, given.get().columns, input, beta, output);
}

}  // namespace edgetl::target::float32
