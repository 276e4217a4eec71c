# What CMake's own package says and Conan's generators do not: whoever links edgetl::edgetl compiles as C++20.
# SPDX-License-Identifier: BSL-1.0
target_compile_features(edgetl::edgetl INTERFACE cxx_std_20)
