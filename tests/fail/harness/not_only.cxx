// expect only: edgetl: this comes first
// SPDX-License-Identifier: BSL-1.0
#ifndef EDGETL_POSITIVE_TWIN
static_assert(sizeof(int) == 0, "edgetl: this comes first");
static_assert(sizeof(int) == 0, "something else comes second");
#endif
