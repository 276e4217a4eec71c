// SPDX-License-Identifier: BSL-1.0
// SUB with broadcasting: ADD with the other sign. All factors are formed in double, as TensorFlow Lite does and
// TensorFlow Lite Micro since October 2026; older builds of the latter formed them in float, which moves about
// one 8-bit code in thirty by one. Source: TensorFlow Lite's reference kernels.
#pragma once

#include <edgetl/kernel/add.hpp>

namespace edgetl::kernel {

struct sub {
  using options = add::options;

  static constexpr refusal      check(const node& step) { return add::check(step); }
  static constexpr std::int64_t macs(const node&) { return 0; }
  static constexpr bool         in_place(const node& step, int k) { return elementwise_binary::in_place(step, k); }

  template <class Step> static constexpr void run(Step step) { add::run_function<true>(step); }
};

}  // namespace edgetl::kernel
