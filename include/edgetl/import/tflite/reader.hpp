// SPDX-License-Identifier: BSL-1.0
// Reads the first subgraph of a .tflite file into a tape. The same function runs in constant evaluation
// and in host tools; it answers with a status and never reads outside the file.
#pragma once

#include <edgetl/graph/passes/fold_constants.hpp>
#include <edgetl/graph/tape.hpp>
#include <edgetl/import/status.hpp>
#include <edgetl/import/tflite/flatbuffer.hpp>
#include <edgetl/import/tflite/missing.hpp>
#include <edgetl/import/tflite/operations.hpp>
#include <edgetl/import/tflite/schema.hpp>

namespace edgetl::import::tflite {

inline constexpr std::int64_t max_elements = std::int64_t{1} << 30;  // of a tensor
inline constexpr std::int64_t max_edges    = std::int64_t{1} << 20;  // of a graph

template <class Rows, class Tape> class reader {
 public:
  constexpr reader(bytes_view bytes, Tape& into) : file(bytes), tape(into) {}

  constexpr status read() {
    if (!file.file.contains(0, 8)) return truncated();
    if (file.file.u32(4) != 0x334C4654u)  // "TFL3"
      return {"has no TFL3 identifier at byte 4 -> pass a TensorFlow Lite file", -1, -1, -1, 4};
    const table root = file.root();
    codes            = file.elements(root, schema::model::operator_codes, 4);
    buffers          = file.elements(root, schema::model::buffers, 4);
    const vector graphs = file.elements(root, schema::model::subgraphs, 4);
    if (!file.ok()) return truncated();
    if (graphs.count == 0) return {"has no subgraph -> pass a converted model"};
    subgraph  = file.element_table(graphs, 0);
    tensors   = file.elements(subgraph, schema::subgraph::tensors, 4);
    operators = file.elements(subgraph, schema::subgraph::operators, 4);
    if (!file.ok()) return truncated();
    if (static_cast<std::int64_t>(tensors.count) > Tape::capacity.tensors ||
        static_cast<std::int64_t>(operators.count) > Tape::capacity.steps)
      return {"has more tensors or operators than this tool has room for -> compile it instead"};

    tape.sizes.tensors = static_cast<std::int32_t>(tensors.count);
    for (std::uint32_t i = 0; i < tensors.count; ++i) read_name(i);
    if (!file.ok()) return truncated();
    status missing;
    for (std::uint32_t i = 0; i < operators.count; ++i)
      if (const status result = read_operator(i, missing); !result.ok()) return result;
    if (!missing.ok()) return missing;  // said before anything that can be mended in the file
    if (const status result = read_ends(schema::subgraph::inputs, tape.inputs, tape.sizes.inputs, Tape::capacity.inputs); !result.ok())
      return result;
    if (const status result = read_ends(schema::subgraph::outputs, tape.outputs, tape.sizes.outputs, Tape::capacity.outputs); !result.ok())
      return result;
    return read_used_tensors();
  }

 private:
  flatbuffer file;
  Tape&      tape;
  vector     codes{}, buffers{}, tensors{}, operators{};
  table      subgraph{};

  constexpr status truncated() const {
    return {"ends early or holds an offset that leaves the file -> pass the whole file", -1, -1, -1,
            file.ok() ? static_cast<std::int64_t>(file.file.size) : file.broken_at};
  }

  constexpr status read_ends(int id, std::int32_t* ends, std::int32_t& count, std::int32_t capacity) {
    const vector listed = file.elements(subgraph, id, 4);
    if (!file.ok()) return truncated();
    if (static_cast<std::int64_t>(listed.count) > capacity)
      return {"has more inputs or outputs than this tool has room for -> compile it instead"};
    if (listed.count == 0)
      return {id == schema::subgraph::inputs ? "has no input -> convert a model that computes on one"
                                             : "has no output -> convert a model that answers with one"};
    count = static_cast<std::int32_t>(listed.count);
    for (std::uint32_t i = 0; i < listed.count; ++i) {
      ends[i] = file.file.i32(listed.at + 4 * i);
      if (ends[i] < 0 || ends[i] >= tape.sizes.tensors)
        return {"lists an input or output that is no tensor of it -> convert the model again", -1, -1, -1, listed.at + 4 * i};
    }
    return {};
  }

  constexpr void read_name(std::uint32_t index) {
    const vector name             = file.elements(file.element_table(tensors, index), schema::tensor::name, 1);
    tape.tensors[index].name_at   = name.at;
    tape.tensors[index].name_size = name.count;
  }

  // What no operator reads or writes may be anything.
  constexpr status read_used_tensors() {
    bool used[static_cast<std::size_t>(Tape::capacity.tensors > 0 ? Tape::capacity.tensors : 1)] = {};
    for (std::int32_t k = 0; k < tape.sizes.inputs; ++k) used[tape.inputs[k]] = true;
    for (std::int32_t k = 0; k < tape.sizes.outputs; ++k) used[tape.outputs[k]] = true;
    for (std::int32_t k = 0; k < tape.sizes.edges; ++k)
      if (tape.edges[k] >= 0) used[tape.edges[k]] = true;
    for (std::uint32_t i = 0; i < tensors.count; ++i)
      if (used[i])
        if (const status result = read_tensor(i); !result.ok()) return result;
    return file.ok() ? status{} : truncated();
  }

  constexpr status read_tensor(std::uint32_t index) {
    const auto  number = static_cast<std::int32_t>(index);
    const table source = file.element_table(tensors, index);
    auto&       result = tape.tensors[index];
    const auto  refuse = [&](const char* reason) { return status{reason, -1, -1, number}; };

    result.element  = schema::element_of(file.i8(source, schema::tensor::type));
    result.stored   = result.element;
    result.variable = file.i8(source, schema::tensor::is_variable) != 0;

    // the shape alone counts: where its signature leaves an extent open, the shape has the one that the converter chose
    const vector shape = file.elements(source, schema::tensor::shape, 4);
    if (!file.ok()) return truncated();
    if (shape.count > static_cast<std::uint32_t>(max_rank))
      return refuse("has more than six dimensions -> merge some of them");
    result.shape.rank     = static_cast<std::int32_t>(shape.count);
    std::int64_t elements = 1;  // where one extent is 0, of the others
    for (std::uint32_t axis = 0; axis < shape.count; ++axis) {
      const std::int32_t size = file.file.i32(shape.at + 4 * axis);
      if (size < 0) return refuse("has a dimension that is not fixed -> convert the model with static shapes");
      elements *= size > 0 ? size : 1;
      if (elements > max_elements) return refuse("has more than 2^30 elements -> use a smaller tensor");
      result.shape.dims[axis] = size;
    }
    if (const status found = read_constant(source, number, result); !found.ok()) return found;
    if (file.child(source, schema::tensor::sparsity))
      return refuse("is stored sparse -> convert the model with dense weights");
    if (!file.ok()) return truncated();
    if (result.constant && result.element != element_type::unknown &&
        result.constant_size < bytes_of(result.element, result.shape.count()))
      return refuse("has fewer bytes than its shape needs -> convert the model again");
    return read_quantization(source, number, result);
  }

  // Where a tensor's bytes stand: in the flatbuffer, or behind it in the same file. One without elements needs none.
  constexpr status read_constant(const table& source, std::int32_t number, graph::tensor_info& result) {
    const auto         refuse = [&](const char* reason) { return status{reason, -1, -1, number}; };
    const std::int32_t buffer = file.i32(source, schema::tensor::buffer);
    result.constant           = result.shape.count() == 0;
    if (file.i32(source, schema::tensor::external_buffer) != 0)
      return refuse("keeps its data in another file -> convert the model into one file");
    if (buffer == 0) return {};
    if (buffer < 0 || static_cast<std::uint32_t>(buffer) >= buffers.count)
      return refuse("refers to a buffer that the file does not have -> convert the model again");
    const table         holder = file.element_table(buffers, static_cast<std::uint32_t>(buffer));
    const vector        data   = file.elements(holder, schema::buffer::data, 1);
    const std::uint64_t offset = file.u64(holder, schema::buffer::offset),
                        size   = file.u64(holder, schema::buffer::size);
    if (!file.ok()) return truncated();
    result.constant_at   = data.at;
    result.constant_size = data.count;
    if (data.count == 0 && offset > 1 && size > 1) {  // 1: the converter meant to fill it in
      if (offset > file.file.size || size > file.file.size - offset)
        return refuse("keeps its data behind the end of the file -> pass the whole file");
      if (offset + size > 0xFFFFFFFFull) return refuse("keeps its data beyond 4 GB -> use a smaller model");
      result.constant_at   = static_cast<std::uint32_t>(offset);
      result.constant_size = static_cast<std::uint32_t>(size);
    }
    result.constant = result.constant || result.constant_size > 0;
    return {};
  }

  constexpr status read_quantization(const table& source, std::int32_t number, graph::tensor_info& result) {
    const auto   refuse      = [&](const char* reason) { return status{reason, -1, -1, number}; };
    result.quantization      = quant::affine{0.0f, 0};
    const table  parameters  = file.child(source, schema::tensor::quantization);
    const vector scales      = file.elements(parameters, schema::quantization::scale, 4);
    const vector zero_points = file.elements(parameters, schema::quantization::zero_point, 8);
    result.channel_axis      = file.i32(parameters, schema::quantization::dimension);
    if (!file.ok()) return truncated();
    // a 32-bit activation (QUANTIZE to or from int32); the scale of a bias follows from its layer's
    const bool wide = result.element == element_type::int32 && !result.constant && scales.count == 1;
    if (scales.count == 0 || !(is_quantized(result.element) || wide)) return {};
    if (file.i8(parameters, schema::quantization::details_type) > 1)
      return refuse("is quantized in blocks -> quantize it per tensor or per channel");
    if (zero_points.count > 1 && zero_points.count != scales.count)
      return refuse("has another number of zero points than of scales -> quantize it again");
    if (scales.count > 1) {
      if (result.channel_axis < 0 || result.channel_axis >= result.shape.rank ||
          static_cast<std::uint32_t>(result.shape[result.channel_axis]) != scales.count)
        return refuse("has another number of scales than channels -> quantize it per tensor or per channel");
      for (std::uint32_t c = 0; c < zero_points.count; ++c)
        if (file.file.i64(zero_points.at + 8 * c) != 0)
          return refuse("is quantized per channel with a zero point that is not 0 -> quantize it symmetrically");
    }
    for (std::uint32_t c = 0; c < scales.count; ++c) {
      const float scale = file.file.f32(scales.at + 4 * c);
      if (!(scale >= 0.0f) || !numeric::is_finite(scale) || (scale == 0.0f && !result.constant))
        return refuse("has a scale that is not a positive number -> quantize it again");
    }
    const std::int64_t zero_point = zero_points.count > 0 ? file.file.i64(zero_points.at) : 0;
    const auto         range      = wide ? kernel::bounds<std::int32_t>{code_range<int32>::lowest, code_range<int32>::highest}
                                         : kernel::code_bounds(kernel::activation::none, result.element, {});
    if (zero_point < range.lowest || zero_point > range.highest)
      return refuse("has a zero point outside its element type -> quantize it again");
    result.quantization = {file.file.f32(scales.at), static_cast<std::int32_t>(zero_point)};
    result.channels     = static_cast<std::int32_t>(scales.count);
    result.scales_at    = scales.at;
    return {};
  }

  // Appends a step's tensor indices to the tape's edges.
  constexpr bool read_edges(const table& source, int id, std::int32_t& first, std::int32_t& count) {
    const vector listed = file.elements(source, id, 4);
    first               = tape.sizes.edges;
    count               = static_cast<std::int32_t>(listed.count);
    if (static_cast<std::int64_t>(tape.sizes.edges) + static_cast<std::int64_t>(listed.count) > Tape::capacity.edges) return false;
    for (std::uint32_t k = 0; k < listed.count; ++k) tape.edges[tape.sizes.edges++] = file.file.i32(listed.at + 4 * k);
    return true;
  }

  // Where no row computes the operator, `missing` says so of the first such one.
  constexpr status read_operator(std::uint32_t index, status& missing) {
    const auto          number = static_cast<std::int32_t>(index);
    const table         source = file.element_table(operators, index);
    const operator_kind kind   = kind_of(file, codes, source);
    if (!file.ok()) return truncated();
    if (kind.code < 0) return {"has an operator code that the file does not list -> convert the model again", number};

    graph::step_info& step = tape.steps[tape.sizes.steps];
    step.source_index      = number;
    step.operation         = Rows::find(kind.code);
    if (!read_edges(source, schema::op::inputs, step.first_input, step.input_count) ||
        !read_edges(source, schema::op::outputs, step.first_output, step.output_count))
      return {"has more edges than this tool has room for -> compile it instead"};
    if (!file.ok()) return truncated();
    for (std::int32_t k = 0; k < step.input_count + step.output_count; ++k) {
      const std::int32_t tensor = tape.edges[step.first_input + k];
      if (tensor < (k < step.input_count ? -1 : 0) || tensor >= tape.sizes.tensors)
        return {"refers to a tensor that the graph does not have -> convert the model again", number, kind.code};
    }
    if (step.operation < 0) {
      if (missing.ok())
        missing = {"is not supported -> see docs/operations.md for what is", number, kind.code,
                   step.output_count > 0 ? tape.output_of(step, 0) : graph::none};
      return {};
    }
    if (step.output_count < 1) return {"has no output -> convert the model again", number, kind.code};
    Rows::read_options(step.operation, file, file.child(source, schema::op::options), step.options);
    if (!file.ok()) return truncated();
    ++tape.sizes.steps;
    return {};
  }
};

// Room that a file's first subgraph needs; nothing where the file is broken (the reader says why).
constexpr graph::tape_sizes measure(bytes_view bytes) {
  flatbuffer file(bytes);
  if (!bytes.contains(0, 8)) return {};
  const vector graphs = file.elements(file.root(), schema::model::subgraphs, 4);
  if (graphs.count == 0) return {};
  const table  subgraph  = file.element_table(graphs, 0);
  const vector operators = file.elements(subgraph, schema::subgraph::operators, 4);
  const auto   count_of  = [&](int id) { return static_cast<std::int32_t>(file.elements(subgraph, id, 4).count); };
  graph::tape_sizes result{count_of(schema::subgraph::tensors), static_cast<std::int32_t>(operators.count), 0,
                           count_of(schema::subgraph::inputs), count_of(schema::subgraph::outputs)};
  std::int64_t edges = 0;
  for (std::uint32_t i = 0; i < operators.count; ++i) {
    const table op = file.element_table(operators, i);
    edges += std::int64_t{file.elements(op, schema::op::inputs, 4).count} + file.elements(op, schema::op::outputs, 4).count;
  }
  if (edges > max_edges) return {};  // operators that share a huge list; the reader has no room for it and says so
  result.edges = static_cast<std::int32_t>(edges);
  return file.ok() ? result : graph::tape_sizes{};
}

}  // namespace edgetl::import::tflite
