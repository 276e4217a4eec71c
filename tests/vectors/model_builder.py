# SPDX-License-Identifier: BSL-1.0
"""Writes small .tflite files by hand, with the schema bindings that the tflite-micro package carries."""
import flatbuffers
import numpy as np
from tflite_micro.tensorflow.lite.micro.python import schema_py_generated as schema

TYPES = {"f32": "FLOAT32", "f16": "FLOAT16", "i32": "INT32", "u8": "UINT8", "i64": "INT64", "i16": "INT16",
         "i8": "INT8", "i4": "INT4", "b8": "BOOL"}
NUMPY = {"f32": np.float32, "f16": np.float16, "i32": np.int32, "u8": np.uint8, "i64": np.int64, "i16": np.int16,
         "i8": np.int8, "b8": np.bool_}


class AlignedBuffer(schema.BufferT):
    """Its data starts at a multiple of 16 in the file, as the schema demands; `behind` stands behind the flatbuffer."""
    behind = None

    def Pack(self, builder):
        if self.data is not None:
            builder.StartVector(1, len(self.data), 16)
            builder.head -= len(self.data)
            builder.Bytes[builder.head:builder.head + len(self.data)] = self.data
            data = builder.EndVector()
        schema.BufferStart(builder)
        if self.data is not None:
            schema.BufferAddData(builder, data)
        if self.behind is not None:
            schema.BufferAddOffset(builder, self.offset)
            schema.BufferAddSize(builder, len(self.behind))
        return schema.BufferEnd(builder)


def pack_int4(codes):  # two per byte, the low half first
    codes = np.append(codes.ravel(), [0] * (codes.size % 2)).astype(np.int64) & 15
    return (codes[0::2] | codes[1::2] << 4).astype(np.uint8).tobytes()


class Model:
    def __init__(self):
        self.buffers, self.tensors, self.codes, self.operators = [AlignedBuffer()], [], [], []
        self.description = "edgetl test"

    def tensor(self, dtype, shape, q=None, data=None, axis=0, buffer=None, signature=None):
        """Adds one; q is (scale, zero point), each a number or a list. Answers its index."""
        t = schema.TensorT()
        t.shape, t.type, t.name = list(shape), getattr(schema.TensorType, TYPES[dtype]), f"t{len(self.tensors)}"
        t.hasRank = True
        if signature is not None:
            t.shapeSignature = list(signature)
        if q is not None:
            t.quantization = schema.QuantizationParametersT()
            t.quantization.scale = [float(v) for v in np.atleast_1d(q[0])]
            zeros = np.atleast_1d(q[1])
            t.quantization.zeroPoint = [int(v) for v in np.broadcast_to(zeros, len(t.quantization.scale))]
            t.quantization.quantizedDimension = axis
        if data is not None:
            held = AlignedBuffer()
            held.data = pack_int4(data) if dtype == "i4" else np.ascontiguousarray(data, NUMPY[dtype]).tobytes()
            self.buffers.append(held)
            t.buffer = len(self.buffers) - 1
        if buffer is not None:
            t.buffer = self.tensors[buffer].buffer
        self.tensors.append(t)
        return len(self.tensors) - 1

    def move_behind(self):
        """All data so far stands behind the flatbuffer, as converters write large models."""
        for held in self.buffers:
            held.data, held.behind = None, held.data

    def op(self, name, inputs, outputs, options=None, **fields):
        code = getattr(schema.BuiltinOperator, name)
        if code not in self.codes:
            self.codes.append(code)
        o = schema.OperatorT()
        o.opcodeIndex, o.inputs, o.outputs = self.codes.index(code), list(inputs), list(outputs)
        if options:
            o.builtinOptionsType = getattr(schema.BuiltinOptions, options)
            o.builtinOptions = getattr(schema, options + "T")()
            for key, value in fields.items():
                assert hasattr(o.builtinOptions, key), key
                setattr(o.builtinOptions, key, value)
        self.operators.append(o)

    def bytes(self, inputs, outputs):
        graph = schema.SubGraphT()
        graph.tensors, graph.operators, graph.name = self.tensors, self.operators, "main"
        graph.inputs, graph.outputs = list(inputs), list(outputs)
        model = schema.ModelT()
        model.version, model.subgraphs, model.buffers = 3, [graph], self.buffers
        model.description = self.description
        model.operatorCodes = []
        for code in self.codes:
            c = schema.OperatorCodeT()
            c.builtinCode, c.deprecatedBuiltinCode, c.version = code, min(code, 127), 1
            model.operatorCodes.append(c)
        file, held = b"", [b for b in self.buffers if b.behind is not None]
        for _ in range(2):  # the second time, the length of what stands in front is known
            at = len(file)
            for b in held:
                b.offset = at = at + -at % 16 or 16
                at += len(b.behind)
            builder = flatbuffers.Builder(1024)
            builder.Finish(model.Pack(builder), b"TFL3")
            file = bytes(builder.Output())
        for b in held:
            file += bytes(b.offset - len(file)) + b.behind
        return file
