# What `cmake --install` writes: headers under include/, everything else under share/, so that one
# package serves every architecture and may be moved as a whole.
# SPDX-License-Identifier: BSL-1.0
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(package_dir "${CMAKE_INSTALL_DATADIR}/cmake/edgetl")

install(TARGETS edgetl EXPORT edgetlTargets FILE_SET HEADERS FILE_SET instructions)
install(EXPORT edgetlTargets NAMESPACE edgetl:: DESTINATION "${package_dir}")

# ARCH_INDEPENDENT: without it a 32-bit cross build refuses a package installed on a 64-bit host.
write_basic_package_version_file("${PROJECT_BINARY_DIR}/edgetlConfigVersion.cmake"
  COMPATIBILITY SameMinorVersion ARCH_INDEPENDENT)
file(GLOB functions CONFIGURE_DEPENDS cmake/edgetl_*)
install(FILES "${PROJECT_BINARY_DIR}/edgetlConfigVersion.cmake" cmake/edgetlConfig.cmake ${functions}
  DESTINATION "${package_dir}")

file(RELATIVE_PATH include_from_pc
  "${CMAKE_INSTALL_FULL_DATADIR}/pkgconfig" "${CMAKE_INSTALL_FULL_INCLUDEDIR}")
configure_file(cmake/edgetl.pc.in edgetl.pc @ONLY)
install(FILES "${PROJECT_BINARY_DIR}/edgetl.pc" DESTINATION "${CMAKE_INSTALL_DATADIR}/pkgconfig")

# No .cps file on purpose: CMake 4.3 and later prefer it to edgetlConfig.cmake, and it can describe
# the target but not bring edgetl_embed(), so find_package would lose the function (seen with 4.4).
