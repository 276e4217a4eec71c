# Cortex-M4: Armv7E-M, DSP, float
# SPDX-License-Identifier: BSL-1.0
set(cpu cortex-m4)
set(cpu_flags -mcpu=cortex-m4 -mfloat-abi=hard -mfpu=fpv4-sp-d16)
include("${CMAKE_CURRENT_LIST_DIR}/cortex-m.cmake")
