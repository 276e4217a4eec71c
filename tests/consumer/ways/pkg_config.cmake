# pkg-config says where the headers are, and a script of the package embeds a file.
# SPDX-License-Identifier: BSL-1.0
install_edgetl()
set(ENV{PKG_CONFIG_PATH} "${prefix}/share/pkgconfig")
run("${PKG_CONFIG}" --exact-version=${VERSION} edgetl)
execute_process(COMMAND "${PKG_CONFIG}" --cflags edgetl COMMAND_ERROR_IS_FATAL ANY
  OUTPUT_VARIABLE flags OUTPUT_STRIP_TRAILING_WHITESPACE)
separate_arguments(flags UNIX_COMMAND "${flags}")
file(WRITE "${WORK}/some.bin" "edgetl")
run("${CMAKE_COMMAND}" "-DINPUT=${WORK}/some.bin" "-DOUTPUT=${WORK}/some.model.hpp" -DNAME=some
  -P "${prefix}/share/cmake/edgetl/edgetl_embed_write.cmake")
run("${HOST_COMPILER}" -std=c++20 ${flags} "-I${WORK}" "${here}/app/main.cpp"
  -o "${WORK}/main")
run("${WORK}/main")
