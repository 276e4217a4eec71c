# Cortex-M3: Armv7-M, no DSP, no floating point
# SPDX-License-Identifier: BSL-1.0
set(cpu cortex-m3)
set(cpu_flags -mcpu=cortex-m3 -mfloat-abi=soft)
include("${CMAKE_CURRENT_LIST_DIR}/cortex-m.cmake")
