# edgetl_embed(<target> <file> [NAME <identifier>] [NAMESPACE <a::b>])
#
# Lets the sources of <target> write `#include "<identifier>.model.hpp"` and find in it
#
#   struct <identifier> { static constexpr … size; static constexpr unsigned char bytes[size + 1]; };
#
# which holds the bytes of <file> and nothing else. NAME defaults to the file's name without its
# extension. The header is written while building, again whenever the file changes.
# SPDX-License-Identifier: BSL-1.0
include_guard(GLOBAL)

function(edgetl_embed target file)
  cmake_parse_arguments(PARSE_ARGV 2 arg "" "NAME;NAMESPACE" "")
  if(arg_UNPARSED_ARGUMENTS OR arg_KEYWORDS_MISSING_VALUES)
    message(FATAL_ERROR "edgetl_embed: write edgetl_embed(<target> <file> "
      "[NAME <identifier>] [NAMESPACE <a::b>]), not `${ARGN}` after the file")
  endif()
  if(NOT TARGET ${target})
    message(FATAL_ERROR "edgetl_embed: `${target}` is no target yet -> call it after add_executable")
  endif()

  set(name "${arg_NAME}")
  if(name STREQUAL "")
    cmake_path(GET file STEM name)
    string(MAKE_C_IDENTIFIER "${name}" name)
    string(REGEX REPLACE "__+" "_" name "${name}")      # two in a row are reserved,
    string(REGEX REPLACE "^_" "model_" name "${name}")  # and so is one in front
  endif()

  cmake_path(ABSOLUTE_PATH file BASE_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}" NORMALIZE)
  set(folder "${CMAKE_CURRENT_BINARY_DIR}/edgetl_embed/${target}")
  set(header "${folder}/${name}.model.hpp")
  set(step "${target}_embeds_${name}")
  if(TARGET ${step})
    message(FATAL_ERROR "edgetl_embed: `${target}` has a `${name}` already -> give this one a NAME")
  endif()

  set(script "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/edgetl_embed_write.cmake")
  add_custom_command(OUTPUT "${header}"
    COMMAND "${CMAKE_COMMAND}" "-DINPUT=${file}" "-DOUTPUT=${header}" "-DNAME=${name}"
            "-DNAMESPACE=${arg_NAMESPACE}" -P "${script}"
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

  # Parsing a model is constant evaluation, and compilers stop one that takes long, in case it never
  # ends: Clang after 2^20 steps, GCC after 2^25 operations or 2^18 rounds of one loop, which a file
  # of 256 KiB already exceeds. Only sources that parse a model need more, hence these options here
  # and never on edgetl::edgetl.
  set(most 2147483647)
  target_compile_options(${target} ${scope} "$<BUILD_INTERFACE:\
$<$<COMPILE_LANG_AND_ID:CXX,Clang,AppleClang,ARMClang>:-fconstexpr-steps=${most}>;\
$<$<COMPILE_LANG_AND_ID:CXX,GNU>:-fconstexpr-ops-limit=${most};-fconstexpr-loop-limit=${most}>>")
endfunction()
