// SPDX-License-Identifier: BSL-1.0
// ONNX Runtime through the C interface of the library in the package onnxruntime, with one thread. The
// interface is one table of functions, in an order that is promised never to change; only the places used
// here have a name. Models are those of to_onnx.py: where .tflite has int8, they have uint8, 128 above.
#include "../session.hpp"
#include "library.hpp"

#include <cstdint>
#include <cstring>

namespace edgetl_bench {
namespace {

using handle = struct opaque*;  // of whatever the library makes; as an answer: null is good

struct api_base {
  const void* const* (*get_api)(std::uint32_t version);
  const char* (*get_version)();
};
const api_base*    base;
const void* const* table;

enum place : std::size_t {
  error_message = 2, create_environment = 3, create_session = 7, run_session = 9, create_options = 10,
  set_optimization = 23, set_intra_threads = 24, set_inter_threads = 25, count_inputs = 30, count_outputs = 31,
  input_type = 33, output_type = 34, create_tensor = 49, cast_to_tensor = 55, element_type = 60, count_dimensions = 61,
  get_dimensions = 62, create_cpu_memory = 69,
};
enum : int { warnings = 2, every_optimization = 99, type_float = 1, type_uint8 = 2, type_int8 = 3 };

template <class... Argument> void call(place where, Argument... arguments) {
  const handle answer = reinterpret_cast<handle (*)(Argument...)>(const_cast<void*>(table[where]))(arguments...);
  if (answer == nullptr) return;
  const auto message = reinterpret_cast<const char* (*)(handle)>(const_cast<void*>(table[error_message]));
  throw std::runtime_error(message(answer));
}

handle environment, memory;

struct tensor {
  int         element = 0;
  bytes       storage;
  char*       data  = nullptr;  // aligned to 64
  std::size_t size  = 0;
  handle      value = nullptr;
  std::string name;

  // Names are those to_onnx.py gives: input0, output0 and so on.
  tensor(handle session, place type_of, const char* kind, std::size_t index) : name(kind + std::to_string(index)) {
    handle      type, shape;
    std::size_t rank;
    call(type_of, session, index, &type);
    call(cast_to_tensor, type, &shape);
    call(element_type, shape, &element);
    call(count_dimensions, shape, &rank);
    std::vector<std::int64_t> dimensions(rank);
    call(get_dimensions, shape, dimensions.data(), rank);
    size = element == type_float ? 4 : 1;
    for (const auto extent : dimensions) size *= static_cast<std::size_t>(extent);
    storage.resize(size + 64);
    data = storage.data() + (64 - reinterpret_cast<std::uintptr_t>(storage.data()) % 64);
    call(create_tensor, memory, static_cast<void*>(data), size, static_cast<const std::int64_t*>(dimensions.data()), rank,
         element, &value);
  }
  // Between the codes of .tflite and those of the model.
  char shifted(char code) const { return element == type_uint8 ? static_cast<char>(code ^ 0x80) : code; }
};

class onnx_session : public session {
 public:
  explicit onnx_session(const std::string& file) {
    handle      options;
    std::size_t count;
    call(create_options, &options);
    call(set_optimization, options, +every_optimization);
    call(set_intra_threads, options, 1);
    call(set_inter_threads, options, 1);
    call(create_session, environment, file.c_str(), options, &own);
    call(count_inputs, own, &count);
    for (std::size_t k = 0; k < count; ++k) inputs.emplace_back(std::make_unique<tensor>(own, input_type, "input", k));
    call(count_outputs, own, &count);
    for (std::size_t k = 0; k < count; ++k) outputs.emplace_back(std::make_unique<tensor>(own, output_type, "output", k));
    for (const auto& each : inputs) input_names.push_back(each->name.c_str()), input_values.push_back(each->value);
    for (const auto& each : outputs) output_names.push_back(each->name.c_str()), output_values.push_back(each->value);
  }
  void write_inputs(const bytes& from) override {
    std::size_t at = 0;
    for (const auto& each : inputs)
      for (std::size_t i = 0; i < each->size && at < from.size(); ++i) each->data[i] = each->shifted(from[at++]);
  }
  void run() override {
    call(run_session, own, handle{}, input_names.data(), input_values.data(), input_values.size(), output_names.data(),
         output_names.size(), output_values.data());
  }
  bytes read_outputs() override {
    bytes result;
    for (const auto& each : outputs)
      for (std::size_t i = 0; i < each->size; ++i) result.push_back(each->shifted(each->data[i]));
    return result;
  }
  const void* output() const override { return outputs.front()->data; }

 private:
  handle                               own;
  std::vector<std::unique_ptr<tensor>> inputs, outputs;
  std::vector<const char*>             input_names, output_names;
  std::vector<handle>                  input_values, output_values;
};

}  // namespace

void start_runtime(const std::string& file) {
  library own;
  own.open(file);
  const api_base* (*get_base)();
  own.find(get_base, "OrtGetApiBase");
  base  = get_base();
  table = base->get_api(1);  // the first version has all that is used
  if (table == nullptr) throw std::runtime_error("the library does not offer version 1 of its interface");
  call(create_environment, +warnings, static_cast<const char*>("edgetl"), &environment);
  call(create_cpu_memory, 0, 0, &memory);
}

std::unique_ptr<session> open_session(const std::string&, const std::string& file) {
  return std::make_unique<onnx_session>(file);
}

std::string runtime_facts() { return "{\"version\": \"" + std::string(base->get_version()) + "\"}"; }

}  // namespace edgetl_bench
