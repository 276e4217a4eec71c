// SPDX-License-Identifier: BSL-1.0
// The model as firmware: reads samples from input.bin straight into the arena, runs, writes the outputs
// from the arena to output.bin. figures.bin gets three numbers of eight bytes: the instructions of all inferences
// together (only those of run()), how many inferences, the stack that run() used; then where the kernels come from.
#include "samples.hpp"

#include <board.hpp>

namespace board = edgetl_board;
using edgetl_demo::net;
using edgetl_demo::net_type;

extern "C" std::uint32_t bss_end[];  // tests/on_target/boards/sections.ld: what is above it, is stack

namespace {

constexpr std::uint32_t paint = 0x5EEDC0DE;

std::uint32_t volatile* stack_pointer() {
  std::uint32_t volatile* here;
  asm volatile("mov %0, sp" : "=r"(here));
  return here;
}

// Paints the stack below the caller, but for what a leaf function may save there; used_stack() then tells how far a
// call in between came.
void paint_stack() {
  std::uint32_t volatile* const end = stack_pointer() - 16;
  for (std::uint32_t volatile* word = bss_end; word != end; ++word) *word = paint;
}

std::uint64_t used_stack() {
  std::uint32_t volatile* const end  = stack_pointer();
  std::uint32_t volatile*       word = bss_end;
  while (word != end && *word == paint) ++word;
  return static_cast<std::uint64_t>(end - word) * sizeof *word;
}

template <class Value> void put(board::file& file, const Value& value) { file.write(&value, sizeof value); }

}  // namespace

int main() {
  board::file input, output, figures;
  if (!input.open("input.bin", board::file::mode::read)) return 1;
  if (!output.open("output.bin", board::file::mode::write)) return 1;
  paint_stack();
  edgetl_demo::run();  // on whatever the arena holds
  const std::uint64_t stack   = used_stack();
  std::uint64_t       counted = 0, runs = 0;
  while (edgetl_demo::read_inputs(
      net, [&](void* to, std::size_t bytes) { return input.read(to, bytes) == bytes; })) {
    board::start_counting();
    edgetl_demo::run();
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
  put(figures, stack);
  for (const char* letter = net_type::program::target::name; *letter != '\0'; ++letter) put(figures, *letter);
  return figures.close() ? 0 : 1;
}
