// SPDX-FileCopyrightText: The edgetl authors
// SPDX-License-Identifier: BSL-1.0
//
// Which edgetl this is. The only place where the version is written: CMake, Conan and the
// packages read it from here, and a test holds the ones that cannot to it.
#pragma once

#define EDGETL_VERSION_MAJOR 0
#define EDGETL_VERSION_MINOR 1
#define EDGETL_VERSION_PATCH 0

namespace edgetl {

inline constexpr int version =  // 0.1.0 is 100, 1.2.3 is 10203
    EDGETL_VERSION_MAJOR * 10000 + EDGETL_VERSION_MINOR * 100 + EDGETL_VERSION_PATCH;

}  // namespace edgetl
