// SPDX-License-Identifier: BSL-1.0
// A model compiled with the float kernels: they plan scratch, so its arena may be larger than its live set.
#pragma once

#include "entry.hpp"

#include <edgetl/target/float32.hpp>

namespace edgetl_test {

template <class Source> struct register_float32 {
  using net = edgetl::model<Source>;
  static_assert(std::is_same_v<typename net::program::target, edgetl::target::with_float32<edgetl::target::native>>);

  explicit register_float32(const char* file) { registry().push_back(model_runner<net>::entry(file, "double")); }
};

}  // namespace edgetl_test
