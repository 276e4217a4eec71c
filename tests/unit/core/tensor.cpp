// SPDX-License-Identifier: BSL-1.0
// Tensors that own their elements, and views of elements that live elsewhere.
#include <edgetl/core/tensor.hpp>

#include "../unit.hpp"

#include <type_traits>

using namespace edgetl;

using image = tensor<std::int8_t, 1, 2, 3>;
static_assert(image::size() == 6 && image::shape == make_extents(1, 2, 3));
static_assert(sizeof(image) == 6, "nothing but its elements");
static_assert(std::is_trivially_copyable_v<image> && std::is_aggregate_v<image>);
static_assert(tensor<float>::size() == 1, "a scalar");
static_assert(image{{1, 2, 3, 4, 5, 6}}[4] == 5);
static_assert(image{{1}} == image{{1, 0, 0, 0, 0, 0}} && !(image{{1}} == image{{2}}));

static_assert([] {
  int sum = 0;
  for (const auto code : image{{1, 2, 3, 4, 5, 6}}) sum += code;
  return sum;
}() == 21);

TEST_CASE("tensor_view: writes go to the elements it refers to") {
  float                                        elements[4] = {};
  const tensor_view<float, make_extents(2, 2)> view{elements};
  CHECK(view.size() == 4u);
  view[3] = 7;
  for (float& element : view) element += 1;
  CHECK(elements[3] == 8.0f);
  CHECK(elements[0] == 1.0f);
  CHECK(view.end() - view.begin() == 4);
  CHECK(view.data() == elements);
}
