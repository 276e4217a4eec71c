// expect: edgetl: a tensor's extents are at least 1 -> leave a dimension out, or write its size
// SPDX-License-Identifier: BSL-1.0
#include <edgetl/edgetl.hpp>

#ifdef EDGETL_POSITIVE_TWIN
edgetl::tensor<float, 3, 1> points{};
#else
edgetl::tensor<float, 3, 0> points{};
#endif
