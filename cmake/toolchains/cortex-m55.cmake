# Cortex-M55: Armv8.1-M, DSP, Helium, half, float and double
# SPDX-License-Identifier: BSL-1.0
set(cpu cortex-m55)
set(cpu_flags -mcpu=cortex-m55 -mfloat-abi=hard)
include("${CMAKE_CURRENT_LIST_DIR}/cortex-m.cmake")
