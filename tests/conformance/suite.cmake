# edgetl_add_conformance_suite(<prefix> [OPTIONS <compiler flags>] [DEFINITIONS <definitions>] [EMULATOR <command>])
# One test program per group of families, named <prefix>.<group>; ten cases per source file, so that they
# compile side by side; and <prefix>.fences, which tests what they are tested with. Small processors are
# emulated, sanitizers slow: they get the first half of the cases.
# SPDX-License-Identifier: BSL-1.0
include_guard(GLOBAL)
include("${CMAKE_CURRENT_LIST_DIR}/../on_target/test_program.cmake")

function(edgetl_add_conformance_suite prefix)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "EMULATOR;OPTIONS;DEFINITIONS")
  set(EDGETL_CONFORMANCE_DIR "${CMAKE_CURRENT_FUNCTION_LIST_DIR}")

  # group:header:family cases,…[:preference]; the preference's cases are others than the first ones
  set(groups
    "conv_2d:contraction:conv_2d 60"
    "depthwise_conv_2d:contraction:depthwise_conv_2d 60"
    "fully_connected:contraction:fully_connected 60"
    "elementwise:elementwise:add 40,sub 20,mul 40"
    "unary:elementwise:quantize 20,relu 10,leaky_relu 10,logistic 10,tanh 10"
    "reduction:reduction:average_pool_2d 30,max_pool_2d 30,mean 20,softmax 20"
    "for_size:contraction:conv_2d 10,depthwise_conv_2d 10,fully_connected 10:size"
    "for_speed:contraction:conv_2d 10,depthwise_conv_2d 10,fully_connected 10:speed")

  if(EDGETL_TEST_DOTS_ONLY)
    list(FILTER groups EXCLUDE REGEX "^(elementwise|unary|reduction):")
  endif()
  if(CMAKE_CXX_FLAGS MATCHES "-fsanitize" OR EDGETL_TEST_DOTS_ONLY)  # other choices of the same loops
    list(FILTER groups EXCLUDE REGEX "^for_")
  endif()

  set(common "${prefix}_common")
  edgetl_find_doctest()
  add_library(${common} OBJECT
    "${EDGETL_CONFORMANCE_DIR}/contraction.cpp" "${EDGETL_CONFORMANCE_DIR}/elementwise.cpp"
    "${EDGETL_CONFORMANCE_DIR}/reduction.cpp" "${EDGETL_CONFORMANCE_DIR}/fenced_run.cpp")
  target_link_libraries(${common} PRIVATE edgetl::edgetl edgetl_doctest)
  target_compile_options(${common} PRIVATE ${EDGETL_WARNING_FLAGS} ${arg_OPTIONS})
  # Models, not what is tested. Boards keep -Os: at -O1 GCC makes of doubles for Helium what its assembler does not take.
  if(NOT CMAKE_SYSTEM_NAME STREQUAL "Generic")
    target_compile_options(${common} PRIVATE -O1 -fno-sanitize=all)
  endif()
  target_compile_definitions(${common} PRIVATE ${arg_DEFINITIONS})

  edgetl_add_test_program(${prefix}_fences SOURCES "${EDGETL_CONFORMANCE_DIR}/fences.cpp" $<TARGET_OBJECTS:${common}>)
  target_compile_options(${prefix}_fences PRIVATE ${arg_OPTIONS})
  if(arg_EMULATOR)
    add_test(NAME ${prefix}.fences COMMAND ${arg_EMULATOR} $<TARGET_FILE:${prefix}_fences>)
  else()
    add_test(NAME ${prefix}.fences COMMAND ${prefix}_fences)
  endif()
  set_tests_properties(${prefix}.fences PROPERTIES LABELS conformance SKIP_RETURN_CODE 77)

  foreach(entry IN LISTS groups)
    string(REPLACE ":" ";" entry "${entry}")
    list(POP_FRONT entry group header families preference)
    set(target "edgetl_test::target_under_test")
    set(first 0)
    if(preference)
      set(target "edgetl::target::prefer<edgetl::kernel::preference::${preference}, ${target}>")
      set(first 6)
    endif()
    string(REPLACE "," ";" families "${families}")
    set(sources "")
    foreach(family_cases IN LISTS families)
      separate_arguments(family_cases)
      list(POP_FRONT family_cases family cases)
      if((CMAKE_SYSTEM_NAME STREQUAL "Generic" OR EDGETL_TEST_HALF) AND cases GREATER 10)
        math(EXPR cases "${cases} / 20 * 10")
      endif()
      math(EXPR last "${first} + ${cases} / 10 - 1")
      foreach(part RANGE ${first} ${last})
        set(source "${CMAKE_CURRENT_BINARY_DIR}/${prefix}/${group}_${family}_${part}.cpp")
        file(CONFIGURE OUTPUT "${source}" @ONLY CONTENT [[
// Cases @part@0 to @part@9 of @family@.
#include "@EDGETL_CONFORMANCE_DIR@/@header@.hpp"
#include "@EDGETL_CONFORMANCE_DIR@/check.hpp"

TEST_CASE("@family@ @part@0 to @part@9") { edgetl_test::check_cases<edgetl_test::@family@_family, @part@ * 10, 10, @target@>(); }
]])
        list(APPEND sources "${source}")
      endforeach()
    endforeach()
    set(program "${prefix}_${group}")
    edgetl_add_test_program(${program} SOURCES ${sources} $<TARGET_OBJECTS:${common}>)
    # Every case is a graph that is made and packed while compiling.
    set(most 2147483647)
    target_compile_options(${program} PRIVATE ${arg_OPTIONS}
      "$<$<CXX_COMPILER_ID:Clang,AppleClang>:-fconstexpr-steps=${most}>"
      "$<$<CXX_COMPILER_ID:GNU>:-fconstexpr-ops-limit=${most};-fconstexpr-loop-limit=${most}>")
    target_compile_definitions(${program} PRIVATE ${arg_DEFINITIONS})
    # All of a suite read the same headers, which take a third of its compile time.
    if(group STREQUAL "conv_2d")
      target_precompile_headers(${program} PRIVATE "${EDGETL_CONFORMANCE_DIR}/check.hpp" "${EDGETL_CONFORMANCE_DIR}/contraction.hpp"
        "${EDGETL_CONFORMANCE_DIR}/elementwise.hpp" "${EDGETL_CONFORMANCE_DIR}/reduction.hpp")
    else()
      target_precompile_headers(${program} REUSE_FROM ${prefix}_conv_2d)
    endif()
    if(arg_EMULATOR)
      add_test(NAME ${prefix}.${group} COMMAND ${arg_EMULATOR} $<TARGET_FILE:${program}>)
    else()
      add_test(NAME ${prefix}.${group} COMMAND ${program})  # by name: CMake puts a cross build's emulator in front
    endif()
    set_tests_properties(${prefix}.${group} PROPERTIES LABELS conformance SKIP_RETURN_CODE 77)
  endforeach()
endfunction()
