// expect: edgetl: a model's bytes are unsigned char -> static constexpr unsigned char bytes[] = {...};
// SPDX-License-Identifier: BSL-1.0
#include "digits.model.hpp"

#include <edgetl/edgetl.hpp>

struct source {
#ifdef EDGETL_POSITIVE_TWIN
  static constexpr unsigned char bytes[] = {
#include "digits.inc"
  };
#else
  static constexpr char bytes[] = "TFL3";
#endif
  static constexpr std::size_t size = sizeof bytes;
};

edgetl::model<source> net;
