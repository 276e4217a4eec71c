// expect: edgetl: a model's size counts its file's bytes -> static constexpr decltype(sizeof 0) size = sizeof bytes;
// SPDX-License-Identifier: BSL-1.0
#include "digits.model.hpp"

#include <edgetl/edgetl.hpp>

struct source {
  static constexpr unsigned char bytes[] = {
#include "digits.inc"
  };
#ifdef EDGETL_POSITIVE_TWIN
  static constexpr std::size_t size = sizeof bytes;
#else
  static constexpr std::size_t size = sizeof bytes + 1;
#endif
};

edgetl::model<source> net;
