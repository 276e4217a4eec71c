// SPDX-License-Identifier: BSL-1.0
// Constants of a graph as objects: their bytes, and their values in the type a kernel wants.
#include <edgetl/graph/constants.hpp>

#include "../unit.hpp"

using namespace edgetl;

namespace {

struct source {
  static constexpr unsigned char bytes[] = {9, 1, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0x3C};
};
struct hand_made {
  static constexpr bytes_view file{source::bytes, sizeof source::bytes};
  static constexpr auto       tape = [] {
    graph::tape<graph::tape_sizes{4, 0, 0, 0, 0}> made;
    const element_type  types[] = {element_type::int32, element_type::float16, element_type::int8,
                                   element_type::int32};
    const std::uint32_t at[]    = {1, 9, 5, 0};
    for (int t = 0; t < 4; ++t) {
      made.tensors[t].element = made.tensors[t].stored = types[t];
      made.tensors[t].shape                            = make_extents(t == 1 ? 1 : 2);
      made.tensors[t].constant_at                      = at[t];
    }
    made.tensors[2].quantization = {0.5f, 1};
    made.tensors[2].channels     = 1;
    made.tensors[3].computed     = true;
    made.tensors[3].values[1]    = 1234;
    return made;
  }();
};

}  // namespace

static_assert(graph::constant_bytes<source, 1, 4>[0] == 1 && graph::constant_bytes<source, 5, 6>[5] == 0x3C);
static_assert(graph::constant_values<std::int32_t, hand_made, 0>[0] == 1 &&
              graph::constant_values<std::int32_t, hand_made, 0>[1] == -1);
static_assert(graph::constant_values<std::int64_t, hand_made, 0>[1] == -1, "widened");
static_assert(graph::constant_values<float, hand_made, 1>[0] == 1.0f, "half precision reads as float");
static_assert(graph::constant_values<float, hand_made, 2>[1] == -1.0f, "codes read as real numbers");
static_assert(graph::constant_values<std::int32_t, hand_made, 3>[1] == 1234, "folded values");

TEST_CASE("constants: equal bytes are one object, aligned for vectors") {
  const auto* one = graph::constant_bytes<source, 1, 4>.data();
  CHECK(one == graph::constant_bytes<source, 1, 4>.data());
  CHECK(reinterpret_cast<std::uintptr_t>(one) % 16 == 0u);
}
