// expect: edgetl: a call has an argument for each input -> pass as many tensors as `inputs` says
// SPDX-License-Identifier: BSL-1.0
#include "digits.model.hpp"

#include <edgetl/edgetl.hpp>

using net_t = edgetl::model<digits>;

void run(net_t& net, const net_t::input_type<>& image);
void run(net_t& net, const net_t::input_type<>& image) {
#ifdef EDGETL_POSITIVE_TWIN
  (void)net(image);
#else
  (void)net(image, image);
#endif
}
