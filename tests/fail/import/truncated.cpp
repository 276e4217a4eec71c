// expect: edgetl: the model ends early or holds an offset that leaves the file -> pass the whole file
// SPDX-License-Identifier: BSL-1.0
#include "../../support/broken_models.hpp"
#include "digits.model.hpp"

#include <edgetl/edgetl.hpp>

#ifdef EDGETL_POSITIVE_TWIN
using source = edgetl_test::broken_source<digits, edgetl_test::defect::none>;
#else
using source = edgetl_test::broken_source<digits, edgetl_test::defect::truncated, digits::size / 2>;
#endif

edgetl::model<source> net;
