// expect: edgetl: a model is named as edgetl_embed() named it -> include <its name>.model.hpp and write edgetl::model<its name>
// SPDX-License-Identifier: BSL-1.0
#include "digits.model.hpp"

#include <edgetl/edgetl.hpp>

#ifdef EDGETL_POSITIVE_TWIN
using source = digits;
#else
struct source {};
#endif

edgetl::model<source> net;
