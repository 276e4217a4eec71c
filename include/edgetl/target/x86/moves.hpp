// SPDX-License-Identifier: BSL-1.0
// Operations that move elements without changing them: rows that lie side by side are copied whole.
#pragma once

#include <edgetl/kernel/strided.hpp>
#include <edgetl/target/scalar.hpp>
#include <edgetl/target/x86/dot.hpp>

#include <cstddef>
#include <cstdint>

namespace edgetl::target::x86 {

template <x86_target Target, class Parameters, class Element>
void edgetl_kernel(kernel::strided_copy kernel, Target, Parameters given, const Element* input, Element* output) {
  const auto&         own = given.get();
  const std::int32_t* n   = own.shape.dims;
  const std::int32_t* r   = own.from.strides;
  const std::int32_t* w   = own.to.strides;
  if (r[5] != 1 || w[5] != 1) return edgetl_kernel(kernel, scalar{}, given, input, output);
  // dimension 4 joins the last one where neither side has a gap
  const bool         joined = r[4] == n[5] && w[4] == n[5];
  const std::int32_t rows   = joined ? 1 : n[4];
  const auto         bytes  = sizeof(Element) * static_cast<std::size_t>(n[5]) * static_cast<std::size_t>(joined ? n[4] : 1);
  for (std::int32_t a = 0; a < n[0]; ++a)
    for (std::int32_t b = 0; b < n[1]; ++b)
      for (std::int32_t c = 0; c < n[2]; ++c)
        for (std::int32_t d = 0; d < n[3]; ++d)
          for (std::int32_t e = 0; e < rows; ++e)
            __builtin_memcpy(output + own.to.offset + a * w[0] + b * w[1] + c * w[2] + d * w[3] + e * w[4],
                             input + own.from.offset + a * r[0] + b * r[1] + c * r[2] + d * r[3] + e * r[4], bytes);
}

template <x86_target Target, class Parameters, class Element>
  requires(sizeof(Element) == 1)
void edgetl_kernel(kernel::fill, Target, Parameters given, Element value, Element* output) {
  __builtin_memset(output, static_cast<unsigned char>(value), static_cast<std::size_t>(given.get().count));
}

}  // namespace edgetl::target::x86
