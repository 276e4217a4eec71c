# Makes one object of a variant's objects that shares nothing with other variants; see edgetl_add_multiarch.cmake.
#   cmake -DOBJECTS=<a|b> -DENTRIES=<f|g> -DLEVEL=<level> -DOUTPUT=<object> -DLINKER= -DOBJCOPY= -DOBJDUMP= -P …
# SPDX-License-Identifier: BSL-1.0
cmake_minimum_required(VERSION 3.23)
string(REPLACE "|" ";" OBJECTS "${OBJECTS}")
string(REPLACE "|" ";" ENTRIES "${ENTRIES}")

function(run)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE errors)
  if(NOT result EQUAL 0)
    file(REMOVE "${OUTPUT}")
    message(FATAL_ERROR "edgetl_add_multiarch: `${ARGN}` failed:\n${errors}")
  endif()
  set(output "${output}" PARENT_SCOPE)
endfunction()

cmake_path(GET OUTPUT PARENT_PATH folder)
file(MAKE_DIRECTORY "${folder}")
set(linked "${folder}/${LEVEL}.linked.o")

# All code in one section whose name no other variant has.
set(layout "${folder}/${LEVEL}.ld")
file(WRITE "${layout}" "SECTIONS { edgetl_${LEVEL} : { *(.text .text.* .gnu.linkonce.t.*) } }\n")
run("${LINKER}" -r --force-group-allocation -T "${layout}" -o "${linked}" ${OBJECTS})

run("${OBJDUMP}" -h "${linked}")
if(output MATCHES " (\\.init_array|\\.ctors|\\.preinit_array|\\.init)[^\n]*")
  message(FATAL_ERROR "edgetl_add_multiarch: the variant for ${LEVEL} has code that runs before main(), on every machine "
    "-> keep global objects with constructors (and <iostream>) out of its sources")
endif()
run("${OBJDUMP}" -t "${linked}")
set(options "")
foreach(entry IN LISTS ENTRIES)
  if(NOT output MATCHES " edgetl_${LEVEL}\t[0-9a-f]+ (\\.hidden )?${entry}\n")
    message(FATAL_ERROR "edgetl_add_multiarch: no source defines ${entry} -> write extern \"C\" … ${entry}(…) { … }")
  endif()
  list(APPEND options "--keep-global-symbol=${entry}")
endforeach()
run("${OBJCOPY}" ${options} "${linked}")
set(options "")
foreach(entry IN LISTS ENTRIES)
  list(APPEND options --redefine-sym "${entry}=${entry}_edgetl_${LEVEL}")
endforeach()
run("${OBJCOPY}" ${options} "${linked}" "${OUTPUT}")

# `u`: unique in the whole process, which objcopy cannot take back; linking would fail, or mix the variants.
run("${OBJDUMP}" -t "${OUTPUT}")
if(output MATCHES "\n[0-9a-f]+ u[^\n]* ([^ \n]+)\n")
  set(symbol "${CMAKE_MATCH_1}")
  file(REMOVE "${OUTPUT}")
  message(FATAL_ERROR "edgetl_add_multiarch: the variant for ${LEVEL} shares ${symbol} with the whole program "
    "-> compile its sources with -fno-gnu-unique")
endif()
