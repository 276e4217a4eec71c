// One of two sources that have files of one name, and instantiate one template with them.
// SPDX-License-Identifier: BSL-1.0
#include "twin.model.hpp"
#include "twins.hpp"

unsigned long NUMBER() { return size_of<twin>(); }
