// SPDX-License-Identifier: BSL-1.0
// Sentences of bounded length.
#include <edgetl/core/text.hpp>

#include "../unit.hpp"

#include <cstring>

using namespace edgetl;

namespace {
template <std::size_t Capacity, class... Part> constexpr text<Capacity> write(Part... part) {
  text_writer<Capacity> out;
  (void(out << part), ...);
  return out.result;
}
template <text Words> struct carries {};  // a text can be part of a type
}  // namespace

static_assert(write<8>("ab", 'c') == text<8>{"abc"});
static_assert(write<8>().empty() && write<8>().size() == 0);
static_assert(write<3>("abcdef") == text<3>{"abc"} && write<3>("abcdef").size() == 3,
              "what does not fit is cut off");
static_assert(write<0>("a").empty());
static_assert(write<4>("abc", std::int64_t{123}) == text<4>{"abc1"});
static_assert(sizeof(carries<write<5>("hello")>) == 1);

TEST_CASE("text: integers down to the lowest") {
  constexpr std::int64_t lowest = -9223372036854775807ll - 1;
  CHECK(std::strcmp(write<30>(std::int64_t{0}).c_str(), "0") == 0);
  CHECK(std::strcmp(write<30>(std::int64_t{-7}).c_str(), "-7") == 0);
  CHECK(std::strcmp(write<30>(std::int64_t{9223372036854775807ll}).c_str(), "9223372036854775807") == 0);
  CHECK(std::strcmp(write<30>(lowest).c_str(), "-9223372036854775808") == 0);
}
