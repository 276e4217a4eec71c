# cmake -DTREE=<include/edgetl> [-DEXPECTED=<file>] -P layering.cmake
#
# Reads the #include and #if lines of every header below TREE and fails with one sentence for each
# that breaks the rules in this file; with EXPECTED, fails unless the sentences are those.
# SPDX-License-Identifier: BSL-1.0
cmake_minimum_required(VERSION 3.23)

# --- the rules: what a folder may include -----------------------------------------------------------
set(core     core)
set(quant    ${core} quant)
set(layout   ${quant} layout)
set(kernel   ${layout} kernel)
set(expr     ${kernel} expr)
set(graph    ${expr} graph)
set(import   ${graph} import)
set(target   ${kernel} target)
set(compress ${import} compress)
set(train    ${compress} train)
set(deploy   ${train} deploy)
set(folders  ${deploy} target)
set(top      ${folders})

set(for_all config.hpp version.hpp)  # any file may include these; other files beside them, none below

set(compilers_in config.hpp)
set(compilers "__(GNUC|clang|llvm__|apple_build|INTEL|EDG|ARMCC|ARMCOMPILER|ICCARM|IAR_|TI_COMP|has_|cpp_)"
              "|__cplusplus|_MSC_VER|__VERSION__|__GLIBCXX__|_LIBCPP_")
set(instructions_in target/native.hpp config.hpp)  # what a compiler lacks may depend on the processor
set(instructions "__(ARM_|arm__|aarch64|thumb|x86_64|i[3-6]86|amd64|SSE|AVX|FMA|BMI|F16C|POPCNT|GFNI|AMX|"
                 "riscv|wasm|XTENSA|xtensa|powerpc|s390)|_M_(X64|IX86|ARM|AMD64)")
string(CONCAT compilers ${compilers})
string(CONCAT instructions ${instructions})

set(too_dear algorithm cmath functional iostream memory ranges string vector)
# ----------------------------------------------------------------------------------------------------

set(found "")
macro(report sentence)
  string(APPEND found "${sentence}\n")
endmacro()

function(check_include)  # of `what`, as written, in `file`
  if(is_first AND NOT what MATCHES "^<edgetl/" AND NOT file IN_LIST for_all)
    report("${file} starts with ${what} -> include <edgetl/config.hpp> or another part first: it refuses C++17")
  endif()
  if(what MATCHES "^\"edgetl: ")
    # no file, but a sentence: the compiler stops there
  elseif(what MATCHES "^\"")
    report("${file} includes ${what}: paths start at the library -> write <edgetl/…>")
  elseif(what MATCHES "^<edgetl/([^/>]+)/[^>]+>")
    set(to "${CMAKE_MATCH_1}")
    if(NOT to IN_LIST folders)
      report("${file} includes ${what}: no layer is called ${to} -> give it a place in layering.cmake")
    elseif(NOT to IN_LIST known)
      list(JOIN known ", " known)
      report("${file} includes ${what}: ${from} knows only ${known} -> move what both need to the left")
    elseif(file IN_LIST for_all)
      report("${file} includes ${what}: every file includes ${file}, so it includes none of them")
    endif()
  elseif(what MATCHES "^<edgetl/(.+)>")
    if(file IN_LIST for_all AND NOT CMAKE_MATCH_1 IN_LIST for_all)
      report("${file} includes ${what}: every file includes ${file}, so it includes none of them")
    elseif(NOT from STREQUAL "top" AND NOT CMAKE_MATCH_1 IN_LIST for_all)
      report("${file} includes ${what}: that is for users -> include the files that are needed")
    endif()
  elseif(what MATCHES "^<(.+)>" AND CMAKE_MATCH_1 IN_LIST too_dear)
    report("${file} includes ${what}: every user's compiler would pay for it -> use or add a part of core/")
  endif()
  set(found "${found}" PARENT_SCOPE)
endfunction()

function(check_condition)  # `line`, in `file`
  if(line MATCHES "(${compilers})" AND NOT file IN_LIST compilers_in)
    report("${file} asks about the compiler (${line}) -> ask in config.hpp and use its answer")
  endif()
  if(line MATCHES "(${instructions})" AND NOT file IN_LIST instructions_in)
    report("${file} asks about instructions (${line}) -> ask in target/native.hpp, which picks a target")
  endif()
  set(found "${found}" PARENT_SCOPE)
endfunction()

file(GLOB_RECURSE files RELATIVE "${TREE}" "${TREE}/*.hpp")
list(SORT files)
if(NOT files)
  message(FATAL_ERROR "there is no header in ${TREE}")
endif()

foreach(file IN LISTS files)
  set(from "top")
  if(file MATCHES "^([^/]+)/")
    set(from "${CMAKE_MATCH_1}")
    if(NOT from IN_LIST folders)
      report("${file}: no layer is called ${from} -> give it a place in layering.cmake")
      continue()
    endif()
  endif()

  set(known ${${from}})
  file(READ "${TREE}/${file}" text)
  string(REGEX REPLACE "[][;]" " " text "\n${text}")  # CMake's lists give these a meaning
  string(REGEX REPLACE "\\\\\n" " " text "${text}")   # a directive may span lines
  string(REGEX MATCHALL "\n[ \t]*#[ \t]*(include|if|elif)[^\n]*" directives "${text}")
  set(is_first TRUE)
  foreach(line IN LISTS directives)
    string(REGEX REPLACE "[ \t]*//.*" "" line "${line}")
    string(REGEX REPLACE "[ \t\n]+" " " line "${line}")
    string(STRIP "${line}" line)
    if(line MATCHES "^# ?include *(.*)")
      set(what "${CMAKE_MATCH_1}")
      check_include()
      set(is_first FALSE)
    else()
      check_condition()
    endif()
  endforeach()
endforeach()

if(EXPECTED)
  file(READ "${EXPECTED}" expected)
  if(NOT found STREQUAL expected)
    message("found:\n${found}\nexpected:\n${expected}")
    message(FATAL_ERROR "layering.cmake does not find what ${EXPECTED} says")
  endif()
elseif(found)
  message("${found}")
  message(FATAL_ERROR "the layers of ${TREE} are broken, see above")
endif()
