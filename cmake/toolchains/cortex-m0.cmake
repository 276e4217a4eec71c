# Cortex-M0: Armv6-M, no DSP, no floating point
# SPDX-License-Identifier: BSL-1.0
set(cpu cortex-m0)
set(cpu_flags -mcpu=cortex-m0 -mfloat-abi=soft)
include("${CMAKE_CURRENT_LIST_DIR}/cortex-m.cmake")
