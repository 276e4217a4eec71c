// SPDX-License-Identifier: BSL-1.0
// What an operation may ask about the step it stands in: its operands' element types, extents,
// quantization and constant values, and its options. All of it is known when the program compiles.
#pragma once

#include <edgetl/core/bytes.hpp>
#include <edgetl/core/element.hpp>
#include <edgetl/core/extents.hpp>
#include <edgetl/core/language.hpp>
#include <edgetl/quant/affine.hpp>

#include <cstddef>
#include <cstdint>

namespace edgetl::kernel {

inline constexpr int max_option_words    = 8;
inline constexpr int max_computed_values = 8;

// A model larger than this is not copied byte by byte while compiling (3.5 us each on GCC): its codes stay
// in the embedded file, which is then part of the program, and no target packs them.
inline constexpr std::size_t in_place_limit = std::size_t{1} << 20;

constexpr bool copies_constants(bytes_view file) { return file.size < in_place_limit; }

// The facts of one tensor of a graph.
struct tensor_info {
  element_type  element       = element_type::unknown;
  element_type  stored        = element_type::unknown;  // element type of the constant's bytes, if it is one
  bool          constant      = false;
  bool          computed      = false;  // a constant found by folding: its values stand in `values`
  bool          variable      = false;
  extents       shape         = {};
  quant::affine quantization  = {};   // of the first channel, where there are several
  std::int32_t  channels      = 0;    // scales in the file: 0 none, 1 per tensor, else per channel
  std::int32_t  channel_axis  = 0;
  std::uint32_t scales_at     = 0;    // where the scales stand in the file
  std::uint32_t constant_at   = 0;    // where the constant's bytes stand in the file
  std::uint32_t constant_size = 0;    // and how many there are
  std::uint32_t name_at       = 0;
  std::uint32_t name_size     = 0;
  std::int32_t  values[max_computed_values] = {};

  constexpr std::size_t bytes() const { return bytes_of(element, shape.count()); }
};

// Whether a target may pack a filter while compiling: in large models only the small ones.
inline constexpr std::size_t packing_limit = std::size_t{1} << 15;

constexpr bool packs_constant(bytes_view file, const tensor_info& filter) {
  return copies_constants(file) || filter.constant_size <= packing_limit;
}

// One step seen by its operation. Operands are numbered as the operation's definition lists them.
struct node {
  bytes_view          file;
  const tensor_info*  tensors;
  const std::int32_t* inputs;  // tensor indices, -1 where an optional input is absent
  std::int32_t        input_count;
  const std::int32_t* outputs;
  std::int32_t        output_count;
  const std::int32_t* option_words;

  constexpr bool has_input(int k) const { return k < input_count && inputs[k] >= 0; }
  constexpr bool is_constant(int k) const { return has_input(k) && input(k).constant; }

  constexpr const tensor_info& input(int k) const { return tensors[inputs[k]]; }
  constexpr const tensor_info& output(int k = 0) const { return tensors[outputs[k]]; }

  // The options in the operation's own words.
  template <class Options> constexpr Options options() const {
    static_assert(sizeof(Options) <= sizeof(std::int32_t) * max_option_words);
    struct words {
      std::int32_t word[sizeof(Options) / sizeof(std::int32_t)];
    } raw{};
    for (std::size_t i = 0; i < sizeof(Options) / sizeof(std::int32_t); ++i) raw.word[i] = option_words[i];
    return bit_cast<Options>(raw);
  }

  // Real value of one step of the code, for one channel of a tensor.
  constexpr float scale(const tensor_info& tensor, int channel = 0) const {
    if (tensor.channels <= 1) return tensor.quantization.scale;
    return file.f32(tensor.scales_at + 4 * static_cast<std::size_t>(channel));
  }

  // Element i of a constant input that holds integers.
  constexpr std::int64_t integer(int k, std::size_t i) const { return integer_of(input(k), i); }

  constexpr std::int64_t integer_of(const tensor_info& tensor, std::size_t i) const {
    if (tensor.computed) return tensor.values[i];
    const std::size_t at = tensor.constant_at;
    switch (tensor.stored) {
      case element_type::int64: return file.i64(at + 8 * i);
      case element_type::int32: return file.i32(at + 4 * i);
      case element_type::int16: return file.i16(at + 2 * i);
      case element_type::int8: return file.i8(at + i);
      case element_type::uint8:
      case element_type::boolean: return file.u8(at + i);
      default: return 0;
    }
  }

  // Element i of a constant tensor as a real number, whatever it is stored as.
  constexpr float real_of(const tensor_info& tensor, std::size_t i) const {
    switch (tensor.stored) {
      case element_type::float32: return file.f32(tensor.constant_at + 4 * i);
      case element_type::float16: return fp16{file.u16(tensor.constant_at + 2 * i)}.value();
      default: break;
    }
    if (tensor.channels <= 1) return tensor.quantization.real(static_cast<std::int32_t>(integer_of(tensor, i)));
    const auto inner   = static_cast<std::size_t>(tensor.shape.product(tensor.channel_axis + 1, tensor.shape.rank));
    const auto channel = static_cast<int>(i / inner % static_cast<std::size_t>(tensor.shape[tensor.channel_axis]));
    return quant::affine{scale(tensor, channel), 0}.real(static_cast<std::int32_t>(integer_of(tensor, i)));
  }
};

// Do the codes of two tensors of one element type mean the same numbers? A float tensor has no codes, even
// where it is a constant that was dequantized while compiling; a scale per channel is no single meaning.
constexpr bool same_codes(const tensor_info& left, const tensor_info& right) {
  return is_float(left.element) || (left.channels <= 1 && right.channels <= 1 && left.quantization == right.quantization);
}

// Is a tensor quantized per channel, where an operation reads one scale?
constexpr bool is_per_channel(const tensor_info& tensor) { return is_quantized(tensor.element) && tensor.channels > 1; }

// Why an operation refuses a step; empty when it does not. "<what must be true> -> <what to write>".
struct refusal {
  const char*  sentence = nullptr;
  std::int32_t tensor   = -1;  // the tensor that it is about, or -1

  constexpr explicit operator bool() const { return sentence != nullptr; }
};

// Operations that compute (rather than move) do so on float32, int8 and int16; what they say of any other element type.
constexpr refusal check_computes_on(element_type element, std::int32_t tensor) {
  using enum element_type;
  if (element == float32 || element == int8 || element == int16) return {};
  if (element == int32 || element == int64 || element == boolean)
    return {"works on float32, int8 and int16, not on whole numbers -> use float32 in the model", tensor};
  return {"works on float32, int8 and int16 -> quantize the model to int8", tensor};
}

}  // namespace edgetl::kernel
