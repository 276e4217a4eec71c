// SPDX-License-Identifier: BSL-1.0
// The float kernels give the same bits under -ffast-math, on finite numbers.
#include "float32_case.hpp"
#include "float32_everything.hpp"

using namespace edgetl_test;

namespace {
struct own_lanes : float_lanes {};
}  // namespace

TEST_CASE("float32: -ffast-math changes no bit") {
  for (const float size : {0.5f, 4.0f, 30.0f}) {
    auto input = random_floats(4111, 12);
    for (float& value : input) value *= size;
    const auto plain = everything<own_lanes>(input), fast = everything_under_fast_math(input);
    REQUIRE(plain.size() == fast.size());
    int different = 0;
    for (std::size_t i = 0; i < plain.size(); ++i) different += edgetl::bit_cast<std::uint32_t>(plain[i]) != edgetl::bit_cast<std::uint32_t>(fast[i]);
    CHECK(different == 0);
  }
}
