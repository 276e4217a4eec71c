// SPDX-License-Identifier: BSL-1.0
// Static extents: counts, products, more dimensions, equality.
#include <edgetl/core/extents.hpp>

#include "../unit.hpp"

using namespace edgetl;

static_assert(make_extents(2, 3, 4).count() == 24 && make_extents(2, 3, 4).rank == 3);
static_assert(make_extents().count() == 1 && make_extents().back() == 1, "a scalar has one element");
static_assert(make_extents(2, 3, 4)[1] == 3 && make_extents(2, 3, 4).back() == 4);
static_assert(make_extents(2, 3, 4, 5).product(1, 3) == 12 && make_extents(2, 3).product(1, 1) == 1);
static_assert(make_extents(65536, 65536 / 4).count() == std::size_t{1} << 30);

static_assert(make_extents(3, 4).padded_to(4) == make_extents(1, 1, 3, 4));
static_assert(make_extents(3, 4).padded_to(2) == make_extents(3, 4));
static_assert(make_extents().padded_to(max_rank).count() == 1);

static_assert(!(make_extents(3, 4) == make_extents(4, 3)) && !(make_extents(3) == make_extents(1, 3)));
static_assert(extents{2, {3, 4, 9}} == make_extents(3, 4), "what lies behind the rank does not count");

TEST_CASE("extents: padding keeps the elements") {
  edgetl_test::random_numbers random;
  for (int round = 0; round < 200; ++round) {
    extents     shape{random.between(0, max_rank), {}};
    std::size_t expected = 1;
    for (int axis = 0; axis < shape.rank; ++axis) {
      shape.dims[axis] = random.between(1, 7);
      expected *= static_cast<std::size_t>(shape.dims[axis]);
    }
    CHECK(shape.count() == expected);
    CHECK(shape.padded_to(max_rank).count() == expected);
    CHECK(shape.product(0, shape.rank) == static_cast<std::int32_t>(expected));
  }
}
