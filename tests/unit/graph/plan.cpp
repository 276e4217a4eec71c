// SPDX-License-Identifier: BSL-1.0
// Memory plans: buffers that live together stand apart, and the arena is as small as it can be where greedy
// orders alone are not.
#include <edgetl/graph/plan.hpp>

#include "toy_operations.hpp"

#include <initializer_list>

using namespace edgetl_test;
using edgetl::graph::attempt_plan;
using edgetl::graph::lifetimes;
using edgetl::graph::make_plan;

namespace {

template <std::int32_t Tensors, class Plan>
constexpr bool apart_while_alive(const lifetimes<Tensors>& lives, const Plan& plan) {
  for (std::int32_t a = 0; a < Tensors; ++a)
    for (std::int32_t b = 0; b < a; ++b) {
      const auto &one = lives.buffers[a], &two = lives.buffers[b];
      if (one.bytes == 0 || two.bytes == 0 || one.last < two.first || two.last < one.first) continue;
      if (plan.offset[a] < plan.offset[b] + two.bytes && plan.offset[b] < plan.offset[a] + one.bytes)
        return false;
    }
  return true;
}
template <std::int32_t Tensors, class Plan>
constexpr bool fits(const lifetimes<Tensors>& lives, const Plan& plan) {
  std::size_t top = 0;
  for (std::int32_t t = 0; t < Tensors; ++t)
    if (lives.buffers[t].bytes > 0 && plan.offset[t] + lives.buffers[t].bytes > top)
      top = plan.offset[t] + lives.buffers[t].bytes;
  return top == plan.arena_bytes;
}

// The first layers of MLPerf Tiny's visual wake words, a chain: greedy by size needs 64512 bytes.
constexpr toy_tape wake_words = [] {
  tape_writer writer;
  int         last = writer.input(96 * 96 * 3);
  for (const int bytes : {48 * 48 * 8, 48 * 48 * 8, 48 * 48 * 16, 24 * 24 * 16, 24 * 24 * 32, 24 * 24 * 32,
                          24 * 24 * 32, 12 * 12 * 32})
    last = writer.step(toy_apart, last, bytes);
  writer.output(last);
  return writer.tape;
}();
constexpr auto lives = lifetimes_of(wake_words);

lifetimes<24> random_lives(random_numbers& random) {
  lifetimes<24> result{};
  const int     steps = random.between(1, 20);
  for (auto& own : result.buffers) {
    own.bytes = random.between(0, 5) == 0
                    ? 0
                    : edgetl::graph::aligned(static_cast<std::size_t>(1 << random.between(0, 12)) +
                                             random.bits() % 64);
    own.first = random.between(0, steps - 1);
    own.last  = own.first + random.between(0, random.between(0, 1) == 0 ? 2 : steps - 1 - own.first);
  }
  for (int s = 0; s < 2 * steps; ++s) {
    std::size_t live = 0;
    for (const auto& own : result.buffers) live += own.first <= s && s <= own.last ? own.bytes : 0;
    if (live > result.live_set_bound) result.live_set_bound = live;
  }
  return result;
}

}  // namespace

static_assert(lives.live_set_bound == 55296);
static_assert(make_plan(lives).arena_bytes == 55296, "the bound is reached");
static_assert(apart_while_alive(lives, make_plan(lives)) && fits(lives, make_plan(lives)));
static_assert(make_plan(lifetimes<0>{}).arena_bytes == 0, "nothing needs nothing");

TEST_CASE("plan: every attempt keeps random buffers apart") {
  random_numbers random;
  int            wrong = 0, at_bound = 0;
  const int      rounds = many / 50;
  for (int round = 0; round < rounds; ++round) {
    const auto own = random_lives(random);
    for (int attempt = 0; attempt < edgetl::graph::plan_attempts; attempt += 5) {
      const auto plan = attempt_plan(own, attempt);
      wrong +=
          apart_while_alive(own, plan) && fits(own, plan) && plan.arena_bytes >= own.live_set_bound ? 0 : 1;
    }
    const auto best = make_plan(own);
    wrong += apart_while_alive(own, best) && fits(own, best) ? 0 : 1;
    at_bound += best.arena_bytes == own.live_set_bound ? 1 : 0;
  }
  CHECK(wrong == 0);
  CHECK(at_bound > rounds / 2);
}
