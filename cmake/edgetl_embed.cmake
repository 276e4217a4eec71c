# edgetl_embed(<target> <file> [NAME <identifier>] [NAMESPACE <a::b>] [FLOAT32 <ON|OFF>])
#
# Lets the sources of <target> write `#include "<identifier>.model.hpp"` and find in it
#
#   struct <identifier> { static constexpr … size; static constexpr unsigned char bytes[size + 1]; };
#
# which holds the bytes of <file>; it stands in an inline namespace that they name, so that files of one name in several
# libraries are several types. NAME defaults to the file's name without its extension; where that means
# something in C++ already (class.tflite, std.tflite), _model is appended. The header is written while building,
# again whenever the file changes.
#
# A network of floats gets vector kernels where xsimd is found: its header then includes
# <edgetl/target/float32.hpp> and says that the model's default target is with_float32<native>. FLOAT32 OFF leaves
# floats to the portable reference; FLOAT32 ON fails where there is no xsimd.
#
# The first build says which instructions the target runs by, see edgetl_target_options.cmake.
# SPDX-License-Identifier: BSL-1.0
include_guard(GLOBAL)
include("${CMAKE_CURRENT_LIST_DIR}/edgetl_names.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/edgetl_target_options.cmake")

function(edgetl_embed target file)
  cmake_parse_arguments(PARSE_ARGV 2 arg "" "NAME;NAMESPACE;FLOAT32" "")
  if(arg_UNPARSED_ARGUMENTS OR arg_KEYWORDS_MISSING_VALUES)
    message(FATAL_ERROR "edgetl_embed: write edgetl_embed(<target> <file> "
      "[NAME <identifier>] [NAMESPACE <a::b>] [FLOAT32 <ON|OFF>]), not `${ARGN}` after the file")
  endif()
  if(NOT TARGET ${target})
    message(FATAL_ERROR "edgetl_embed: `${target}` is no target yet -> call it after add_executable")
  endif()

  set(name "${arg_NAME}")
  if(name STREQUAL "")
    edgetl_name_of(name "${file}")
  endif()
  edgetl_check_names("${name}" "${arg_NAMESPACE}")
  edgetl_choose_floats(floats "${arg_FLOAT32}")

  cmake_path(ABSOLUTE_PATH file BASE_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}" NORMALIZE)
  if(NOT EXISTS "${file}")  # something may make it; what that is may come later in this folder
    cmake_language(EVAL CODE "cmake_language(DEFER CALL edgetl_warn_of_no_file [==[${file}]==])")
  endif()
  set(folder "${CMAKE_CURRENT_BINARY_DIR}/edgetl_embed/${target}")
  set(header "${folder}/${name}.model.hpp")
  set(step "${target}_embeds_${name}")
  if(TARGET ${step})
    message(FATAL_ERROR "edgetl_embed: `${target}` has a `${name}` already -> give this one a NAME")
  endif()

  set(script "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/edgetl_embed_write.cmake")
  add_custom_command(OUTPUT "${header}"
    COMMAND "${CMAKE_COMMAND}" "-DINPUT=${file}" "-DOUTPUT=${header}" "-DNAME=${name}"
            "-DNAMESPACE=${arg_NAMESPACE}" "-DFLOAT32=${floats}" -P "${script}"
    DEPENDS "${file}" "${script}"
    COMMENT "Embedding ${name}" VERBATIM)
  add_custom_target(${step} DEPENDS "${header}")  # a target, so that <target> may be another folder's
  add_dependencies(${target} ${step})

  get_target_property(type ${target} TYPE)
  set(scope PRIVATE)
  if(type STREQUAL "INTERFACE_LIBRARY")
    set(scope INTERFACE)
  endif()
  target_include_directories(${target} ${scope} "$<BUILD_INTERFACE:${folder}>")
  if(floats MATCHES "^(ON|AUTO)$")
    get_target_property(xsimd edgetl::float32 EDGETL_XSIMD_FOLDERS)
    target_include_directories(${target} SYSTEM ${scope} "$<BUILD_INTERFACE:${xsimd}>")
  endif()

  # Parsing a model is constant evaluation, and compilers stop one that takes long, in case it never
  # ends: Clang after 2^20 steps, GCC after 2^25 operations or 2^18 rounds of one loop, which a file
  # of 256 KiB already exceeds. Only sources that parse a model need more, hence these options here
  # and never on edgetl::edgetl.
  set(most 2147483647)
  target_compile_options(${target} ${scope} "$<BUILD_INTERFACE:\
$<$<COMPILE_LANG_AND_ID:CXX,Clang,AppleClang,ARMClang>:-fconstexpr-steps=${most}>;\
$<$<COMPILE_LANG_AND_ID:CXX,GNU>:-fconstexpr-ops-limit=${most};-fconstexpr-loop-limit=${most}>>")
  edgetl_tell_target(${target})
endfunction()

function(edgetl_warn_of_no_file file)
  get_source_file_property(made "${file}" GENERATED)
  if(NOT made)
    message(WARNING "edgetl_embed: there is no file `${file}`, and nothing here makes it -> mind its name and folder")
  endif()
endfunction()

# What to do with a network of floats: ON, OFF; AUTO, vector kernels if the file is one; MISSING, as OFF, for want of
# xsimd. That has vectors for these processors; on others its headers may not even compile.
function(edgetl_choose_floats result wanted)
  if(wanted STREQUAL "")
    set(wanted AUTO)
    if(NOT CMAKE_SYSTEM_PROCESSOR MATCHES "^(x86_64|amd64|AMD64|aarch64|arm64|ARM64)$"
       OR NOT CMAKE_SIZEOF_VOID_P EQUAL 8 OR CMAKE_SYSTEM_NAME STREQUAL "Generic")
      set(wanted OFF)
    elseif(NOT TARGET edgetl::float32)
      set(wanted MISSING)
    endif()
  elseif(NOT wanted)
    set(wanted OFF)
  elseif(TARGET edgetl::float32)
    set(wanted ON)
  else()
    message(FATAL_ERROR "edgetl_embed: FLOAT32 ON needs xsimd 8 or later -> install it (Debian: libxsimd-dev)")
  endif()
  set(${result} ${wanted} PARENT_SCOPE)
endfunction()
