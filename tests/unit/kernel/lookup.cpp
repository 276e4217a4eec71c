// SPDX-License-Identifier: BSL-1.0
// Tables of 256 codes.
#include <edgetl/kernel/lookup.hpp>
#include <edgetl/target/native.hpp>

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

// A table without any order, so that no two codes can be taken for each other.
template <class Code> int wrong_lengths() {
  int                 wrong = 0;
  array<Code, 256>    table{};
  array<Code, 520>    input{}, output{};
  for (std::size_t i = 0; i < 256; ++i) table[i] = static_cast<Code>(i * 151 + 77);
  for (std::size_t i = 0; i < 520; ++i) input[i] = static_cast<Code>(i * 89 + i / 256);
  for (std::int32_t count = 0; count <= 515; ++count) {
    for (std::size_t i = 0; i < 520; ++i) output[i] = count % 2 == 0 ? Code{5} : input[i];  // every other time in place
    const Code* from = count % 2 == 0 ? input.data() : output.data();
    edgetl_kernel(lookup{}, target::native{}, erased<lookup::parameters>{{count}}, from, static_cast<const Code*>(table.data()), output.data());
    for (std::size_t i = 0; i < 520; ++i) {
      const Code untouched = count % 2 == 0 ? Code{5} : input[i];
      const Code found     = table[static_cast<std::size_t>(input[i] - code_range<Code>::lowest)];
      if (output[i] != (i < static_cast<std::size_t>(count) ? found : untouched)) {
        ++wrong;
        break;
      }
    }
  }
  return wrong;
}

TEST_CASE("lookup: the native target's, for every length, and in place") {
  CHECK(wrong_lengths<std::int8_t>() == 0);
  CHECK(wrong_lengths<std::uint8_t>() == 0);
}
