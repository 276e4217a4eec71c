# SPDX-License-Identifier: BSL-1.0
"""Vectors of many contractions on one input, each an output of the graph: float activations by filters of codes, and
the combinations of element types that no single case of make_vectors.py has."""
import numpy as np

import integer_model as im
from model_builder import Model

F = np.float32
REFERENCE, LITE = "litert-reference", "litert"
Q = {"i8": (F(0.05), -11), "i16": (F(3e-4), 0), "u8": (F(0.05), 7)}
CLAMPS = {"none": (-np.inf, np.inf), "relu": (0, np.inf), "relu6": (0, 6)}


def reals(rng, shape):
    """Anything; multiples of 1/8, which fall between two codes; rows of one sign; rows of very different size."""
    every = rng.normal(0, 2, (4, *shape))
    every[1] = rng.integers(-8, 9, shape) / 8
    every[2] = np.abs(every[2]) + 0.5
    every[2, ::2] *= -1
    every[3] *= np.geomspace(1e-3, 1e3, shape[0]).reshape(-1, *[1] * (len(shape) - 1))
    return every.astype(F)


class Layers:
    """`reference` answers all outputs."""

    def __init__(self, rng, x_shape, dtype):
        self.rng, self.m, self.x_shape, self.dtype = rng, Model(), x_shape, dtype
        self.q = Q.get(dtype)
        self.x, self.outputs, self.steps = self.m.tensor(dtype, x_shape, self.q), [], []

    def weights(self, w_type, shape, outs, axis, per_channel):
        limit = 7 if w_type == "i4" else 127
        codes = self.rng.integers(-limit, limit + 1, shape)
        scales = np.exp(self.rng.uniform(-6, -4.5, outs if per_channel else 1)).astype(F)
        return codes, scales, self.m.tensor(w_type, shape, (scales, 0), codes, axis)

    def add(self, op, w, bias, shape, options, act, accumulate, ranges, fields):
        """`accumulate` answers sums of integer products, `ranges` the codes and steps of a real input."""
        codes, scales, held = w
        outs, ins, b, qo = shape[-1], [self.x, held], None, None
        typical = np.sqrt(codes.size / outs) * np.abs(codes).mean()  # of a sum, in steps of an input of size 1
        if bias == "f32":
            b = self.rng.normal(0, 1, outs).astype(F)
            ins.append(self.m.tensor("f32", (outs,), None, b))
        elif bias:
            reach = int(typical * (40 if self.dtype == "i8" else 4000))
            b = self.rng.integers(-reach, reach + 1, outs)
            ins.append(self.m.tensor(bias, (outs,), (self.q[0] * scales, 0), b))
        if self.q:
            qo = (F(typical * scales.mean() * self.q[0] * (0.6 if self.dtype == "i8" else 1.5)), self.q[1])
        y = self.m.tensor(self.dtype, shape, qo)
        self.m.op(op, ins, [y], options, fusedActivationFunction={"none": 0, "relu": 1, "relu6": 3}[act], **fields)
        self.outputs.append(y)

        def real(x, rule):
            values, steps = ranges(x)
            sums = accumulate(values, codes, None, 0)
            return np.clip(sums * steps * scales + (0 if b is None else b), *CLAMPS[act]).reshape(shape)

        def quantized(x, rule):
            ms = [im.multiplier(im.d(self.q[0]) * im.d(s) / im.d(qo[0]), rule) for s in np.broadcast_to(scales, outs)]
            sums = accumulate(x.astype(np.int64), codes, b, self.q[1])
            wide = self.dtype == "i16" and bias != "i32"
            clamp = im.activation_range(act, *qo, self.dtype)
            return im.contraction_output(sums, wide, ms, qo[1], clamp, rule).reshape(shape)
        self.steps.append(quantized if self.q else real)

    def fully_connected(self, outs, w_type="i8", per_channel=True, bias="f32", keep=False, act="none",
                        asymmetric=False):
        features = self.x_shape[-1]
        rows = int(np.prod(self.x_shape)) // features
        range_of = im.asymmetric_range if asymmetric else im.symmetric_range
        self.add("FULLY_CONNECTED", self.weights(w_type, (outs, features), outs, 0, per_channel), bias,
                 (*self.x_shape[:-1], outs) if keep else (rows, outs), "FullyConnectedOptions", act,
                 lambda x, w, b, zero: (x.reshape(rows, features) - zero) @ w.T + (0 if b is None else b),
                 lambda x: im.quantized_parts(x.reshape(rows, features), range_of),
                 dict(keepNumDims=keep, asymmetricQuantizeInputs=asymmetric))

    def convolution(self, outs=0, k=(3, 3), w_type="i8", per_channel=True, bias="f32", groups=1, strides=(1, 1),
                    dilations=(1, 1), padding="SAME", act="none", multiplier=0, pixels=False):
        """A depthwise one if `multiplier` is not 0; `pixels`: each has a range of its own."""
        n, h, w, c = self.x_shape
        outs = c * multiplier or outs
        oh, ow = (im.same_padding(s, k[i], strides[i], dilations[i], padding)[0] for i, s in enumerate((h, w)))
        fields = dict(padding={"SAME": 0, "VALID": 1}[padding], strideH=strides[0], strideW=strides[1],
                      dilationHFactor=dilations[0], dilationWFactor=dilations[1])

        def accumulate(x, w, b, zero):
            return im.convolution(x, w.astype(np.int64), b, zero, strides, dilations, padding, multiplier)

        def ranges(x):
            if pixels:
                return im.quantized_parts(x.reshape(-1, c), im.qd8_range, x.shape, (n, h, w, 1))
            return im.quantized_parts(x, im.asymmetric_range if multiplier else im.qd8_range)
        shape = (n, oh, ow, outs)
        if multiplier:
            own = self.weights(w_type, (1, *k, outs), outs, 3, per_channel)
            self.add("DEPTHWISE_CONV_2D", own, bias, shape, "DepthwiseConv2DOptions", act, accumulate, ranges,
                     dict(depthMultiplier=multiplier, **fields))
        else:
            own = self.weights(w_type, (outs, *k, c // groups), outs, 0, per_channel)
            self.add("CONV_2D", own, bias, shape, "Conv2DOptions", act, accumulate, ranges, fields)

    def reference(self, step, rule):
        return [one(step[0], rule) for one in self.steps]

    def bytes(self):
        return self.m.bytes([self.x], self.outputs)


def hybrids(add, generator):
    """Float activations, filters of codes. CONV_2D is what LiteRT answers as it comes; see docs/operations.md."""
    def case(name, x_shape, which, write):
        rng = generator(name)
        layers = Layers(rng, x_shape, "f32")
        write(layers)
        op = "FULLY_CONNECTED" if "fully" in name else "DEPTHWISE_CONV_2D" if "depthwise" in name else "CONV_2D"
        add("hybrid", name, op, layers.bytes(), [reals(rng, x_shape)], layers.reference, which, exact=False)

    def dense(layers):
        for w_type in ("i8", "i4"):
            for per_channel in (False, True):
                for bias in (None, "f32"):
                    for asymmetric in (False, True):
                        act = "relu6" if w_type == "i4" and bias else "none"
                        layers.fully_connected(5, w_type, per_channel, bias, bool(bias), act, asymmetric)

    def images(layers):
        for per_channel in (False, True):
            layers.convolution(5, per_channel=per_channel)
            layers.convolution(7, (1, 1), per_channel=per_channel, pixels=True)
            layers.convolution(6, groups=2, per_channel=per_channel, act="relu")
        layers.convolution(5, (1, 1), strides=(2, 2))
        layers.convolution(6, (1, 1), groups=2)
        layers.convolution(5, (2, 3), dilations=(2, 2), padding="VALID", act="relu6")

    def channels(layers):
        layers.convolution(multiplier=1)
        layers.convolution(multiplier=2, strides=(2, 1), padding="VALID", act="relu6")
        layers.convolution(k=(2, 3), multiplier=1, dilations=(2, 2), bias=None)

    def one_channel(layers):  # with one filter, its scale is one per tensor and one per channel at once
        for multiplier in (1, 4):
            layers.convolution(multiplier=multiplier)
            layers.convolution(multiplier=multiplier, bias=None, act="relu")
    case("hybrid_fully_connected", (2, 3, 20), REFERENCE, dense)
    case("hybrid_conv_2d", (2, 5, 6, 4), LITE, images)
    case("hybrid_depthwise_conv_2d", (2, 5, 6, 3), REFERENCE, channels)
    case("hybrid_depthwise_conv_2d_one_channel", (2, 4, 5, 1), REFERENCE, one_channel)


def contractions(add, generator, codes):
    """Filters of one scale, and layers without a bias or with a wide one."""
    def case(group, name, op, x_shape, dtype, write, *oracle):
        rng = generator(name)
        layers = Layers(rng, x_shape, dtype)
        write(layers)
        add(group, name, op, layers.bytes(), [codes(rng, dtype, x_shape)], layers.reference, *oracle)

    def convolutions(layers):
        for w_type, bias in (("i8", None), ("i4", None)) if layers.dtype == "i8" else (("i8", None), ("i8", "i64")):
            for multiplier in (0, 2):
                layers.convolution(3, (2, 3), w_type, False, bias, multiplier=multiplier)
            layers.convolution(3, (2, 3), w_type, True, bias, multiplier=1)

    def nibbles(layers):
        for bias in (None, "i32"):
            layers.fully_connected(6, "i4", bias=bias)
    for dtype in ("i8", "i16"):
        case("conv_2d", f"contractions_{dtype}", "CONV_2D+DEPTHWISE_CONV_2D", (1, 5, 6, 2), dtype, convolutions)
    case("fully_connected", "fc_i16_per_channel_no_bias", "FULLY_CONNECTED", (4, 9), "i16",
         lambda layers: layers.fully_connected(5, bias=None))
    # tflite-micro refuses it; LiteRT's FULLY_CONNECTED follows the single rule
    case("single_rounding", "fc_i4_per_channel_rows", "FULLY_CONNECTED", (40, 9), "i8", nibbles, REFERENCE, False, True,
         "single")
