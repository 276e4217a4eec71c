// SPDX-License-Identifier: BSL-1.0
// The model as firmware: reads samples from input.bin straight into the arena, runs, writes the outputs
// from the arena to output.bin. figures.bin gets the instructions of all inferences together (eight
// bytes, and only those of run()), how many inferences (eight bytes), and where the kernels come from.
#include "samples.hpp"

#include <board.hpp>

namespace board = edgetl_board;
using edgetl_demo::net_type;

namespace {

net_type net;

template <class Value> void put(board::file& file, const Value& value) { file.write(&value, sizeof value); }

}  // namespace

int main() {
  board::file input, output, figures;
  if (!input.open("input.bin", board::file::mode::read)) return 1;
  if (!output.open("output.bin", board::file::mode::write)) return 1;
  std::uint64_t counted = 0, runs = 0;
  while (edgetl_demo::read_inputs(
      net, [&](void* to, std::size_t bytes) { return input.read(to, bytes) == bytes; })) {
    board::start_counting();
    net.run();
    counted += board::instructions();
    ++runs;
    if (!edgetl_demo::write_outputs(
            net, [&](const void* from, std::size_t bytes) { return output.write(from, bytes) == bytes; }))
      return 1;
  }
  output.close();
  if (!figures.open("figures.bin", board::file::mode::write)) return 1;
  put(figures, counted);
  put(figures, runs);
  for (const char* letter = net_type::program::target::name; *letter != '\0'; ++letter) put(figures, *letter);
  return figures.close() ? 0 : 1;
}
