// SPDX-License-Identifier: BSL-1.0
// Targets made of others: whichever way around float kernels, a preference and a tag of the user's are put together,
// floats run by the vector kernels, codes by what the target inside or the user's own override says.
#include "float32_case.hpp"

using namespace edgetl;
using namespace edgetl_test;
using kernel::preference;

namespace {

using dense          = kernel::fully_connected;
constexpr auto reals = float_problem(dense::parameters{1, 16, 16, 0, 0});
constexpr auto codes = [] {
  auto result  = reals;
  result.input = result.filter = result.output = element_type::int8;
  return result;
}();

// On native, but codes by the reference.
struct own_codes : target::native {
  friend constexpr kernel::choice edgetl_choose(dense, own_codes, const kernel::problem<dense::parameters>&) { return {}; }
};
struct derived : float_target {};
// The same for a target that has float kernels.
struct overriding : float_target {
  friend constexpr kernel::choice edgetl_choose(dense kernel, overriding, const kernel::problem<dense::parameters>& wanted) {
    return wanted.is_float() ? edgetl_choose(kernel, float_target{}, wanted) : kernel::choice{};
  }
};
struct derived_twice : overriding {};

template <class Target> constexpr bool runs_floats =
    target::target<Target> && edgetl_choose(dense{}, Target{}, reals) == edgetl_choose(dense{}, float_target{}, reals);
template <class Target> constexpr bool runs_codes_natively =
    edgetl_choose(dense{}, Target{}, codes) == edgetl_choose(dense{}, target::native{}, codes);
template <class Target> constexpr bool overrides_codes = edgetl_choose(dense{}, Target{}, codes).is_reference();

static_assert(edgetl_choose(dense{}, float_target{}, reals).kernel == kernel::named("float32 tile"));
static_assert(edgetl_choose(dense{}, target::native{}, reals).is_reference());

template <class Target> constexpr bool is_native_with_floats = runs_floats<Target> && runs_codes_natively<Target>;
static_assert(is_native_with_floats<target::with_float32<target::prefer<preference::speed, target::native>>>);
static_assert(is_native_with_floats<target::prefer<preference::speed, float_target>>);
static_assert(is_native_with_floats<target::prefer<preference::balanced, target::prefer<preference::speed, float_target>>>);
static_assert(is_native_with_floats<derived> && is_native_with_floats<target::prefer<preference::speed, derived>>);
static_assert(is_native_with_floats<target::with_float32<derived>>);

template <class Target> constexpr bool is_overridden_with_floats = runs_floats<Target> && overrides_codes<Target>;
static_assert(is_overridden_with_floats<overriding> && is_overridden_with_floats<derived_twice>);
static_assert(is_overridden_with_floats<target::prefer<preference::speed, overriding>>);
static_assert(is_overridden_with_floats<target::with_float32<own_codes>>);
static_assert(is_overridden_with_floats<target::prefer<preference::speed, target::with_float32<own_codes>>>);
static_assert(overrides_codes<target::prefer<preference::speed, own_codes>>);

static_assert(target::prefer<preference::size, derived>::trade == preference::size && derived::trade == target::native::trade);

// The step itself, dispatched to Target: what a wrapper hands on must be the kernel that was chosen.
constexpr dense::parameters own{2, 16, 19, 0, 0};

template <class Target> double dense_difference() {
  using weights      = test_weights<304, 5>;
  using epilogue     = kernel::known_bias_and_clamp<known_constants<19, 5, kernel::activation::relu>>;
  constexpr auto how = edgetl_choose(dense{}, Target{}, float_problem(own));
  static_assert(how.kernel == kernel::named("float32 tile") && how.scratch_bytes == 0);
  const auto                input = random_floats(32, 5);
  std::vector<float>        made(38, not_a_number), wanted(38, not_a_number);
  const kernel::chosen<how> chosen{};
  kernel::dispatch(dense{}, Target{}, chosen, kernel::constant<own>{}, input.data(), weights{}, epilogue{}, made.data());
  dense::reference(kernel::constant<own>{}, input.data(), weights::stored(), epilogue::stored(), wanted.data());
  return difference(made, wanted);
}

}  // namespace

TEST_CASE("float32: targets derived from and wrapped around one with float kernels run floats by them") {
  CHECK(dense_difference<target::prefer<preference::speed, float_target>>() <= 1e-6);
  CHECK(dense_difference<derived>() <= 1e-6);
  CHECK(dense_difference<derived_twice>() <= 1e-6);
  CHECK(dense_difference<target::with_float32<derived>>() <= 1e-6);
}
