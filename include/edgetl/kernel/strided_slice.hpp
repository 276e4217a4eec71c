// SPDX-License-Identifier: BSL-1.0
// STRIDED_SLICE: from begin to end (exclusive) in steps of stride, per dimension; masks leave an end open, drop a
// dimension, add one, or stand for all that are not named. Folds where its input is a constant.
// Source: TensorFlow Lite.
#pragma once

#include <edgetl/kernel/strided.hpp>

namespace edgetl::kernel {

struct strided_slice {
  struct options {
    std::int32_t begin_mask, end_mask, ellipsis_mask, new_axis_mask, shrink_axis_mask, end_is_offset;

    constexpr bool is_ellipsis(int entry) const { return (ellipsis_mask >> entry & 1) != 0; }
    constexpr bool adds_axis(int entry) const { return !is_ellipsis(entry) && (new_axis_mask >> entry & 1) != 0; }
    constexpr bool drops_axis(int entry) const { return (shrink_axis_mask >> entry & 1) != 0; }
  };

  static constexpr int begin = 1, end = 2, strides = 3;

  // Begin, end and strides have one entry for each of these.
  struct entries {
    std::int64_t count = 0, ellipses = 0, new_axes = 0;

    // Dimensions of the input that have an entry of their own.
    constexpr std::int64_t dimensions() const { return count - ellipses - new_axes; }
  };
  static constexpr entries count_entries(const node& step) {
    const auto wanted = step.options<options>();
    entries    result{static_cast<std::int64_t>(step.input(begin).shape.count())};
    for (int entry = 0; entry < result.count && entry < max_entries; ++entry) {
      result.ellipses += wanted.is_ellipsis(entry) ? 1 : 0;
      result.new_axes += wanted.adds_axis(entry) ? 1 : 0;
    }
    return result;
  }

  // Calls part(axis, entry) in the output's order: entry -1 takes all of a dimension, axis -1 adds one of extent 1.
  template <class Part> static constexpr void for_each_part(const node& step, Part part) {
    const auto    wanted = step.options<options>();
    const entries given  = count_entries(step);
    const int     rank   = step.input(0).shape.rank;
    int           axis   = 0;
    for (int entry = 0; entry < given.count; ++entry) {
      if (wanted.is_ellipsis(entry))
        for (std::int64_t covered = rank - given.dimensions(); covered > 0; --covered) part(axis++, -1);
      else if (wanted.adds_axis(entry))
        part(-1, entry);
      else
        part(axis++, entry);
    }
    while (axis < rank) part(axis++, -1);
  }

  // One dimension of the slice: where it starts, and how many elements it takes.
  struct range {
    std::int64_t start = 0, stride = 1, count = 0;
  };

  static constexpr range range_of(const node& step, int axis, int entry) {
    const std::int64_t size = step.input(0).shape[axis];
    if (entry < 0) return {0, 1, size};
    const auto         wanted = step.options<options>();
    const auto         i      = static_cast<std::size_t>(entry);
    const std::int32_t bit    = 1 << entry;
    const std::int64_t stride = step.integer(strides, i);
    const bool         up     = stride > 0;
    const auto         limit  = [&](std::int64_t value) {
      if (value < 0) value += size;
      const std::int64_t lowest = up ? 0 : -1, highest = up ? size : size - 1;
      return value < lowest ? lowest : (value > highest ? highest : value);
    };
    const std::int64_t first = (wanted.begin_mask & bit) != 0 ? (up ? 0 : size - 1) : limit(step.integer(begin, i));
    if (wanted.drops_axis(entry)) return {first, 1, first >= 0 && first < size ? 1 : 0};
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
    for (int operand = begin; operand <= strides; ++operand)
      if (!has_integers(step, operand, -1))
        return {"needs constant begin, end and strides -> freeze them", named(step, operand)};
    const entries given = count_entries(step);
    for (int operand = end; operand <= strides; ++operand)
      if (!has_integers(step, operand, given.count))
        return {"needs as many ends and strides as begins -> convert the model again", step.inputs[operand]};
    if (given.ellipses > 1) return {"has more than one ellipsis -> write one, or begin and end of every dimension"};
    if (given.count > max_entries || given.dimensions() > step.input(0).shape.rank)
      return {"slices more dimensions than its input has -> leave some out", step.inputs[0]};
    if (given.ellipses > 0 && given.dimensions() == step.input(0).shape.rank)  // TensorFlow takes none, LiteRT one
      return {"has an ellipsis that stands for no dimension -> leave it out", step.inputs[0]};

    const auto wanted = step.options<options>();
    extents    kept{};
    bool       fits = true;
    const auto keep = [&](std::int64_t extent) {
      if (kept.rank < max_rank)
        kept.dims[kept.rank++] = static_cast<std::int32_t>(extent);
      else
        fits = false;
    };
    refusal refused{};
    for_each_part(step, [&](int axis, int entry) {
      if (axis < 0) return keep(1);
      if (!refused && entry >= 0) refused = check_entry(step, static_cast<std::size_t>(entry));
      if (refused) return;
      const range own = range_of(step, axis, entry);
      if (own.count == 0)
        refused = {"takes no element -> choose another begin or end", step.inputs[0]};
      else if (entry < 0 || !wanted.drops_axis(entry))
        keep(own.count);
    });
    if (refused) return refused;
    if (!fits || (!(kept == step.output().shape) && !(kept.rank == 0 && step.output().shape.count() == 1)))
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
    for_each_part(step, [&](int axis, int entry) {
      if (axis < 0) return;  // an extent of 1 moves nothing
      const range one                = range_of(step, axis, entry);
      own.shape.dims[missing + axis] = static_cast<std::int32_t>(one.count);
      own.from.offset += static_cast<std::int32_t>(one.start) * own.from.strides[missing + axis];
      // one element needs no stride, and a stride beyond the input is never taken
      own.from.strides[missing + axis] = one.count > 1 ? own.from.strides[missing + axis] * static_cast<std::int32_t>(one.stride) : 0;
    });
    own.to = contiguous(own.shape);
    return own;
  }

  template <class Step> static constexpr void run(Step step) {
    constexpr auto own = make_parameters(Step::facts);
    dispatch(strided_copy{}, typename Step::target{}, constant<own>{}, step.template input<0>(), step.template output<0>());
  }

 private:
  static constexpr int          max_entries = 2 * max_rank + 1;  // all dimensions, as many new ones, an ellipsis
  static constexpr std::int64_t max_stride  = std::int64_t{1} << 30;

  // Numbers that can be computed with.
  static constexpr refusal check_entry(const node& step, std::size_t entry) {
    constexpr std::int64_t far    = std::int64_t{1} << 40;
    const auto             is_far = [](std::int64_t value) { return value < -far || value > far; };
    const std::int64_t     stride = step.integer(strides, entry);
    if (stride == 0 || stride < -max_stride || stride > max_stride)
      return {"has a stride of 0 or far too large -> choose another stride", step.inputs[strides]};
    if (is_far(step.integer(begin, entry)) || is_far(step.integer(end, entry)))
      return {"has a begin or end far outside its input -> choose others", step.inputs[begin]};
    return {};
  }
};

}  // namespace edgetl::kernel
