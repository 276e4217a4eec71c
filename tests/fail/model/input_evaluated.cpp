// expect: edgetl: input 0 takes a tensor of its element type and shape -> pass tensor<int8, 1, 8, 8, 1>
// SPDX-License-Identifier: BSL-1.0
#include "digits.model.hpp"

#include <edgetl/edgetl.hpp>

using net_t = edgetl::model<digits>;
#ifdef EDGETL_POSITIVE_TWIN
inline constexpr net_t::input_type<> image{};
#else
inline constexpr int image = 7;
#endif

#ifndef EDGETL_POSITIVE_TWIN
static_assert(net_t::evaluate(image).size() == 10);
#else
using result = decltype(net_t::evaluate(image));
static_assert(result::size() == 10);
#endif
