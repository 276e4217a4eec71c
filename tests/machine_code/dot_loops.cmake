# The inner loops of aarch64 with dot products, compiled for whole models with this preset's kind of compiler, against the
# bound of llvm-mca for an in-order and an out-of-order core. Skipped where llvm-mca 19 or the cross compiler is missing.
# SPDX-License-Identifier: BSL-1.0
find_program(EDGETL_LLVM_MCA NAMES llvm-mca-19)  # other versions know these cores otherwise
find_program(EDGETL_AARCH64_COMPILER NAMES aarch64-linux-gnu-g++)  # Clang takes its headers
find_program(EDGETL_AARCH64_OBJDUMP NAMES aarch64-linux-gnu-objdump)
if(NOT EDGETL_LLVM_MCA OR NOT EDGETL_AARCH64_COMPILER OR NOT EDGETL_AARCH64_OBJDUMP)
  add_test(NAME machine_code.dots COMMAND sh -c "echo 'needs llvm-mca-19 and g++-aarch64-linux-gnu'; exit 77")
  set_tests_properties(machine_code.dots PROPERTIES LABELS machine_code SKIP_RETURN_CODE 77)
  return()
endif()

add_executable(dot_loops dot_loops.cpp)
target_compile_features(dot_loops PRIVATE cxx_std_20)
target_compile_options(dot_loops PRIVATE ${EDGETL_WARNING_FLAGS} -O1)

set(most 2147483647)
if(compiler STREQUAL "gcc")
  set(cross "${EDGETL_AARCH64_COMPILER}" -fconstexpr-ops-limit=${most} -fconstexpr-loop-limit=${most})
else()
  set(cross "${CMAKE_CXX_COMPILER}" --target=aarch64-linux-gnu -fconstexpr-steps=${most})
endif()

foreach(name_file IN LISTS models)
  string(REGEX MATCH "^([^=]*)=(.*)$" matched "${name_file}")
  set(name "${CMAKE_MATCH_1}")
  set(file "${CMAKE_MATCH_2}")
  if(name MATCHES "^(ic|ad)$" AND NOT EDGETL_TEST_ALL)  # their layers are of kinds that the others have, too
    continue()
  endif()
  set(model "machine_code_${name}_dotprod")
  add_library(${model} INTERFACE)
  edgetl_embed(${model} "${file}" NAME examined)
  set(object "${CMAKE_CURRENT_BINARY_DIR}/${model}.o")
  add_custom_command(OUTPUT "${object}"
    COMMAND ${cross} -std=c++20 -O2 -march=armv8.2-a+dotprod "-I${PROJECT_SOURCE_DIR}/include"
            "-I${CMAKE_CURRENT_BINARY_DIR}/edgetl_embed/${model}" -MD -MF "${object}.d" -c "${CMAKE_CURRENT_LIST_DIR}/model.cpp" -o "${object}"
    DEPENDS "${CMAKE_CURRENT_LIST_DIR}/model.cpp" ${model}_embeds_examined
    DEPFILE "${object}.d" COMMENT "Compiling ${name} for aarch64 with dot products" VERBATIM)
  add_custom_target(${model}_object ALL DEPENDS "${object}")
  add_test(NAME machine_code.dots.${name}
    COMMAND sh -c "\"$0\" -d -w -C --no-show-raw-insn \"$1\" | \"$2\" \"$3\" \"$4\" \"$5\"" "${EDGETL_AARCH64_OBJDUMP}" "${object}"
            $<TARGET_FILE:dot_loops> "${EDGETL_LLVM_MCA}" "dotprod ${name}" "${CMAKE_CURRENT_LIST_DIR}/dot_loops.txt")
  set_tests_properties(machine_code.dots.${name} PROPERTIES LABELS machine_code)
endforeach()
