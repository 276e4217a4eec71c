// expect: edgetl: the compiler's flags lack this target's instructions -> use the flags of docs/targets.md, or target::native
// SPDX-License-Identifier: BSL-1.0
#include "digits.model.hpp"

#include <edgetl/edgetl.hpp>

// In the place of a tag whose header would not compile here: another processor's. Found beneath wrappers and what derives.
#ifdef __x86_64__
using elsewhere = edgetl::target::arm::neon;
struct edgetl::target::arm::neon : edgetl::target::scalar {};
#else
using elsewhere = edgetl::target::x86::sse41;
struct edgetl::target::x86::sse41 : edgetl::target::scalar {};
#endif
#ifdef EDGETL_POSITIVE_TWIN
using base = edgetl::target::scalar;
#else
using base = elsewhere;
#endif
struct mine : edgetl::target::prefer<edgetl::kernel::preference::speed, base> {};
using net = edgetl::model<digits, edgetl::quant::tflite_double_rounding, mine>;
static_assert(net::arena_bytes > 0);  // may be asked anywhere

void run(net& own);
void run(net& own) { own.run(); }
