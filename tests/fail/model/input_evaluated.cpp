// expect: edgetl: input 0 takes a tensor of its element type and shape -> pass tensor<int8, 1, 8, 8, 1>
// SPDX-License-Identifier: BSL-1.0
#include "digits.model.hpp"

#include <edgetl/edgetl.hpp>

using net_t = edgetl::model<digits>;
#ifdef EDGETL_POSITIVE_TWIN
inline constexpr edgetl::tensor<edgetl::int8, 1, 8, 8, 1> image{};
#else
inline constexpr edgetl::tensor<edgetl::float32, 1, 8, 8, 1> image{};
#endif

using result = decltype(net_t::evaluate(image));
static_assert(result::size() == 10);
