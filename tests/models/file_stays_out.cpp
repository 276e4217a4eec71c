// SPDX-License-Identifier: BSL-1.0
// A user's program with one model, and inspect asked by a number that the compiler does not know.
#include <edgetl/edgetl.hpp>

#include "digits.model.hpp"

namespace {

using net_type = edgetl::model<digits>;
net_type net;

}  // namespace

int main(int count, char**) {
  net.input()[0] = static_cast<std::int8_t>(count);
  net.run();
  std::int64_t macs = net.output()[0] == 1 ? 1 : 0;  // no such answer: the kernels run
  for (std::int32_t s = 0; s < net_type::steps; ++s) {
    const auto own = net_type::inspect::step(s);
    macs += own.macs + (own.live_bytes > net_type::arena_bytes || own.source_index < 0 ? 1 : 0);
  }
  return macs == net_type::macs ? 0 : 1;
}
