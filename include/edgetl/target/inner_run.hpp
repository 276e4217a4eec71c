// SPDX-License-Identifier: BSL-1.0
// Broadcasts as vector targets run them: runs along which each operand either walks or stands still, and a loop over them.
#pragma once

#include <edgetl/config.hpp>
#include <edgetl/kernel/elementwise.hpp>

#include <cstdint>

namespace edgetl::target {

// The innermost loop of a broadcast: as many dimensions as either operand walks through or stands still in.
struct inner_run {
  std::int32_t count      = 1;
  bool         left_steps = false, right_steps = false;
  extents      outer{};  // what is left to loop over
};
constexpr inner_run find_inner_run(const kernel::elementwise_binary::parameters& own) {
  inner_run result;
  result.outer = own.shape;
  for (int axis = max_rank - 1; axis >= 0; --axis) {
    const std::int32_t extent = own.shape[axis], left = own.left_strides[axis], right = own.right_strides[axis];
    if (extent == 1) continue;
    if (result.count == 1) result.left_steps = left != 0, result.right_steps = right != 0;
    else if (left != (result.left_steps ? result.count : 0) || right != (result.right_steps ? result.count : 0)) break;
    result.count *= extent;
    result.outer.dims[axis] = 1;
  }
  return result;
}

// Calls body(left, right), the operands' first elements of a run, in the order in which outputs stand.
template <class Body> EDGETL_INLINE void for_each_inner_run(const kernel::elementwise_binary::parameters& own, const extents& outer, Body body) {
  const std::int32_t* l = own.left_strides;
  const std::int32_t* r = own.right_strides;
  for (std::int32_t a = 0; a < outer[0]; ++a)
    for (std::int32_t b = 0; b < outer[1]; ++b)
      for (std::int32_t c = 0; c < outer[2]; ++c)
        for (std::int32_t d = 0; d < outer[3]; ++d)
          for (std::int32_t e = 0; e < outer[4]; ++e)
            for (std::int32_t f = 0; f < outer[5]; ++f)
              body(a * l[0] + b * l[1] + c * l[2] + d * l[3] + e * l[4] + f * l[5], a * r[0] + b * r[1] + c * r[2] + d * r[3] + e * r[4] + f * r[5]);
}

}  // namespace edgetl::target
