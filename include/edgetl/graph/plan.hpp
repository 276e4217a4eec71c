// SPDX-License-Identifier: BSL-1.0
// The memory plan: an offset in the arena for every buffer. It is sought until the arena is no larger than
// the live-set bound, or the attempts are used up; greedy orders alone stay above it on real models.
#pragma once

#include <edgetl/graph/lifetime.hpp>

#include <cstddef>
#include <cstdint>

namespace edgetl::graph {

inline constexpr int plan_attempts = 48;

template <std::int32_t Tensors> struct memory_plan {
  std::size_t arena_bytes = 0;
  std::size_t offset[static_cast<std::size_t>(Tensors > 0 ? Tensors : 1)] = {};  // by owning tensor
};

// One attempt: an order, placed at the lowest offsets that fit; whoever ends above the bound moves to the
// front and the order is placed again. Different attempts start from different orders.
template <std::int32_t Tensors>
constexpr memory_plan<Tensors> attempt_plan(const lifetimes<Tensors>& lives, int attempt) {
  constexpr std::size_t room = Tensors > 0 ? Tensors : 1;
  std::int32_t          order[room] = {};
  std::int32_t          count       = 0;
  for (std::int32_t t = 0; t < Tensors; ++t)
    if (lives.buffers[t].bytes > 0) order[count++] = t;

  std::uint32_t random = 0x9E3779B9u * static_cast<std::uint32_t>(attempt + 1);
  std::uint64_t key[room] = {};
  for (std::int32_t i = 0; i < count; ++i) {
    const buffer_info& own  = lives.buffers[order[i]];
    const auto         life = static_cast<std::uint64_t>(own.last - own.first + 1);
    random                  = random * 1664525u + 1013904223u;
    switch (attempt) {
      case 0: key[order[i]] = own.bytes; break;                                            // large first
      case 1: key[order[i]] = ~static_cast<std::uint64_t>(own.first); break;               // in the order of use
      case 2: key[order[i]] = life; break;                                                 // long-lived first
      case 3: key[order[i]] = own.bytes * life; break;                                     // large and long-lived
      default: key[order[i]] = own.bytes * (64 + (random >> 16) % (16u << (attempt % 8)));  // shuffled
    }
  }
  for (std::int32_t i = 1; i < count; ++i)  // insertion sort, largest key first
    for (std::int32_t j = i; j > 0 && key[order[j]] > key[order[j - 1]]; --j) {
      const std::int32_t swapped = order[j];
      order[j]                   = order[j - 1];
      order[j - 1]               = swapped;
    }

  memory_plan<Tensors> best{};
  for (int repair = 0; repair < 8; ++repair) {
    memory_plan<Tensors> plan{};
    std::int32_t         placed[room] = {};  // sorted by offset
    std::int32_t         offender     = none;
    for (std::int32_t i = 0; i < count; ++i) {
      const std::int32_t own_index = order[i];
      const buffer_info& own       = lives.buffers[own_index];
      std::size_t        cursor    = 0;
      for (std::int32_t j = 0; j < i; ++j) {
        const buffer_info& other = lives.buffers[placed[j]];
        if (other.last < own.first || own.last < other.first) continue;
        const std::size_t start = plan.offset[placed[j]];
        if (start >= cursor + own.bytes) break;
        if (start + other.bytes > cursor) cursor = start + other.bytes;
      }
      plan.offset[own_index] = cursor;
      std::int32_t slot      = i;
      for (; slot > 0 && plan.offset[placed[slot - 1]] > cursor; --slot) placed[slot] = placed[slot - 1];
      placed[slot] = own_index;
      if (cursor + own.bytes > plan.arena_bytes) plan.arena_bytes = cursor + own.bytes;
      if (offender == none && cursor + own.bytes > lives.live_set_bound) offender = i;
    }
    if (repair == 0 || plan.arena_bytes < best.arena_bytes) best = plan;
    if (offender == none || offender == 0) break;
    const std::int32_t moved = order[offender];
    for (std::int32_t i = offender; i > 0; --i) order[i] = order[i - 1];
    order[0] = moved;
  }
  return best;
}

// The best plan of all attempts, made at run time (host tools).
template <std::int32_t Tensors> constexpr memory_plan<Tensors> make_plan(const lifetimes<Tensors>& lives) {
  memory_plan<Tensors> best = attempt_plan(lives, 0);
  for (int attempt = 1; attempt < plan_attempts && best.arena_bytes > lives.live_set_bound; ++attempt)
    if (const auto plan = attempt_plan(lives, attempt); plan.arena_bytes < best.arena_bytes) best = plan;
  return best;
}

}  // namespace edgetl::graph
