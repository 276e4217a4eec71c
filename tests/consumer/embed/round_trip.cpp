// Compares embedded files with what they were made from: small ones and a loop longer than the
// compilers' default limits while compiling, all of them once more while running.
// SPDX-License-Identifier: BSL-1.0
#include <ctime>

#include "bytes_model.model.hpp"
#include "class_model.model.hpp"
#include "model_2d_net.model.hpp"
#include "model_a_b.model.hpp"
#include "of_0.model.hpp"
#include "of_1.model.hpp"
#include "of_100000.model.hpp"
#include "of_256.model.hpp"
#include "of_3.model.hpp"
#include "of_300001.model.hpp"
#include "of_64.model.hpp"
#include "of_65.model.hpp"
#include "of_7.model.hpp"
#include "of_8.model.hpp"
#include "of_9.model.hpp"
#include "pattern.hpp"
#include "size_model.model.hpp"
#include "std_model.model.hpp"
#include "time_model.model.hpp"

template <class File> constexpr bool is_intact(unsigned long size) {
  for (unsigned long at = 0; at < File::size; ++at)
    if (File::bytes[at] != pattern(at)) return false;
  return File::size == size && sizeof File::bytes == size + 1 && File::bytes[size] == 0;
}

template <class File> constexpr unsigned long walk() {
  unsigned long at = 0;
  while (at < File::size) ++at;
  return at;
}

using namespace embedded::files;
static_assert(is_intact<of_0>(0));
static_assert(is_intact<of_1>(1));
static_assert(is_intact<of_3>(3));
static_assert(is_intact<of_256>(256));
static_assert(is_intact<class_model>(9) && is_intact<std_model>(9) && is_intact<time_model>(9));
static_assert(is_intact<bytes_model>(9) && is_intact<size_model>(9));
static_assert(is_intact<model_2d_net>(9) && is_intact<model_a_b>(9));
static_assert(walk<of_300001>() == 300001);

int main() {
  volatile unsigned long zero = 0;  // the compiler shall not do it now as well
  const bool intact = is_intact<of_0>(0 + zero) && is_intact<of_1>(1 + zero) && is_intact<of_3>(3 + zero) &&
                      is_intact<of_7>(7 + zero) && is_intact<of_8>(8 + zero) && is_intact<of_9>(9 + zero) &&
                      is_intact<of_64>(64 + zero) && is_intact<of_65>(65 + zero) &&
                      is_intact<of_256>(256 + zero) && is_intact<of_100000>(100000 + zero) &&
                      is_intact<of_300001>(300001 + zero);
  return intact ? 0 : 1;
}
