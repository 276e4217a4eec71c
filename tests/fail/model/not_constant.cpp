// expect: edgetl: the compiler reads a model's bytes and size -> make both static constexpr
// SPDX-License-Identifier: BSL-1.0
#include "digits.model.hpp"

#include <edgetl/edgetl.hpp>

const unsigned char* file_at_run_time();

struct source {
#ifdef EDGETL_POSITIVE_TWIN
  static constexpr const unsigned char* bytes = digits::bytes;
#else
  static inline const unsigned char* bytes = file_at_run_time();
#endif
  static constexpr std::size_t size = digits::size;
};

edgetl::model<source> net;
