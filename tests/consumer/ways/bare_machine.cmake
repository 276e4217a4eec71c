# `cmake -S . -B build` where nothing but a compiler and CMake is installed: no tests, and a sentence that says so.
# Whoever asks for tests does not get none.
# SPDX-License-Identifier: BSL-1.0
set(hidden "")
foreach(package Catch2 doctest xsimd PkgConfig)
  list(APPEND hidden -DCMAKE_DISABLE_FIND_PACKAGE_${package}=ON)
endforeach()
run(${configure} ${host} ${hidden} -S "${SOURCE}" -B "${WORK}/build")
expect_in("${log}" "no tests are built -> scripts/install_packages test")
run("${CMAKE_COMMAND}" --build "${WORK}/build")
expect_refusal("Catch2" ${configure} ${host} ${hidden} -S "${SOURCE}" -B "${WORK}/build" -DEDGETL_BUILD_TESTS=ON)
