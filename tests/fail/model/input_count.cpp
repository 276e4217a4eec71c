// expect: edgetl: a call has one argument per input -> pass as many as `inputs` says
// SPDX-License-Identifier: BSL-1.0
#include "digits.model.hpp"

#include <edgetl/edgetl.hpp>

using net_t = edgetl::model<digits>;

net_t               net;
net_t::input_type<> image;
#ifdef EDGETL_POSITIVE_TWIN
auto result = net(image);
#else
auto result = net(image, image);
#endif
