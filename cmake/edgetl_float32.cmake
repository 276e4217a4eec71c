# edgetl::float32 is edgetl::edgetl with xsimd, for programs that include <edgetl/target/float32.hpp>. It only
# exists where xsimd (8 or later) is found; it adds no flags and no definitions.
# SPDX-License-Identifier: BSL-1.0
include_guard(GLOBAL)

if(NOT TARGET xsimd)
  find_package(xsimd QUIET)
endif()
if(TARGET xsimd)
  add_library(edgetl_float32 INTERFACE IMPORTED GLOBAL)
  add_library(edgetl::float32 ALIAS edgetl_float32)
  target_link_libraries(edgetl_float32 INTERFACE edgetl::edgetl)
  # Of xsimd only its headers, without the warnings in them; its target itself is known in this folder alone.
  get_target_property(edgetl_xsimd_folders xsimd INTERFACE_INCLUDE_DIRECTORIES)
  target_include_directories(edgetl_float32 SYSTEM INTERFACE "${edgetl_xsimd_folders}")
endif()
