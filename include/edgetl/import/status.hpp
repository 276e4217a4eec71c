// SPDX-License-Identifier: BSL-1.0
// What an importer says of a model it refuses: one sentence of the form
//   edgetl: <subject> <what must be true> -> <what to write>
#pragma once

#include <edgetl/core/text.hpp>

#include <cstddef>
#include <cstdint>

namespace edgetl::import {

inline constexpr std::size_t sentence_length = 319;
using sentence                               = text<sentence_length>;

struct status {
  const char*  reason     = nullptr;  // "<what must be true> -> <what to write>"; null when all is well
  std::int32_t op         = -1;       // number of the operator in the file, or -1
  std::int32_t builtin    = -1;       // its operator code
  std::int32_t tensor     = -1;       // the tensor that it is about, or -1
  std::int64_t byte       = -1;       // where in the file, or -1

  constexpr bool ok() const { return reason == nullptr; }
};

}  // namespace edgetl::import
