// SPDX-License-Identifier: BSL-1.0
// Lists of operations, picked by number.
#include <edgetl/graph/operations.hpp>

#include "toy_operations.hpp"

#include <type_traits>

using namespace edgetl_test;

namespace {

struct refuses : apart {
  static constexpr edgetl::kernel::refusal check(const node&) { return {"is a toy -> use another", 3}; }
  static constexpr std::int64_t            macs(const node&) { return 42; }
  static constexpr bool fold(const node&, std::int32_t* values) { return values[0] = 9, true; }
};
using list = edgetl::graph::operation_list<apart, refuses, over, refuses, same>;
template <class... Type>
concept can_be_listed = requires {
  typename edgetl::graph::operation_list<Type...>;
};

}  // namespace

static_assert(list::size == 5 && std::is_same_v<list::at<0>, apart> && std::is_same_v<list::at<4>, same>);
static_assert(std::is_same_v<list::at<1>, list::at<3>>, "one operation may stand in several places");
static_assert(list::aliases(4) && !list::aliases(0));
static_assert(can_be_listed<apart, over> && !can_be_listed<int>);

TEST_CASE("operations: each number reaches its operation") {
  tape_writer writer;
  const int   in = writer.input(8);
  writer.step(toy_over, in, 8);
  const auto   step      = writer.tape.node(0, {});
  std::int32_t values[8] = {};
  CHECK_FALSE(static_cast<bool>(list::check(0, step)));
  CHECK(list::check(1, step).tensor == 3);
  writer.tape.tensors[in].shape = make_extents(2, 0);
  CHECK(list::check(0, step).tensor == in);  // no operation sees a tensor without elements
  writer.tape.tensors[in].shape = make_extents(8);
  CHECK(list::macs(0, step) == 8);
  CHECK(list::macs(3, step) == 42);
  CHECK(list::in_place(2, step, 0));
  CHECK_FALSE(list::in_place(0, step, 0));
  CHECK_FALSE(list::fold(0, step, values));
  CHECK(list::fold(3, step, values));
  CHECK(values[0] == 9);
}
