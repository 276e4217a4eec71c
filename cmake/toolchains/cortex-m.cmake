# What the Cortex-M toolchains share; cortex-m<n>.cmake sets `cpu` and `cpu_flags`, then includes this, and so does
# cortex-m<n>-clang.cmake, after `clang`, the compiler's name.
# Programs start from tests/on_target/startup.cpp and run under QEMU, through tests/on_target/run.
# SPDX-License-Identifier: BSL-1.0
set(CMAKE_SYSTEM_NAME Generic)
set(CMAKE_SYSTEM_PROCESSOR ${cpu})
set(CMAKE_C_COMPILER arm-none-eabi-gcc)
set(CMAKE_CXX_COMPILER arm-none-eabi-g++)
list(PREPEND cpu_flags -mthumb)
set(library_flags "")
if(clang)  # with the libraries of arm-none-eabi-g++, which says where they are for this CPU, and links
  execute_process(COMMAND arm-none-eabi-g++ ${cpu_flags} -E -v -x c++ /dev/null COMMAND_ERROR_IS_FATAL ANY
    OUTPUT_QUIET ERROR_VARIABLE answer)
  string(REGEX MATCH "include <\\.\\.\\.> search starts here:(.*)End of search list" found "${answer}")
  string(REGEX MATCHALL "/[^\n]+" folders "${CMAKE_MATCH_1}")
  list(FILTER folders EXCLUDE REGEX "/lib/gcc/[^/]+/[^/]+/include")  # GCC's own, which Clang has, too
  list(TRANSFORM folders PREPEND "-isystem ")
  list(JOIN folders " " library_flags)
  string(APPEND library_flags " -nostdinc++ -fshort-enums")  # not the host's libc++; as those libraries were compiled
  set(CMAKE_C_COMPILER ${clang})
  set(CMAKE_CXX_COMPILER ${clang})
  set(CMAKE_CXX_COMPILER_TARGET arm-none-eabi)
  list(JOIN cpu_flags " " linked)
  set(CMAKE_CXX_LINK_EXECUTABLE
    "arm-none-eabi-g++ ${linked} -Wl,-z,noexecstack <LINK_FLAGS> <OBJECTS> -o <TARGET> <LINK_LIBRARIES>")
endif()
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)  # nothing links without a start-up

string(JOIN " " cpu_flags ${cpu_flags} ${library_flags})
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
