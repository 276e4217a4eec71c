// expect: edgetl: the model works in an arena of at least 3072 bytes, aligned by its type -> pass net_t::arena_type
// SPDX-License-Identifier: BSL-1.0
#include "digits.model.hpp"

#include <edgetl/edgetl.hpp>

// By the portable target, whose arena is the same everywhere.
using net_t = edgetl::model_in<digits, edgetl::quant::tflite_double_rounding, edgetl::target::scalar>;

// Large enough, and yet perhaps not aligned.
#ifdef EDGETL_POSITIVE_TWIN
net_t::arena_type memory;
#else
unsigned char memory[net_t::arena_bytes];
#endif

net_t net{memory};
