# One way of using edgetl, from an empty folder to a program that ran; see CMakeLists.txt for -D.
# SPDX-License-Identifier: BSL-1.0
cmake_minimum_required(VERSION 3.23)

function(run)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE status OUTPUT_VARIABLE log ERROR_VARIABLE log)
  if(NOT status EQUAL 0)
    list(JOIN ARGN " " command)
    message("${log}")
    message(FATAL_ERROR "${WAY}: this failed: ${command}")
  endif()
endfunction()

file(REMOVE_RECURSE "${WORK}")
set(prefix "${WORK}/prefix")
set(configure "${CMAKE_COMMAND}" -G "${GENERATOR}")
set(host "-DCMAKE_CXX_COMPILER=${HOST_COMPILER}")

if(NOT WAY MATCHES "^(add_subdirectory|fetch_content)$")
  run(${configure} ${host} -S "${SOURCE}" -B "${WORK}/edgetl" -DEDGETL_BUILD_TESTS=OFF)
  run("${CMAKE_COMMAND}" --install "${WORK}/edgetl" --prefix "${prefix}")
  file(GLOB folders RELATIVE "${prefix}" "${prefix}/*")
  if(NOT folders STREQUAL "include;share")
    message(FATAL_ERROR "${WAY}: installs ${folders}, which should be include and share only")
  endif()
endif()

if(WAY STREQUAL "moved")  # an installed tree does not remember where it was installed
  file(RENAME "${prefix}" "${WORK}/elsewhere")
  set(prefix "${WORK}/elsewhere")
endif()

if(WAY STREQUAL "pkg_config")
  set(ENV{PKG_CONFIG_PATH} "${prefix}/share/pkgconfig")
  run("${PKG_CONFIG}" --exact-version=${VERSION} edgetl)
  execute_process(COMMAND "${PKG_CONFIG}" --cflags edgetl COMMAND_ERROR_IS_FATAL ANY
    OUTPUT_VARIABLE flags OUTPUT_STRIP_TRAILING_WHITESPACE)
  separate_arguments(flags UNIX_COMMAND "${flags}")
  file(WRITE "${WORK}/some.bin" "edgetl")
  run("${CMAKE_COMMAND}" "-DINPUT=${WORK}/some.bin" "-DOUTPUT=${WORK}/some.model.hpp" -DNAME=some
    -P "${prefix}/share/cmake/edgetl/edgetl_embed_write.cmake")
  run("${HOST_COMPILER}" -std=c++20 ${flags} "-I${WORK}" "${CMAKE_CURRENT_LIST_DIR}/app/main.cpp"
    -o "${WORK}/main")
  run("${WORK}/main")
  return()
endif()

if(WAY STREQUAL "host_to_arm")  # what a 64-bit host installed serves a 32-bit target
  set(tools "-DCMAKE_CXX_COMPILER=${ARM_COMPILER}" -DCMAKE_SYSTEM_NAME=Generic
    -DCMAKE_SYSTEM_PROCESSOR=arm -DCMAKE_TRY_COMPILE_TARGET_TYPE=STATIC_LIBRARY
    "-DCMAKE_CXX_FLAGS=-mcpu=cortex-m4 -mthumb -ffreestanding -fno-exceptions -fno-rtti")
else()
  set(tools ${host})
endif()

run(${configure} ${tools} -S "${CMAKE_CURRENT_LIST_DIR}/app" -B "${WORK}/app"
  -DWAY=${WAY} "-DCMAKE_PREFIX_PATH=${prefix}" "-DSOURCE=${SOURCE}" -DVERSION=${VERSION})
run("${CMAKE_COMMAND}" --build "${WORK}/app")
