// main <images> <answers>: the network of examples/digits, compiled without CMake, answers as the reference
// interpreter did, and not by the portable reference.
// SPDX-License-Identifier: BSL-1.0
#include <edgetl/edgetl.hpp>

#include <fstream>
#include <string_view>
#include <type_traits>

#include "digits.model.hpp"

using net_t = edgetl::model<digits>;

int main(int, char** files) {
  static net_t  net;
  std::ifstream images(files[1], std::ios::binary), answers(files[2], std::ios::binary);
  int           read = 0;
  for (net_t::output_type<> expected; images.read(reinterpret_cast<char*>(net.input().data()), 64); ++read) {
    net.run();
    if (!answers.read(reinterpret_cast<char*>(expected.data()), 10)) return 1;
    for (std::size_t i = 0; i < 10; ++i)
      if (net.output()[i] != expected[i]) return 1;
  }
  return read == 360 && std::string_view(net_t::target_name) != "scalar" ? 0 : 1;
}
