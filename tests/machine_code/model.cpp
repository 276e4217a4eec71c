// SPDX-License-Identifier: BSL-1.0
// One model on the best target for the flags: its kernels and nothing else.
#include <edgetl/edgetl.hpp>

#include "examined.model.hpp"

using net_type = edgetl::model_in<examined>;

extern "C" void run_examined(net_type::arena_type& arena) { net_type(arena).run(); }
