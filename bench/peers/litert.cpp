// SPDX-License-Identifier: BSL-1.0
// LiteRT through the C interface of libLiteRt.so in the package ai-edge-litert: a compiled model on the CPU,
// which is XNNPACK, with one thread. The functions are declared here as the library's documentation has them.
#include "../session.hpp"
#include "library.hpp"

#include <cstdint>
#include <cstdlib>
#include <cstring>

namespace edgetl_bench {
namespace {

using handle = struct opaque*;  // of whatever the library makes
using status = int;             // 0 is good

struct layout_type {
  unsigned      rank : 7, has_strides : 1;
  std::int32_t  dimensions[8];
  std::uint32_t strides[8];
};
struct tensor_type {
  int         element;
  layout_type layout;
};
enum : int { cpu = 1, lock_to_read = 0, lock_to_write = 1 };

struct functions {
  status (*create_environment)(int, const void*, handle*);
  status (*create_options)(handle*);
  status (*set_accelerators)(handle, int);
  status (*create_opaque_options)(const char*, void*, void (*)(void*), handle*);
  status (*add_opaque_options)(handle, handle);
  status (*create_model)(handle, const char*, handle*);
  status (*compile)(handle, handle, handle, handle*);
  status (*get_subgraph)(handle, std::size_t, handle*);
  status (*get_input)(handle, std::size_t, handle*);
  status (*get_output)(handle, std::size_t, handle*);
  status (*count_inputs)(handle, std::size_t*);
  status (*count_outputs)(handle, std::size_t*);
  status (*get_type)(handle, tensor_type*);
  status (*get_input_layout)(handle, std::size_t, std::size_t, layout_type*);
  status (*get_output_layouts)(handle, std::size_t, std::size_t, layout_type*, bool);
  status (*get_input_requirements)(handle, std::size_t, std::size_t, handle*);
  status (*get_output_requirements)(handle, std::size_t, std::size_t, handle*);
  status (*create_buffer)(handle, const tensor_type*, handle, handle*);
  status (*lock)(handle, void**, int);
  status (*unlock)(handle);
  status (*run)(handle, std::size_t, std::size_t, handle*, std::size_t, handle*);
} lite;

handle environment;

void demand(status answer, const char* what) {
  if (answer != 0) throw std::runtime_error(std::string(what) + " fails with status " + std::to_string(answer));
}

class litert_session : public session {
 public:
  explicit litert_session(const std::string& file) {
    handle options, model, subgraph, threads;
    demand(lite.create_options(&options), "LiteRtCreateOptions");
    demand(lite.set_accelerators(options, cpu), "LiteRtSetOptionsHardwareAccelerators");
    demand(lite.create_opaque_options("xnnpack", strdup("num_threads = 1\n"), &std::free, &threads),
           "LiteRtCreateOpaqueOptions");
    demand(lite.add_opaque_options(options, threads), "LiteRtAddOpaqueOptions");
    demand(lite.create_model(environment, file.c_str(), &model), "LiteRtCreateModelFromFile");
    demand(lite.compile(environment, model, options, &compiled), "LiteRtCreateCompiledModel");
    demand(lite.get_subgraph(model, 0, &subgraph), "LiteRtGetModelSubgraph");
    make_inputs(subgraph);
    make_outputs(subgraph);
  }
  void write_inputs(const bytes& from) override {
    std::size_t at = 0;
    for (std::size_t k = 0; k < inputs.size(); ++k) {
      void* to;
      demand(lite.lock(inputs[k], &to, lock_to_write), "LiteRtLockTensorBuffer");
      if (at + input_sizes[k] <= from.size()) std::memcpy(to, from.data() + at, input_sizes[k]);
      at += input_sizes[k];
      lite.unlock(inputs[k]);
    }
  }
  void run() override {
    failed |= lite.run(compiled, 0, inputs.size(), inputs.data(), outputs.size(), outputs.data());
  }
  bytes read_outputs() override {
    demand(failed, "LiteRtRunCompiledModel");
    bytes result;
    for (std::size_t k = 0; k < outputs.size(); ++k) {
      void* from;
      demand(lite.lock(outputs[k], &from, lock_to_read), "LiteRtLockTensorBuffer");
      result.insert(result.end(), static_cast<char*>(from), static_cast<char*>(from) + output_sizes[k]);
      lite.unlock(outputs[k]);
    }
    return result;
  }
  const void* output() const override { return &failed; }

 private:
  handle                   compiled;
  std::vector<handle>      inputs, outputs;
  std::vector<std::size_t> input_sizes, output_sizes;
  status                   failed = 0;

  static std::size_t size_of(const tensor_type& type) {
    std::size_t size = type.element == 1 || type.element == 2 ? 4 : type.element == 7 ? 2 : 1;  // float, int32; int16
    for (unsigned axis = 0; axis < type.layout.rank; ++axis)
      size *= static_cast<std::size_t>(type.layout.dimensions[axis]);
    return size;
  }
  void make_inputs(handle subgraph) {
    std::size_t count;
    demand(lite.count_inputs(subgraph, &count), "LiteRtGetNumSubgraphInputs");
    for (std::size_t k = 0; k < count; ++k) {
      handle      tensor, requirements, buffer;
      tensor_type type;
      demand(lite.get_input(subgraph, k, &tensor), "LiteRtGetSubgraphInput");
      demand(lite.get_type(tensor, &type), "LiteRtGetRankedTensorType");
      demand(lite.get_input_layout(compiled, 0, k, &type.layout), "LiteRtGetCompiledModelInputTensorLayout");
      demand(lite.get_input_requirements(compiled, 0, k, &requirements), "LiteRtGetCompiledModelInputBufferRequirements");
      demand(lite.create_buffer(environment, &type, requirements, &buffer), "LiteRtCreateManagedTensorBufferFromRequirements");
      inputs.push_back(buffer);
      input_sizes.push_back(size_of(type));
    }
  }
  void make_outputs(handle subgraph) {
    std::size_t count;
    demand(lite.count_outputs(subgraph, &count), "LiteRtGetNumSubgraphOutputs");
    std::vector<layout_type> layouts(count);
    demand(lite.get_output_layouts(compiled, 0, count, layouts.data(), true), "LiteRtGetCompiledModelOutputTensorLayouts");
    for (std::size_t k = 0; k < count; ++k) {
      handle      tensor, requirements, buffer;
      tensor_type type;
      demand(lite.get_output(subgraph, k, &tensor), "LiteRtGetSubgraphOutput");
      demand(lite.get_type(tensor, &type), "LiteRtGetRankedTensorType");
      type.layout = layouts[k];
      demand(lite.get_output_requirements(compiled, 0, k, &requirements), "LiteRtGetCompiledModelOutputBufferRequirements");
      demand(lite.create_buffer(environment, &type, requirements, &buffer), "LiteRtCreateManagedTensorBufferFromRequirements");
      outputs.push_back(buffer);
      output_sizes.push_back(size_of(type));
    }
  }
};

}  // namespace

void start_runtime(const std::string& file) {
  library own;
  own.open(file);
  own.find(lite.create_environment, "LiteRtCreateEnvironment");
  own.find(lite.create_options, "LiteRtCreateOptions");
  own.find(lite.set_accelerators, "LiteRtSetOptionsHardwareAccelerators");
  own.find(lite.create_opaque_options, "LiteRtCreateOpaqueOptions");
  own.find(lite.add_opaque_options, "LiteRtAddOpaqueOptions");
  own.find(lite.create_model, "LiteRtCreateModelFromFile");
  own.find(lite.compile, "LiteRtCreateCompiledModel");
  own.find(lite.get_subgraph, "LiteRtGetModelSubgraph");
  own.find(lite.get_input, "LiteRtGetSubgraphInput");
  own.find(lite.get_output, "LiteRtGetSubgraphOutput");
  own.find(lite.count_inputs, "LiteRtGetNumSubgraphInputs");
  own.find(lite.count_outputs, "LiteRtGetNumSubgraphOutputs");
  own.find(lite.get_type, "LiteRtGetRankedTensorType");
  own.find(lite.get_input_layout, "LiteRtGetCompiledModelInputTensorLayout");
  own.find(lite.get_output_layouts, "LiteRtGetCompiledModelOutputTensorLayouts");
  own.find(lite.get_input_requirements, "LiteRtGetCompiledModelInputBufferRequirements");
  own.find(lite.get_output_requirements, "LiteRtGetCompiledModelOutputBufferRequirements");
  own.find(lite.create_buffer, "LiteRtCreateManagedTensorBufferFromRequirements");
  own.find(lite.lock, "LiteRtLockTensorBuffer");
  own.find(lite.unlock, "LiteRtUnlockTensorBuffer");
  own.find(lite.run, "LiteRtRunCompiledModel");
  demand(lite.create_environment(0, nullptr, &environment), "LiteRtCreateEnvironment");
}

std::unique_ptr<session> open_session(const std::string&, const std::string& file) {
  return std::make_unique<litert_session>(file);
}

std::string runtime_facts() { return "{}"; }  // the library does not tell its version; its package does

}  // namespace edgetl_bench
