// SPDX-License-Identifier: BSL-1.0
// Tables of 256 codes.
#include <edgetl/kernel/lookup.hpp>

#include "../unit.hpp"

using namespace edgetl;
using namespace edgetl::kernel;

namespace {
struct half {
  constexpr std::int8_t operator()(int code) const { return static_cast<std::int8_t>(code / 2); }
};
constexpr auto of_signed   = lookup::make_table<std::int8_t, std::int8_t>(half{});
constexpr auto of_unsigned = lookup::make_table<std::uint8_t, std::int8_t>(half{});

template <class Code> constexpr int looked_up(const array<std::int8_t, 256>& table, Code code) {
  std::int8_t made[2] = {99, 99};
  lookup::reference(erased<lookup::parameters>{{1}}, &code, table.data(), static_cast<std::int8_t*>(made));
  return made[1] == 99 ? made[0] : -1000;
}
}  // namespace

static_assert(of_signed[0] == -64 && of_signed[255] == 63 && of_unsigned[0] == 0 && of_unsigned[255] == 127);
static_assert(looked_up(of_signed, std::int8_t{-128}) == -64 &&
              looked_up(of_unsigned, std::uint8_t{255}) == 127);

TEST_CASE("lookup: every code, signed and unsigned") {
  for (int code = 0; code < 256; ++code) {
    CHECK(looked_up(of_signed, static_cast<std::int8_t>(code - 128)) == (code - 128) / 2);
    CHECK(looked_up(of_unsigned, static_cast<std::uint8_t>(code)) == code / 2);
  }
}
