// SPDX-License-Identifier: BSL-1.0
// How samples get into the model and out of it, for every machine it runs on. Inputs of one sample stand one
// after another, and so do outputs. There is no copy but the tensors.
#pragma once

#include "model.hpp"

#include <cstddef>
#include <cstdint>
#include <utility>

namespace edgetl_demo {

// Calls read(address, bytes) for every input; false as soon as one call answers false.
template <class Read> bool read_inputs(net_type& net, Read read) {
  return [&]<std::int32_t... K>(std::integer_sequence<std::int32_t, K...>) {
    return (read(net.input<K>().data(), sizeof(net_type::input_type<K>)) && ...);
  }
  (std::make_integer_sequence<std::int32_t, net_type::inputs>{});
}

// Calls write(address, bytes) for every output; false as soon as one call answers false.
template <class Write> bool write_outputs(net_type& net, Write write) {
  return [&]<std::int32_t... K>(std::integer_sequence<std::int32_t, K...>) {
    return (write(net.output<K>().data(), sizeof(net_type::output_type<K>)) && ...);
  }
  (std::make_integer_sequence<std::int32_t, net_type::outputs>{});
}

}  // namespace edgetl_demo
