// SPDX-License-Identifier: BSL-1.0
// A whole firmware image around one model: what check_symbols and check_size look at.
#include "board.hpp"
#include "model_file.model.hpp"

#include <edgetl/edgetl.hpp>

static edgetl::model<model_file> net;

int main() {
  for (auto& code : net.input()) code = 0;
  net.run();
  edgetl_board::write_number(net.output()[0]);
  edgetl_board::write("\n");
  return 0;
}
