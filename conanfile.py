# The Conan 2 recipe: headers, licence and edgetl_embed(); `conan create .` builds and checks it.
# SPDX-License-Identifier: BSL-1.0
import os
import re

from conan import ConanFile
from conan.errors import ConanInvalidConfiguration
from conan.tools.build import check_min_cppstd
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
    exports_sources = "include/*", "cmake/edgetl_embed*.cmake", "cmake/edgetl_float32.cmake", "LICENSE"
    no_copy_source = True

    def set_version(self):
        header = load(self, os.path.join(self.recipe_folder, "include", "edgetl", "version.hpp"))
        self.version = ".".join(re.findall(r"define EDGETL_VERSION_(?:MAJOR|MINOR|PATCH) (\d+)", header))

    def layout(self):
        basic_layout(self)

    def requirements(self):
        if self.options.float32:
            self.requires("xsimd/[>=8 <15]")

    def validate(self):
        check_min_cppstd(self, 20)
        compiler = self.settings.compiler
        floor = {"gcc": "12", "clang": "14"}.get(str(compiler))
        if floor and Version(compiler.version) < floor:
            raise ConanInvalidConfiguration(f"edgetl needs {compiler} {floor} or newer, not {compiler.version}")

    def package(self):
        copy(self, "LICENSE", self.source_folder, os.path.join(self.package_folder, "licenses"))
        copy(self, "*.hpp", os.path.join(self.source_folder, "include"), os.path.join(self.package_folder, "include"))
        copy(self, "*.cmake", os.path.join(self.source_folder, "cmake"), os.path.join(self.package_folder, "cmake"))

    def package_info(self):
        self.cpp_info.bindirs = []
        self.cpp_info.libdirs = []
        self.cpp_info.set_property("cmake_file_name", "edgetl")
        self.cpp_info.set_property("cmake_target_name", "edgetl::edgetl")
        modules = ["edgetl_embed.cmake"] + (["edgetl_float32.cmake"] if self.options.float32 else [])
        self.cpp_info.set_property("cmake_build_modules", [os.path.join("cmake", name) for name in modules])
        self.cpp_info.set_property("pkg_config_name", "edgetl")
