// expect: edgetl: a model's steps are numbered from 0 -> use a number below its `steps`
// SPDX-License-Identifier: BSL-1.0
#include "digits.model.hpp"

#include <edgetl/edgetl.hpp>

#ifdef EDGETL_POSITIVE_TWIN
inline constexpr int number = 0;
#else
inline constexpr int number = 100;
#endif

static_assert(edgetl::model<digits>::inspect::step<number>().macs > 0);
