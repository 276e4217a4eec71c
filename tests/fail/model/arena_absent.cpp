// expect: edgetl: a model_in works in an arena of yours -> net_t::arena_type arena; net_t net{arena};
// SPDX-License-Identifier: BSL-1.0
#include "digits.model.hpp"

#include <edgetl/edgetl.hpp>

using net_t = edgetl::model_in<digits>;
#ifdef EDGETL_POSITIVE_TWIN
net_t::arena_type arena;
net_t             net{arena};
#else
net_t net;
#endif
