// SPDX-License-Identifier: BSL-1.0
// doctest's own code and main(), compiled once for all programs of edgetl_add_test_program().
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>
