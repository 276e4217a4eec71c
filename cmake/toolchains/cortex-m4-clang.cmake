# Cortex-M4 by Clang 19
# SPDX-License-Identifier: BSL-1.0
set(clang clang++-19)
include("${CMAKE_CURRENT_LIST_DIR}/cortex-m4.cmake")
