// SPDX-License-Identifier: BSL-1.0
// Compiled models by name, and each of their steps as `<model>/<operator>`: what edgetl's benchmark program
// runs. `static const add_model<kws> added{"kws"};` in any source file puts a model there.
#pragma once

#include "session.hpp"

#include <edgetl/edgetl.hpp>

#include <cstdint>
#include <cstring>
#include <functional>
#include <nlohmann/json.hpp>
#include <utility>

namespace edgetl_bench {

struct compiled_model {
  std::string                                     name;
  std::function<nlohmann::json()>                 facts;
  std::function<std::unique_ptr<session>(std::int32_t)> open;  // a step, or -1: the whole model
};

std::vector<compiled_model>& compiled_models();

// One arena for a model and for all its steps, so that a step finds the activations of a whole inference.
template <class Net> struct arena_of {
  alignas(64) static inline typename Net::arena_type own;
};

template <class Net> struct model_session : session {
  Net net{arena_of<Net>::own};

  template <class Visit> void for_inputs(Visit visit) {
    [&]<std::int32_t... K>(std::integer_sequence<std::int32_t, K...>) {
      (visit(net.template input<K>().data(), sizeof(typename Net::template input_type<K>)), ...);
    }(std::make_integer_sequence<std::int32_t, Net::inputs>{});
  }
  template <class Visit> void for_outputs(Visit visit) {
    [&]<std::int32_t... K>(std::integer_sequence<std::int32_t, K...>) {
      (visit(net.template output<K>().data(), sizeof(typename Net::template output_type<K>)), ...);
    }(std::make_integer_sequence<std::int32_t, Net::outputs>{});
  }
  void write_inputs(const bytes& from) override {
    std::size_t at = 0;
    for_inputs([&](void* to, std::size_t count) {
      if (at + count <= from.size()) std::memcpy(to, from.data() + at, count);
      at += count;
    });
  }
  void  run() override { net.run(); }
  bytes read_outputs() override {
    bytes result;
    for_outputs([&](const void* from, std::size_t count) {
      result.insert(result.end(), static_cast<const char*>(from), static_cast<const char*>(from) + count);
    });
    return result;
  }
  const void* output() const override { return arena_of<Net>::own.data(); }
};

// One step. A run in place works on what the last one left: fast kernels do not depend on values.
template <class Net, std::int32_t Index> struct step_session : model_session<Net> {
  using program   = typename Net::program;
  using memory    = edgetl::graph::arena_memory<program>;
  using operation = typename program::operations::template at<program::tape.steps[Index].operation>;

  void write_inputs(const bytes& from) override {
    model_session<Net>::write_inputs(from);
    model_session<Net>::run();
  }
  void run() override {
    using place = edgetl::graph::place<program, Index>;
    if constexpr (!edgetl::kernel::aliases_its_input<operation>)
      operation::run(edgetl::graph::step<place, memory>{memory{arena_of<Net>::own.data()}});
  }
};

template <class Net> struct model_facts {
  using program = typename Net::program;

  template <std::int32_t Index> static nlohmann::json step() {
    constexpr auto own = edgetl::graph::inspection<program>::template step<Index>();
    return {{"operator", own.source_index}, {"operation", own.name}, {"macs", own.macs},
            {"weight_bytes", own.weight_bytes}, {"kernel", own.how.is_reference() ? (own.macs > 0 ? "reference" : "") : own.how.kernel.c_str()},
            {"rows", own.how.rows}, {"vectors", own.how.vectors}};
  }
  static nlohmann::json all() {
    nlohmann::json steps = nlohmann::json::array();
    [&]<std::int32_t... Index>(std::integer_sequence<std::int32_t, Index...>) {
      (steps.push_back(step<Index>()), ...);
    }(std::make_integer_sequence<std::int32_t, Net::steps>{});
    std::size_t inputs = 0, outputs = 0;
    model_session<Net> own;
    own.for_inputs([&](const void*, std::size_t count) { inputs += count; });
    own.for_outputs([&](const void*, std::size_t count) { outputs += count; });
    return {{"macs", Net::macs}, {"arena_bytes", Net::arena_bytes}, {"weight_bytes", Net::weight_bytes},
            {"input_bytes", inputs}, {"output_bytes", outputs},
            {"element", edgetl::name_of(program::graph::tape.tensors[program::graph::tape.inputs[0]].element)},
            {"target", program::target::name}, {"steps", steps}};
  }
};

template <class Net, std::int32_t... Index>
std::unique_ptr<session> open_step(std::int32_t wanted, std::integer_sequence<std::int32_t, Index...>) {
  std::unique_ptr<session> result;
  ((Net::program::tape.steps[Index].source_index == wanted ? result = std::make_unique<step_session<Net, Index>>()
                                                           : result), ...);
  return result;
}

// A model, and its steps where WithSteps says so.
template <class Source, bool WithSteps = true, class Target = edgetl::default_target<Source>> struct add_model {
  using net = edgetl::model_in<Source, edgetl::quant::tflite_double_rounding, Target>;

  explicit add_model(const char* name) {
    compiled_models().push_back({name, &model_facts<net>::all, [](std::int32_t wanted) -> std::unique_ptr<session> {
      if (wanted < 0) return std::make_unique<model_session<net>>();
      if constexpr (WithSteps) return open_step<net>(wanted, std::make_integer_sequence<std::int32_t, net::steps>{});
      return nullptr;
    }});
  }
};

}  // namespace edgetl_bench
