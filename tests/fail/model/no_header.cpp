// expect: edgetl: the compiler's flags lack this target's instructions -> use the flags of docs/targets.md, or target::native
// SPDX-License-Identifier: BSL-1.0
#include "digits.model.hpp"

#include <edgetl/edgetl.hpp>

// Named, but its header is not included: another processor's.
#ifdef EDGETL_POSITIVE_TWIN
using target = edgetl::target::native;
#else
#ifdef __x86_64__
using target = edgetl::target::cortex_m::helium;
#else
using target = edgetl::target::x86::avx2;
#endif
#endif

edgetl::model<digits, edgetl::quant::tflite_double_rounding, target> net;
