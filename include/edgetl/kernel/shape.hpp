// SPDX-License-Identifier: BSL-1.0
// SHAPE and PACK of integers: known while compiling, they fold away. Converters write chains of SHAPE,
// STRIDED_SLICE and PACK before a RESHAPE. Source: TensorFlow Lite.
#pragma once

#include <edgetl/kernel/strided.hpp>

namespace edgetl::kernel {

// The extents of the input.
struct shape {
  struct options {};

  static constexpr refusal check(const node& step) {  // any other folds
    return {"needs an integer output with one element per dimension of its input -> convert the model again",
            step.outputs[0]};
  }
  static constexpr std::int64_t macs(const node&) { return 0; }
  static constexpr bool         fold(const node& step, std::int32_t* values) {
    if (!step.has_input(0)) return false;
    const extents& in = step.input(0).shape;
    if (bits_of(step.input(0).element) < 8 || step.input(0).element == element_type::float16 ||
        is_per_channel(step.input(0)))
      return false;
    if (!is_integer(step.output()) || step.output().shape.count() != static_cast<std::size_t>(in.rank)) return false;
    for (int axis = 0; axis < in.rank; ++axis) values[axis] = in[axis];
    return true;
  }
  template <class Step> static constexpr void run(Step) {}
};

// Integers one behind the other.
struct pack {
  struct options {};

  static constexpr refusal check(const node& step) {
    if (step.input_count > max_computed_values)
      return {"packs more than eight tensors -> use CONCATENATION", step.outputs[0]};
    return {"packs tensors that are not constant integers -> use CONCATENATION and RESHAPE", step.outputs[0]};
  }
  static constexpr std::int64_t macs(const node&) { return 0; }
  static constexpr bool         fold(const node& step, std::int32_t* values) {
    if (!is_integer(step.output()) || step.input_count > max_computed_values ||
        step.output().shape.count() != static_cast<std::size_t>(step.input_count))
      return false;
    for (int k = 0; k < step.input_count; ++k) {
      if (!has_integers(step, k, 1) || step.input(k).element != step.output().element) return false;
      const std::int64_t value = step.integer(k, 0);
      if (value < lowest || value > highest) return false;
      values[k] = static_cast<std::int32_t>(value);
    }
    return true;
  }
  template <class Step> static constexpr void run(Step) {}

 private:
  static constexpr std::int64_t lowest = code_range<int32>::lowest, highest = code_range<int32>::highest;
};

}  // namespace edgetl::kernel
