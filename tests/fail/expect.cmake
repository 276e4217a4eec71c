# cmake -DFILE=<source> -DTWIN=<empty, or .twin> -P expect.cmake -- <command that compiles it>
#
# Runs the compiler and compares what it says with the source's first line; see CMakeLists.txt.
# SPDX-License-Identifier: BSL-1.0
cmake_minimum_required(VERSION 3.23)

set(command "")
set(started FALSE)
math(EXPR last "${CMAKE_ARGC} - 1")
foreach(at RANGE ${last})
  if(started)
    list(APPEND command "${CMAKE_ARGV${at}}")
  elseif(CMAKE_ARGV${at} STREQUAL "--")
    set(started TRUE)
  endif()
endforeach()

file(READ "${FILE}" source)
if(TWIN)
  list(APPEND command -DEDGETL_POSITIVE_TWIN)
elseif(source MATCHES "\n// flags: ([^\n]+)")
  separate_arguments(flags NATIVE_COMMAND "${CMAKE_MATCH_1}")
  list(APPEND command ${flags})
endif()
set(ENV{LC_ALL} C)  # no translated messages
execute_process(COMMAND ${command} RESULT_VARIABLE status OUTPUT_VARIABLE log ERROR_VARIABLE log)

if(TWIN)
  if(NOT status EQUAL 0)
    message("${log}")
    message(FATAL_ERROR "${FILE} should compile with -DEDGETL_POSITIVE_TWIN")
  endif()
  return()
endif()

if(NOT source MATCHES "^// expect( later| only)?: ([^\n]+)")
  message(FATAL_ERROR "${FILE} should start with `// expect: <text>`")
endif()
set(how "${CMAKE_MATCH_1}")
set(text "${CMAKE_MATCH_2}")
string(REPLACE "\\\"" "\"" log "${log}")  # as Clang 14 prints a text that has quotes
# Clang prints a sentence that is a template argument in pieces (import/diagnostic.hpp), Clang 14 in a note
# under a first error that says so.
string(REGEX REPLACE "\"}, (edgetl::)?text<[0-9]+(UL)?>{\"" " " log "${log}")
string(REGEX MATCH "[^\n]*error: [^\n]*" first "${log}")
if(first MATCHES "edgetl: the model is refused")
  string(REGEX REPLACE "^edgetl: the model " "" text "${text}")
  set(how " later")
endif()
# … or says first, as every sentence that knows no particulars, what holds for all models.
if(first MATCHES "is unavailable: edgetl: ")
  string(REGEX REPLACE "edgetl: input [0-9]+ takes (.*) -> .*" "edgetl: an input takes \\1" text "${text}")
  string(REGEX REPLACE "arena of at least [0-9]+ bytes, (.*) -> .*" "arena as large as its own and \\1" text "${text}")
endif()
string(FIND "${first}" "${text}" in_first)
string(FIND "${log}" "${text}" in_log)

if(status EQUAL 0)
  message(FATAL_ERROR "${FILE} should not compile, but does")
elseif(in_log EQUAL -1)
  message("${log}")
  message(FATAL_ERROR "${FILE} fails for another reason than `${text}`")
elseif(in_first EQUAL -1 AND NOT how STREQUAL " later")
  message("${log}")
  message(FATAL_ERROR "${FILE} says `${text}` only after `${first}`")
elseif(how STREQUAL " only")
  string(REGEX MATCHALL "error: " errors "${log}")
  list(LENGTH errors count)
  if(count GREATER 1)
    message("${log}")
    message(FATAL_ERROR "${FILE} says more than `${text}`")
  endif()
endif()
