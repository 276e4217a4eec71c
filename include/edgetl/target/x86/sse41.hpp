// SPDX-License-Identifier: BSL-1.0
// x86 with SSE4.1: 128-bit vectors, exact 16-bit products.
#pragma once

#include <edgetl/target/scalar.hpp>

namespace edgetl::target::x86 {

struct sse41 : scalar {
  static constexpr const char*        name  = "sse41";
  static constexpr kernel::preference trade = kernel::preference::speed;
};

}  // namespace edgetl::target::x86
