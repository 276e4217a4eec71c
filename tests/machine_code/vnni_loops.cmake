# The inner loops of the VNNI levels, in the objects whose spills are counted, against the bound of llvm-mca. Skipped where
# llvm-mca 19 or Python is missing.
# SPDX-License-Identifier: BSL-1.0
find_program(EDGETL_LLVM_MCA NAMES llvm-mca-19)  # other versions know these processors otherwise
find_program(EDGETL_PYTHON NAMES python3)
foreach(name_file IN LISTS models)
  string(REGEX MATCH "^([^=]*)" name "${name_file}")
  if(name STREQUAL "digits")
    continue()  # one position per layer, and few channels
  endif()
  foreach(level_processor avx_vnni=alderlake avx512_vnni=icelake-server)
    string(REGEX MATCH "^(.*)=(.*)$" matched "${level_processor}")
    if(NOT CMAKE_MATCH_1 IN_LIST ${name}_levels)  # leaves the matches as they are
      continue()
    endif()
    set(test "machine_code.loops.${name}.${CMAKE_MATCH_1}")
    if(EDGETL_LLVM_MCA AND EDGETL_PYTHON)
      add_test(NAME ${test}
        COMMAND sh -c "\"$0\" -d -w -C --no-show-raw-insn \"$1\" | \"$2\" \"$3\" \"$4\" $5 vpdpbusd 75" "${EDGETL_OBJDUMP}"
                $<TARGET_OBJECTS:machine_code_${name}_${CMAKE_MATCH_1}> "${EDGETL_PYTHON}" "${CMAKE_CURRENT_LIST_DIR}/loop_bound.py"
                "${EDGETL_LLVM_MCA}" ${CMAKE_MATCH_2})
    else()
      add_test(NAME ${test} COMMAND sh -c "echo 'needs llvm-mca-19 and python3'; exit 77")
    endif()
    set_tests_properties(${test} PROPERTIES LABELS machine_code SKIP_RETURN_CODE 77)
  endforeach()
endforeach()
