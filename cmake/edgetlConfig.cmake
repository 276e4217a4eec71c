# What find_package(edgetl) reads: the target edgetl::edgetl, edgetl::float32 where xsimd is found, and the functions
# edgetl_embed(), edgetl_target_options() and edgetl_add_multiarch().
# SPDX-License-Identifier: BSL-1.0
include("${CMAKE_CURRENT_LIST_DIR}/edgetlTargets.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/edgetl_float32.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/edgetl_embed.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/edgetl_add_multiarch.cmake")

foreach(component IN LISTS edgetl_FIND_COMPONENTS)
  if(component STREQUAL "float32")
    set(missing "edgetl's component 'float32' needs xsimd 8 or later -> install it (Debian: libxsimd-dev)")
  else()
    set(missing "edgetl has no component '${component}'")
  endif()
  if(TARGET edgetl::${component})
    set(edgetl_${component}_FOUND TRUE)
  elseif(edgetl_FIND_REQUIRED_${component})
    set(edgetl_FOUND FALSE)
    set(edgetl_NOT_FOUND_MESSAGE "${missing}")
  endif()
endforeach()
