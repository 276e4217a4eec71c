// expect: edgetl: a model's results are numbered from 0 -> use a number below its `outputs`
// SPDX-License-Identifier: BSL-1.0
#include <edgetl/model.hpp>

#ifdef EDGETL_POSITIVE_TWIN
inline constexpr int number = 1;
#else
inline constexpr int number = 2;
#endif

using results = edgetl::numbered_values<edgetl::integer_sequence<int, 0, 1>, float, int>;
static_assert(results{{1.0f}, {2}}.get<number>() == 2);
