// SPDX-License-Identifier: BSL-1.0
// Models compiled against libc++, and what they answer; without Catch2, which would have to be compiled against it, too.
#include "compare.hpp"

#include <cstdio>

using namespace edgetl_test;

static_assert(_LIBCPP_VERSION > 0);

namespace {

// The digits of examples/digits as one case of 360 steps.
vector_case digits() {
  vector_case all{"digits", "model", {{"model", "digits.tflite"}, {"steps", "360"}}, {}, {}};
  all.inputs.push_back({"image", "i8", {360, 64}, read_file(EDGETL_DIGITS "/digits_test_images.i8")});
  all.outputs.push_back({"scores", "i8", {360, 10}, read_file(EDGETL_DIGITS "/digits_expected.i8")});
  return all;
}

}  // namespace

int main() {
  std::vector<vector_case> cases{digits()};
  for (const char* set : {EDGETL_VECTOR_SETS})
    for (const auto& own : read_vectors(set)) cases.push_back(own);
  std::size_t run = 0, wrong = 0;
  for (const auto& own : cases) {
    const auto* entry = find(own.word("model"), own.word("rounding", "double"));
    if (entry == nullptr) continue;
    ++run;
    if (count_differences(*entry, own) == 0) continue;
    ++wrong;
    std::printf("%s differs\n", own.id.c_str());
  }
  std::printf("%zu cases, %zu wrong, %zu compiled models\n", run, wrong, registry().size());
  return run >= registry().size() && wrong == 0 ? 0 : 1;
}
