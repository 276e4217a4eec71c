# SPDX-License-Identifier: BSL-1.0
"""Writes the empty model, `empty.py <file>`: a RESHAPE of one int8. What a runtime takes for it is its own call."""
import sys

import schema
from schema import schema as tflite


def tensor(model, shape, kind, name, data=None):
    own = tflite.TensorT()
    own.shape, own.type, own.name = shape, kind, name
    if kind == tflite.TensorType.INT8:
        own.quantization = tflite.QuantizationParametersT()
        own.quantization.scale, own.quantization.zeroPoint = [1.0], [0]
    if data is not None:
        model.buffers.append(tflite.BufferT())
        model.buffers[-1].data = data
        own.buffer = len(model.buffers) - 1
    model.subgraphs[0].tensors.append(own)


empty = tflite.ModelT()
empty.version, empty.buffers, empty.subgraphs = 3, [tflite.BufferT()], [tflite.SubGraphT()]
code = tflite.OperatorCodeT()
code.builtinCode = code.deprecatedBuiltinCode = tflite.BuiltinOperator.RESHAPE
code.version = 1
empty.operatorCodes = [code]
graph = empty.subgraphs[0]
graph.name, graph.tensors, graph.inputs, graph.outputs = "main", [], [0], [2]
tensor(empty, [1, 1], tflite.TensorType.INT8, "in")
tensor(empty, [1], tflite.TensorType.INT32, "shape", b"\1\0\0\0")
tensor(empty, [1], tflite.TensorType.INT8, "out")
node = tflite.OperatorT()
node.opcodeIndex, node.inputs, node.outputs = 0, [0, 1], [2]
node.builtinOptionsType, node.builtinOptions = tflite.BuiltinOptions.ReshapeOptions, tflite.ReshapeOptionsT()
node.builtinOptions.newShape = [1]
graph.operators = [node]
schema.write(empty, sys.argv[1])
