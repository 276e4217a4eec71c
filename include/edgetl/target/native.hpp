// SPDX-License-Identifier: BSL-1.0
// The best target for the flags this file is compiled with: the only file that asks about instruction sets.
#pragma once

#if defined(__AVX512VNNI__) && defined(__AVX512BW__) && defined(__AVX512DQ__) && defined(__AVX512VL__)
#include <edgetl/target/x86/avx512_vnni.hpp>
namespace edgetl::target {
using native = x86::avx512_vnni;
}
#elif defined(__AVXVNNI__) && defined(__AVX2__)
#include <edgetl/target/x86/avx_vnni.hpp>
namespace edgetl::target {
using native = x86::avx_vnni;
}
#elif defined(__AVX2__) && defined(__FMA__)
#include <edgetl/target/x86/avx2.hpp>
namespace edgetl::target {
using native = x86::avx2;
}
#elif defined(__SSE4_1__)
#include <edgetl/target/x86/sse41.hpp>
namespace edgetl::target {
using native = x86::sse41;
}
#elif defined(__aarch64__) && defined(__ARM_FEATURE_MATMUL_INT8)
#include <edgetl/target/arm/neon_i8mm.hpp>
namespace edgetl::target {
using native = arm::neon_i8mm;
}
#elif defined(__aarch64__) && defined(__ARM_FEATURE_DOTPROD)
#include <edgetl/target/arm/neon_dotprod.hpp>
namespace edgetl::target {
using native = arm::neon_dotprod;
}
#elif defined(__aarch64__) && defined(__ARM_NEON)
#include <edgetl/target/arm/neon.hpp>
namespace edgetl::target {
using native = arm::neon;
}
#elif defined(__ARM_FEATURE_MVE) && (__ARM_FEATURE_MVE & 1)
#include <edgetl/target/cortex_m/helium.hpp>
namespace edgetl::target {
using native = cortex_m::helium;
}
#elif defined(__ARM_FEATURE_DSP) && defined(__ARM_FEATURE_SIMD32) && defined(__ARM_ARCH_PROFILE) && __ARM_ARCH_PROFILE == 'M'
#include <edgetl/target/cortex_m/dsp.hpp>
namespace edgetl::target {
using native = cortex_m::dsp;
}
#else
#include <edgetl/target/scalar.hpp>
namespace edgetl::target {
using native = scalar;
}
#endif
