// expect: edgetl: a tile has rows and vectors -> give edgetl_choose's choice at least 1 of both
// SPDX-License-Identifier: BSL-1.0
#include <edgetl/kernel/choice.hpp>

// What every kernel that works in tiles says of its choice.
#ifdef EDGETL_POSITIVE_TWIN
inline constexpr int rows = 1;
#else
inline constexpr int rows = 0;
#endif

static_assert(edgetl::kernel::check_tile<edgetl::kernel::choice{edgetl::kernel::named("mine"), rows, 2, 0, 0}>());
