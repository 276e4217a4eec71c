// SPDX-License-Identifier: BSL-1.0
// Calls every entry and, before that, the inline functions that the variants have, too: multiarch [level]
// exits with 1 where an answer is wrong or the level that was chosen is another one.
#include <cstdio>
#include <cstring>

#include "classify.hpp"
#include "digit_answers.model.hpp"
#include "digit_images.model.hpp"

int main(int count, char** arguments) {
  counter own;
  own.fill(1000);
  if (sum_of(own.numbers.data(), own.numbers.size()) != 249750.0) return 1;
  inline_variable = 5000;  // the program's own: a variant's is still 100, and its count_calls() was never called
  if (count_calls(1) != 1 + 5000 + 2 || count_calls(2) != 2 + 5000 + 3) return 1;
  if (average(own.numbers, 100, 1000) != (1 + 100 + 1) + 100 + 1000 + 249.75) return 1;

  constexpr std::size_t images = digit_images::size / 64;
  int                   wrong  = 0;
  for (std::size_t n = 0; n < images; ++n) {
    std::int8_t image[64];
    for (std::size_t i = 0; i < 64; ++i) image[i] = static_cast<std::int8_t>(digit_images::bytes[n * 64 + i]);
    int best = 0;
    for (int k = 1; k < 10; ++k)
      if (static_cast<std::int8_t>(digit_answers::bytes[n * 10 + static_cast<std::size_t>(k)]) >
          static_cast<std::int8_t>(digit_answers::bytes[n * 10 + static_cast<std::size_t>(best)]))
        best = k;
    wrong += classify(image) == best ? 0 : 1;
  }
  std::printf("%s: %d of %d images read differently\n", classify_target(), wrong, static_cast<int>(images));
  const bool expected = count < 2 || std::strcmp(arguments[1], classify_target()) == 0;
  if (!expected) std::printf("expected was %s\n", arguments[1]);
  return wrong == 0 && expected ? 0 : 1;
}
