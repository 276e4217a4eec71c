// expect: edgetl: input 0 takes a tensor of its element type and shape -> pass tensor<int8, 1, 8, 8, 1>
// SPDX-License-Identifier: BSL-1.0
#include "digits.model.hpp"

#include <edgetl/edgetl.hpp>

#ifdef EDGETL_POSITIVE_TWIN
using image = edgetl::tensor<edgetl::int8, 1, 8, 8, 1>;
#else
using image = edgetl::tensor<edgetl::int8, 64>;
#endif

using result = decltype(edgetl::model<digits>{}(image{}));
static_assert(result::size() == 10);
