// SPDX-License-Identifier: BSL-1.0
// Little-endian reads from bytes, and the question whether bytes are there.
#include <edgetl/core/bytes.hpp>

#include "../unit.hpp"

#include <limits>

using edgetl::bytes_view;

namespace {
constexpr unsigned char bytes[] = {0x01, 0x82, 0x03, 0x84, 0xF5, 0x06, 0x07, 0x88, 0x00, 0x00, 0xC0, 0x3F};
constexpr bytes_view    view{bytes, sizeof bytes};
constexpr std::size_t   far = std::numeric_limits<std::size_t>::max();
}  // namespace

static_assert(view.u8(1) == 0x82 && view.i8(1) == -126);
static_assert(view.u16(0) == 0x8201 && view.i16(0) == 0x8201 - 0x10000);
static_assert(view.u16(1) == 0x0382, "an odd address is as good");
static_assert(view.u32(0) == 0x84038201u && view.i32(0) == static_cast<std::int32_t>(0x84038201u));
static_assert(view.u64(0) == 0x880706F584038201ull);
static_assert(view.i64(0) < 0);
static_assert(view.f32(8) == 1.5f);

static_assert(view.contains(0, 12) && view.contains(12, 0) && view.contains(11, 1));
static_assert(!view.contains(0, 13) && !view.contains(12, 1) && !view.contains(13, 0));
static_assert(!view.contains(far, 2) && !view.contains(2, far), "the sum does not wrap");
static_assert(!bytes_view{}.contains(0, 1) && bytes_view{}.contains(0, 0));

TEST_CASE("bytes: reads agree with shifts at every offset") {
  edgetl_test::random_numbers random;
  unsigned char               made[64];
  for (auto& byte : made) byte = static_cast<unsigned char>(random.bits());
  const bytes_view own{made, sizeof made};
  for (std::size_t at = 0; own.contains(at, 8); ++at) {
    std::uint64_t expected = 0;
    for (std::size_t i = 8; i-- > 0;) expected = expected * 256 + made[at + i];
    CHECK(own.u64(at) == expected);
    CHECK(own.u32(at) == static_cast<std::uint32_t>(expected));
    CHECK(own.u16(at) == static_cast<std::uint16_t>(expected));
  }
}
