// SPDX-License-Identifier: BSL-1.0
// Runs a program in an arena that ends where memory ends: on Linux between pages that may not be touched,
// elsewhere between bytes whose values are known. Inputs must come out unchanged, nothing but the output and
// scratch may be written, and the output may depend on nothing but the inputs.
#pragma once

#include <edgetl/core/element.hpp>
#include <edgetl/kernel/choice.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace edgetl_test {

struct fenced_tensor {
  edgetl::element_type element = edgetl::element_type::unknown;
  std::size_t          offset = 0, count = 0, bytes = 0;
};

struct fenced_program {
  std::size_t   arena_bytes = 0;
  fenced_tensor inputs[2]   = {};
  fenced_tensor output      = {};
  void (*run)(unsigned char* arena) = nullptr;
  edgetl::kernel::choice kernel     = {};
};

// Elements of a tensor; integers of up to 32 bits and floats are exact as doubles.
using elements = std::vector<double>;

struct operands {
  elements values[2];
};

// An output element, and how far from it the kernel may be: 0 for integers.
struct expected {
  double value;
  double tolerance = 0;
};

// Fills the inputs with pattern `pattern` of pattern_count: extreme codes, alternations, random ones.
inline constexpr int pattern_count = 8;
operands             make_operands(const fenced_program&, int pattern, unsigned seed);

// Runs it and returns the output; what went wrong on the way is appended to `faults`.
elements run_fenced(const fenced_program&, const operands&, int pattern, std::string& faults);

// A sentence about the first difference, or nothing.
std::string difference(const elements& made, const std::vector<expected>& wanted);

}  // namespace edgetl_test
