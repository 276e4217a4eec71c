# SPDX-License-Identifier: BSL-1.0
"""Cuts a .tflite into one model per operator: `layers.py <model> <folder>` writes <folder>/<operator>.tflite
and inputs for each, <operator>.in: random codes, or normal floats.

The peers' profilers count whole microseconds, too coarse for these layers, so the peers run each layer as a model.
"""
import copy
import pathlib
import sys
import zlib

import numpy as np

import schema
from schema import schema as tflite


def cut(model, index):
    graph, op = model.subgraphs[0], model.subgraphs[0].operators[index]
    result = tflite.ModelT()
    result.version, result.description = model.version, "one operator"
    result.operatorCodes = [model.operatorCodes[op.opcodeIndex]]
    result.buffers = [tflite.BufferT()]
    own = tflite.SubGraphT()
    own.name, own.tensors, own.inputs, own.outputs = "main", [], [], []
    numbers = {}

    def take(t):
        if t < 0:
            return -1
        if t not in numbers:
            tensor = copy.copy(graph.tensors[t])
            held = model.buffers[tensor.buffer]
            is_constant = held.data is not None and len(held.data) > 0
            tensor.buffer, tensor.shapeSignature = 0, None
            if is_constant:
                result.buffers.append(held)
                tensor.buffer = len(result.buffers) - 1
            own.tensors.append(tensor)
            numbers[t] = len(own.tensors) - 1
            if not is_constant and t not in op.outputs:
                own.inputs.append(numbers[t])
        return numbers[t]

    node = copy.copy(op)
    node.opcodeIndex = 0
    node.inputs = [take(t) for t in op.inputs]
    node.outputs = [take(t) for t in op.outputs]
    own.outputs, own.operators = list(node.outputs), [node]
    result.subgraphs = [own]
    return result if own.inputs else None


def random_inputs(layer, name):
    generator, blob = np.random.default_rng(zlib.crc32(name.encode())), b""
    graph = layer.subgraphs[0]
    for t in graph.inputs:
        kind, shape = schema.TYPES[graph.tensors[t].type], tuple(graph.tensors[t].shape)
        if kind == np.float32:
            blob += generator.normal(0, 1, shape).astype(kind).tobytes()
        else:
            ends = np.iinfo(kind)
            blob += generator.integers(ends.min, ends.max, shape, kind, endpoint=True).tobytes()
    return blob


if __name__ == "__main__":
    source, folder = schema.read(sys.argv[1]), pathlib.Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    for k in range(len(source.subgraphs[0].operators)):
        layer = cut(source, k)
        if layer is not None:
            schema.write(layer, folder / f"{k}.tflite")
            (folder / f"{k}.in").write_bytes(random_inputs(layer, f"{folder.name} {k}"))
