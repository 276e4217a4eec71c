// expect: edgetl: input 0 takes a tensor of its element type and shape -> pass tensor<int8, 1, 8, 8, 1>
// SPDX-License-Identifier: BSL-1.0
#include "digits.model.hpp"

#include <edgetl/edgetl.hpp>

#ifdef EDGETL_POSITIVE_TWIN
using element = edgetl::int8;
#else
using element = edgetl::float32;
#endif

// A view, as an input of another model in place would be.
using image = edgetl::tensor_view<const element, edgetl::make_extents(1, 8, 8, 1)>;
void run(edgetl::model<digits>& net, image given);
void run(edgetl::model<digits>& net, image given) { (void)net(given); }
