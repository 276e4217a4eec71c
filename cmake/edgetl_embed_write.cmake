# Writes the bytes of a file as a C++ header:
#   cmake -DINPUT=<file> -DOUTPUT=<header> -DNAME=<identifier> [-DNAMESPACE=<a::b>] [-DFLOAT32=ON] -P <this script>
#
# FLOAT32=ON: floats run by xsimd's vectors, as edgetl_embed() describes it; AUTO: if the file computes in floats.
#
# Every byte becomes a hexadecimal escape. Such an escape ends at a backslash or a quote, one of which
# always follows, so no byte can change the meaning of the next; nor does text arise that CMake
# would interpret.
# SPDX-License-Identifier: BSL-1.0
cmake_minimum_required(VERSION 3.23)
include("${CMAKE_CURRENT_LIST_DIR}/edgetl_names.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/edgetl_computes_in_floats.cmake")

if(NOT EXISTS "${INPUT}" OR IS_DIRECTORY "${INPUT}")
  message(FATAL_ERROR "edgetl_embed: there is no file `${INPUT}` -> pass -DINPUT=<file>")
elseif("${OUTPUT}" STREQUAL "")
  message(FATAL_ERROR "edgetl_embed: nowhere to write -> pass -DOUTPUT=<header>")
endif()
edgetl_check_names("${NAME}" "${NAMESPACE}")

cmake_path(ABSOLUTE_PATH INPUT NORMALIZE)
cmake_path(GET INPUT FILENAME filename)
file(SIZE "${INPUT}" size)
file(READ "${INPUT}" hex HEX)

# Eight bytes per match (a third of the time of one), then the up to seven that remain.
math(EXPR whole "${size} / 8 * 16")
string(SUBSTRING "${hex}" 0 ${whole} head)
string(SUBSTRING "${hex}" ${whole} -1 tail)
string(REGEX REPLACE "(..)(..)(..)(..)(..)(..)(..)(..)"
  [[\\x\1\\x\2\\x\3\\x\4\\x\5\\x\6\\x\7\\x\8]] head "${head}")
string(REGEX REPLACE "(..)" [[\\x\1]] tail "${tail}")
string(REPEAT "." 256 line)
string(REGEX REPLACE "(${line})" "\\1\"\n\"" literal "${head}${tail}")

# Two files of one name may meet in a program, each in a library of its own: what is made of them must not be one thing
# to the linker, so the struct stands in an inline namespace that the contents name.
set(open "")
set(close "")
if(NOT "${NAMESPACE}" STREQUAL "")
  set(open "namespace ${NAMESPACE} {\n")
  set(close "}\n")
endif()

# Floats by xsimd, where that is known and of use.
if("${FLOAT32}" MATCHES "^(AUTO|MISSING)$")
  edgetl_computes_in_floats(has_floats "${INPUT}")
  if(NOT has_floats)
    set(FLOAT32 OFF)
  elseif(FLOAT32 STREQUAL "AUTO")
    set(FLOAT32 ON)
    message(STATUS "edgetl: ${NAME} computes in floats: its default target is with_float32<native>, by xsimd")
  else()
    set(FLOAT32 OFF)
    message(NOTICE "edgetl: ${NAME} computes in floats and runs by the portable reference "
      "-> install xsimd (Debian: libxsimd-dev)")
  endif()
endif()
set(contents "bytes only")
set(includes "")
set(default_target "")
if(FLOAT32)
  set(contents "bytes, and that floats run by xsimd's vectors")
  set(includes "#include <edgetl/target/float32.hpp>\n#include <edgetl/target/native.hpp>\n")
  set(default_target "  using default_target = edgetl::target::with_float32<edgetl::target::native>;\n\n")
endif()

string(MD5 fingerprint "${hex}${default_target}")
string(SUBSTRING "${fingerprint}" 0 12 fingerprint)
string(APPEND open "inline namespace file_${fingerprint} {\n")
string(PREPEND close "}\n")

# A compiler that has #embed reads the file itself, if it is still where it was. Not when the file
# starts like a text in an encoding that Clang (19) refuses even there, nor with a path that a
# directive cannot spell.
set(can_embed "defined(__has_embed)")
set(path "${INPUT}")
if(hex MATCHES "^(feff|fffe|0000feff|efbbbf|2b2f76|f7644c|dd736673|0efeff|fbee28|84319533)"
   OR path MATCHES "[\"\\\n]")
  set(can_embed "0")
  set(path "")
endif()

file(WRITE "${OUTPUT}" "// Written by edgetl_embed() from ${filename}: ${contents}.
#pragma once
${includes}#pragma GCC system_header  // no warnings about the length of a literal, or about #embed before C++26
#if ${can_embed}
#if __has_embed(\"${path}\") == 1
#define EDGETL_EMBEDS
#endif
#endif
${open}struct ${NAME} {
${default_target}  static constexpr decltype(sizeof 0) size = ${size};
#ifdef EDGETL_EMBEDS
  alignas(16) static constexpr unsigned char bytes[size + 1] = {
#embed \"${path}\" limit(${size})
  };
#else
  alignas(16) static constexpr unsigned char bytes[size + 1] =
\"${literal}\";
#endif
};
${close}#undef EDGETL_EMBEDS
")
