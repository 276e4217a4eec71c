# 64-bit Arm Linux with NEON, run by qemu-aarch64 against the libraries of the cross compiler
# SPDX-License-Identifier: BSL-1.0
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(CMAKE_C_COMPILER aarch64-linux-gnu-gcc)
set(CMAKE_CXX_COMPILER aarch64-linux-gnu-g++)

execute_process(COMMAND ${CMAKE_CXX_COMPILER} -print-file-name=libc.so.6
  OUTPUT_VARIABLE c_library OUTPUT_STRIP_TRAILING_WHITESPACE)
cmake_path(GET c_library PARENT_PATH libraries)
cmake_path(SET system NORMALIZE "${libraries}/..")  # holds lib/, where the loader is

set(CMAKE_FIND_ROOT_PATH "${system}")
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE BOTH)

set(CMAKE_CROSSCOMPILING_EMULATOR "qemu-aarch64;-cpu;max;-L;${system}")
