// SPDX-License-Identifier: BSL-1.0
// x86 with SSE4.1: 128-bit vectors, exact 16-bit products.
#pragma once

#include <edgetl/target/scalar.hpp>
#include <edgetl/target/x86/conv_2d.hpp>
#include <edgetl/target/x86/depthwise_conv_2d.hpp>
#include <edgetl/target/x86/elementwise.hpp>
#include <edgetl/target/x86/lookup.hpp>
#include <edgetl/target/x86/moves.hpp>
#include <edgetl/target/x86/pool_2d.hpp>

namespace edgetl::target::x86 {

struct sse41 : scalar {
  static constexpr const char*        name  = "sse41";
  static constexpr kernel::preference trade = kernel::preference::speed;
  static constexpr bool               reads_functions = true;

  using engine           = dot_sse41;
  using streaming_engine = streaming_dot_sse41;
  using exact_engine     = dot_sse41;
  using unpacked_engine  = streaming_dot_sse41;
};

}  // namespace edgetl::target::x86
