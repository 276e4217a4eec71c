// SPDX-License-Identifier: BSL-1.0
// SUB with broadcasting: like ADD, but TensorFlow Lite forms the factors of the inputs in single precision.
// Source: TensorFlow Lite Micro's reference kernels.
#pragma once

#include <edgetl/kernel/add.hpp>

namespace edgetl::kernel {

struct sub {
  using options = add::options;

  static constexpr refusal      check(const node& step) { return add::check(step); }
  static constexpr std::int64_t macs(const node&) { return 0; }
  static constexpr bool         in_place(const node& step, int k) { return elementwise_binary::in_place(step, k); }

  template <class Code, quant::arithmetic Arithmetic> static constexpr auto quantized_function(const node& step) {
    const quant::affine left = step.input(0).quantization, right = step.input(1).quantization;
    const quant::affine out    = step.output().quantization;
    const int           extra  = sizeof(Code) == 1 ? 20 : 15;
    const float         common = 2 * (left.scale > right.scale ? left.scale : right.scale);
    return rescaled_sum<Code, Arithmetic, true>{
        {left.zero_point, right.zero_point, extra, Arithmetic::encode(static_cast<double>(left.scale / common)),
         Arithmetic::encode(static_cast<double>(right.scale / common)),
         Arithmetic::encode(static_cast<double>(common / (static_cast<float>(1 << extra) * out.scale))),
         make_code_output(step.options<options>().function, step.output())}};
  }

  template <class Step> static constexpr void run(Step step) { add::run_function<sub, true>(step); }
};

}  // namespace edgetl::kernel
