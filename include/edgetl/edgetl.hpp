// SPDX-License-Identifier: BSL-1.0
// The whole library: models as types. Include this, and the header that edgetl_embed() wrote.
#pragma once

#include <edgetl/config.hpp>
#include <edgetl/model.hpp>
#include <edgetl/version.hpp>
