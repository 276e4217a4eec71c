// expect: edgetl: a model is named by a struct, not by its array -> struct digits { static constexpr unsigned char bytes[] = {...}; static constexpr decltype(sizeof 0) size = sizeof bytes; };
// SPDX-License-Identifier: BSL-1.0
#include <edgetl/edgetl.hpp>

#ifdef EDGETL_POSITIVE_TWIN
struct source {
  alignas(16) static constexpr unsigned char bytes[] = {
#include "digits.inc"
  };
  static constexpr decltype(sizeof 0) size = sizeof bytes;
};
#else
unsigned char digits_tflite[] = {  // as `xxd -i digits.tflite` writes it
#include "digits.inc"
};
unsigned int digits_tflite_len = sizeof digits_tflite;
using source = decltype(digits_tflite);
#endif

edgetl::model<source> net;
