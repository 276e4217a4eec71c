# `conan create .` with the profile that `conan profile detect` writes, then a consumer of the package. The profile's
# C++ standard is older than edgetl's, on purpose; Visual C++ is refused.
# SPDX-License-Identifier: BSL-1.0
set(ENV{CONAN_HOME} "${WORK}/home")
set(ENV{CXX} "${HOST_COMPILER}")
run("${CONAN}" profile detect)
set(settings --no-remote -c "tools.cmake.cmaketoolchain:generator=${GENERATOR}"
  -c tools.cmake.cmaketoolchain:user_presets=)
set(create "${CONAN}" create "${SOURCE}" ${settings} -c "tools.cmake.cmake_layout:test_folder=${WORK}/test_package")
run(${create} -s compiler.cppstd=17)

expect_refusal("edgetl is for GCC 12, Clang 14 and newer, not msvc" ${create} --test-folder= -s os=Windows
  -s compiler=msvc -s compiler.version=193 -s compiler.runtime=dynamic -s compiler.cppstd=20)

run("${CONAN}" install ${settings} --requires=edgetl/${VERSION} -s compiler.cppstd=17 -g CMakeDeps -g CMakeToolchain
  --output-folder "${WORK}/generated")
set(prefix "")
build_app("-DCMAKE_TOOLCHAIN_FILE=${WORK}/generated/conan_toolchain.cmake" -DCMAKE_BUILD_TYPE=Release)
