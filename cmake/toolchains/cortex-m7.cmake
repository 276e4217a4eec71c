# Cortex-M7: Armv7E-M, DSP, float and double
# SPDX-License-Identifier: BSL-1.0
set(cpu cortex-m7)
set(cpu_flags -mcpu=cortex-m7 -mfloat-abi=hard -mfpu=fpv5-d16)
include("${CMAKE_CURRENT_LIST_DIR}/cortex-m.cmake")
