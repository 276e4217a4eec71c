# edgetl_target_options(<target> <tag>)
#
# Compiles <target> for the processor that a tag of edgetl::target names, with GCC's and Clang's flags for it:
#
#   native                            the machine that compiles; a cross compiler's flags stay as they are
#   x86::sse41, x86::avx2, x86::avx_vnni, x86::avx512_vnni
#   arm::neon, arm::neon_dotprod, arm::neon_i8mm
#   cortex_m::dsp, cortex_m::helium   adds nothing, as -mcpu is for the whole program; stops a build that lacks them
#   scalar                            adds nothing
#
# For an INTERFACE library, whoever links it gets the flags. Without a call, code runs by what the compiler's flags
# have, on x86-64 without flags by the portable reference; the first build of a target that has a model says by which.
# SPDX-License-Identifier: BSL-1.0
include_guard(GLOBAL)

# The compiler's flags for a tag; `known` is FALSE for what is no tag.
function(edgetl_flags_of flags known tag)
  set(rows
    "scalar"
    "x86::sse41 -msse4.1"
    "x86::avx2 -mavx2 -mfma"
    "x86::avx_vnni -mavx2 -mfma -mavxvnni"
    "x86::avx512_vnni -mavx2 -mfma -mavx512f -mavx512bw -mavx512dq -mavx512vl -mavx512vnni"
    "arm::neon"
    "arm::neon_dotprod -march=armv8.2-a+dotprod"
    "arm::neon_i8mm -march=armv8.2-a+dotprod+i8mm"
    "cortex_m::dsp"
    "cortex_m::helium")
  set(${flags} "" PARENT_SCOPE)
  set(${known} FALSE PARENT_SCOPE)
  foreach(row IN LISTS rows)
    string(REPLACE " " ";" words "${row}")
    list(POP_FRONT words name)
    if(name STREQUAL tag)
      set(${flags} "${words}" PARENT_SCOPE)
      set(${known} TRUE PARENT_SCOPE)
    endif()
  endforeach()
endfunction()

# x86, arm (64 bits), or something else.
function(edgetl_processor result)
  set(names "${CMAKE_SYSTEM_PROCESSOR}")
  if(CMAKE_OSX_ARCHITECTURES)
    set(names "${CMAKE_OSX_ARCHITECTURES}")
  endif()
  set(${result} other PARENT_SCOPE)
  if(names MATCHES "^(x86_64|amd64|AMD64|i[3-6]86|x86)$")
    set(${result} x86 PARENT_SCOPE)
  elseif(names MATCHES "^(aarch64|arm64|ARM64)$")
    set(${result} arm PARENT_SCOPE)
  endif()
endfunction()

function(edgetl_target_options target tag)
  if(ARGN)
    message(FATAL_ERROR
      "edgetl_target_options: write edgetl_target_options(<target> <tag>), not `${ARGN}` after the tag")
  elseif(NOT TARGET ${target})
    message(FATAL_ERROR "edgetl_target_options: `${target}` is no target yet -> call it after add_executable")
  elseif(NOT CMAKE_CXX_COMPILER_ID MATCHES "GNU|Clang" OR CMAKE_CXX_COMPILER_FRONTEND_VARIANT STREQUAL "MSVC")
    message(FATAL_ERROR "edgetl_target_options: edgetl is for GCC and Clang, and this is ${CMAKE_CXX_COMPILER_ID} "
      "-> set CMAKE_CXX_COMPILER")
  endif()

  set_target_properties(${target} PROPERTIES EDGETL_WANTED_TARGET ${tag})
  edgetl_processor(processor)
  if(tag STREQUAL "native")
    set(flags "")
    if(processor STREQUAL "x86" AND NOT CMAKE_CROSSCOMPILING)
      set(flags -march=native)
    elseif(processor STREQUAL "arm" AND NOT CMAKE_CROSSCOMPILING AND NOT APPLE)
      set(flags -mcpu=native)
    endif()
  else()
    edgetl_flags_of(flags known "${tag}")
    if(NOT known)
      message(FATAL_ERROR "edgetl_target_options: there is no target `${tag}` -> native, scalar, x86::sse41, "
        "x86::avx2, x86::avx_vnni, x86::avx512_vnni, arm::neon, arm::neon_dotprod, arm::neon_i8mm, cortex_m::dsp or "
        "cortex_m::helium")
    elseif((tag MATCHES "^x86::" AND NOT processor STREQUAL "x86")
           OR (tag MATCHES "^(arm|cortex_m)::" AND processor STREQUAL "x86"))
      message(FATAL_ERROR "edgetl_target_options: `${tag}` is no target for ${CMAKE_SYSTEM_PROCESSOR} "
        "-> native, or one of this processor")
    endif()
    # -march replaces what an earlier one says: whoever wrote one knows more, and the build tells what it lacks.
    get_target_property(options ${target} COMPILE_OPTIONS)
    if(tag MATCHES "^arm::" AND (APPLE OR "${CMAKE_CXX_FLAGS} ${options}" MATCHES "-m(arch|cpu)="))
      set(flags "")
    endif()
  endif()

  get_target_property(type ${target} TYPE)
  if(type STREQUAL "INTERFACE_LIBRARY")
    target_compile_options(${target} INTERFACE ${flags})
  else()
    target_compile_options(${target} PRIVATE ${flags})
    edgetl_tell_target(${target})
  endif()
  list(JOIN flags " " flags)
  if(flags STREQUAL "")
    set(flags "the flags it has")
  endif()
  message(STATUS "edgetl: ${target} is compiled for ${tag} with ${flags}")
endfunction()

# Says while building, once and whenever the flags change, which target the code of <target> runs by: what the compiler
# has with all flags, those of libraries and of the configuration, too, is known only then.
function(edgetl_tell_target target)
  get_target_property(type ${target} TYPE)
  get_property(told TARGET ${target} PROPERTY EDGETL_TELLS_TARGET)
  if(told OR type STREQUAL "INTERFACE_LIBRARY" OR NOT CMAKE_CXX_COMPILER_ID MATCHES "GNU|Clang"
     OR CMAKE_CXX_COMPILER_FRONTEND_VARIANT STREQUAL "MSVC")
    return()
  endif()
  set_property(TARGET ${target} PROPERTY EDGETL_TELLS_TARGET TRUE)

  set(folder "${CMAKE_CURRENT_BINARY_DIR}/edgetl_target/${target}")
  cmake_language(EVAL CODE "cmake_language(DEFER CALL edgetl_write_command [[${target}]] [[${folder}]])")
  edgetl_processor(processor)
  set(script "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/edgetl_tell_target.cmake")
  set(command "${folder}/command_$<CONFIG>_CXX.txt")
  set(told "${folder}/told_$<CONFIG>.txt")
  add_custom_command(OUTPUT "${told}"
    COMMAND "${CMAKE_COMMAND}" "-DTARGET=${target}" "-DCOMMAND=${command}" "-DPROCESSOR=${processor}" "-DOUTPUT=${told}"
            "-DWANTED=$<TARGET_PROPERTY:${target},EDGETL_WANTED_TARGET>"
            "-DLEVELS=$<JOIN:$<TARGET_PROPERTY:${target},EDGETL_MULTIARCH_LEVELS>,|>" -P "${script}"
    DEPENDS "${command}" "${script}"
    COMMENT "Asking the compiler for ${target}'s instructions" VERBATIM)
  add_custom_target(${target}_edgetl_target DEPENDS "${told}")
  add_dependencies(${target} ${target}_edgetl_target)
endfunction()

# The compiler and all its flags for <target>, one a line. Runs at the end of the folder's CMakeLists.txt. Flags may
# differ between languages, so there is a file for each.
function(edgetl_write_command target folder)
  separate_arguments(flags UNIX_COMMAND "${CMAKE_CXX_COMPILER_ARG1} ${CMAKE_CXX_FLAGS}")
  set(words "${CMAKE_CXX_COMPILER}" ${flags})
  if(CMAKE_CXX_COMPILER_TARGET AND CMAKE_CXX_COMPILE_OPTIONS_TARGET)
    list(APPEND words "${CMAKE_CXX_COMPILE_OPTIONS_TARGET}${CMAKE_CXX_COMPILER_TARGET}")
  endif()
  foreach(architecture IN LISTS CMAKE_OSX_ARCHITECTURES)
    list(APPEND words -arch ${architecture})
  endforeach()
  list(JOIN words "\n" text)
  foreach(configuration IN LISTS CMAKE_BUILD_TYPE CMAKE_CONFIGURATION_TYPES)
    string(TOUPPER "${configuration}" upper)
    separate_arguments(flags UNIX_COMMAND "${CMAKE_CXX_FLAGS_${upper}}")
    list(JOIN flags "\n" flags)
    string(APPEND text "$<$<CONFIG:${configuration}>:\n${flags}>")
  endforeach()
  string(APPEND text "\n$<JOIN:$<TARGET_PROPERTY:${target},COMPILE_OPTIONS>,\n>\n")
  file(GENERATE OUTPUT "${folder}/command_$<CONFIG>_$<COMPILE_LANGUAGE>.txt" CONTENT "${text}" TARGET ${target})
endfunction()
