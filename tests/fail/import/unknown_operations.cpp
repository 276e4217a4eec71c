// expect: is not supported; missing: TRANSPOSE_CONV x4, CUSTOM "my_sum", UNPACK -> see docs/operations.md for what is
// SPDX-License-Identifier: BSL-1.0
#include "../../support/broken_models.hpp"
#include "digits.model.hpp"

#include <edgetl/edgetl.hpp>

#ifdef EDGETL_POSITIVE_TWIN
using source = edgetl_test::broken_source<digits, edgetl_test::defect::none>;
#else
using source = edgetl_test::broken_source<digits, edgetl_test::defect::unknown_operations, digits::size + 64>;
#endif

edgetl::model<source> net;
