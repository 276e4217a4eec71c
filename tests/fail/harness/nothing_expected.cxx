// SPDX-License-Identifier: BSL-1.0
#ifndef EDGETL_POSITIVE_TWIN
static_assert(sizeof(int) == 0, "edgetl: nobody expects this");
#endif
