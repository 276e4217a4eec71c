// SPDX-License-Identifier: BSL-1.0
// A view of a file's bytes with little-endian reads; whoever reads asks contains() first.
#pragma once

#include <edgetl/core/language.hpp>

#include <cstddef>
#include <cstdint>

namespace edgetl {

struct bytes_view {
  const unsigned char* data = nullptr;
  std::size_t          size = 0;

  constexpr bool contains(std::size_t offset, std::size_t length) const {
    return offset <= size && length <= size - offset;
  }
  constexpr std::uint8_t  u8(std::size_t at) const { return data[at]; }
  constexpr std::uint16_t u16(std::size_t at) const {
    return static_cast<std::uint16_t>(data[at] | (data[at + 1] << 8));
  }
  constexpr std::uint32_t u32(std::size_t at) const {
    return static_cast<std::uint32_t>(data[at]) | (static_cast<std::uint32_t>(data[at + 1]) << 8) |
           (static_cast<std::uint32_t>(data[at + 2]) << 16) | (static_cast<std::uint32_t>(data[at + 3]) << 24);
  }
  constexpr std::uint64_t u64(std::size_t at) const {
    return static_cast<std::uint64_t>(u32(at)) | (static_cast<std::uint64_t>(u32(at + 4)) << 32);
  }
  constexpr std::int8_t  i8(std::size_t at) const { return static_cast<std::int8_t>(data[at]); }
  constexpr std::int16_t i16(std::size_t at) const { return static_cast<std::int16_t>(u16(at)); }
  constexpr std::int32_t i32(std::size_t at) const { return static_cast<std::int32_t>(u32(at)); }
  constexpr std::int64_t i64(std::size_t at) const { return static_cast<std::int64_t>(u64(at)); }
  constexpr float        f32(std::size_t at) const { return bit_cast<float>(u32(at)); }
};

}  // namespace edgetl
