# For cross compilers that find no xsimd: the host's, as its headers serve every processor. A folder that holds a link to
# xsimd and nothing else keeps all other headers of the host out. Makes the target xsimd, where there is one.
# SPDX-License-Identifier: BSL-1.0
include_guard(GLOBAL)
if(CMAKE_CROSSCOMPILING AND NOT CMAKE_SYSTEM_NAME STREQUAL "Generic" AND NOT TARGET xsimd)
  find_path(EDGETL_XSIMD_INCLUDE_DIR xsimd/xsimd.hpp HINTS /usr/include /usr/local/include NO_CMAKE_FIND_ROOT_PATH)
  mark_as_advanced(EDGETL_XSIMD_INCLUDE_DIR)
  if(EDGETL_XSIMD_INCLUDE_DIR)
    set(folder "${CMAKE_BINARY_DIR}/edgetl_xsimd")
    file(MAKE_DIRECTORY "${folder}")
    file(REMOVE "${folder}/xsimd")
    file(CREATE_LINK "${EDGETL_XSIMD_INCLUDE_DIR}/xsimd" "${folder}/xsimd" SYMBOLIC)
    add_library(xsimd INTERFACE IMPORTED GLOBAL)
    target_include_directories(xsimd SYSTEM INTERFACE "${folder}")
  endif()
endif()
