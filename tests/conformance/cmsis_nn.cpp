// SPDX-License-Identifier: BSL-1.0
// Every kernel that CMSIS-NN has unit tests for, on those vectors, bit for bit.
#include "../support/catch.hpp"
#include "../support/vectors.hpp"

#include <edgetl/edgetl.hpp>

#include <cstdint>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

using namespace edgetl_test;
using namespace edgetl::kernel;
using edgetl::quant::multiplier;
using edgetl::quant::tflite_double_rounding;

namespace {

int attribute(const vector_case& test, const std::string& key, int absent = 0) {
  return static_cast<int>(test.number(key, absent));
}

code_output output_of(const vector_case& test, const std::string& prefix = "act") {
  return {attribute(test, "output_offset"), {attribute(test, prefix + "_min", -128), attribute(test, prefix + "_max", 127)}};
}

window make_window(const vector_case& test, int axis, int kernel, int stride, int dilation, int pad) {
  return {test.inputs[0].shape[static_cast<std::size_t>(axis)], test.outputs[0].shape[static_cast<std::size_t>(axis)],
          kernel, stride, dilation, pad};
}

std::vector<std::int64_t> integers(const vector_tensor* tensor, std::size_t count) {
  std::vector<std::int64_t> result(count, 0);
  if (tensor == nullptr || tensor->bytes.empty()) return result;
  if (tensor->type == "i64") return tensor->as<std::int64_t>();
  const auto narrow = tensor->as<std::int32_t>();
  return {narrow.begin(), narrow.end()};
}

// The multipliers of `count` channels: one each, or one for all.
std::vector<multiplier> factors(const vector_case& test, std::size_t count) {
  if (const auto* values = test.input("multiplier")) {
    const auto              value = values->as<std::int32_t>(), shift = test.input("shift")->as<std::int32_t>();
    std::vector<multiplier> result;
    for (std::size_t c = 0; c < count; ++c) result.push_back({value[c], shift[c]});
    return result;
  }
  return std::vector<multiplier>(count, {attribute(test, "output_mult"), attribute(test, "output_shift")});
}

template <class Code, class Accumulator, class Start> auto with_epilogue(const vector_case& test, std::size_t channels, Start start) {
  const auto                                  biases = integers(test.input("bias"), channels);
  const auto                                  scale  = factors(test, channels);
  std::vector<channel_constants<Accumulator>> constants;
  for (std::size_t c = 0; c < channels; ++c) constants.push_back({static_cast<Accumulator>(biases[c]), scale[c]});
  return start(requantize_per_channel<Code, Accumulator, tflite_double_rounding, erased<code_output>>{
      {output_of(test)}, constants.data()});
}

template <class Kernel, class Code> std::vector<Code> run_contraction(const vector_case& test, typename Kernel::parameters own, std::size_t channels) {
  const auto        input = test.inputs[0].as<Code>();
  std::vector<Code> output(test.outputs[0].bytes.size() / sizeof(Code));
  const auto        start = [&](auto finish) {
    if (const auto* packed = test.input("weights_packed4"))
      Kernel::reference(erased<typename Kernel::parameters>{own}, input.data(),
                        edgetl::layout::weights<edgetl::quant::symmetric<edgetl::int4>, edgetl::layout::dense>{packed->bytes.data()},
                        finish, output.data());
    else
      Kernel::reference(erased<typename Kernel::parameters>{own}, input.data(),
                        edgetl::layout::weights<edgetl::quant::symmetric<edgetl::int8>, edgetl::layout::dense>{
                            test.input("weights")->bytes.data()},
                        finish, output.data());
    return 0;
  };
  if (sizeof(Code) == 2 && test.word("requant") != "int32") with_epilogue<Code, std::int64_t>(test, channels, start);
  else with_epilogue<Code, std::int32_t>(test, channels, start);
  return output;
}

template <class Code> std::vector<Code> run_conv(const vector_case& test) {
  const auto& w = test.input("weights")->shape;
  const auto  channels = static_cast<std::size_t>(w[0]);
  return run_contraction<conv_2d, Code>(
      test,
      {test.inputs[0].shape[0],
       make_window(test, 1, w[1], attribute(test, "stride_h"), attribute(test, "dil_h", 1), attribute(test, "pad_top")),
       make_window(test, 2, w[2], attribute(test, "stride_w"), attribute(test, "dil_w", 1), attribute(test, "pad_left")),
       test.inputs[0].shape[3], w[3], w[0], -attribute(test, "input_offset")},
      channels);
}

template <class Code> std::vector<Code> run_depthwise(const vector_case& test) {
  const auto& w = test.input("weights")->shape;
  const int   channels = test.inputs[0].shape[3];
  return run_contraction<depthwise_conv_2d, Code>(
      test,
      {test.inputs[0].shape[0],
       make_window(test, 1, w[1], attribute(test, "stride_h"), attribute(test, "dil_h", 1), attribute(test, "pad_top")),
       make_window(test, 2, w[2], attribute(test, "stride_w"), attribute(test, "dil_w", 1), attribute(test, "pad_left")),
       channels, w[3] / channels, -attribute(test, "input_offset")},
      static_cast<std::size_t>(w[3]));
}

template <class Code> std::vector<Code> run_fully_connected(const vector_case& test) {
  const auto& w = test.input("weights")->shape;
  const auto  elements = static_cast<int>(test.inputs[0].bytes.size() / sizeof(Code));
  return run_contraction<fully_connected, Code>(
      test, {elements / w[1], w[1], w[0], -attribute(test, "input_offset"), -attribute(test, "filter_offset")}, static_cast<std::size_t>(w[0]));
}

template <class Pool, class Code> std::vector<Code> run_pool(const vector_case& test) {
  const auto        input = test.inputs[0].as<Code>();
  std::vector<Code> output(test.outputs[0].bytes.size() / sizeof(Code));
  const typename Pool::parameters own{
      test.inputs[0].shape[0], test.inputs[0].shape[3],
      make_window(test, 1, attribute(test, "kernel_h"), attribute(test, "stride_h"), 1, attribute(test, "pad_top")),
      make_window(test, 2, attribute(test, "kernel_w"), attribute(test, "stride_w"), 1, attribute(test, "pad_left"))};
  Pool::reference(erased<typename Pool::parameters>{own}, input.data(), output_of(test).clamp, output.data());
  return output;
}

elementwise_binary::parameters flat(std::size_t count) {
  elementwise_binary::parameters own{edgetl::make_extents(static_cast<int>(count)).padded_to(edgetl::max_rank)};
  own.same_shape = true;
  return own;
}

template <class Code> std::vector<Code> run_add(const vector_case& test) {
  const auto        left = test.inputs[0].as<Code>(), right = test.inputs[1].as<Code>();
  std::vector<Code> output(left.size());
  const rescaled_sum<Code, tflite_double_rounding, false> function{
      {-attribute(test, "input1_offset"), -attribute(test, "input2_offset"), attribute(test, "left_shift"),
       {attribute(test, "input1_mult"), attribute(test, "input1_shift")},
       {attribute(test, "input2_mult"), attribute(test, "input2_shift")},
       {attribute(test, "output_mult"), attribute(test, "output_shift")},
       output_of(test, "out_activation")}};
  elementwise_binary::reference(erased<elementwise_binary::parameters>{flat(left.size())}, left.data(), right.data(), function, output.data());
  return output;
}

std::vector<edgetl::int8> run_softmax(const vector_case& test) {
  const auto                input = test.inputs[0].as<edgetl::int8>();
  const auto&               shape = test.inputs[0].shape;
  std::vector<edgetl::int8> output(input.size());
  const auto table = softmax::make_table(multiplier{attribute(test, "input_mult"), attribute(test, "input_left_shift")});
  softmax::reference(erased<softmax::parameters>{{static_cast<int>(input.size()) / shape.back(), shape.back()}}, input.data(),
                     table.data(), output.data());
  return output;
}

std::vector<edgetl::int16> run_wide_softmax(const vector_case& test) {
  const auto                 input = test.inputs[0].as<edgetl::int16>();
  const auto&                shape = test.inputs[0].shape;
  std::vector<edgetl::int16> output(input.size());
  const softmax_int16::scaled_difference<tflite_double_rounding> scale{{attribute(test, "input_mult"), attribute(test, "input_left_shift")}, -(1 << 30)};
  softmax_int16::reference(erased<softmax_int16::parameters>{{static_cast<int>(input.size()) / shape.back(), shape.back()}},
                           input.data(), scale, &softmax_exponentials<>, &softmax_inverses<>, output.data());
  return output;
}

template <class Code> std::vector<Code> run_mul(const vector_case& test) {
  const auto        left = test.inputs[0].as<Code>(), right = test.inputs[1].as<Code>();
  std::vector<Code> output(left.size());
  const rescaled_product<Code, tflite_double_rounding> function{
      -attribute(test, "input1_offset"), -attribute(test, "input2_offset"),
      {attribute(test, "output_mult"), attribute(test, "output_shift")}, output_of(test, "out_activation")};
  elementwise_binary::reference(erased<elementwise_binary::parameters>{flat(left.size())}, left.data(), right.data(), function, output.data());
  return output;
}

edgetl::extents shape_of(const vector_tensor& tensor) {
  edgetl::extents shape;
  for (const int size : tensor.shape) shape.dims[shape.rank++] = size;
  return shape;
}

std::vector<int> numbers(const std::string& text) {
  std::istringstream fields(text);
  return {std::istream_iterator<int>(fields), {}};
}

std::vector<edgetl::int8> run_pad(const vector_case& test) {
  const auto                input = test.inputs[0].as<edgetl::int8>();
  std::vector<edgetl::int8> output(test.outputs[0].bytes.size());
  const auto                in = shape_of(test.inputs[0]), out = shape_of(test.outputs[0]);
  const auto                pads = numbers(test.word("pads"));
  strided_copy::parameters  own{in.padded_to(edgetl::max_rank), contiguous(in), contiguous(out)};
  for (int axis = 0; axis < in.rank; ++axis)
    own.to.offset += pads[static_cast<std::size_t>(2 * axis)] * own.to.strides[edgetl::max_rank - in.rank + axis];
  fill::reference(erased<fill::parameters>{{static_cast<int>(output.size())}},
                  static_cast<edgetl::int8>(attribute(test, "pad_value")), output.data());
  strided_copy::reference(erased<strided_copy::parameters>{own}, input.data(), output.data());
  return output;
}

std::vector<edgetl::int8> run_transpose(const vector_case& test) {
  const auto                input = test.inputs[0].as<edgetl::int8>();
  std::vector<edgetl::int8> output(input.size());
  const auto                in = shape_of(test.inputs[0]), out = shape_of(test.outputs[0]);
  const auto                order   = numbers(test.word("perm"));
  const int                 missing = edgetl::max_rank - in.rank;
  strided_copy::parameters  own{out.padded_to(edgetl::max_rank), contiguous(in), contiguous(out)};
  for (int k = 0; k < in.rank; ++k)
    own.from.strides[missing + k] = contiguous(in).strides[missing + order[static_cast<std::size_t>(k)]];
  strided_copy::reference(erased<strided_copy::parameters>{own}, input.data(), output.data());
  return output;
}

template <class Code> void check_case(const vector_case& test, const std::vector<Code>& got) {
  CAPTURE(test.id);
  CHECK(got == test.outputs[0].as<Code>());
}

// Runs a case if its operator is one of these; says whether it did.
bool run_case(const vector_case& test) {
  using edgetl::int16;
  using edgetl::int8;
  const std::string& op   = test.op;
  const auto         is   = [&](const char* name) { return op.rfind(name, 0) == 0; };
  const bool         wide = test.outputs.at(0).type == "i16";
  if (is("conv2d")) wide ? check_case(test, run_conv<int16>(test)) : check_case(test, run_conv<int8>(test));
  else if (is("depthwise_conv2d")) wide ? check_case(test, run_depthwise<int16>(test)) : check_case(test, run_depthwise<int8>(test));
  else if (is("fully_connected")) wide ? check_case(test, run_fully_connected<int16>(test)) : check_case(test, run_fully_connected<int8>(test));
  else if (is("avg_pool2d")) wide ? check_case(test, run_pool<average_pool_2d, int16>(test)) : check_case(test, run_pool<average_pool_2d, int8>(test));
  else if (is("max_pool2d")) wide ? check_case(test, run_pool<max_pool_2d, int16>(test)) : check_case(test, run_pool<max_pool_2d, int8>(test));
  else if (is("add")) wide ? check_case(test, run_add<int16>(test)) : check_case(test, run_add<int8>(test));
  else if (op == "softmax_s8" || op == "softmax") check_case(test, run_softmax(test));
  else if (op == "softmax_s16") check_case(test, run_wide_softmax(test));
  else if (is("mul")) wide ? check_case(test, run_mul<int16>(test)) : check_case(test, run_mul<int8>(test));
  else if (is("pad")) check_case(test, run_pad(test));
  else if (is("transpose_s8")) check_case(test, run_transpose(test));
  else return false;
  return true;
}

}  // namespace

TEST_CASE("kernels equal CMSIS-NN's vectors") {
  std::size_t run = 0;
  for (const char* set : {"conv2d_s8", "conv2d_s16", "conv2d_s8_w4", "depthwise_conv2d_s8", "depthwise_conv2d_s16", "depthwise_conv2d_s8_w4",
                          "fully_connected_s8", "fully_connected_s16", "fully_connected_s8_w4", "avg_pool2d_s8", "avg_pool2d_s16",
                          "max_pool2d_s8", "max_pool2d_s16", "add_s8", "add_s16", "softmax_s8", "softmax_s16",
                          "mul_s8", "mul_s16", "pad_s8", "transpose_s8"})
    for (const auto& test : read_vectors(std::string(EDGETL_CONFORMANCE "/cmsis_nn/") + set)) {
      CAPTURE(set);
      CHECK(run_case(test));
      ++run;
    }
  WARN(run << " cases");
}

TEST_CASE("DS-CNN S equals layer by layer") {
  for (const auto& test : read_vectors(EDGETL_CONFORMANCE "/ds_cnn_s/ds_cnn_s")) {
    CAPTURE(test.id);
    CHECK(run_case(test));
  }
}
