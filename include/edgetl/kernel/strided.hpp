// SPDX-License-Identifier: BSL-1.0
// Boxes of elements that are not contiguous: an offset and, per dimension, an extent and a stride. One copy
// kernel between boxes moves all data that TRANSPOSE, STRIDED_SLICE, PAD and CONCATENATION move.
#pragma once

#include <edgetl/kernel/operation.hpp>

#include <cstdint>

namespace edgetl::kernel {

// Where the elements of a box of max_rank dimensions stand; strides count elements and may be 0 or negative.
struct placement {
  std::int32_t offset            = 0;
  std::int32_t strides[max_rank] = {};

  friend constexpr bool operator==(const placement&, const placement&) = default;
};

// A tensor of this shape, contiguous, seen with max_rank dimensions.
constexpr placement contiguous(const extents& shape) {
  const extents padded = shape.padded_to(max_rank);
  placement     result;
  std::int32_t  stride = 1;
  for (int axis = max_rank - 1; axis >= 0; --axis) {
    result.strides[axis] = stride;
    stride *= padded[axis];
  }
  return result;
}

// Calls visit(position) for every element of a box, the last dimension fastest.
template <class Visit> constexpr void for_each(const extents& shape, const placement& box, Visit visit) {
  const std::int32_t* s = box.strides;
  for (std::int32_t a = 0; a < shape[0]; ++a)
    for (std::int32_t b = 0; b < shape[1]; ++b)
      for (std::int32_t c = 0; c < shape[2]; ++c)
        for (std::int32_t d = 0; d < shape[3]; ++d)
          for (std::int32_t e = 0; e < shape[4]; ++e) {
            std::int32_t at = box.offset + a * s[0] + b * s[1] + c * s[2] + d * s[3] + e * s[4];
            for (std::int32_t f = 0; f < shape[5]; ++f, at += s[5]) visit(at);
          }
}

// output box = input box, element by element; both have the same extents.
struct strided_copy {
  struct parameters {
    extents   shape;  // max_rank dimensions
    placement from, to;

    friend constexpr bool operator==(const parameters&, const parameters&) = default;
  };

  template <class Parameters, class Element>
  EDGETL_KERNEL static constexpr void reference(Parameters given, const Element* input, Element* output) {
    const parameters&   own = given.get();
    const extents&      n   = own.shape;
    const std::int32_t* r   = own.from.strides;
    const std::int32_t* w   = own.to.strides;
    for (std::int32_t a = 0; a < n[0]; ++a)
      for (std::int32_t b = 0; b < n[1]; ++b)
        for (std::int32_t c = 0; c < n[2]; ++c)
          for (std::int32_t d = 0; d < n[3]; ++d)
            for (std::int32_t e = 0; e < n[4]; ++e) {
              std::int32_t from = own.from.offset + a * r[0] + b * r[1] + c * r[2] + d * r[3] + e * r[4];
              std::int32_t to   = own.to.offset + a * w[0] + b * w[1] + c * w[2] + d * w[3] + e * w[4];
              for (std::int32_t f = 0; f < n[5]; ++f, from += r[5], to += w[5]) output[to] = input[from];
            }
  }
};

// Every element of the output is one value.
struct fill {
  struct parameters {
    std::int32_t count;

    friend constexpr bool operator==(const parameters&, const parameters&) = default;
  };

  template <class Parameters, class Element>
  EDGETL_KERNEL static constexpr void reference(Parameters given, Element value, Element* output) {
    for (std::int32_t i = 0; i < given.get().count; ++i) output[i] = value;
  }
};

// What operations that only move elements require of their data input and output.
constexpr refusal check_moved(const node& step) {
  if (!step.has_input(0)) return {"needs an input -> write the input of the operation"};
  const tensor_info& in  = step.input(0);
  const tensor_info& out = step.output();
  if (in.element != out.element || bits_of(in.element) < 8)
    return {"needs the same element type of at least 8 bits for input and output -> convert the model again", step.outputs[0]};
  if (in.element == element_type::float16)
    return {"does not move 16-bit floats -> insert a DEQUANTIZE before it", step.inputs[0]};
  if (!same_codes(in, out))
    return {"needs the same scale and zero point for input and output -> insert a QUANTIZE", step.outputs[0]};
  return {};
}

// An operand to name in a refusal: the first one where this one is absent.
constexpr std::int32_t named(const node& step, int k) { return step.inputs[step.has_input(k) ? k : 0]; }

// May the tensor hold the integers that folding computes?
constexpr bool is_integer(const tensor_info& tensor) {
  return tensor.element == element_type::int32 || tensor.element == element_type::int64;
}

// A constant input that holds `count` integers (any number when it is negative).
constexpr bool has_integers(const node& step, int k, std::int64_t count) {
  if (!step.is_constant(k)) return false;
  const tensor_info& tensor = step.input(k);
  const bool         whole  = tensor.stored == element_type::int32 || tensor.stored == element_type::int64 || tensor.computed;
  return whole && (count < 0 || static_cast<std::int64_t>(tensor.shape.count()) == count);
}

// An axis counted from the front; -1 when there is no such axis.
constexpr int front_axis(std::int64_t axis, int rank) {
  if (axis < 0) axis += rank;
  return axis >= 0 && axis < rank ? static_cast<int>(axis) : -1;
}

}  // namespace edgetl::kernel
