# edgetl_add_firmware(<target> SOURCES <source>...): a program that uses board.hpp, for the CPU that the
# toolchain file chose. On an operating system it is an ordinary program.
# SPDX-License-Identifier: BSL-1.0
set(EDGETL_ON_TARGET_DIR "${CMAKE_CURRENT_LIST_DIR}")

function(edgetl_add_firmware target)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES")
  if(NOT arg_SOURCES OR arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "edgetl_add_firmware(${target}) takes SOURCES and at least one file")
  endif()

  add_executable(${target} ${arg_SOURCES})
  target_compile_features(${target} PRIVATE cxx_std_20)
  set_target_properties(${target} PROPERTIES CXX_EXTENSIONS OFF)
  target_include_directories(${target} PRIVATE "${EDGETL_ON_TARGET_DIR}")
  target_compile_options(${target} PRIVATE ${EDGETL_WARNING_FLAGS})
  if(TARGET edgetl::edgetl)
    target_link_libraries(${target} PRIVATE edgetl::edgetl)
  endif()

  if(NOT CMAKE_SYSTEM_NAME STREQUAL "Generic")
    target_sources(${target} PRIVATE "${EDGETL_ON_TARGET_DIR}/board_hosted.cpp")
    return()
  endif()

  set(boards "${EDGETL_ON_TARGET_DIR}/boards")
  set(script "${boards}/${CMAKE_SYSTEM_PROCESSOR}.ld")
  if(NOT EXISTS "${script}")
    message(FATAL_ERROR "edgetl_add_firmware(${target}): no board has the CPU \"${CMAKE_SYSTEM_PROCESSOR}\"")
  endif()
  target_sources(${target} PRIVATE
    "${EDGETL_ON_TARGET_DIR}/startup.cpp" "${EDGETL_ON_TARGET_DIR}/board.cpp")
  target_compile_options(${target} PRIVATE
    -fno-exceptions -fno-rtti -ffunction-sections -fdata-sections)
  target_link_options(${target} PRIVATE
    -nostartfiles --specs=nano.specs -Wl,--gc-sections -Wl,--fatal-warnings "-L${boards}" -T "${script}")
  set_target_properties(${target} PROPERTIES
    SUFFIX .elf LINK_DEPENDS "${script};${boards}/sections.ld")
endfunction()
