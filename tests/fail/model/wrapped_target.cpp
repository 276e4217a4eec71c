// expect: edgetl: a target inside another one is defined -> include its header, and compile with its flags (docs/targets.md)
// SPDX-License-Identifier: BSL-1.0
#include "digits.model.hpp"

#include <edgetl/edgetl.hpp>

#ifdef EDGETL_POSITIVE_TWIN
using base = edgetl::target::native;
#else
#ifdef __x86_64__
using base = edgetl::target::cortex_m::helium;
#else
using base = edgetl::target::x86::avx2;
#endif
#endif

using small = edgetl::target::prefer<edgetl::kernel::preference::size, base>;
edgetl::model<digits, edgetl::quant::tflite_double_rounding, small> net;
