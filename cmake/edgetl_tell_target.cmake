# Says which target the code of a program runs by; see edgetl_target_options.cmake.
#   cmake -DTARGET=<name> -DCOMMAND=<file> -DPROCESSOR=<x86|…> -DOUTPUT=<file> [-DWANTED=<tag>] [-DLEVELS=<a|b>]
# COMMAND lists the compiler and its flags, one a line. Prints nothing where the compiler does not answer: that is no
# reason to stop a build.
# SPDX-License-Identifier: BSL-1.0
cmake_minimum_required(VERSION 3.23)

# The header that chooses, without what it includes: then it costs nothing and needs no library.
cmake_path(GET CMAKE_CURRENT_LIST_DIR PARENT_PATH folder)
while(NOT EXISTS "${folder}/include/edgetl/target/native.hpp")
  cmake_path(GET folder PARENT_PATH above)
  if(above STREQUAL folder)
    break()
  endif()
  set(folder "${above}")
endwhile()
file(READ "${folder}/include/edgetl/target/native.hpp" header)
string(REGEX REPLACE "#include[^\n]*" "" header "${header}")
file(WRITE "${OUTPUT}" "${header}")

file(STRINGS "${COMMAND}" lines)
set(command "")
foreach(line IN LISTS lines)
  if(line MATCHES "^SHELL:(.*)")
    separate_arguments(line UNIX_COMMAND "${CMAKE_MATCH_1}")
  endif()
  list(APPEND command ${line})
endforeach()
execute_process(COMMAND ${command} -x c++ -E -P -w "${OUTPUT}" RESULT_VARIABLE status OUTPUT_VARIABLE text ERROR_QUIET)
if(NOT status EQUAL 0 OR NOT text MATCHES "using native = ([a-z0-9_:]+)")
  return()
endif()
set(native "${CMAKE_MATCH_1}")

if(WANTED AND text MATCHES "missing_tags = tags<void[^>]*[ ,\n]${WANTED}[ ,>\n]")
  file(REMOVE "${OUTPUT}")
  message(FATAL_ERROR "edgetl: ${TARGET} is to run by ${WANTED}, and its flags lack the instructions "
    "-> docs/targets.md lists them")
elseif(text MATCHES "#pragma message\\(\"(edgetl: [^\"]*)\"\\)")
  message(NOTICE "${CMAKE_MATCH_1} (${TARGET})")
elseif(LEVELS)
  string(REPLACE "|" ", " levels "${LEVELS}")
  message(STATUS "edgetl: ${TARGET} runs by ${native}, and by ${levels} where edgetl_add_multiarch() is called for it")
elseif(native STREQUAL "scalar" AND PROCESSOR STREQUAL "x86" AND NOT WANTED)
  message(NOTICE "edgetl: ${TARGET} runs by scalar, the portable reference: its flags name no instructions "
    "-> edgetl_target_options(${TARGET} native)")
else()
  message(STATUS "edgetl: ${TARGET} runs by ${native}")
endif()
