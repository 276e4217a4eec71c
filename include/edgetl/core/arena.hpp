// SPDX-License-Identifier: BSL-1.0
// Memory for a model's tensors, as types that say how large and how aligned it is: an arena, and one that lies
// elsewhere.
#pragma once

#include <edgetl/config.hpp>
#include <edgetl/core/language.hpp>

#include <cstddef>
#include <cstdint>

namespace edgetl {

inline constexpr std::size_t arena_alignment = 16;

// At least Bytes bytes, aligned: a model's arena_type, or larger where several models take turns in one.
template <std::size_t Bytes> struct arena {
  alignas(arena_alignment) unsigned char bytes[Bytes > 0 ? Bytes : 1];

  unsigned char* data() { return bytes; }

  // The arena at an address that is known when the program runs (a linker's symbol, a pool); null where memory is null,
  // not aligned to 16, or shorter than the arena. The memory stays its owner's.
  [[nodiscard]] static arena* in(void* memory, std::size_t size) {
    const bool is_aligned = reinterpret_cast<std::uintptr_t>(memory) % arena_alignment == 0;
    return memory != nullptr && is_aligned && size >= sizeof(arena) ? static_cast<arena*>(memory) : nullptr;
  }
};

// An arena of at least Bytes bytes that somebody else owns; it must outlive its user.
template <std::size_t Bytes> class borrowed_arena {
 public:
  template <std::size_t Given>
    requires(Given >= Bytes)
  borrowed_arena(arena<Given>& lender) : bytes(lender.data()) {}

  unsigned char* data() const { return bytes; }

 private:
  unsigned char* bytes;
};

}  // namespace edgetl
