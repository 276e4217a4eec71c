// expect: edgetl: an arithmetic policy encodes a real factor -> static constexpr quant::multiplier encode(double factor)
// SPDX-License-Identifier: BSL-1.0
#include "digits.model.hpp"

#include <edgetl/edgetl.hpp>

#ifdef EDGETL_POSITIVE_TWIN
using rounding = edgetl::quant::tflite_single_rounding;
#else
struct rounding {};
#endif

edgetl::model<digits, rounding> net;
