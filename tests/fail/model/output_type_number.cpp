// expect: edgetl: a model's outputs are numbered from 0 -> use a number below its `outputs`
// SPDX-License-Identifier: BSL-1.0
#include "digits.model.hpp"

#include <edgetl/edgetl.hpp>

#ifdef EDGETL_POSITIVE_TWIN
inline constexpr int number = 0;
#else
inline constexpr int number = -1;
#endif

static_assert(edgetl::model<digits>::output_type<number>::size() == 10);
