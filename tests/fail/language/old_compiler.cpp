// expect only: edgetl: needs GCC 12, Clang 14 or a newer one -> compile with one of them
// SPDX-License-Identifier: BSL-1.0
// flags: -w -U__GNUC__ -U__clang_major__ -D__GNUC__=11 -D__clang_major__=13
#include <edgetl/edgetl.hpp>

#include "digits.model.hpp"

edgetl::model<digits> net;
