// SPDX-License-Identifier: BSL-1.0
// The two elementwise loops: broadcasting against plain index arithmetic.
#include <edgetl/kernel/elementwise.hpp>

#include "../unit.hpp"

using namespace edgetl;
using namespace edgetl::kernel;

namespace {

struct pair_of {  // tells which elements met
  constexpr int operator()(int left, int right) const { return 1000 * left + right; }
};
struct halves {
  constexpr int operator()(int value) const { return value / 2; }
};

// Three tensors as a node: two inputs, one output.
struct three_tensors {
  tensor_info  tensors[3]  = {};
  std::int32_t operands[3] = {0, 1, 2};

  constexpr three_tensors(extents left, extents right, extents out) {
    tensors[0].shape = left, tensors[1].shape = right, tensors[2].shape = out;
    for (auto& tensor : tensors) tensor.element = element_type::float32;
  }
  constexpr node step() const { return {{}, tensors, operands, 2, operands + 2, 1, nullptr}; }
};

constexpr three_tensors good(make_extents(2, 1, 3), make_extents(4, 1), make_extents(2, 4, 3));
constexpr three_tensors same(make_extents(2, 3), make_extents(1, 2, 3), make_extents(1, 2, 3));
constexpr three_tensors bad(make_extents(2, 3), make_extents(4, 3), make_extents(4, 3));
constexpr three_tensors too_small(make_extents(2, 1), make_extents(1, 3), make_extents(2, 1));

constexpr auto unary_sum() {
  const int given[] = {2, 5, 9};
  int       made[3] = {};
  elementwise_unary::reference(constant<elementwise_unary::parameters{2}>{}, given, halves{}, made);
  return made[0] + made[1] + made[2];
}

}  // namespace

static_assert(!elementwise_binary::check(good.step()) && !elementwise_binary::check(same.step()));
static_assert(elementwise_binary::check(bad.step()) && elementwise_binary::check(too_small.step()));
static_assert(!elementwise_binary::in_place(good.step(), 0) && elementwise_binary::in_place(same.step(), 1));
static_assert(elementwise_binary::make_parameters(same.step()).same_shape &&
              !elementwise_binary::make_parameters(good.step()).same_shape);
static_assert(unary_sum() == 3, "the count is obeyed");

TEST_CASE("elementwise: every broadcast of up to four dimensions") {
  edgetl_test::random_numbers random;
  for (int round = 0; round < 300; ++round) {
    extents left{random.between(0, 4), {}}, right{random.between(0, 4), {}};
    extents out{left.rank > right.rank ? left.rank : right.rank, {}};
    for (int axis = 0; axis < out.rank; ++axis) {
      out.dims[axis]      = random.between(1, 4);
      const int from_left = axis - (out.rank - left.rank), from_right = axis - (out.rank - right.rank);
      const int stretched = random.between(0, 3);  // left, right, or neither
      if (from_left >= 0) left.dims[from_left] = stretched == 0 ? 1 : out.dims[axis];
      if (from_right >= 0) right.dims[from_right] = stretched == 1 ? 1 : out.dims[axis];
      if ((from_left < 0 && stretched == 1) || (from_right < 0 && stretched == 0)) out.dims[axis] = 1;
    }
    const three_tensors own(left, right, out);
    REQUIRE_FALSE(static_cast<bool>(elementwise_binary::check(own.step())));
    int lefts[256], rights[256], made[256];
    for (int i = 0; i < 256; ++i) lefts[i] = rights[i] = i;
    elementwise_binary::reference(
        erased<elementwise_binary::parameters>{elementwise_binary::make_parameters(own.step())}, lefts,
        rights, pair_of{}, made);
    for (std::size_t i = 0; i < out.count(); ++i) {
      // the position of element i, dimension by dimension from the innermost
      std::size_t rest = i, l = 0, r = 0, left_stride = 1, right_stride = 1;
      for (int axis = out.rank - 1; axis >= 0; --axis) {
        const auto at        = rest % static_cast<std::size_t>(out[axis]);
        const int  from_left = axis - (out.rank - left.rank), from_right = axis - (out.rank - right.rank);
        rest /= static_cast<std::size_t>(out[axis]);
        if (from_left >= 0)
          l += (left[from_left] == 1 ? 0 : at) * left_stride,
              left_stride *= static_cast<std::size_t>(left[from_left]);
        if (from_right >= 0)
          r += (right[from_right] == 1 ? 0 : at) * right_stride,
              right_stride *= static_cast<std::size_t>(right[from_right]);
      }
      CHECK(made[i] == pair_of{}(static_cast<int>(l), static_cast<int>(r)));
    }
  }
}
