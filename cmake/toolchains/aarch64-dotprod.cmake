# 64-bit Arm Linux with NEON's dot products
# SPDX-License-Identifier: BSL-1.0
include("${CMAKE_CURRENT_LIST_DIR}/aarch64.cmake")
set(CMAKE_CXX_FLAGS_INIT "-march=armv8.2-a+dotprod")
