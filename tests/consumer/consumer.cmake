# One way of using edgetl, from an empty folder to a program that ran; see CMakeLists.txt for -D. What is more than
# installing and building app/ is in ways/<way>.cmake.
# SPDX-License-Identifier: BSL-1.0
cmake_minimum_required(VERSION 3.23)

# Runs a command, which must succeed; `log` is what it printed.
function(run)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE status OUTPUT_VARIABLE log ERROR_VARIABLE log)
  if(NOT status EQUAL 0)
    list(JOIN ARGN " " command)
    message("${log}")
    message(FATAL_ERROR "${WAY}: this failed: ${command}")
  endif()
  set(log "${log}" PARENT_SCOPE)
endfunction()

# Fails unless `text` holds all that follows; lines that CMake broke are whole again.
function(expect_in text)
  string(REGEX REPLACE "[ \n]+" " " text "${text}")
  foreach(sentence IN LISTS ARGN)
    string(FIND "${text}" "${sentence}" found)
    if(found EQUAL -1)
      message("${text}")
      message(FATAL_ERROR "${WAY}: this should have been said: ${sentence}")
    endif()
  endforeach()
endfunction()

# Runs a command, which must fail with a sentence.
function(expect_refusal sentence)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE status OUTPUT_VARIABLE log ERROR_VARIABLE log)
  if(status EQUAL 0)
    list(JOIN ARGN " " command)
    message(FATAL_ERROR "${WAY}: this should have failed: ${command}")
  endif()
  expect_in("${log}" "${sentence}")
endfunction()

# Installs this tree in `prefix`.
function(install_edgetl)
  run(${configure} ${host} -S "${SOURCE}" -B "${WORK}/edgetl" -DEDGETL_BUILD_TESTS=OFF)
  run("${CMAKE_COMMAND}" --install "${WORK}/edgetl" --prefix "${prefix}")
  file(GLOB folders RELATIVE "${prefix}" "${prefix}/*")
  if(NOT folders STREQUAL "include;share")
    message(FATAL_ERROR "${WAY}: installs ${folders}, which should be include and share only")
  endif()
endfunction()

# Builds app/, which runs as soon as it is built; more arguments are for configuring.
function(build_app)
  run(${configure} ${ARGN} -S "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/app" -B "${WORK}/app"
    -DWAY=${WAY} "-DCMAKE_PREFIX_PATH=${prefix}" "-DSOURCE=${SOURCE}" -DVERSION=${VERSION})
  run("${CMAKE_COMMAND}" --build "${WORK}/app")
endfunction()

# The first block of the README in that language that holds `word`.
function(read_block result language word)
  file(READ "${SOURCE}/README.md" rest)
  set(block "")
  while(NOT block MATCHES "${word}")
    string(FIND "${rest}" "```${language}\n" begin)
    if(begin EQUAL -1)
      message(FATAL_ERROR "${WAY}: the README has no block in ${language} with ${word}")
    endif()
    string(LENGTH "```${language}\n" length)
    math(EXPR begin "${begin} + ${length}")
    string(SUBSTRING "${rest}" ${begin} -1 rest)
    string(FIND "${rest}" "```" end)
    string(SUBSTRING "${rest}" 0 ${end} block)
  endwhile()
  set(${result} "${block}" PARENT_SCOPE)
endfunction()

# What a project without CMake starts from.
function(prepare_own_build folder)
  set(digits "${SOURCE}/examples/digits")
  file(COPY "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/own_build/main.cpp" "${digits}/digits.tflite" DESTINATION "${folder}")
  set(digits_answers "${digits}/digits_test_images.i8" "${digits}/digits_expected.i8" PARENT_SCOPE)
endfunction()

file(REMOVE_RECURSE "${WORK}")
set(here "${CMAKE_CURRENT_LIST_DIR}")
set(prefix "${WORK}/prefix")
set(configure "${CMAKE_COMMAND}" -G "${GENERATOR}")
set(host "-DCMAKE_CXX_COMPILER=${HOST_COMPILER}")

if(EXISTS "${CMAKE_CURRENT_LIST_DIR}/ways/${WAY}.cmake")
  include("${CMAKE_CURRENT_LIST_DIR}/ways/${WAY}.cmake")
  return()
endif()

if(NOT WAY MATCHES "^(add_subdirectory|fetch_content)$")
  install_edgetl()
endif()
if(WAY STREQUAL "moved")  # an installed tree does not remember where it was installed
  file(RENAME "${prefix}" "${WORK}/elsewhere")
  set(prefix "${WORK}/elsewhere")
endif()
if(WAY STREQUAL "host_to_arm")  # what a 64-bit host installed serves a 32-bit target
  build_app("-DCMAKE_CXX_COMPILER=${ARM_COMPILER}" -DCMAKE_SYSTEM_NAME=Generic
    -DCMAKE_SYSTEM_PROCESSOR=arm -DCMAKE_TRY_COMPILE_TARGET_TYPE=STATIC_LIBRARY
    "-DCMAKE_CXX_FLAGS=-mcpu=cortex-m4 -mthumb -ffreestanding -fno-exceptions -fno-rtti")
else()
  build_app(${host})
endif()
