// SPDX-License-Identifier: BSL-1.0
// What the demo knows: the facts of a model, found by the library's own importer and planner at run time,
// and the figures of every target it ran on.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

namespace edgetl_demo {

// Something the user must change: a sentence, and the exit code of the program.
struct refusal : std::runtime_error {
  explicit refusal(const std::string& sentence)
      : std::runtime_error((sentence.starts_with("edgetl: ") ? "" : "edgetl: ") + sentence) {}
};

struct tensor_facts {
  std::string    name;  // as the file calls it
  std::string    element;  // "int8"
  std::string    shape;  // "1×28×28×1"
  std::size_t    bytes    = 0;
  bool           constant = false;
  std::ptrdiff_t offset   = -1;  // in the arena; -1 where it is not there
};

struct step_facts {
  std::string              operation;  // "CONV_2D"
  std::string              kernel;  // "conv_2d"
  std::vector<std::size_t> inputs;  // tensors that are no constants
  std::vector<std::size_t> outputs;
  std::string              filter;  // shape of the first constant, "" where there is none
  std::int64_t             macs         = 0;
  std::size_t              weight_bytes = 0;
  std::size_t              live_bytes   = 0;
};

// A part of the arena, in use from the first to the last step (which may be one after the end).
struct buffer_facts {
  std::string name;  // of the tensor that owns it
  std::string label;  // "input", or the number and the operation of the step that makes it
  std::size_t offset = 0, bytes = 0;
  int         first = 0, last = 0;
};

struct model_facts {
  std::string               name;  // the file's, without folder and ending
  std::size_t               file_bytes = 0;
  std::vector<tensor_facts> tensors;
  std::vector<step_facts>   steps;
  std::vector<buffer_facts> buffers;
  std::vector<std::size_t>  inputs, outputs;  // tensors
  std::size_t               input_bytes = 0, output_bytes = 0;  // of one sample
  std::int64_t              macs         = 0;
  std::size_t               weight_bytes = 0, arena_bytes = 0, live_set_bound = 0;
  bool                      has_float_outputs = false;
  bool                      has_codes = false;  // quantized activations: rounding matters
};

struct target_figures {
  std::string           name;
  std::string           trouble;  // a sentence when there are no figures; the rest is empty then
  std::string           kernels;  // the library's target that the kernels were taken from
  std::map<int, std::string> choices;  // by step: the kernel it chose, its tile and scratch
  std::size_t           arena_bytes = 0;  // with the scratch of that target's kernels
  std::filesystem::path program, outputs;
  std::string           outputs_sha256;
  double                compile_seconds = 0, compile_mb = 0;  // of the source file that holds the model alone
  std::size_t           flash_bytes = 0, ram_bytes = 0;  // that the model adds to a program
  std::size_t           image_flash_bytes = 0, image_ram_bytes = 0;  // of the smallest firmware with it
  std::size_t           stack_bytes = 0;  // that an inference was seen to use, firmware only
  double                instructions = 0;  // per inference; 0 where latency is measured instead
  double                p50 = 0, p95 = 0, p99 = 0;  // microseconds
  double                largest_difference = 0;  // from the first target's outputs, floats only
};

struct demo_options {
  std::filesystem::path    model, input, output, json, report;
  std::vector<std::string> targets;
  std::string              rounding = "double";
};

struct demo_results {
  model_facts                 model;
  std::string                 rounding;
  std::vector<target_figures> targets;
  std::size_t                 samples   = 0;
  bool                        identical = true;  // outputs, on all targets that ran
  std::string                 accuracy;  // a sentence, default model only
  double                      correct = -1;  // share of digits read right, default model only
};

}  // namespace edgetl_demo
