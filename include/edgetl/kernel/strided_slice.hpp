// SPDX-License-Identifier: BSL-1.0
// STRIDED_SLICE: from begin to end (exclusive) in steps of stride, per dimension; masks leave an end open or
// drop a dimension. Folds where its input is a constant. Source: TensorFlow Lite.
#pragma once

#include <edgetl/kernel/strided.hpp>

namespace edgetl::kernel {

struct strided_slice {
  struct options {
    std::int32_t begin_mask, end_mask, ellipsis_mask, new_axis_mask, shrink_axis_mask, end_is_offset;
  };

  static constexpr int begin = 1, end = 2, strides = 3;

  // One dimension of the slice: where it starts, and how many elements it takes.
  struct range {
    std::int64_t start = 0, stride = 1, count = 0;
  };

  static constexpr range range_of(const node& step, int axis) {
    const std::int64_t size = step.input(0).shape[axis];
    if (axis >= static_cast<int>(step.input(begin).shape.count())) return {0, 1, size};
    const auto         wanted = step.options<options>();
    const auto         i      = static_cast<std::size_t>(axis);
    const std::int32_t bit    = 1 << axis;
    const std::int64_t stride = step.integer(strides, i);
    const bool         up     = stride > 0;
    const auto         limit  = [&](std::int64_t value) {
      if (value < 0) value += size;
      const std::int64_t lowest = up ? 0 : -1, highest = up ? size : size - 1;
      return value < lowest ? lowest : (value > highest ? highest : value);
    };
    const std::int64_t first = (wanted.begin_mask & bit) != 0 ? (up ? 0 : size - 1) : limit(step.integer(begin, i));
    if ((wanted.shrink_axis_mask & bit) != 0) return {first, 1, first >= 0 && first < size ? 1 : 0};
    std::int64_t last = step.integer(end, i);
    if (wanted.end_is_offset != 0) last += first;
    last = (wanted.end_mask & bit) != 0 ? (up ? size : -1) : limit(last);
    const std::int64_t span = up ? last - first : first - last;
    const std::int64_t pace = up ? stride : -stride;
    return {first, stride, span > 0 ? (span + pace - 1) / pace : 0};
  }

  static constexpr refusal check(const node& step) {
    if (const refusal refused = check_moved(step)) return refused;
    for (int k = begin; k <= strides; ++k)
      if (step.has_input(k) && step.input(k).element != element_type::int32)
        return {"needs begin, end and strides of int32 -> convert the model again", step.inputs[k]};
    const tensor_info& in     = step.input(0);
    const auto         wanted = step.options<options>();
    if (!has_integers(step, begin, -1) || !has_integers(step, end, static_cast<std::int64_t>(step.input(begin).shape.count())) ||
        !has_integers(step, strides, static_cast<std::int64_t>(step.input(begin).shape.count())) ||
        static_cast<std::int64_t>(step.input(begin).shape.count()) > in.shape.rank)
      return {"needs constant begin, end and strides, one per dimension -> freeze them", step.inputs[0]};
    if (wanted.ellipsis_mask != 0 || wanted.new_axis_mask != 0)
      return {"has an ellipsis or a new axis -> write begin and end for every dimension, and a RESHAPE"};
    extents kept{};
    for (int axis = 0; axis < in.shape.rank; ++axis) {
      const bool given = axis < static_cast<int>(step.input(begin).shape.count());
      if (given) {
        constexpr std::int64_t far    = std::int64_t{1} << 40;
        const auto             i      = static_cast<std::size_t>(axis);
        const std::int64_t     stride = step.integer(strides, i);
        if (stride == 0 || stride < -max_stride || stride > max_stride)
          return {"has a stride of 0 or far too large -> choose another stride", step.inputs[strides]};
        if (step.integer(begin, i) < -far || step.integer(begin, i) > far || step.integer(end, i) < -far || step.integer(end, i) > far)
          return {"has a begin or end far outside its input -> choose others", step.inputs[begin]};
      }
      const range own = range_of(step, axis);
      if (own.count == 0) return {"takes no element -> choose another begin or end", step.inputs[0]};
      if (!given || (wanted.shrink_axis_mask >> axis & 1) == 0) kept.dims[kept.rank++] = static_cast<std::int32_t>(own.count);
    }
    if (!(kept == step.output().shape) && !(kept.rank == 0 && step.output().shape.count() == 1))
      return {"has an output of another shape than its slice gives -> convert the model again", step.outputs[0]};
    return {};
  }
  static constexpr std::int64_t macs(const node&) { return 0; }

  // Integers known while compiling: the slice of a shape, usually.
  static constexpr bool fold(const node& step, std::int32_t* values) {
    if (!has_integers(step, 0, -1) || !is_integer(step.output()) || step.output().shape.count() > max_computed_values || check(step)) return false;
    const auto own  = make_parameters(step);
    bool       fits = true;
    for_each(own.shape, own.from, [&](std::int32_t at) {
      const std::int64_t value = step.integer(0, static_cast<std::size_t>(at));
      fits                     = fits && value >= code_range<int32>::lowest && value <= code_range<int32>::highest;
      *values++                = static_cast<std::int32_t>(value);
    });
    return fits;  // else it is sliced at run time
  }

  static constexpr strided_copy::parameters make_parameters(const node& step) {
    const extents& in      = step.input(0).shape;
    const int      missing = max_rank - in.rank;
    strided_copy::parameters own{in.padded_to(max_rank), contiguous(in), {}};
    for (int axis = 0; axis < in.rank; ++axis) {
      const range one = range_of(step, axis);
      own.shape.dims[missing + axis] = static_cast<std::int32_t>(one.count);
      own.from.offset += static_cast<std::int32_t>(one.start) * own.from.strides[missing + axis];
      // one element needs no stride, and a stride beyond the input is never taken
      own.from.strides[missing + axis] = one.count > 1 ? own.from.strides[missing + axis] * static_cast<std::int32_t>(one.stride) : 0;
    }
    own.to = contiguous(own.shape);
    return own;
  }

  template <class Step> static constexpr void run(Step step) {
    constexpr auto own = make_parameters(Step::facts);
    dispatch(strided_copy{}, typename Step::target{}, constant<own>{}, step.template input<0>(), step.template output<0>());
  }

 private:
  static constexpr std::int64_t max_stride = std::int64_t{1} << 30;
};

}  // namespace edgetl::kernel
