# edgetl::float32 is edgetl::edgetl with xsimd, for programs that include <edgetl/target/float32.hpp>; edgetl_embed()
# does so for networks of floats. It only exists where xsimd (8 or later) is found; it adds no flags and no
# definitions.
# SPDX-License-Identifier: BSL-1.0
include_guard(GLOBAL)

# Never on bare metal: a search would find the building machine's headers, and those of its C library with them.
if(NOT TARGET xsimd AND NOT CMAKE_SYSTEM_NAME STREQUAL "Generic")
  find_package(xsimd QUIET)
endif()
if(TARGET xsimd AND NOT (xsimd_VERSION AND xsimd_VERSION VERSION_LESS 8))
  add_library(edgetl_float32 INTERFACE IMPORTED GLOBAL)
  add_library(edgetl::float32 ALIAS edgetl_float32)
  target_link_libraries(edgetl_float32 INTERFACE edgetl::edgetl)
  # Of xsimd only its headers, without the warnings in them; its target itself is known in this folder alone.
  get_target_property(edgetl_xsimd_folders xsimd INTERFACE_INCLUDE_DIRECTORIES)
  target_include_directories(edgetl_float32 SYSTEM INTERFACE "${edgetl_xsimd_folders}")
  set_target_properties(edgetl_float32 PROPERTIES EDGETL_XSIMD_FOLDERS "${edgetl_xsimd_folders}")
endif()
