# The Conan 2 recipe: headers, licence and the CMake functions; `conan create .` builds and checks it.
# SPDX-License-Identifier: BSL-1.0
import os
import re

from conan import ConanFile
from conan.errors import ConanInvalidConfiguration
from conan.tools.files import copy, load
from conan.tools.layout import basic_layout
from conan.tools.scm import Version

required_conan_version = ">=2.0"


class Edgetl(ConanFile):
    name = "edgetl"
    description = "Neural networks compiled by the C++ compiler, for x86, NEON and Cortex-M"
    license = "BSL-1.0"
    topics = ("header-only", "neural-network", "quantization", "embedded", "constexpr")
    package_type = "header-library"
    implements = ["auto_header_only"]
    settings = "os", "arch", "compiler", "build_type"
    options = {"float32": [True, False]}  # the target edgetl::float32, whose kernels use xsimd
    default_options = {"float32": False}
    exports = "include/edgetl/version.hpp"
    exports_sources = "include/*", "cmake/edgetl_*", "cmake/conan_standard.cmake", "LICENSE"
    no_copy_source = True

    def set_version(self):
        header = load(self, os.path.join(self.recipe_folder, "include", "edgetl", "version.hpp"))
        self.version = ".".join(re.findall(r"define EDGETL_VERSION_(?:MAJOR|MINOR|PATCH) (\d+)", header))

    def layout(self):
        basic_layout(self)

    def requirements(self):
        if self.options.float32:
            self.requires("xsimd/[>=8 <15]")

    # The profile's C++ standard is not asked for: nothing is compiled here, and edgetl::edgetl brings C++20 along.
    def validate(self):
        compiler = self.settings.compiler
        floors = {"gcc": "12", "clang": "14", "apple-clang": "15"}
        floor = floors.get(str(compiler))
        if floor is None:
            raise ConanInvalidConfiguration(f"edgetl is for GCC 12, Clang 14 and newer, not {compiler} -> choose another profile")
        if Version(compiler.version) < floor:
            raise ConanInvalidConfiguration(f"edgetl needs {compiler} {floor} or newer, not {compiler.version}")

    def package(self):
        copy(self, "LICENSE", self.source_folder, os.path.join(self.package_folder, "licenses"))
        copy(self, "*.hpp", os.path.join(self.source_folder, "include"), os.path.join(self.package_folder, "include"))
        copy(self, "*", os.path.join(self.source_folder, "cmake"), os.path.join(self.package_folder, "cmake"))

    def package_info(self):
        self.cpp_info.bindirs = []
        self.cpp_info.libdirs = []
        self.cpp_info.set_property("cmake_file_name", "edgetl")
        self.cpp_info.set_property("cmake_target_name", "edgetl::edgetl")
        modules = ["conan_standard", "edgetl_embed", "edgetl_add_multiarch"]  # edgetl_embed brings edgetl_target_options
        if self.options.float32:
            modules.insert(0, "edgetl_float32")  # edgetl_embed asks whether it is there
        self.cpp_info.set_property("cmake_build_modules", [os.path.join("cmake", f"{name}.cmake") for name in modules])
        self.cpp_info.set_property("pkg_config_name", "edgetl")
