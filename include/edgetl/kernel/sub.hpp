// SPDX-License-Identifier: BSL-1.0
// SUB with broadcasting: like ADD. For 8-bit codes TensorFlow Lite Micro forms the factors in single precision;
// for 16-bit codes its published vectors (seanet) need double precision, as TensorFlow Lite has it.
// Source: TensorFlow Lite's and TensorFlow Lite Micro's reference kernels.
#pragma once

#include <edgetl/kernel/add.hpp>

namespace edgetl::kernel {

struct sub {
  using options = add::options;

  static constexpr refusal      check(const node& step) { return add::check(step); }
  static constexpr std::int64_t macs(const node&) { return 0; }
  static constexpr bool         in_place(const node& step, int k) { return elementwise_binary::in_place(step, k); }

  template <class Code, quant::arithmetic Arithmetic> static constexpr auto quantized_function(const node& step) {
    using real = std::conditional_t<sizeof(Code) == 1, float, double>;
    const quant::affine left = step.input(0).quantization, right = step.input(1).quantization;
    const quant::affine out    = step.output().quantization;
    const int           extra  = sizeof(Code) == 1 ? 20 : 15;
    const real          common = 2 * static_cast<real>(left.scale > right.scale ? left.scale : right.scale);
    const auto          encode = [](real factor) { return Arithmetic::encode(static_cast<double>(factor)); };
    return rescaled_sum<Code, Arithmetic, true>{
        {left.zero_point, right.zero_point, extra, encode(static_cast<real>(left.scale) / common),
         encode(static_cast<real>(right.scale) / common),
         encode(common / (static_cast<real>(1 << extra) * static_cast<real>(out.scale))),
         make_code_output(step.options<options>().function, step.output())}};
  }

  template <class Step> static constexpr void run(Step step) { add::run_function<sub, true>(step); }
};

}  // namespace edgetl::kernel
