// SPDX-License-Identifier: BSL-1.0
// What a test asks of the machine that it runs on, the same for a bare board (board.cpp) and for a program
// of an operating system (board_hosted.cpp).
#pragma once

#include <cstddef>
#include <cstdint>

namespace edgetl_board {

void write(const char* text);
void write_number(std::int64_t number);

[[noreturn]] void exit(int code);

// The program and its arguments, separated by spaces.
const char* command_line();

// A file of the machine that runs the emulator. Not closed by a destructor: a device has none to run.
struct file {
  enum class mode { read = 1, write = 5 };  // "rb" and "wb", in semihosting's numbers

  bool        open(const char* path, mode how);
  std::size_t read(void* to, std::size_t bytes);           // how many were read
  std::size_t write(const void* from, std::size_t bytes);  // how many were written
  bool        close();

  std::intptr_t handle = -1;
};

// How many instructions ran since start_counting(), give or take eight when optimised; 0 where they cannot be counted.
void          start_counting();
std::uint64_t instructions();

}  // namespace edgetl_board
