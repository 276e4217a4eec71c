// expect: has another number of scales than channels -> quantize it per tensor or per channel
// SPDX-License-Identifier: BSL-1.0
#include "../../support/broken_models.hpp"
#include "digits.model.hpp"

#include <edgetl/edgetl.hpp>

#ifdef EDGETL_POSITIVE_TWIN
using source = edgetl_test::broken_source<digits, edgetl_test::defect::none>;
#else
using source = edgetl_test::broken_source<digits, edgetl_test::defect::channel_count>;
#endif

edgetl::model<source> net;
