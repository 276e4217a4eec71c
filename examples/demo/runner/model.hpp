// SPDX-License-Identifier: BSL-1.0
// The model, compiled in model.cpp and nowhere else: others see its type, its tensors and run().
#pragma once

#include "demo_model.model.hpp"

#include <edgetl/edgetl.hpp>

namespace edgetl_demo {

using net_type = edgetl::model<demo_model, edgetl::quant::EDGETL_DEMO_ARITHMETIC>;

extern net_type net;
void            run();  // one inference

}  // namespace edgetl_demo
