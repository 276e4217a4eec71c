# Cortex-M33: Armv8-M, DSP, float
# SPDX-License-Identifier: BSL-1.0
set(cpu cortex-m33)
set(cpu_flags -mcpu=cortex-m33 -mfloat-abi=hard -mfpu=fpv5-sp-d16)
include("${CMAKE_CURRENT_LIST_DIR}/cortex-m.cmake")
