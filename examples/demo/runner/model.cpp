// SPDX-License-Identifier: BSL-1.0
// The model as a user's program has it, and nothing else: what compiling this file takes is what the model takes.
#include "model.hpp"

namespace edgetl_demo {

net_type net;

void run() { net.run(); }

}  // namespace edgetl_demo
