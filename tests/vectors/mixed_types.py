# SPDX-License-Identifier: BSL-1.0
"""Vectors of the combinations of element types that edgetl accepts and no case of make_vectors.py shows: several steps
on the same inputs in one graph, each an output of it. tests/import/combinations.cpp says what is missing."""
import numpy as np

import integer_model as im
from layers import F, Q, REFERENCE
from model_builder import Model


def arithmetic(add, generator, codes):
    """Two inputs, and an input with a constant; floats to the bit."""
    for dtype in ("i16", "f32"):
        rng, m, q, shape = generator(f"arithmetic_{dtype}"), Model(), Q.get(dtype), (2, 4, 3)
        fixed = codes(rng, dtype, (3,), 1)[0]
        a, b, c = m.tensor(dtype, shape, q), m.tensor(dtype, shape, q), m.tensor(dtype, (3,), q, fixed)
        outputs, steps = [], []
        for op in ("ADD", "SUB", "MUL"):
            qo = q and ((F(q[0] * q[0] * 30000), 0) if op == "MUL" else (F(1.1 * q[0]), 0))
            for right in (b, c):
                outputs.append(m.tensor(dtype, shape, qo))
                steps.append((op, right == c, qo))
                fields = {} if op == "MUL" else {"potScaleInt16": False}
                m.op(op, [a, right], outputs[-1:], op.capitalize() + "Options", **fields)

        def one(left, right, op, qo, rule, q=q, dtype=dtype):
            if q is None:
                return left + right if op == "ADD" else left - right if op == "SUB" else left * right
            if op == "MUL":
                return im.mul(left, right, q, q, qo, "none", dtype, rule)
            return im.add_sub(left, right, q, q, qo, op, "none", dtype, rule)

        def reference(step, rule, steps=steps, fixed=fixed, one=one):
            held = fixed.astype(step[0].dtype)
            return [one(step[0], held if is_fixed else step[1], op, qo, rule) for op, is_fixed, qo in steps]
        add("arithmetic", f"arithmetic_{dtype}", "ADD+SUB+MUL", m.bytes([a, b], outputs),
            [codes(rng, dtype, shape) for _ in range(2)], reference)


def wide_codes(add):
    """QUANTIZE from 8 and 16 bits to 32, and back onto another scale."""
    m, q32, outputs, steps, inputs, values = Model(), (F(1e-4), 17), [], [], [], []
    for dtype, q, last, all_codes in (("i8", (F(0.05), 3), (F(0.065), -9), np.arange(-128, 128)),
                                      ("i16", (F(3e-4), 0), (F(3.9e-4), 0), np.linspace(-32768, 32767, 256).round())):
        x, wide, again = m.tensor(dtype, (1, 256), q), m.tensor("i32", (1, 256), q32), m.tensor(dtype, (1, 256), last)
        m.op("QUANTIZE", [x], [wide], "QuantizeOptions")
        m.op("QUANTIZE", [wide], [again], "QuantizeOptions")
        inputs.append(x)
        outputs += [wide, again]
        steps.append((q, last, dtype))
        values.append(all_codes.reshape(1, 1, 256).astype({"i8": np.int8, "i16": np.int16}[dtype]))

    def reference(step, rule):
        results = []
        for x, (q, last, dtype) in zip(step, steps):
            wide = im.requantize_codes(x, q, q32, "i32", rule)
            results += [wide, im.requantize_codes(wide, q32, last, dtype, rule)]
        return results
    add("quantize", "quantize_i32", "QUANTIZE", m.bytes(inputs, outputs), values, reference)


def limits(add):
    """QUANTIZE of floats as far as int32 holds their steps; beyond, the runtimes' source is undefined."""
    floats = np.array([2147483520, -2147483520, 2e9, -2e9, 1e6, -1e6, 255.5, -255.5, 0.5, -0.5, 0, -0.0], F)
    for dtypes, oracle in ((("i8", "i16"), ()), (("u8",), (REFERENCE,))):
        m = Model()
        x = m.tensor("f32", (1, 12))
        qs = [(F(1), 0 if dtype == "i16" else 100) for dtype in dtypes]
        outputs = [m.tensor(dtype, (1, 12), q) for dtype, q in zip(dtypes, qs)]
        for y in outputs:
            m.op("QUANTIZE", [x], [y], "QuantizeOptions")

        def reference(step, rule, kinds=list(zip(qs, dtypes))):
            return [im.quantize(step[0], q, dtype) for q, dtype in kinds]
        name = f"quantize_f32_{dtypes[0]}_limits"
        add("quantize", name, "QUANTIZE", m.bytes([x], outputs), [floats.reshape(1, 1, 12)], reference, *oracle)


def constants(add, generator):
    """DEQUANTIZE of constants, with one scale and with one per channel."""
    rng, m, shape, outputs, values = generator("dequantize_constants"), Model(), (2, 3, 4), [], []
    x = m.tensor("f32", shape)
    for dtype, axis in (("i8", None), ("u8", None), ("i16", None), ("i8", 1), ("u8", 2)):
        low, high = im.LIMITS[dtype]
        codes = rng.integers(low, high + 1, shape)
        scales = np.exp(rng.uniform(-6, -4, 1 if axis is None else shape[axis])).astype(F)
        zero = 9 if axis is None and dtype != "i16" else 0
        real, y = m.tensor("f32", shape), m.tensor("f32", shape)
        m.op("DEQUANTIZE", [m.tensor(dtype, shape, (scales, zero), codes, axis or 0)], [real], "DequantizeOptions")
        m.op("ADD", [x, real], [y], "AddOptions")
        outputs.append(y)
        along = scales.reshape([-1 if a == axis else 1 for a in range(3)])
        values.append(((codes - zero) * along.astype(np.float64)).astype(F))
    inputs = [rng.normal(0, 2, (2, *shape)).astype(F)]
    add("quantize", "dequantize_constants", "DEQUANTIZE+ADD", m.bytes([x], outputs), inputs,
        lambda step, rule: [step[0] + value for value in values], REFERENCE)


def clamps(add, every_code):
    """RELU6 and RELU_N1_TO_1 onto another scale, LiteRT's: tflite-micro keeps the codes, or has no such operator."""
    m, grid, qi, qo = Model(), (1, 16, 16), (F(0.05), 10), (F(0.031), -40)
    x, *outputs = m.tensor("i8", grid, qi), m.tensor("i8", grid, qo), m.tensor("i8", grid, qo)
    for op, y in zip(("RELU6", "RELU_N1_TO_1"), outputs):
        m.op(op, [x], [y])

    def reference(step, rule):
        code = im.requantize(step[0] - qi[1], *im.multiplier(float(F(qi[0] / qo[0])), rule), rule) + qo[1]
        return [np.clip(code, *im.activation_range(act, *qo, "i8")) for act in ("relu6", "relu_n1_to_1")]
    add("activation", "relu6_relu_n1_to_1_i8_rescaled", "RELU6+RELU_N1_TO_1", m.bytes([x], outputs), [every_code("i8")],
        reference, REFERENCE)


class Moves:
    """All that moves elements, of an input and of a constant, with shapes and axes of int32 and int64."""

    shape = (2, 3, 4)

    def __init__(self, rng, dtype, some):
        self.m, self.dtype, self.q, self.outputs, self.steps = Model(), dtype, Q.get(dtype), [], []
        self.fixed, self.filling = some(self.shape), some((1,))
        self.x, self.target = self.m.tensor(dtype, self.shape, self.q), self.m.tensor("i32", (2,))
        self.c = self.m.tensor(dtype, self.shape, self.q, self.fixed)
        self.v = self.m.tensor(dtype, (1,), self.q, self.filling)

    def integers(self, kind, values):
        return self.m.tensor(kind, np.shape(values), None, np.array(values))

    def op(self, name, inputs, shape, function=None, **fields):
        """An output of the graph if `function` says what it is."""
        y = self.m.tensor(self.dtype, shape, self.q)
        words = {"PADV2": "PadV2"}.get(name) or "".join(word.capitalize() for word in name.split("_"))
        self.m.op(name, inputs, [y], words + "Options", **fields)
        if function:
            self.outputs.append(y)
            self.steps.append(function)
        return y

    def joined(self, inputs, axis, shape, function):
        self.op("CONCATENATION", inputs, shape, function, axis=axis)

    def boxes(self):
        x, c, fixed = self.x, self.c, self.fixed
        self.joined([x, x], 1, (2, 6, 4), lambda x: np.concatenate([x, x], 1))
        self.joined([x, c], 0, (4, 3, 4), lambda x: np.concatenate([x, fixed], 0))
        self.joined([c, x], 2, (2, 3, 8), lambda x: np.concatenate([fixed, x], 2))
        pads, zero = [[0, 1], [2, 0], [1, 1]], np.array(self.q[1] if self.q else 0).astype(fixed.dtype)
        for kind in ("i32", "i64"):
            by = self.integers(kind, pads)
            self.op("PAD", [x, by], (3, 5, 6), lambda x: np.pad(x, pads, constant_values=zero))
            self.op("PADV2", [x, by, self.v], (3, 5, 6), lambda x: np.pad(x, pads, constant_values=self.filling[0]))
        self.op("TRANSPOSE", [x, self.integers("i32", [2, 0, 1])], (4, 2, 3), lambda x: x.transpose(2, 0, 1))
        corners = [self.integers("i32", each) for each in ([0, 2, 3], [2, 0, 0], [1, -1, -2])]
        take = np.s_[0:2, 2:0:-1, 3:0:-2]
        of_x = self.op("STRIDED_SLICE", [x, *corners], (2, 2, 2), lambda x: x[take])
        if self.dtype in ("i32", "i64"):  # of a constant, while compiling
            of_c = self.op("STRIDED_SLICE", [c, *corners], (2, 2, 2))
            self.joined([of_x, of_c], 2, (2, 2, 4), lambda x: np.concatenate([x[take], fixed[take]], 2))

    def shapes(self):
        x, c, fixed = self.x, self.c, self.fixed
        for by in (self.integers("i32", [4, 6]), self.target):
            of_x = self.op("RESHAPE", [x, by], (4, 6), lambda x: x.reshape(4, 6))
            of_c = self.op("RESHAPE", [c, by], (4, 6))
            self.joined([of_x, of_c], 0, (8, 6), lambda x: np.concatenate([x, fixed]).reshape(8, 6))
        for kind in ("i32", "i64"):
            axis, longer = self.integers(kind, 1), (2, 1, 3, 4)
            parts = [self.op("EXPAND_DIMS", [x, axis], longer, lambda x: x[:, None]),
                     self.op("EXPAND_DIMS", [c, axis], longer)]
        parts = [self.op("SQUEEZE", [part], self.shape, squeezeDims=[1]) for part in parts]
        self.joined(parts, 2, (2, 3, 8), lambda x: np.concatenate([x, fixed], 2))

    def extent(self, kind, source, axis):
        whole, one = self.m.tensor(kind, (3,)), self.m.tensor(kind, ())
        self.m.op("SHAPE", [source], [whole], "ShapeOptions", outType={"i32": 2, "i64": 4}[kind])
        corners = [self.integers("i32", [at]) for at in (axis, axis + 1, 1)]
        self.m.op("STRIDED_SLICE", [whole, *corners], [one], "StridedSliceOptions", shrinkAxisMask=1)
        return one

    def packed(self, kind, parts):
        y = self.m.tensor(kind, (len(parts),))
        self.m.op("PACK", parts, [y], "PackOptions", valuesCount=len(parts), axis=0)
        return y

    def extents(self):
        """Those of the input and of the constant, in both widths, as a shape and as an axis."""
        parts = [self.extent("i32", source, axis) for source, axis in ((self.x, 2), (self.c, 0), (self.x, 1))]
        self.op("RESHAPE", [self.x, self.packed("i32", parts)], (4, 2, 3), lambda x: x.reshape(4, 2, 3))
        for source in (self.x, self.c):
            axis = self.packed("i64", [self.extent("i64", source, 0)])
            self.op("EXPAND_DIMS", [self.x, axis], (2, 3, 1, 4), lambda x: x[:, :, None])


def moves(add, generator, codes):
    for dtype in ("f32", "i8", "i16", "u8", "i32", "i64", "b8"):
        rng = generator(f"moves_{dtype}")

        def some(shape, steps=None):
            size = (steps or 1, *shape)
            if dtype == "b8":
                every = rng.integers(0, 2, size).astype(np.bool_)
            else:
                every = rng.integers(-2**40, 2**40, size) if dtype == "i64" else codes(rng, dtype, shape, size[0])
            return every if steps else every[0]
        own = Moves(rng, dtype, some)
        own.boxes()
        own.shapes()
        own.extents()
        inputs = [some(own.shape, 3), np.tile(np.array([4, 6], np.int32), (3, 1))]
        add("shape", f"moves_{dtype}", "moves", own.m.bytes([own.x, own.target], own.outputs), inputs,
            lambda step, rule, own=own: [function(step[0]) for function in own.steps], REFERENCE)
