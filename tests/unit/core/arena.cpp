// SPDX-License-Identifier: BSL-1.0
// Arenas as types, and at addresses that are known when the program runs.
#include <edgetl/core/arena.hpp>

#include "../unit.hpp"

#include <type_traits>

using namespace edgetl;

using small = arena<32>;
using large = arena<48>;
static_assert(sizeof(small) == 32 && sizeof(arena<33>) == 48 && alignof(arena<1>) == 16 && sizeof(arena<0>) == 16);
static_assert(std::is_trivially_default_constructible_v<small>, "static ones are zeros of the linker's, without code");
template <class Lender> inline constexpr bool lends_32 = std::is_constructible_v<borrowed_arena<32>, Lender>;
static_assert(lends_32<small&> && lends_32<large&> && !lends_32<arena<31>&>);
static_assert(!lends_32<small> && !lends_32<const small&> && !lends_32<small*> && !lends_32<unsigned char*>);
static_assert(!lends_32<unsigned char (&)[32]>, "its alignment is not in the type");
static_assert(!std::is_default_constructible_v<borrowed_arena<32>>);

TEST_CASE("arena: memory that is absent, too short or not aligned is none") {
  alignas(16) static unsigned char memory[64];
  CHECK(small::in(memory, sizeof memory) == static_cast<void*>(memory));
  CHECK(small::in(memory + 16, 32)->data() == memory + 16);
  CHECK(small::in(memory, 31) == nullptr);
  CHECK(small::in(memory, 0) == nullptr);
  CHECK(small::in(nullptr, sizeof memory) == nullptr);
  for (int at = 1; at < 16; ++at) CHECK(small::in(memory + at, 48) == nullptr);
}

TEST_CASE("arena: a borrower works in its lender") {
  static large             lender;
  const borrowed_arena<32> borrower = lender;
  borrower.data()[31]               = 7;
  CHECK(lender.bytes[31] == 7);
}
