// SPDX-License-Identifier: BSL-1.0
// One model on the best target for the flags: its kernels and nothing else.
#include <edgetl/edgetl.hpp>

#include "examined.model.hpp"

extern "C" void run_examined(unsigned char* arena) { edgetl::model_in<examined>(edgetl::borrowed_arena{arena}).run(); }
