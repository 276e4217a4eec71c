// SPDX-License-Identifier: BSL-1.0
// libFuzzer target: any bytes as a .tflite file, through everything a host tool does with one. It must
// answer; it must not crash, read outside the bytes, overflow or run on.
#include "../support/run_time_import.hpp"

#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const edgetl_test::run_time_import model(data, size);
  if (model.ok()) {
    const auto lives = model.lifetimes();
    const auto plan  = edgetl::graph::attempt_plan(lives, 0);
    if (plan.arena_bytes < lives.live_set_bound || model.macs() < 0) std::abort();
  } else if (model.sentence().empty()) {
    std::abort();
  }
  return 0;
}
