# SPDX-License-Identifier: BSL-1.0
"""An int8 .tflite as ONNX with the operators ONNX Runtime is fast with: `to_onnx.py <model.tflite>…` writes model.onnx
and model.u8.onnx. The first has int8 weights, the fast path, which saturates on processors without VNNI; the second has
the same weights as uint8, 128 above, which does not.

Activations become uint8 (the codes 128 above), images stay in channels-last order through ONNX
Runtime's own operators (domain com.microsoft), which its optimizer would choose anyway. Float models are not converted.
"""
import sys

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

import schema

MS = "com.microsoft"


class Refusal(Exception):
    pass


class Converter:
    def __init__(self, model, offset):
        self.offset, self.weight_type = offset, np.uint8 if offset else np.int8
        self.model, self.graph = model, model.subgraphs[0]
        self.nodes, self.initializers, self.names = [], [], {}

    def add(self, array, hint):
        name = f"{hint}{len(self.initializers)}"
        self.initializers.append(numpy_helper.from_array(np.array(array, order="C"), name))
        return name

    def tensor(self, t):
        return self.graph.tensors[t]

    def shape(self, t):
        return [int(extent) for extent in self.tensor(t).shape]

    def quantization(self, t):
        """Names of a tensor's scale and zero point, as uint8."""
        q = self.tensor(t).quantization
        return [self.add(np.float32(q.scale[0]), "scale"), self.add(np.uint8(q.zeroPoint[0] + 128), "zero")]

    def value(self, t):
        """The name of an activation."""
        if t not in self.names:
            data = schema.constant(self.model, self.tensor(t))
            if data is None:
                raise Refusal(f"tensor {t} comes from nowhere")
            self.names[t] = self.add((data.astype(np.int16) + 128).astype(np.uint8), "constant")
        return self.names[t]

    def emit(self, kind, inputs, t, domain="", clamp=True, op=None, **attributes):
        self.names[t] = f"t{t}"
        ends = self.limits(t, op) if op is not None else None
        made = f"t{t}" if ends is None else f"t{t}_free"
        self.nodes.append(helper.make_node(kind, inputs, [made], domain=domain, **attributes))
        if ends is not None:
            self.nodes.append(helper.make_node("Clip", [made, *(self.add(np.uint8(e), "end") for e in ends)], [f"t{t}"]))

    def limits(self, t, op):
        """The codes a fused activation leaves, or None where all 256 are left."""
        q, kind = self.tensor(t).quantization, getattr(op.builtinOptions, "fusedActivationFunction", 0)
        low, high = {0: (None, None), 1: (0, None), 2: (-1, 1), 3: (0, 6)}[kind]
        code = lambda real: int(np.round(real / q.scale[0])) + int(q.zeroPoint[0]) + 128
        ends = (0 if low is None else max(0, code(low)), 255 if high is None else min(255, code(high)))
        return None if ends == (0, 255) else ends

    def weights(self, t, shape):
        """Names of weights in another shape, their scales and zero points."""
        own = self.tensor(t)
        data = (shape(schema.constant(self.model, own)).astype(np.int16) + self.offset).astype(self.weight_type)
        scales = np.array(own.quantization.scale, np.float32)
        if len(scales) == 1:
            return [self.add(data, "w"), self.add(scales[0], "scale"), self.add(self.weight_type(self.offset), "zero")]
        zeros = np.full(len(scales), self.offset, self.weight_type)
        return [self.add(data, "w"), self.add(scales, "scale"), self.add(zeros, "zero")]

    def pads(self, op, in_shape, out_shape, kernel):
        o = op.builtinOptions
        dilation = (max(1, getattr(o, "dilationHFactor", 1)), max(1, getattr(o, "dilationWFactor", 1)))
        if o.padding == 1:
            return [0, 0, 0, 0], dilation
        total = [max(0, (out_shape[1 + i] - 1) * (o.strideH, o.strideW)[i] + (kernel[i] - 1) * dilation[i] + 1 -
                     in_shape[1 + i]) for i in range(2)]
        return [total[0] // 2, total[1] // 2, total[0] - total[0] // 2, total[1] - total[1] // 2], dilation

    def convolution(self, op, depthwise):
        x, w, b = op.inputs[0], op.inputs[1], op.inputs[2] if len(op.inputs) > 2 else -1
        y = op.outputs[0]
        shape = self.shape(w)
        kernel = shape[1:3]
        pads, dilation = self.pads(op, self.shape(x), self.shape(y), kernel)
        axes = (3, 0, 1, 2) if depthwise else (0, 3, 1, 2)
        inputs = [self.value(x), *self.quantization(x), *self.weights(w, lambda data: data.transpose(axes)),
                  *self.quantization(y)]
        if b >= 0:
            inputs.append(self.add(schema.constant(self.model, self.tensor(b)).astype(np.int32), "bias"))
        groups = self.shape(x)[3] if depthwise else self.shape(x)[3] // shape[3]
        self.emit("QLinearConv", inputs, y, MS, op=op, channels_last=1, group=groups, pads=pads,
                  kernel_shape=[int(k) for k in kernel], strides=[op.builtinOptions.strideH, op.builtinOptions.strideW],
                  dilations=list(dilation))

    def fully_connected(self, op):
        x, w, b = op.inputs[0], op.inputs[1], op.inputs[2] if len(op.inputs) > 2 else -1
        y, features = op.outputs[0], self.shape(op.inputs[1])[1]
        source, rows = self.value(x), int(np.prod(self.shape(x))) // features
        if self.shape(x) != [rows, features]:
            shape = self.add(np.array([rows, features], np.int64), "shape")
            self.nodes.append(helper.make_node("Reshape", [source, shape], [f"{source}_rows"]))
            source = f"{source}_rows"
        parts = self.weights(w, lambda data: data.T)
        bias = "" if b < 0 else self.add(schema.constant(self.model, self.tensor(b)).astype(np.int32), "bias")
        self.emit("QGemm", [source, *self.quantization(x), *parts, bias, *self.quantization(y)], y, MS, op=op)
        if self.shape(y) != [rows, self.shape(w)[0]]:
            raise Refusal("a FULLY_CONNECTED that keeps dimensions")

    def pool(self, op):
        x, y, o = op.inputs[0], op.outputs[0], op.builtinOptions
        kernel = [o.filterHeight, o.filterWidth]
        pads, _ = self.pads(op, self.shape(x), self.shape(y), kernel)
        self.emit("QLinearAveragePool", [self.value(x), *self.quantization(x), *self.quantization(y)], y, MS, op=op,
                  channels_last=1, kernel_shape=kernel, pads=pads, strides=[o.strideH, o.strideW], count_include_pad=0)

    def max_pool(self, op):
        x, y, o = op.inputs[0], op.outputs[0], op.builtinOptions
        kernel = [o.filterHeight, o.filterWidth]
        pads, _ = self.pads(op, self.shape(x), self.shape(y), kernel)
        self.emit("NhwcMaxPool", [self.value(x)], y, MS, op=op, kernel_shape=kernel, pads=pads, strides=[o.strideH, o.strideW])

    def mean(self, op):
        x, y = op.inputs[0], op.outputs[0]
        axes = schema.constant(self.model, self.tensor(op.inputs[1]))
        if len(self.shape(x)) != 4 or sorted(int(axis) % 4 for axis in np.atleast_1d(axes)) != [1, 2]:
            raise Refusal("a MEAN of other axes than an image's")
        self.nodes.append(helper.make_node("QLinearGlobalAveragePool", [self.value(x), *self.quantization(x),
                                           *self.quantization(y)], [f"t{y}_image"], domain=MS, channels_last=1))
        self.emit("Reshape", [f"t{y}_image", self.add(np.array(self.shape(y), np.int64), "shape")], y)

    def binary(self, op, kind):
        a, b, y = op.inputs[0], op.inputs[1], op.outputs[0]
        self.emit(kind, [self.value(a), *self.quantization(a), self.value(b), *self.quantization(b),
                         *self.quantization(y)], y, MS, op=op)

    def reshape(self, op):
        y = op.outputs[0]
        shape = self.add(np.array(self.shape(y), np.int64), "shape")
        self.emit("Reshape", [self.value(op.inputs[0]), shape], y)

    def softmax(self, op):
        x, y = op.inputs[0], op.outputs[0]
        if op.builtinOptions.beta != 1:
            raise Refusal("a SOFTMAX whose beta is not 1")
        self.emit("QLinearSoftmax", [self.value(x), *self.quantization(x), *self.quantization(y)], y, MS, axis=-1, opset=13)

    def operator(self, op):
        name = schema.operator_name(self.model, op)
        known = {"CONV_2D": lambda: self.convolution(op, False), "DEPTHWISE_CONV_2D": lambda: self.convolution(op, True),
                 "FULLY_CONNECTED": lambda: self.fully_connected(op), "AVERAGE_POOL_2D": lambda: self.pool(op),
                 "MAX_POOL_2D": lambda: self.max_pool(op), "MEAN": lambda: self.mean(op),
                 "ADD": lambda: self.binary(op, "QLinearAdd"), "MUL": lambda: self.binary(op, "QLinearMul"),
                 "RESHAPE": lambda: self.reshape(op), "SOFTMAX": lambda: self.softmax(op)}
        if name not in known:
            raise Refusal(f"{name} is not converted")
        known[name]()

    def convert(self):
        inputs, outputs = [], []
        for k, t in enumerate(self.graph.inputs):
            if self.tensor(t).type != schema.schema.TensorType.INT8:
                raise Refusal("inputs are not int8")
            self.names[t] = f"input{k}"
            inputs.append(helper.make_tensor_value_info(f"input{k}", TensorProto.UINT8, self.shape(t)))
        for op in self.graph.operators:
            self.operator(op)
        for k, t in enumerate(self.graph.outputs):
            self.nodes.append(helper.make_node("Identity", [self.names[t]], [f"output{k}"]))
            outputs.append(helper.make_tensor_value_info(f"output{k}", TensorProto.UINT8, self.shape(t)))
        graph = helper.make_graph(self.nodes, "edgetl", inputs, outputs, self.initializers)
        opsets = [helper.make_opsetid("", 17), helper.make_opsetid(MS, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=8)


if __name__ == "__main__":
    for source in sys.argv[1:]:
        try:
            for ending, offset in ((".onnx", 0), (".u8.onnx", 128)):
                onnx.save(Converter(schema.read(source), offset).convert(), source.removesuffix(".tflite") + ending)
        except Refusal as refusal:
            print(f"{source}: not converted to ONNX: {refusal}", file=sys.stderr)
