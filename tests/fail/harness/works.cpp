// expect: edgetl: an example is refused [with; odd "signs"] -> #define EDGETL_POSITIVE_TWIN
// The smallest mistake: proves that the harness sees a sentence, without needing the library.
// SPDX-License-Identifier: BSL-1.0
template <class Example> constexpr bool check() {
#ifndef EDGETL_POSITIVE_TWIN
  static_assert(sizeof(Example) == 0,
                "edgetl: an example is refused [with; odd \"signs\"] -> #define EDGETL_POSITIVE_TWIN");
#endif
  return true;
}
static_assert(check<int>());
