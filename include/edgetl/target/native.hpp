// SPDX-License-Identifier: BSL-1.0
// The best target for the flags this file is compiled with, and which ones they lack: the only file that asks about
// instruction sets.
#pragma once

#if defined(__AVX512VNNI__) && defined(__AVX512BW__) && defined(__AVX512DQ__) && defined(__AVX512VL__)
#include <edgetl/target/x86/avx512_vnni.hpp>
namespace edgetl::target {
using native = x86::avx512_vnni;
}
#elif defined(__AVXVNNI__) && defined(__AVX2__) && defined(__FMA__)
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

#if defined(__AVX2__) && !defined(__FMA__) && !defined(__AVX512VNNI__)
#pragma message("edgetl: -mavx2 without -mfma runs by SSE4.1 -> add -mfma")
#endif

#include <edgetl/config.hpp>

#include <type_traits>

namespace edgetl::target {

namespace x86 {
struct sse41;
struct avx2;
struct avx_vnni;
struct avx512_vnni;
}  // namespace x86
namespace arm {
struct neon;
struct neon_dotprod;
struct neon_i8mm;
}  // namespace arm
namespace cortex_m {
struct dsp;
struct helium;
}  // namespace cortex_m

// Whether Target is one of these tags or derives from one, and native does not.
template <class... Tag> struct tags {
  template <class Target> static constexpr bool name = (std::is_same_v<Tag, Target> || ...);
  template <class Target> static constexpr bool hold = ((std::is_base_of_v<Tag, Target> && !std::is_base_of_v<Tag, native>) || ...);
};

// Tags that need instructions which the flags do not have.
using missing_tags = tags<void
#if !(defined(__AVX512VNNI__) && defined(__AVX512BW__) && defined(__AVX512DQ__) && defined(__AVX512VL__))
                          , x86::avx512_vnni
#endif
#if !(defined(__AVXVNNI__) && defined(__AVX2__) && defined(__FMA__))
                          , x86::avx_vnni
#endif
#if !(defined(__AVX2__) && defined(__FMA__))
                          , x86::avx2
#endif
#if !defined(__SSE4_1__)
                          , x86::sse41
#endif
#if !(defined(__aarch64__) && defined(__ARM_FEATURE_MATMUL_INT8))
                          , arm::neon_i8mm
#endif
#if !(defined(__aarch64__) && defined(__ARM_FEATURE_DOTPROD))
                          , arm::neon_dotprod
#endif
#if !(defined(__aarch64__) && defined(__ARM_NEON))
                          , arm::neon
#endif
#if !(defined(__ARM_FEATURE_MVE) && (__ARM_FEATURE_MVE & 1))
                          , cortex_m::helium
#endif
#if !(defined(__ARM_FEATURE_DSP) && defined(__ARM_FEATURE_SIMD32) && defined(__ARM_ARCH_PROFILE) && __ARM_ARCH_PROFILE == 'M')
                          , cortex_m::dsp
#endif
                          >;

// Whether the flags have the instructions of a target, which may be wrapped or derived.
template <class Target> constexpr bool flags_have() {
  if constexpr (!requires { sizeof(Target); }) return !missing_tags::name<Target>;
  else if constexpr (requires { typename Target::wrapped; }) return flags_have<typename Target::wrapped>();
  else return !missing_tags::hold<Target>;
}

// Fails with a sentence when a target is only declared: named without its flags, or without its header.
template <class Target> constexpr bool check_available() {
  constexpr bool defined = requires { sizeof(Target); };
  static_assert(defined || flags_have<Target>(), EDGETL_NO_INSTRUCTIONS);
  static_assert(defined || !flags_have<Target>(), "edgetl: a target has a header -> include it: target::x86::avx2 is "
                                                  "in <edgetl/target/x86/avx2.hpp>");
  return defined;
}

}  // namespace edgetl::target
