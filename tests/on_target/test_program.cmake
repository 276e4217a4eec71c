# edgetl_add_test_program(<target> SOURCES <source>...): a doctest program for the CPU that the toolchain file
# chose; its exit code is doctest's. On a bare Cortex-M newlib's semihosting library gives it a heap, a
# console, its arguments and constructors; boards/ and `run` are those of edgetl_add_firmware().
# SPDX-License-Identifier: BSL-1.0
include_guard(GLOBAL)
# What every doctest program needs, made once: `edgetl_doctest` holds options and the folder of doctest.h,
# `edgetl_doctest_main` doctest's own code and, on a bare CPU, what runs before main().
function(edgetl_find_doctest)
  if(TARGET edgetl_doctest)
    return()
  endif()
  find_package(doctest QUIET CONFIG)
  set(hints /usr/include /usr/local/include)  # a cross compiler does not look there, and must not
  if(TARGET doctest::doctest)
    get_target_property(hints doctest::doctest INTERFACE_INCLUDE_DIRECTORIES)
  endif()
  find_path(EDGETL_DOCTEST_INCLUDE_DIR doctest/doctest.h HINTS ${hints} NO_CMAKE_FIND_ROOT_PATH)
  mark_as_advanced(EDGETL_DOCTEST_INCLUDE_DIR)
  if(NOT EDGETL_DOCTEST_INCLUDE_DIR)
    message(FATAL_ERROR "edgetl_add_test_program needs doctest -> install it (Debian: doctest-dev)")
  endif()

  # A folder that holds a link to doctest and nothing else: no other header of the host gets in.
  set(folder "${CMAKE_BINARY_DIR}/edgetl_doctest")
  file(MAKE_DIRECTORY "${folder}")
  file(REMOVE "${folder}/doctest")
  file(CREATE_LINK "${EDGETL_DOCTEST_INCLUDE_DIR}/doctest" "${folder}/doctest" SYMBOLIC)

  add_library(edgetl_doctest INTERFACE)
  target_include_directories(edgetl_doctest SYSTEM INTERFACE "${folder}")
  target_compile_features(edgetl_doctest INTERFACE cxx_std_20)
  target_compile_definitions(edgetl_doctest INTERFACE DOCTEST_CONFIG_SUPER_FAST_ASSERTS)
  add_library(edgetl_doctest_main OBJECT "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/test_main.cpp")
  target_link_libraries(edgetl_doctest_main PRIVATE edgetl_doctest)
  if(CMAKE_SYSTEM_NAME STREQUAL "Generic")
    target_compile_definitions(edgetl_doctest INTERFACE DOCTEST_CONFIG_NO_MULTITHREADING
      DOCTEST_CONFIG_NO_POSIX_SIGNALS DOCTEST_CONFIG_NO_EXCEPTIONS_BUT_WITH_ALL_ASSERTS)
    target_compile_options(edgetl_doctest INTERFACE -fno-exceptions)
    target_sources(edgetl_doctest_main PRIVATE "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/test_startup.cpp")
  else()  # not what is tested, and slow to compile
    target_compile_options(edgetl_doctest_main PRIVATE -O0 -fno-sanitize=all)
  endif()
endfunction()

function(edgetl_add_test_program target)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES")
  if(NOT arg_SOURCES OR arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "edgetl_add_test_program(${target}) takes SOURCES and at least one file")
  endif()
  edgetl_find_doctest()

  add_executable(${target} ${arg_SOURCES} $<TARGET_OBJECTS:edgetl_doctest_main>)
  target_compile_options(${target} PRIVATE ${EDGETL_WARNING_FLAGS})
  target_link_libraries(${target} PRIVATE edgetl_doctest)
  if(TARGET edgetl::edgetl)
    target_link_libraries(${target} PRIVATE edgetl::edgetl)
  endif()
  if(NOT CMAKE_SYSTEM_NAME STREQUAL "Generic")
    return()
  endif()

  set(board "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/boards/${CMAKE_SYSTEM_PROCESSOR}.ld")
  if(NOT EXISTS "${board}")
    message(FATAL_ERROR "edgetl_add_test_program(${target}): no board has the CPU \"${CMAKE_SYSTEM_PROCESSOR}\"")
  endif()
  set(sections "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/test_sections.ld")
  set(script "${CMAKE_BINARY_DIR}/edgetl_doctest/board.ld")  # the board's memories, other sections
  file(READ "${board}" text)
  string(REPLACE "INCLUDE sections.ld" "INCLUDE ${sections}" text "${text}")
  file(CONFIGURE OUTPUT "${script}" CONTENT "${text}" @ONLY)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${board}")
  target_link_options(${target} PRIVATE
    --specs=rdimon.specs -Wl,--gc-sections -Wl,--no-warn-rwx-segments -T "${script}")
  set_target_properties(${target} PROPERTIES SUFFIX .elf LINK_DEPENDS "${script};${sections}")
endfunction()
