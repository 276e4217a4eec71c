// expect: edgetl: input 0 takes a tensor of its element type and shape -> pass tensor<int8, 1, 8, 8, 1>
// SPDX-License-Identifier: BSL-1.0
#include "digits.model.hpp"

#include <edgetl/edgetl.hpp>

using net_t = edgetl::model<digits>;
#ifdef EDGETL_POSITIVE_TWIN
using image = net_t::input_type<>;
#else
using image = signed char[64];
#endif

net_t net;
image given;
auto  made = net(given);  // as a variable: Clang says last what is unavailable
