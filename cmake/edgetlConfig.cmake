# What find_package(edgetl) reads: the target edgetl::edgetl and the functions edgetl_embed() and edgetl_add_multiarch().
# SPDX-License-Identifier: BSL-1.0
include("${CMAKE_CURRENT_LIST_DIR}/edgetlTargets.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/edgetl_embed.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/edgetl_add_multiarch.cmake")

foreach(component IN LISTS edgetl_FIND_COMPONENTS)  # there are none yet
  if(edgetl_FIND_REQUIRED_${component})
    set(edgetl_FOUND FALSE)
    set(edgetl_NOT_FOUND_MESSAGE "edgetl has no component '${component}'")
  endif()
endforeach()
