# Fails when a manifest that cannot read include/edgetl/version.hpp states another version.
# SPDX-License-Identifier: BSL-1.0
cmake_minimum_required(VERSION 3.23)

set(wrong "")
foreach(manifest vcpkg.json packaging/vcpkg/ports/edgetl/vcpkg.json)
  file(READ "${SOURCE}/${manifest}" text)
  string(JSON stated GET "${text}" version-semver)
  if(NOT stated VERSION_EQUAL VERSION)
    string(APPEND wrong "\n  ${manifest} says ${stated}")
  endif()
endforeach()

file(READ "${SOURCE}/conanfile.py" text)
if(NOT text MATCHES "version\\.hpp" OR text MATCHES "\n *version *= *[\"']")
  string(APPEND wrong "\n  conanfile.py has a version of its own instead of reading version.hpp")
endif()

file(READ "${SOURCE}/README.md" text)
string(FIND "${text}" "`edgetl/${VERSION}`" found)
if(found EQUAL -1)
  string(APPEND wrong "\n  README.md installs another version by Conan")
endif()

file(READ "${SOURCE}/CHANGELOG.md" text)
string(FIND "${text}" "\n## ${VERSION}" found)
if(found EQUAL -1)
  string(APPEND wrong "\n  CHANGELOG.md has no heading ## ${VERSION}")
endif()

if(wrong)
  message(FATAL_ERROR "include/edgetl/version.hpp says ${VERSION}, but${wrong}")
endif()
