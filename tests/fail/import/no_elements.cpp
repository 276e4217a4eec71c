// expect: computes on a tensor that has a dimension of 0 -> convert the model with static shapes
// SPDX-License-Identifier: BSL-1.0
#include "../../support/broken_models.hpp"
#include "digits.model.hpp"

#include <edgetl/edgetl.hpp>

#ifdef EDGETL_POSITIVE_TWIN
using source = edgetl_test::broken_source<digits, edgetl_test::defect::none>;
#else
using source = edgetl_test::broken_source<digits, edgetl_test::defect::no_elements>;
#endif

edgetl::model<source> net;
