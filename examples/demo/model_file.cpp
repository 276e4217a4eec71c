// SPDX-License-Identifier: BSL-1.0
// Imports and plans a .tflite at run time: nothing here but the library's constexpr functions, called
// with a tape that has room for any sensible model.
#include "model_file.hpp"

#include "process.hpp"

#include <edgetl/graph/inspect.hpp>
#include <edgetl/graph/plan.hpp>
#include <edgetl/import/tflite/validate.hpp>

#include <algorithm>
#include <cstring>
#include <memory>
#include <random>

namespace edgetl_demo {
namespace {

namespace graph  = edgetl::graph;
namespace tflite = edgetl::import::tflite;

using rows       = tflite::builtin_operations;
using operations = rows::operations;
using tape_type  = graph::tape<graph::tape_sizes{1500, 1500, 12000, 64, 64}>;

std::string text_of(const edgetl::extents& shape) {
  std::string text;
  for (int axis = 0; axis < shape.rank; ++axis) text += (axis > 0 ? "×" : "") + std::to_string(shape[axis]);
  return text.empty() ? "scalar" : text;
}

std::string lower(std::string word) {
  std::transform(word.begin(), word.end(), word.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return word;
}

template <class Lives> auto best_plan(const Lives& lives) {
  auto best = graph::attempt_plan(lives, 0);
  for (int attempt = 1; attempt < graph::plan_attempts && best.arena_bytes != lives.live_set_bound; ++attempt)
    if (auto next = graph::attempt_plan(lives, attempt); next.arena_bytes < best.arena_bytes) best = next;
  return best;
}

std::string name_of(const graph::tensor_info& tensor, edgetl::bytes_view file) {
  return {reinterpret_cast<const char*>(file.data) + tensor.name_at, tensor.name_size};
}

std::string label_of(const tape_type& tape, int tensor) {
  for (int s = 0; s < tape.sizes.steps; ++s)
    for (int k = 0; k < tape.steps[s].output_count; ++k)
      if (tape.output_of(tape.steps[s], k) == tensor)
        return std::to_string(s) + " " + lower(tflite::builtin_name(rows::code_of(tape.steps[s].operation)));
  return "input";
}

step_facts describe_step(const tape_type& tape, int index, edgetl::bytes_view file, std::size_t live_bytes) {
  const auto& step = tape.steps[index];
  step_facts  result;
  result.operation    = tflite::builtin_name(rows::code_of(step.operation));
  result.kernel       = operations::aliases(step.operation) ? "none: another shape" : lower(result.operation);
  result.macs         = operations::macs(step.operation, tape.node(index, file));
  result.weight_bytes = graph::weight_bytes_of(tape, step);
  result.live_bytes   = live_bytes;
  for (int k = 0; k < step.input_count; ++k) {
    const auto t = tape.input_of(step, k);
    if (t < 0) continue;
    if (!tape.tensors[t].constant)
      result.inputs.push_back(static_cast<std::size_t>(t));
    else if (result.filter.empty() && !tape.tensors[t].computed)
      result.filter = text_of(tape.tensors[t].shape);
  }
  for (int k = 0; k < step.output_count; ++k)
    if (const auto t = tape.output_of(step, k); t >= 0) result.outputs.push_back(static_cast<std::size_t>(t));
  return result;
}

}  // namespace

model_facts read_model(const std::filesystem::path& path) {
  if (!std::filesystem::is_regular_file(path))
    throw refusal("there is no file `" + path.string() + "` -> pass a .tflite file");
  const std::string        bytes = read_text(path);
  const edgetl::bytes_view file{reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()};

  const auto tape = std::make_unique<tape_type>();
  if (const auto status = tflite::import_model<rows>(file, *tape); !status.ok())
    throw refusal(tflite::describe(status, *tape, file).c_str());
  const auto lives = std::make_unique<graph::lifetimes<graph::buffers_of<tape_type>>>(
      graph::find_lifetimes<operations>(*tape, file));
  const auto plan = best_plan(*lives);

  model_facts result;
  result.name           = path.stem().string();
  result.file_bytes     = bytes.size();
  result.macs           = graph::count_macs<operations>(*tape, file);
  result.weight_bytes   = graph::count_weight_bytes(*tape);
  result.arena_bytes    = plan.arena_bytes;
  result.live_set_bound = lives->live_set_bound;
  for (int t = 0; t < tape->sizes.tensors; ++t) {
    const auto& own    = tape->tensors[t];
    const auto  buffer = lives->buffer[t];
    result.tensors.push_back({name_of(own, file), edgetl::name_of(own.element), text_of(own.shape),
                              own.bytes(), own.constant,
                              buffer == graph::none ? -1 : static_cast<std::ptrdiff_t>(plan.offset[buffer])});
    if (const auto& part = lives->buffers[t]; part.bytes > 0)
      result.buffers.push_back({result.tensors.back().name, label_of(*tape, t), plan.offset[t], part.bytes,
                                part.first, part.last});
  }
  for (int s = 0; s < tape->sizes.steps; ++s)
    result.steps.push_back(
        describe_step(*tape, s, file, graph::inspect_step<operations>(*tape, file, *lives, s).live_bytes));
  for (int k = 0; k < tape->sizes.inputs; ++k)
    result.inputs.push_back(static_cast<std::size_t>(tape->inputs[k]));
  for (int k = 0; k < tape->sizes.outputs; ++k)
    result.outputs.push_back(static_cast<std::size_t>(tape->outputs[k]));
  for (const auto& step : result.steps)
    for (const auto t : step.outputs) result.has_codes |= edgetl::is_quantized(tape->tensors[t].element);
  for (const auto t : result.inputs) result.input_bytes += result.tensors[t].bytes;
  for (const auto t : result.outputs) {
    result.output_bytes += result.tensors[t].bytes;
    result.has_float_outputs |= result.tensors[t].element == "float32";
  }
  return result;
}

std::string make_inputs(const model_facts& model, std::size_t samples) {
  std::mt19937 random(1);
  std::string  bytes;
  for (std::size_t sample = 0; sample < samples; ++sample)
    for (const auto t : model.inputs)
      if (model.tensors[t].element == "float32") {
        for (std::size_t i = 0; i < model.tensors[t].bytes / 4; ++i) {
          const float value = static_cast<float>(random() >> 8) / static_cast<float>(1 << 23) - 1.0f;
          char        raw[4];
          std::memcpy(raw, &value, 4);
          bytes.append(raw, 4);
        }
      } else {
        const unsigned bound = model.tensors[t].element == "bool" ? 2 : 256;
        for (std::size_t i = 0; i < model.tensors[t].bytes; ++i)
          bytes.push_back(static_cast<char>(random() % bound));
      }
  return bytes;
}

}  // namespace edgetl_demo
