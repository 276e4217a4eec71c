// SPDX-License-Identifier: BSL-1.0
// The portable target: every kernel's reference, as its contract states it. Other targets derive from it
// (or from one that does) and define, as hidden friends named edgetl_kernel, only what they do better.
#pragma once

#include <edgetl/kernel/operation.hpp>

namespace edgetl::target {

struct scalar {
  static constexpr const char*        name  = "scalar";
  static constexpr kernel::preference trade = kernel::preference::balanced;

  template <class Kernel, class... Arguments>
  friend constexpr void edgetl_kernel(Kernel, scalar, Arguments... arguments) {
    Kernel::reference(kernel::stored(arguments)...);
  }

  // The reference, for whatever no derived target has a kernel.
  template <class Kernel, class Problem> friend constexpr kernel::choice edgetl_choose(Kernel, scalar, const Problem&) { return {}; }
};

// A target around another one. What neither it nor a tag derived from it defines, Base does as if it had been named alone.
// No base class: templates that Base has for all its descendants would be preferred to what a wrapper or a derived tag defines.
template <class Base> struct wrapper : scalar {
  static_assert(requires { sizeof(Base); }, "edgetl: a target inside another one is defined -> include its header, and "
                                            "compile with its flags (docs/targets.md)");

  static constexpr const char*        name            = Base::name;
  static constexpr kernel::preference trade           = Base::trade;
  static constexpr bool               reads_functions = requires { requires Base::reads_functions; };

  using wrapped = Base;

  template <class Kernel, class... Arguments>
  EDGETL_INLINE friend constexpr void edgetl_kernel(Kernel kernel, wrapper, Arguments... arguments) {
    edgetl_kernel(kernel, Base{}, arguments...);
  }
  template <class Kernel, class Problem> friend constexpr kernel::choice edgetl_choose(Kernel kernel, wrapper, const Problem& wanted) {
    return edgetl_choose(kernel, Base{}, wanted);
  }
};

// A target with another trade of speed against code size: prefer<kernel::preference::size, native>.
template <kernel::preference Trade, class Target> struct prefer : wrapper<Target> {
  static constexpr kernel::preference trade = Trade;
};

template <class Target>
concept target = requires { Target::name; } && requires(Target candidate, const scalar& base) { (void)static_cast<const scalar&>(candidate); };

// Fails with a sentence when a type is no target.
template <class Target> constexpr bool check_target() {
  static_assert(target<Target>, "edgetl: a target derives from another one -> name target::native, or write struct mine : edgetl::target::native");
  return target<Target>;
}

}  // namespace edgetl::target
