# The vcpkg port, run as vcpkg runs it: portfile.cmake as a script, with stand-ins for vcpkg's functions that do what
# their documentation says. Then what vcpkg checks after a build, and a consumer.
# SPDX-License-Identifier: BSL-1.0
set(port "${SOURCE}/packaging/vcpkg/ports/edgetl")
file(READ "${port}/vcpkg.json" manifest)
string(JSON PORT GET "${manifest}" name)
string(JSON VERSION GET "${manifest}" version-semver)
foreach(tool RANGE 1)  # the host tools whose functions the portfile calls
  string(JSON name GET "${manifest}" dependencies ${tool} name)
  string(JSON is_host GET "${manifest}" dependencies ${tool} host)
  if(NOT name MATCHES "^vcpkg-cmake(-config)?$" OR NOT is_host)
    message(FATAL_ERROR "vcpkg: the manifest does not ask for what the portfile calls")
  endif()
endforeach()

set(CURRENT_PACKAGES_DIR "${WORK}/packages/edgetl_x64-linux")
set(CURRENT_BUILDTREES_DIR "${WORK}/buildtrees/edgetl")

# The release configuration, to be installed in the package's folder.
function(vcpkg_cmake_configure)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "SOURCE_PATH" "OPTIONS")
  run(${configure} ${host} -S "${arg_SOURCE_PATH}" -B "${CURRENT_BUILDTREES_DIR}/rel" -DCMAKE_BUILD_TYPE=Release
    -DBUILD_SHARED_LIBS=OFF -DFETCHCONTENT_FULLY_DISCONNECTED=ON "-DCMAKE_INSTALL_PREFIX=${CURRENT_PACKAGES_DIR}"
    ${arg_OPTIONS})
endfunction()

function(vcpkg_cmake_install)
  run("${CMAKE_COMMAND}" --build "${CURRENT_BUILDTREES_DIR}/rel" --target install)
endfunction()

# Moves the CMake package from where the project installs it to share/<port>, and adapts how that finds the prefix.
function(vcpkg_cmake_config_fixup)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "PACKAGE_NAME;CONFIG_PATH" "")
  file(RENAME "${CURRENT_PACKAGES_DIR}/${arg_CONFIG_PATH}" "${CURRENT_PACKAGES_DIR}/share/moved")
  file(REMOVE_RECURSE "${CURRENT_PACKAGES_DIR}/share/cmake")
  file(RENAME "${CURRENT_PACKAGES_DIR}/share/moved" "${CURRENT_PACKAGES_DIR}/share/${PORT}")
  file(GLOB scripts "${CURRENT_PACKAGES_DIR}/share/${PORT}/*Targets.cmake")
  foreach(script IN LISTS scripts)
    file(READ "${script}" text)
    string(REGEX REPLACE "(get_filename_component\\(_IMPORT_PREFIX \"\\\${[A-Z_]+}\" PATH\\)\n)+"
      "get_filename_component(_IMPORT_PREFIX \"\${CMAKE_CURRENT_LIST_DIR}/../..\" ABSOLUTE)\n" text "${text}")
    file(WRITE "${script}" "${text}")
  endforeach()
endfunction()

# Makes prefixes relative, which ours is.
function(vcpkg_fixup_pkgconfig)
  file(READ "${CURRENT_PACKAGES_DIR}/share/pkgconfig/edgetl.pc" text)
  expect_in("${text}" "\${pcfiledir}")
endfunction()

function(vcpkg_install_copyright)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "" "FILE_LIST")
  file(COPY_FILE "${arg_FILE_LIST}" "${CURRENT_PACKAGES_DIR}/share/${PORT}/copyright")
endfunction()

include("${port}/portfile.cmake")

# What vcpkg demands of a package: these folders and no other, a licence, and nothing that remembers this machine.
file(GLOB folders RELATIVE "${CURRENT_PACKAGES_DIR}" "${CURRENT_PACKAGES_DIR}/*" "${CURRENT_PACKAGES_DIR}/share/*")
if(NOT folders STREQUAL "include;share;share/edgetl;share/pkgconfig")
  message(FATAL_ERROR "vcpkg: the package holds ${folders}")
endif()
file(GLOB_RECURSE files LIST_DIRECTORIES TRUE "${CURRENT_PACKAGES_DIR}/*")
foreach(file IN LISTS files)
  if(IS_DIRECTORY "${file}")
    file(GLOB inside "${file}/*")
    if(NOT inside)
      message(FATAL_ERROR "vcpkg: ${file} is empty")
    endif()
  else()
    file(STRINGS "${file}" lines REGEX "${WORK}|${SOURCE}")
    if(lines)
      message(FATAL_ERROR "vcpkg: ${file} remembers where it was made: ${lines}")
    endif()
  endif()
endforeach()
file(READ "${CURRENT_PACKAGES_DIR}/share/edgetl/usage" usage)
file(READ "${CURRENT_PACKAGES_DIR}/share/edgetl/copyright" licence)
expect_in("${usage}" "find_package(edgetl CONFIG REQUIRED)" "edgetl::edgetl")
expect_in("${licence}" "Boost Software License")

set(prefix "${CURRENT_PACKAGES_DIR}")
build_app(${host})
