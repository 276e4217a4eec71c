// SPDX-License-Identifier: BSL-1.0
// output[i] = table[code of input[i] - lowest code]: what every operation from one 8-bit operand to an 8-bit
// result comes down to. The 256 bytes are made while compiling, by evaluating the exact function.
#pragma once

#include <edgetl/core/array.hpp>
#include <edgetl/core/element.hpp>
#include <edgetl/kernel/operation.hpp>

#include <cstddef>
#include <cstdint>

namespace edgetl::kernel {

struct lookup {
  struct parameters {
    std::int32_t count;

    friend constexpr bool operator==(const parameters&, const parameters&) = default;
  };

  // The values of a function object at every code, from the lowest to the highest.
  template <class Input, class Output, class Function> static constexpr array<Output, 256> make_table(Function function) {
    array<Output, 256> table{};
    for (std::int32_t i = 0; i < 256; ++i)
      table[static_cast<std::size_t>(i)] = function(static_cast<Input>(i + code_range<Input>::lowest));
    return table;
  }

  template <class Parameters, class Input, class Output>
  EDGETL_KERNEL static constexpr void reference(Parameters given, const Input* input, const Output* table, Output* output) {
    for (std::int32_t i = 0; i < given.get().count; ++i) output[i] = table[input[i] - code_range<Input>::lowest];
  }
};

}  // namespace edgetl::kernel
