// expect: edgetl: a model's outputs are numbered from 0 -> use a number below its `outputs`
// SPDX-License-Identifier: BSL-1.0
#include "digits.model.hpp"

#include <edgetl/edgetl.hpp>

using net_t = edgetl::model<digits>;
#ifdef EDGETL_POSITIVE_TWIN
inline constexpr int number = 0;
#else
inline constexpr int number = 1;
#endif

float read(net_t& net, std::size_t i);
float read(net_t& net, std::size_t i) { return net.output<number>().real(i); }
