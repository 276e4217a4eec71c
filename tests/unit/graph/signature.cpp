// SPDX-License-Identifier: BSL-1.0
// What a model can be called with, asked by type traits and concepts; and where its steps work.
#include <edgetl/graph/signature.hpp>

#include <edgetl/model.hpp>

#include "../unit.hpp"
#include "digits.model.hpp"

#include <type_traits>

using namespace edgetl;

namespace {

// By the portable target, so that the facts are those of every processor.
using net      = model<digits, quant::tflite_double_rounding, target::scalar>;
using borrower = model_in<digits, quant::tflite_double_rounding, target::scalar>;
using image    = tensor<int8, 1, 8, 8, 1>;
struct derived : image {};
struct convertible {
  image made;
  operator image() const { return made; }
};

template <class... Given> inline constexpr bool takes = std::is_invocable_v<net&, Given...>;
template <class... Given>
concept evaluates = requires(const Given&... given) { net::evaluate(given...); };

}  // namespace

static_assert(std::is_same_v<net::input_type<>, image> && std::is_same_v<net::result_type, net::output_type<>>);
static_assert(takes<image> && takes<image&> && takes<const image&> && takes<derived>);
static_assert(takes<convertible> && !takes<derived*>);
static_assert(!takes<tensor_view<int8, image::shape>>, "it might lie in the arena that is being written");
static_assert(!takes<decltype(std::declval<net&>().input())>);
static_assert(!takes<tensor<int8, 64>> && !takes<tensor<int8, 8, 8>> && !takes<tensor<int8, 1, 8, 8, 2>>);
static_assert(!takes<tensor<float, 1, 8, 8, 1>> && !takes<tensor<uint8, 1, 8, 8, 1>>);
static_assert(!takes<tensor<char, 1, 8, 8, 1>>, "its sign depends on the processor");
static_assert(!takes<int8 (&)[64]> && !takes<int8*> && !takes<int>);
static_assert(!takes<> && !takes<image, image>, "another number of inputs");
static_assert(evaluates<image> && !evaluates<tensor<int8, 64>> && !evaluates<> && !evaluates<image, image>);
static_assert(std::is_same_v<std::invoke_result_t<net&, image>, net::output_type<>>);

static_assert(std::is_trivially_default_constructible_v<net> && std::is_trivially_copyable_v<net>);
static_assert(!std::is_constructible_v<net, net::arena_type&>, "it has one");

template <class Arena> inline constexpr bool works_in = std::is_constructible_v<borrower, Arena>;
static_assert(works_in<borrower::arena_type&> && works_in<arena<borrower::arena_bytes + 4096>&>);
static_assert(!std::is_default_constructible_v<borrower> && !works_in<std::nullptr_t>, "no arena");
static_assert(!works_in<arena<borrower::arena_bytes - 1>&>, "too small an arena");
static_assert(!works_in<unsigned char*> && !works_in<unsigned char (&)[borrower::arena_bytes]>, "perhaps not aligned");
static_assert(!works_in<borrower::arena_type*>, "perhaps null");
static_assert(!works_in<borrower::arena_type>, "one that would be gone after the line");
static_assert(sizeof(borrower) == sizeof(void*));

TEST_CASE("signature: what converts to a tensor gives what the tensor gives") {
  static net                  net;
  static borrower::arena_type arena;
  borrower                    other{arena};
  convertible                 given{};
  for (std::size_t i = 0; i < image::size(); ++i) given.made[i] = static_cast<int8>(37 * i);
  const auto made = net(given.made);
  CHECK((net(given) == made));
  CHECK((other(given) == made));
}
