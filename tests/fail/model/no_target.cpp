// expect: edgetl: a target derives from another one -> name target::native, or write struct mine : edgetl::target::native
// SPDX-License-Identifier: BSL-1.0
#include "digits.model.hpp"

#include <edgetl/edgetl.hpp>

#ifdef EDGETL_POSITIVE_TWIN
struct mine : edgetl::target::native {
#else
struct mine {
#endif
  static constexpr const char* name = "mine";
};

edgetl::model<digits, edgetl::quant::tflite_double_rounding, mine> net;
