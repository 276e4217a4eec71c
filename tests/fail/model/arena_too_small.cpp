// expect: edgetl: the model works in an arena of at least 3072 bytes, aligned by its type -> pass net_t::arena_type
// SPDX-License-Identifier: BSL-1.0
#include "digits.model.hpp"

#include <edgetl/edgetl.hpp>

// By the portable target, whose arena is the same everywhere.
using net_t = edgetl::model_in<digits, edgetl::quant::tflite_double_rounding, edgetl::target::scalar>;
#ifdef EDGETL_POSITIVE_TWIN
inline constexpr std::size_t bytes = net_t::arena_bytes;
#else
inline constexpr std::size_t bytes = net_t::arena_bytes - 1;
#endif

edgetl::arena<bytes> arena;
net_t                net{arena};
