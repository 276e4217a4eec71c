// expect only: edgetl: the compiler's flags lack this target's instructions -> use the flags of docs/targets.md, or target::native
// SPDX-License-Identifier: BSL-1.0
// flags: -mno-avx2
#include "digits.model.hpp"

#include <edgetl/edgetl.hpp>

#include <edgetl/target/x86/avx2.hpp>

#ifdef EDGETL_POSITIVE_TWIN
using target = edgetl::target::native;
#else
using target = edgetl::target::x86::avx2;
#endif

using net_t = edgetl::model<digits, edgetl::quant::tflite_double_rounding, target>;
static_assert(net_t::inspect::step<0>().macs > 0);  // may be asked anywhere

void run(net_t& net);
void run(net_t& net) { net.run(); }
