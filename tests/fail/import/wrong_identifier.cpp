// expect: edgetl: the model has no TFL3 identifier at byte 4 -> pass a TensorFlow Lite file
// SPDX-License-Identifier: BSL-1.0
#include "../../support/broken_models.hpp"
#include "digits.model.hpp"

#include <edgetl/edgetl.hpp>

#ifdef EDGETL_POSITIVE_TWIN
using source = edgetl_test::broken_source<digits, edgetl_test::defect::none>;
#else
using source = edgetl_test::broken_source<digits, edgetl_test::defect::identifier>;
#endif

edgetl::model<source> net;
