// SPDX-License-Identifier: BSL-1.0
// A compiled model behind plain pointers, so that one test program can hold many of them by name.
#pragma once

#include <edgetl/edgetl.hpp>

#include <cstddef>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

namespace edgetl_test {

struct model_entry {
  std::string              file;      // the .tflite's name, or the name of its case
  std::string              rounding;  // "double" or "single"
  std::size_t              arena_bytes, live_set_bound;
  std::vector<std::size_t> input_bytes, output_bytes;
  std::vector<bool>        float_outputs;  // those to compare with a tolerance
  std::int64_t             macs, macs_of_steps;  // of the whole, and as inspect says it step by step, asked at run time
  void (*infer)(const unsigned char* const* inputs, unsigned char* const* outputs);
};

// The models of this program, in no particular order.
inline std::vector<model_entry>& registry() {
  static std::vector<model_entry> entries;
  return entries;
}

template <class Net> struct model_runner {
  static void infer(const unsigned char* const* inputs, unsigned char* const* outputs) {
    static Net net;
    [&]<std::int32_t... K>(std::integer_sequence<std::int32_t, K...>) {
      (std::memcpy(net.template input<K>().data(), inputs[K], sizeof(typename Net::template input_type<K>)), ...);
    }(std::make_integer_sequence<std::int32_t, Net::inputs>{});
    net.run();
    [&]<std::int32_t... K>(std::integer_sequence<std::int32_t, K...>) {
      (std::memcpy(outputs[K], net.template output<K>().data(), sizeof(typename Net::template output_type<K>)), ...);
    }(std::make_integer_sequence<std::int32_t, Net::outputs>{});
  }
  static model_entry entry(const char* file, const char* rounding) {
    model_entry result{file,      rounding, Net::arena_bytes, Net::program::lives.live_set_bound, {}, {}, {},
                       Net::macs, 0,        &infer};
    for (std::int32_t s = 0; s < Net::steps; ++s) result.macs_of_steps += Net::inspect::step(s).macs;
    [&]<std::int32_t... K>(std::integer_sequence<std::int32_t, K...>) {
      (result.input_bytes.push_back(sizeof(typename Net::template input_type<K>)), ...);
    }(std::make_integer_sequence<std::int32_t, Net::inputs>{});
    [&]<std::int32_t... K>(std::integer_sequence<std::int32_t, K...>) {
      (result.output_bytes.push_back(sizeof(typename Net::template output_type<K>)), ...);
      (result.float_outputs.push_back(std::is_same_v<typename Net::template output_type<K>::element_type, float>), ...);
    }(std::make_integer_sequence<std::int32_t, Net::outputs>{});
    return result;
  }
};

template <class Source> struct register_double {
  explicit register_double(const char* file) { registry().push_back(model_runner<edgetl::model<Source>>::entry(file, "double")); }
};

template <class Source> struct register_both : register_double<Source> {
  explicit register_both(const char* file) : register_double<Source>(file) {
    registry().push_back(model_runner<edgetl::model<Source, edgetl::quant::tflite_single_rounding>>::entry(file, "single"));
  }
};

}  // namespace edgetl_test
