# What the Cortex-M toolchains share; cortex-m<n>.cmake sets `cpu` and `cpu_flags`, then includes this.
# Programs start from tests/on_target/startup.cpp and run under QEMU, through tests/on_target/run.
# SPDX-License-Identifier: BSL-1.0
set(CMAKE_SYSTEM_NAME Generic)
set(CMAKE_SYSTEM_PROCESSOR ${cpu})
set(CMAKE_C_COMPILER arm-none-eabi-gcc)
set(CMAKE_CXX_COMPILER arm-none-eabi-g++)
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)  # nothing links without a start-up

string(JOIN " " cpu_flags -mthumb ${cpu_flags})
foreach(language C CXX ASM)
  set(CMAKE_${language}_FLAGS_INIT "${cpu_flags} -ffunction-sections -fdata-sections")
endforeach()

set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE BOTH)

cmake_path(SET run NORMALIZE "${CMAKE_CURRENT_LIST_DIR}/../../tests/on_target/run")
if(EXISTS "${run}")
  set(CMAKE_CROSSCOMPILING_EMULATOR "${run};${cpu}")
endif()
