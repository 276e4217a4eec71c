// SPDX-License-Identifier: BSL-1.0
// MEAN over any set of axes. Quantized: the sum of codes is requantized by a factor that holds 1 / N, cut off
// after as many extra bits as fit. Not equal to AVERAGE_POOL_2D in general. Source: TensorFlow Lite's
// reference kernels (QuantizedMeanOrSum).
#pragma once

#include <edgetl/kernel/epilogue.hpp>
#include <edgetl/kernel/strided.hpp>

namespace edgetl::kernel {

struct mean {
  struct options {
    std::int32_t keep_dimensions;
  };

  struct parameters {
    extents      kept, reduced;  // max_rank dimensions; the others' extents are 1
    placement    from;
    std::int32_t terms;

    // Over no dimensions but the two in front of the channels, as networks end.
    constexpr bool reduces_pixels() const {
      for (int axis = 0; axis < max_rank; ++axis)
        if (reduced[axis] != 1 && axis != max_rank - 3 && axis != max_rank - 2) return false;
      return kept[max_rank - 3] == 1 && kept[max_rank - 2] == 1;
    }
    constexpr std::int32_t channels() const { return kept[max_rank - 1]; }

    friend constexpr bool operator==(const parameters&, const parameters&) = default;
  };

  // clamp(requantize(sum - terms * zero_point) + zero_point)
  template <class Code, quant::arithmetic Arithmetic> struct average_code {
    using accumulator = std::int32_t;

    std::int32_t      offset;  // terms * zero point of the input
    quant::multiplier factor;
    code_output       output;

    constexpr Code operator()(std::int32_t sum) const {
      return output.template code<Code>(Arithmetic::requantize(sum - offset, factor));
    }
  };

  struct average_real {
    using accumulator = float;

    std::int32_t terms;

    constexpr float operator()(float sum) const { return numeric::divide(sum, static_cast<float>(terms)); }
  };

  static constexpr int axes = 1;

  static constexpr refusal check(const node& step) {
    if (!step.has_input(0)) return {"needs an input -> write the input of the operation"};
    const tensor_info& in  = step.input(0);
    const tensor_info& out = step.output();
    if (!has_integers(step, axes, -1)) return {"needs constant axes -> freeze the axes", named(step, axes)};
    if (step.input(axes).element != element_type::int32)
      return {"needs axes of int32 -> convert the model again", step.inputs[axes]};
    for (std::size_t k = 0; k < step.input(axes).shape.count(); ++k)
      if (front_axis(step.integer(axes, k), in.shape.rank) < 0)
        return {"has an axis that its input does not have -> choose another axis", step.inputs[axes]};
    if (in.element != out.element)
      return {"needs the same element type for input and output -> quantize the whole model", step.outputs[0]};
    if (const refusal refused = check_computes_on(in.element, step.inputs[0])) return refused;
    if (is_per_channel(in) || is_per_channel(out))
      return {"needs one scale per tensor -> quantize its operands per tensor", step.inputs[0]};
    const parameters own = make_parameters(step);
    if (!same_but_for_ones(own.kept, out.shape))
      return {"has an output of another shape than its input and axes give -> convert the model again", step.outputs[0]};
    if (in.element != element_type::float32 && own.terms > (in.element == element_type::int8 ? 1 << 23 : 1 << 15))
      return {"sums too many codes for 32 bits -> average in two steps", step.inputs[0]};
    return {};
  }
  static constexpr std::int64_t macs(const node&) { return 0; }

  // Equal once extents of 1 are left out: whether or not reduced dimensions are kept.
  static constexpr bool same_but_for_ones(const extents& left, const extents& right) {
    int l = 0, r = 0;
    for (;; ++l, ++r) {
      while (l < left.rank && left[l] == 1) ++l;
      while (r < right.rank && right[r] == 1) ++r;
      if (l == left.rank || r == right.rank) return l == left.rank && r == right.rank;
      if (left[l] != right[r]) return false;
    }
  }

  static constexpr parameters make_parameters(const node& step) {
    const extents& in      = step.input(0).shape;
    const int      missing = max_rank - in.rank;
    parameters     own{in.padded_to(max_rank), extents{}.padded_to(max_rank), contiguous(in), 1};
    for (std::size_t k = 0; k < step.input(axes).shape.count(); ++k) {
      const int axis = missing + front_axis(step.integer(axes, k), in.rank);
      if (own.kept[axis] != 1) {
        own.reduced.dims[axis] = own.kept[axis];
        own.terms *= own.kept[axis];
      }
      own.kept.dims[axis] = 1;
    }
    return own;
  }

  template <quant::arithmetic Arithmetic> static constexpr quant::multiplier factor(const node& step) {
    const quant::multiplier whole =
        Arithmetic::encode(static_cast<double>(step.input(0).quantization.scale) / static_cast<double>(step.output().quantization.scale));
    const std::int32_t terms = make_parameters(step).terms;
    std::int32_t       bits  = 31 - fixed_point::leading_zeros(static_cast<std::uint32_t>(terms));
    if (bits > 31 + whole.shift) bits = 31 + whole.shift;
    return {static_cast<std::int32_t>(static_cast<std::int64_t>(whole.value) * (std::int64_t{1} << bits) / terms), whole.shift - bits};
  }

  template <class Step> static constexpr void run(Step step) {
    constexpr auto own   = make_parameters(Step::facts);
    const auto     start = [&](auto finish) {
      dispatch(mean{}, typename Step::target{}, constant<own>{}, step.template input<0>(), finish, step.template output<0>());
    };
    using code = element_t<Step::facts.output().element>;
    if constexpr (std::is_same_v<code, float>) {
      start(average_real{own.terms});
    } else {
      constexpr average_code<code, typename Step::arithmetic> function{
          own.terms * Step::facts.input(0).quantization.zero_point, factor<typename Step::arithmetic>(Step::facts),
          make_code_output(activation::none, Step::facts.output())};
      start(known<function>{});
    }
  }

  template <class Parameters, class Element, class Function>
  EDGETL_KERNEL static constexpr void reference(Parameters given, const Element* input, Function finish, Element* output) {
    using accumulator    = typename Function::accumulator;
    const parameters& own = given.get();
    for_each(own.kept, own.from, [&](std::int32_t first) {
      accumulator sum = 0;
      for_each(own.reduced, {first, {own.from.strides[0], own.from.strides[1], own.from.strides[2], own.from.strides[3],
                                     own.from.strides[4], own.from.strides[5]}},
               [&](std::int32_t at) {
                 if constexpr (std::is_same_v<accumulator, float>) sum = numeric::rounded(sum + input[at]);
                 else sum += input[at];
               });
      *output++ = finish(sum);
    });
  }
};

}  // namespace edgetl::kernel
