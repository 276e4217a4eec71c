// SPDX-License-Identifier: BSL-1.0
// Sentences cut into pieces that a compiler prints whole.
#include <edgetl/import/diagnostic.hpp>

#include "../unit.hpp"

#include <string>

using namespace edgetl;
using namespace edgetl::import;

namespace {

sentence make(const std::string& words) {
  text_writer<319> out;
  out << words.c_str();
  return out.result;
}

template <const sentence& Whole> constexpr bool is_one_piece() {
  if constexpr (printed_characters == 0)
    return true;
  else
    return count_pieces(Whole) == 1 && make_piece<Whole, 0>() == text<7>{"one two"};
}

inline constexpr sentence empty{};
inline constexpr sentence short_one{"one two"};

}  // namespace

static_assert(status{}.ok() && !status{"is bad -> make it good"}.ok());
static_assert(count_pieces(empty) == 0 && find_piece(empty, 0).end == 0);
static_assert(is_one_piece<short_one>());

TEST_CASE("diagnostic: pieces are short, and together the whole sentence") {
  if (printed_characters == 0) return;  // this compiler prints no text
  edgetl_test::random_numbers random;
  for (int round = 0; round < 200; ++round) {
    std::string words;
    const auto  length = static_cast<std::size_t>(random.between(1, 300));
    while (words.size() < length)
      words += random.between(0, round % 40 + 1) == 0 && !words.empty() && words.back() != ' ' ? ' ' : 'x';
    if (words.back() == ' ') words.back() = 'y';
    const sentence whole = make(words);
    std::string    together;
    for (int piece = 0; piece < count_pieces(whole); ++piece) {
      const auto bounds = find_piece(whole, piece);
      CHECK(bounds.end > bounds.begin);
      CHECK(bounds.end - bounds.begin <= printed_characters);
      if (!together.empty() && bounds.begin > together.size()) together += ' ';
      together += std::string(whole.chars + bounds.begin, bounds.end - bounds.begin);
    }
    CHECK(together == words);
  }
}
