// SPDX-License-Identifier: BSL-1.0
// Kernels for networks of floats, on any target whose processor has vectors that xsimd knows:
//
//   #include <edgetl/target/float32.hpp>   // takes xsimd 8 or later, and a second of the compiler's time
//   edgetl::model<net, edgetl::quant::tflite_double_rounding, edgetl::target::with_float32<edgetl::target::native>> model;
//
// What the target does with codes stays as it is.
#pragma once

#include <edgetl/target/float32/conv_2d.hpp>
#include <edgetl/target/float32/depthwise_conv_2d.hpp>
#include <edgetl/target/float32/dynamic_conv_2d.hpp>
#include <edgetl/target/float32/dynamic_depthwise_conv_2d.hpp>
#include <edgetl/target/float32/elementwise.hpp>
#include <edgetl/target/float32/pool_2d.hpp>
#include <edgetl/target/float32/softmax.hpp>
#include <edgetl/target/scalar.hpp>

namespace edgetl::target {
namespace float32 {

// Brings this namespace's kernels into argument-dependent lookup.
template <class Lanes, class Accuracy> struct kernels {
  using float32_lanes    = Lanes;
  using float32_accuracy = Accuracy;
};

}  // namespace float32

// Base for codes, this folder for floats: also for tags that derive from this one, and inside prefer<>.
// Arch is one of xsimd's, Accuracy float32::accurate, float32::fast or the like.
template <class Base, class Accuracy = float32::accurate, class Arch = xsimd::default_arch>
struct with_float32 : wrapper<Base>, float32::kernels<float32::lanes<Arch>, Accuracy> {
  friend constexpr kernel::choice edgetl_choose(kernel::conv_2d kernel, with_float32, const kernel::problem<kernel::conv_2d::parameters>& wanted) {
    return wanted.is_float() ? float32::choose<float32::lanes<Arch>>(wanted) : edgetl_choose(kernel, Base{}, wanted);
  }
  template <kernel::range_rule Rule>
  friend constexpr kernel::choice edgetl_choose(kernel::conv_2d::dynamic<Rule> kernel, with_float32,
                                                const kernel::problem<kernel::conv_2d::parameters>& wanted) {
    const kernel::choice own = float32::choose_dynamic<float32::lanes<Arch>>(wanted);
    return own.is_reference() ? edgetl_choose(kernel, Base{}, wanted) : own;
  }
  friend constexpr kernel::choice edgetl_choose(kernel::depthwise_conv_2d::dynamic kernel, with_float32,
                                                const kernel::problem<kernel::depthwise_conv_2d::parameters>& wanted) {
    const kernel::choice own = float32::choose_dynamic<float32::lanes<Arch>>(wanted);
    return own.is_reference() ? edgetl_choose(kernel, Base{}, wanted) : own;
  }
  friend constexpr kernel::choice edgetl_choose(kernel::depthwise_conv_2d kernel, with_float32,
                                                const kernel::problem<kernel::depthwise_conv_2d::parameters>& wanted) {
    return wanted.is_float() ? float32::choose<float32::lanes<Arch>>(wanted) : edgetl_choose(kernel, Base{}, wanted);
  }
  friend constexpr kernel::choice edgetl_choose(kernel::fully_connected kernel, with_float32,
                                                const kernel::problem<kernel::fully_connected::parameters>& wanted) {
    return wanted.is_float() ? float32::choose<float32::lanes<Arch>>(wanted) : edgetl_choose(kernel, Base{}, wanted);
  }
};

}  // namespace edgetl::target
