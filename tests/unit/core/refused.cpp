// SPDX-License-Identifier: BSL-1.0
// Overloads that refuse with a sentence: to a concept they are no call. What users read is in tests/fail/model.
#include <edgetl/core/refused.hpp>

#include "../unit.hpp"

#include <type_traits>

using namespace edgetl;

namespace {

struct wanted {};
struct becomes_wanted {
  operator wanted() const { return {}; }
};
struct other {};

inline constexpr text<39> sentence{"edgetl: it takes what it wants -> pass"};

struct callable {
  template <class Given>
    requires std::is_convertible_v<const Given&, wanted>
  int operator()(const Given&) const {
    return 1;
  }
  void operator()(refused<sentence, refusal::input, wanted>) const;

  template <class... Given>
    requires(sizeof...(Given) != 1)
  void operator()(const Given&...) const EDGETL_REFUSED("edgetl: it takes one -> pass one");
};

}  // namespace

static_assert(std::is_same_v<std::invoke_result_t<callable, wanted>, int>);
static_assert(std::is_same_v<std::invoke_result_t<callable, becomes_wanted&>, int>);
static_assert(!std::is_invocable_v<callable, other> && !std::is_invocable_v<callable, other&>);
static_assert(!std::is_invocable_v<callable, int (&)[2]> && !std::is_invocable_v<callable, std::nullptr_t>);
static_assert(!std::is_invocable_v<callable> && !std::is_invocable_v<callable, wanted, wanted>);

TEST_CASE("refused: the call that works is never the refusing one") {
  CHECK(callable{}(wanted{}) + callable{}(becomes_wanted{}) == 2);
}
