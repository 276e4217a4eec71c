// SPDX-License-Identifier: BSL-1.0
// The importer at run time, as host tools use it: a tape with room for large models, and the sentence.
#pragma once

#include <edgetl/graph/inspect.hpp>
#include <edgetl/graph/plan.hpp>
#include <edgetl/import/tflite/validate.hpp>

#include <cstddef>
#include <memory>
#include <string>

namespace edgetl_test {

using large_tape = edgetl::graph::tape<edgetl::graph::tape_sizes{2048, 2048, 16384, 64, 64}>;
using edgetl::import::tflite::builtin_operations;

struct run_time_import {
  std::unique_ptr<large_tape> tape = std::make_unique<large_tape>();
  edgetl::bytes_view          file;
  edgetl::import::status      answer;

  run_time_import(const unsigned char* data, std::size_t size)
      : file{data, size}, answer(edgetl::import::tflite::import_model<builtin_operations>(file, *tape)) {}

  bool        ok() const { return answer.ok(); }
  std::string sentence() const { return edgetl::import::tflite::describe(answer, *tape, file).c_str(); }
  auto        lifetimes() const { return edgetl::graph::find_lifetimes<builtin_operations::operations>(*tape, file); }
  auto        macs() const { return edgetl::graph::count_macs<builtin_operations::operations>(*tape, file); }
};

}  // namespace edgetl_test
