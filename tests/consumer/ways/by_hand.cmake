# The README's commands for a compiler and nothing else, and #embed where a compiler has it.
# SPDX-License-Identifier: BSL-1.0
read_block(text sh "xxd")
set(own "${WORK}/own")
prepare_own_build("${own}")
file(CREATE_LINK "${SOURCE}" "${own}/edgetl" SYMBOLIC)
string(REPLACE "g++" "${HOST_COMPILER}" text "${text}")
file(WRITE "${own}/build.sh" "${text}")
run("${CMAKE_COMMAND}" -E chdir "${own}" sh -e build.sh)
run("${own}/app" ${digits_answers})
# Headers among the project's own, and its warnings: an include folder of -I is no system's.
run("${HOST_COMPILER}" -std=c++20 -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror -march=native
  "-I${own}/edgetl/include" -fsyntax-only "${own}/main.cpp")

if(EMBED_COMPILER)
  file(WRITE "${own}/digits.model.hpp" "struct digits { static constexpr unsigned char bytes[] = {\n"
    "#embed \"digits.tflite\"\n"
    "}; static constexpr decltype(sizeof 0) size = sizeof bytes; };\n")
  run("${EMBED_COMPILER}" -std=c++20 -fsyntax-only -march=native "-I${own}/edgetl/include" "${own}/main.cpp")
endif()
