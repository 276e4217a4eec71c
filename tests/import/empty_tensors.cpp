// SPDX-License-Identifier: BSL-1.0
// Whatever extent of whatever tensor of a good model is 0, the import answers: no operation divides by it, plans with
// it or reads what is not there.
#include "../support/broken_models.hpp"
#include "../support/catch.hpp"
#include "../support/run_time_import.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

using namespace edgetl_test;

namespace {

using file_model = flat_model<std::vector<unsigned char>>;

// Imports and, where that succeeds, does what a tool does next; false where an answer makes no sense.
bool answers(const std::vector<unsigned char>& bytes) {
  const run_time_import model(bytes.data(), bytes.size());
  if (!model.ok()) return !model.sentence().empty();
  const auto lives = model.lifetimes();
  return edgetl::graph::attempt_plan(lives, 0).arena_bytes >= lives.live_set_bound && model.macs() >= 0;
}

}  // namespace

TEST_CASE("an extent of 0 anywhere is answered") {
  std::size_t tried = 0, wrong = 0;
  for (const auto& entry : std::filesystem::directory_iterator(EDGETL_MODELS)) {
    std::ifstream    stream(entry.path(), std::ios::binary);
    const file_model good{{std::istreambuf_iterator<char>(stream), {}}};
    const auto       tensors = good.u32(good.list(good.graph(), 0));
    for (std::uint32_t t = 0; t < tensors; ++t) {
      if (good.field(good.tensor(t), 0) == 0) continue;  // a scalar
      const std::size_t shape = good.list(good.tensor(t), 0);
      for (std::uint32_t axis = 0; axis < good.u32(shape); ++axis, ++tried) {
        file_model model = good;
        model.set(shape + 4 + 4 * axis, 0);
        wrong += answers(model.file) ? 0 : 1;
      }
    }
  }
  CHECK(tried > 1000);
  CHECK(wrong == 0);
}
