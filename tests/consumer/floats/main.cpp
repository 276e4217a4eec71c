// Compiles if a network's floats run by vectors, or not, as expected.
// SPDX-License-Identifier: BSL-1.0
#include <edgetl/edgetl.hpp>

#include <type_traits>

#include "network.model.hpp"

using net_t = edgetl::model<network>;
static_assert(std::is_same_v<net_t::program::target, edgetl::target::native> == !BY_VECTORS);
static_assert(std::is_same_v<net_t::program::target, edgetl::model_in<network>::program::target>);

int main() {
  static net_t net;
  net.run();
}
