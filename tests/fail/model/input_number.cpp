// expect: edgetl: a model's inputs are numbered from 0 -> use a number below its `inputs`
// SPDX-License-Identifier: BSL-1.0
#include "digits.model.hpp"

#include <edgetl/edgetl.hpp>

using net_t = edgetl::model<digits>;
#ifdef EDGETL_POSITIVE_TWIN
inline constexpr int number = 0;
#else
inline constexpr int number = 1;
#endif

net_t net;
using view = decltype(net.input<number>());
