#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Writes the conformance vectors of this folder: tiny models in models/, sets of cases in NAME.txt and NAME.bin.

The expected values are what tflite-micro answers, or LiteRT where that does not run a model. Where integer_model.py has
the operation, its answer has to be the same, bit for bit (`checked yes`), or this script stops. `pip install -r requirements.txt`, then run this.

What tflite-micro refuses and is therefore not here, or comes from LiteRT's reference kernels instead
(`attr oracle`), is listed in README.md; the script prints it at the end.
"""
import pathlib
import sys
import zlib
from importlib.metadata import version

import numpy as np

import integer_model as im
import layers
import mixed_types
import oracle
from model_builder import NUMPY, Model

HERE = pathlib.Path(__file__).parent
MICRO, REFERENCE, LITE = "tflite-micro", "litert-reference", "litert"
NAMES = {MICRO: "tflite-micro-" + version("tflite_micro"), REFERENCE: "litert-reference-" + version("ai-edge-litert"),
         LITE: "litert-" + version("ai-edge-litert")}
ACTIVATION = {"none": 0, "relu": 1, "relu_n1_to_1": 2, "relu6": 3}
PADDING = {"SAME": 0, "VALID": 1}
F = np.float32

sets, refused, single_notes = {}, [], []


def generator(name):
    return np.random.default_rng(zlib.crc32(name.encode()))


def codes(rng, dtype, shape, steps=3):
    """Random inputs: anything, then mostly extremes, then small numbers."""
    if dtype == "f32":
        return rng.normal(0, 2, (steps, *shape)).astype(F)
    low, high = im.LIMITS[dtype]
    every = rng.integers(low, high + 1, (steps, *shape))
    if steps > 1:
        extreme = rng.choice([low, high, low + 1, high - 1, 0], shape)
        every[1] = np.where(rng.random(shape) < 0.7, extreme, every[1])
    if steps > 2:
        every[2] = np.clip((low + high) // 2 + rng.integers(-9, 10, shape), low, high)
    return every.astype(NUMPY[dtype])


def add(group, name, op, model, inputs, reference=None, which=MICRO, single=False, exact=True, rule="double"):
    """One case: `inputs` have a leading dimension, the steps; `reference(step's inputs, rule)` answers the outputs, which
    the oracle computes by that rule."""
    steps = [[x[k] for x in inputs] for k in range(len(inputs[0]))]
    answers = oracle.run(which, model, steps)
    if isinstance(answers, str):
        refused.append(f"{name}: {which}: {answers}")
        print("REFUSED", refused[-1], flush=True)
        return
    outputs = [np.stack(each) for each in zip(*answers)]

    def expected(rule):
        every = [reference([x if x.dtype == F else x.astype(np.int64) for x in step], rule) for step in steps]
        return [np.stack(each).astype(o.dtype).reshape(o.shape) for each, o in zip(zip(*every), outputs)]

    checked = "oracle"
    if reference:
        for got, want in zip(outputs, expected(rule)):
            same = np.array_equal(got, want) if exact else np.allclose(got, want, rtol=1e-5, atol=1e-6)
            if not same:
                bad = np.argwhere(~(got == want))
                sys.exit(f"{name}: the oracle and the integer model differ in {len(bad)} of {got.size}: "
                         f"{[(tuple(b), got[tuple(b)], want[tuple(b)]) for b in bad[:6]]}")
        checked = "yes" if exact else "oracle"
    file = name + ".tflite"
    (HERE / "models" / file).write_bytes(model)
    rounding = None if rule == "double" else rule
    sets.setdefault(group, []).append((name, op, file, checked, NAMES[which], rounding, inputs, outputs))
    if single and reference and op == "FULLY_CONNECTED" and outputs[0].dtype == np.int8:  # see README.md
        rounded = expected("single")
        if all(np.array_equal(*each) for each in zip(outputs, rounded)):
            return  # says nothing about the rule
        answers = oracle.run(REFERENCE, model, steps)
        agrees = not isinstance(answers, str) and all(
            np.array_equal(np.stack(got), want) for got, want in zip(zip(*answers), rounded))
        single_notes.append((name, agrees, answers if isinstance(answers, str) else ""))
        if agrees:
            sets.setdefault("single_rounding", []).append(
                (name + "/single", op, file, "yes", NAMES[REFERENCE], "single", inputs, rounded))


def write():
    short = {np.dtype(v): k for k, v in NUMPY.items()}
    for group, cases in sets.items():
        lines, blob = [], bytearray()
        for name, op, file, checked, source, rounding, inputs, outputs in cases:
            lines += [f"case {name}", "op model", f"src {source}", f"checked {checked}", f"attr model {file}",
                      f"attr operation {op}", f"attr oracle {source}", f"attr steps {len(inputs[0])}"]
            lines += [f"attr rounding {rounding}"] if rounding else []
            if "SUB" in op and inputs[-1].dtype != F:
                lines.append("attr factors double")  # single before October 2026: see README.md
            for word, tensors in (("in", inputs), ("out", outputs)):
                for k, value in enumerate(tensors):
                    blob += bytes(-len(blob) % 16)
                    shape = " ".join(str(n) for n in value.shape)
                    lines.append(f"{word} {word}{k} {short[value.dtype]} {value.ndim} {shape} @{len(blob)} {value.nbytes}")
                    blob += np.ascontiguousarray(value).tobytes()
            lines.append("end")
        (HERE / f"{group}.txt").write_text("\n".join(lines) + "\n")
        (HERE / f"{group}.bin").write_bytes(blob)


def spread(dtype):  # typical size of a code, and of an output scale
    return (74, 0.06) if dtype == "i8" else (19000, 2.6e-4)


# ---- convolutions and fully connected

def conv(name, x_shape=(1, 5, 7, 3), outs=4, k=(3, 3), dtype="i8", w_type="i8", per_channel=True, strides=(1, 1),
         dilations=(1, 1), padding="SAME", act="none", bias="i32", groups=1, zeros=(3, -5), depthwise=0, steps=3,
         ratios=None, bias_codes=None, small=False, bias_option=0, absent=False, single=True):
    """`depthwise` is the multiplier, 0 for CONV_2D; `ratios` are input * filter / output scales, per channel."""
    rng, is_float = generator(name), dtype == "f32"
    n, h, w, c = x_shape
    outs = c * depthwise or outs
    oh, ow = (im.same_padding(s, k[i], strides[i], dilations[i], padding)[0] for i, s in enumerate((h, w)))
    w_shape = (1, *k, outs) if depthwise else (outs, *k, c // groups)
    taps = k[0] * k[1] * (1 if depthwise else c // groups)
    typical, so = spread(dtype)
    largest = 7 if w_type == "i4" else 2 if small else 127
    weights = rng.normal(0, 0.5, w_shape).astype(F) if is_float else rng.integers(-largest, largest + 1, w_shape)
    scales = np.exp(rng.uniform(-6, -4.5, outs if per_channel else 1)).astype(F)
    si = F(so * (128 if dtype == "i8" else 32768) / (scales.mean() * np.sqrt(taps) * typical * largest * 0.58 * 2.5))
    if ratios is not None:
        scales = (np.array(ratios) * float(F(so)) / float(si)).astype(F)
    so = F(so)
    zi, zo = (0, 0) if dtype == "i16" else zeros
    m = Model()
    axis = 3 if depthwise else 0
    x = m.tensor(dtype, x_shape, None if is_float else (si, zi))
    ins = [x, m.tensor(w_type if not is_float else "f32", w_shape, None if is_float else (scales, 0), weights, axis)]
    b = None
    if bias:
        b = rng.normal(0, 1, outs).astype(F) if is_float else np.array(
            bias_codes if bias_codes is not None else rng.integers(-1, 2, outs) * int(np.sqrt(taps) * typical * largest))
        ins.append(m.tensor("f32" if is_float else bias, (outs,), None if is_float else (si * scales, 0), b))
    elif absent:
        ins.append(-1)
    y = m.tensor(dtype, (n, oh, ow, outs), None if is_float else (so, zo))
    fields = dict(padding=PADDING[padding], strideH=strides[0], strideW=strides[1],
                  fusedActivationFunction=ACTIVATION[act], dilationHFactor=dilations[0], dilationWFactor=dilations[1])
    if depthwise:
        m.op("DEPTHWISE_CONV_2D", ins, [y], "DepthwiseConv2DOptions", depthMultiplier=depthwise, **fields)
    else:
        m.op("CONV_2D", ins, [y], "Conv2DOptions", quantizedBiasType=bias_option, **fields)
    wide = dtype == "i16" and (bias == "i64" or (not bias and bias_option != 2) or bool(depthwise))

    def reference(step, rule):
        if is_float:
            acc = im.convolution(step[0].astype(float), weights.astype(float), b, 0, strides, dilations, padding,
                                 depthwise)
            low, high = {"none": (-np.inf, np.inf), "relu": (0, np.inf), "relu6": (0, 6), "relu_n1_to_1": (-1, 1)}[act]
            return [np.clip(acc, low, high)]
        acc = im.convolution(step[0], weights.astype(np.int64), b, zi, strides, dilations, padding, depthwise)
        every = scales if per_channel else np.repeat(scales, outs)
        ms = [im.multiplier(im.d(si) * im.d(s) / im.d(so), rule) for s in every]
        return [im.contraction_output(acc, wide, ms, zo, im.activation_range(act, so, zo, dtype), rule)]

    kind = "DEPTHWISE_CONV_2D" if depthwise else "CONV_2D"
    add(kind.lower(), name, kind, m.bytes([x], [y]), [codes(rng, dtype, x_shape, steps)], reference,
        single=single and dtype == "i8", exact=not is_float)


def fully_connected(name, x_shape=(1, 12), outs=5, dtype="i8", w_type="i8", per_channel=False, act="none", bias="i32",
                    zeros=(-7, 11), keep=False, ratios=None, bias_codes=None, small=False, bias_option=0, w_zero=0,
                    steps=3, which=MICRO, in_features=None, single=True):
    rng, is_float = generator(name), dtype == "f32"
    features = in_features or x_shape[-1]
    rows = int(np.prod(x_shape)) // features
    typical, so = spread(dtype)
    largest = 7 if w_type == "i4" else 2 if small else 127
    weights = rng.normal(0, 0.5, (outs, features)).astype(F) if is_float else rng.integers(
        -largest, largest + 1, (outs, features))
    scales = np.exp(rng.uniform(-6, -4.5, outs if per_channel else 1)).astype(F)
    si = F(so * (128 if dtype == "i8" else 32768) / (scales.mean() * np.sqrt(features) * typical * largest * 0.58 * 2.5))
    if ratios is not None:
        scales = (np.array(ratios) * float(F(so)) / float(si)).astype(F)
    so = F(so)
    zi, zo = (0, 0) if dtype == "i16" else zeros
    m = Model()
    x = m.tensor(dtype, x_shape, None if is_float else (si, zi))
    ins = [x, m.tensor("f32" if is_float else w_type, (outs, features), None if is_float else (scales, w_zero), weights)]
    b = None
    if bias:
        b = rng.normal(0, 1, outs).astype(F) if is_float else np.array(
            bias_codes if bias_codes is not None else rng.integers(-1, 2, outs) * int(np.sqrt(features) * typical * largest))
        ins.append(m.tensor("f32" if is_float else bias, (outs,), None if is_float else (si * scales, 0), b))
    else:
        ins.append(-1)
    shape = (*x_shape[:-1], outs) if keep else (rows, outs)
    y = m.tensor(dtype, shape, None if is_float else (so, zo))
    m.op("FULLY_CONNECTED", ins, [y], "FullyConnectedOptions", fusedActivationFunction=ACTIVATION[act],
         keepNumDims=keep, quantizedBiasType=bias_option)
    wide = dtype == "i16" and (bias == "i64" or (not bias and bias_option != 2))

    def reference(step, rule):
        if is_float:
            acc = step[0].astype(float).reshape(rows, features) @ weights.T.astype(float) + (0 if b is None else b)
            low, high = {"none": (-np.inf, np.inf), "relu": (0, np.inf), "relu6": (0, 6), "relu_n1_to_1": (-1, 1)}[act]
            return [np.clip(acc, low, high).reshape(shape)]
        acc = (step[0].reshape(rows, features) - zi) @ (weights.astype(np.int64) - w_zero).T + (0 if b is None else b)
        if per_channel:
            ms = [im.multiplier(im.d(si) * im.d(s) / im.d(so), rule) for s in scales]
        else:  # the product is single precision
            ms = [im.multiplier(float(F(si * scales[0])) / im.d(so), rule)] * outs
        y = im.contraction_output(acc, wide, ms, zo, im.activation_range(act, so, zo, dtype), rule)
        return [y.reshape(shape)]

    add("fully_connected", name, "FULLY_CONNECTED", m.bytes([x], [y]), [codes(rng, dtype, x_shape, steps)], reference,
        single=single and dtype == "i8", exact=not is_float, which=which)


def convolutions():
    for act in ACTIVATION:
        conv(f"conv_i8_{act}", act=act)
        conv(f"depthwise_i8_{act}", act=act, depthwise=1)
        fully_connected(f"fc_i8_{act}", act=act)
    variants = dict(
        valid=dict(padding="VALID"), stride2=dict(strides=(2, 2)), dilated=dict(dilations=(2, 2)),
        dilated_valid=dict(dilations=(2, 3), padding="VALID", x_shape=(1, 6, 9, 2)), per_tensor=dict(per_channel=False),
        kernel_2x4=dict(k=(2, 4)), kernel_wider_than_image=dict(k=(5, 7), x_shape=(1, 3, 4, 2)),
        batch2=dict(x_shape=(2, 4, 3, 3)), zero_low_high=dict(zeros=(-128, 127)),
        zero_high_low=dict(zeros=(127, -128), act="relu"))
    for suffix, how in variants.items():
        conv(f"conv_i8_{suffix}", **how)
        if suffix not in ("batch2", "kernel_2x4", "zero_high_low"):
            conv(f"depthwise_i8_{suffix}", depthwise=1, **how)
    for suffix, how in dict(no_bias=dict(bias=None), absent_bias=dict(bias=None, absent=True), kernel_1x1=dict(k=(1, 1)),
                            stride_1x3=dict(strides=(1, 3), x_shape=(1, 6, 8, 3)), one_pixel=dict(x_shape=(1, 1, 1, 9)),
                            many_channels=dict(x_shape=(1, 3, 3, 19))).items():
        conv(f"conv_i8_{suffix}", **how)
    # per channel: multiplier < 2^-32 (nothing comes through), shifts -31 and -30, ordinary ones, and above one
    tiny = [2.0**-33 * 1.1, 2.0**-32 * 1.01, 2.0**-31 * 0.7, 2.0**-30 * 0.6, 0.01, 1.0]
    huge = [2**31 - 90001, 2**31 - 90001, 2**31 - 90001, -2**31 + 90001, 500, 0]
    above = [1.0, 1.5, 2.0, 5.3, 37.5, 300.0]
    for kind, dw in (("conv", 0), ("depthwise", 1)):
        shape = (1, 3, 3, 6 if dw else 2)
        conv(f"{kind}_i8_tiny_scales", shape, 6, (2, 2), depthwise=dw, ratios=tiny, bias_codes=huge, steps=2)
        conv(f"{kind}_i8_scales_above_one", shape, 6, (1, 1), depthwise=dw, ratios=above, small=True,
             bias_codes=[3, -2, 1, 0, 0, -1], zeros=(0, 4))
        conv(f"{kind}_i8_saturating", shape, 6, depthwise=dw, ratios=[0.5, 0.1, 0.05, 0.9, 0.02, 0.3], steps=2)
        conv(f"{kind}_i4", depthwise=dw, w_type="i4")
        conv(f"{kind}_i4_per_tensor_relu", depthwise=dw, w_type="i4", per_channel=False, act="relu", strides=(2, 2))
        conv(f"{kind}_i4_odd_count", (1, 4, 5, 3), 3, (3, 1) if dw else (1, 3), depthwise=dw, w_type="i4", bias=None)
        for suffix, how in dict(same=dict(), valid_relu6=dict(padding="VALID", act="relu6"),
                                stride2_relu=dict(strides=(2, 2), act="relu"), dilated=dict(dilations=(2, 1)),
                                tiny_scales=dict(ratios=tiny, x_shape=shape, outs=6,
                                                 bias_codes=[2**38, -2**40, 2**41, 2**42, 10**6, 0])).items():
            conv(f"{kind}_i16_{suffix}", dtype="i16", bias="i64", depthwise=dw, **how)
        conv(f"{kind}_i16_no_bias", dtype="i16", bias=None, depthwise=dw)
        for suffix, how in dict(same_relu=dict(act="relu"), valid=dict(padding="VALID", bias=None),
                                stride2_relu6=dict(strides=(2, 2), act="relu6")).items():
            conv(f"{kind}_f32_{suffix}", dtype="f32", depthwise=dw, **how)
    for dtype, bias in (("i8", "i32"), ("i16", "i64"), ("f32", "f32")):
        conv(f"conv_{dtype}_groups2", (1, 4, 4, 6), 4, dtype=dtype, bias=bias, groups=2)
        conv(f"depthwise_{dtype}_multiplier3", (1, 5, 4, 2), dtype=dtype, bias=bias, depthwise=3)
    conv("conv_i8_groups_as_depthwise", (1, 5, 5, 4), 4, groups=4, padding="VALID")
    conv("conv_i4_groups2", (1, 4, 4, 6), 4, w_type="i4", groups=2)
    conv("depthwise_i8_multiplier8_one_channel", (1, 6, 5, 1), depthwise=8, strides=(2, 2), k=(4, 3))
    conv("depthwise_i8_multiplier2_dilated", (1, 6, 5, 3), depthwise=2, dilations=(2, 2), padding="VALID")
    conv("depthwise_i4_multiplier2", (1, 4, 5, 3), depthwise=2, w_type="i4", act="relu6")
    for suffix, how in dict(same=dict(), valid_relu=dict(padding="VALID", act="relu", per_channel=False)).items():
        conv(f"conv_i16_bias32_{suffix}", dtype="i16", bias="i32", **how)
    conv("conv_i16_no_bias_accumulator32", dtype="i16", bias=None, bias_option=2)

    for name, how in dict(per_channel={}, per_tensor=dict(per_channel=False), relu6=dict(act="relu6", zeros=(-128, -128))).items():
        # enough outputs for the two rounding rules to differ
        fully_connected(f"fc_i8_rounding_{name}", (150, 7), 6, steps=2, **{"per_channel": True, **how})
    conv("depthwise_i8_rounding", (1, 12, 14, 5), depthwise=1, k=(2, 2), steps=2)
    conv("conv_i8_rounding", (1, 12, 14, 3), 5, (2, 2), steps=2)

    for suffix, how in dict(
            no_bias=dict(bias=None), per_channel=dict(per_channel=True),
            per_channel_no_bias_relu=dict(per_channel=True, bias=None, act="relu"),
            per_channel_batch2_relu6=dict(per_channel=True, act="relu6", x_shape=(2, 9)),
            wide=dict(x_shape=(1, 67), outs=13), keep_dims=dict(x_shape=(1, 3, 8), keep=True),
            keep_dims_4d=dict(x_shape=(1, 2, 3, 8), keep=True), image=dict(x_shape=(1, 2, 2, 3), in_features=12),
            rows_3d=dict(x_shape=(2, 3, 8)), zero_low_high=dict(zeros=(-128, 127)), zero_high_low=dict(zeros=(127, -128)),
            tiny_scale=dict(ratios=[2.0**-33], bias_codes=[2**30, -2**30, 0, 5, 7]),
            shift_minus_31=dict(ratios=[0.7 * 2.0**-31], bias_codes=[2**31 - 400000, -2**31 + 400000, 0, 2**30, -2**30]),
            scale_above_one=dict(ratios=[6.7], small=True, x_shape=(1, 3), bias_codes=[1, -1, 0, 2, -2], zeros=(0, 0)),
            saturating=dict(ratios=[0.4])).items():
        fully_connected(f"fc_i8_{suffix}", **how)
    fully_connected("fc_i8_per_channel_tiny_and_large", outs=6, per_channel=True, ratios=tiny[:4] + [0.5, 3.0],
                    bias_codes=[2**31 - 400000] * 3 + [-2**31 + 400000, 0, 9])
    fully_connected("fc_i8_filter_zero_point", w_zero=5)
    for suffix, how in dict(plain=dict(act="relu"), odd=dict(x_shape=(1, 7), outs=3, bias=None),
                            batch2=dict(x_shape=(2, 10))).items():
        fully_connected(f"fc_i4_{suffix}", w_type="i4", **how)
    fully_connected("fc_i4_per_channel", w_type="i4", per_channel=True, which=MICRO)
    for suffix, how in dict(bias64=dict(bias="i64"), bias32=dict(bias="i32"), no_bias=dict(bias=None),
                            no_bias_accumulator32=dict(bias=None, bias_option=2),
                            per_channel=dict(bias="i64", per_channel=True, act="relu6"),
                            per_channel_bias32=dict(bias="i32", per_channel=True, act="relu"),
                            saturating=dict(bias="i64", ratios=[0.2])).items():
        fully_connected(f"fc_i16_{suffix}", dtype="i16", **how)
    for suffix, how in dict(relu_no_bias=dict(act="relu", bias=None), batch2_relu6=dict(act="relu6", x_shape=(2, 9)),
                            keep_dims=dict(x_shape=(1, 3, 8), keep=True)).items():
        fully_connected(f"fc_f32_{suffix}", dtype="f32", **how)


# ---- two operands

def binary(kind, name, shape_a, shape_b, dtype="i8", act="none", qa=(0.031, 7), qb=(0.044, -9), qo=None, constant=None,
           single=True, pot=True):
    rng = generator(name)
    is_float = dtype == "f32"
    if dtype == "i16":
        qa, qb = (qa[0] / 250, 0), (qb[0] / 250, 0)
    if qo is None:
        largest = 128 if dtype == "i8" else 32768
        size = qa[0] * largest * 0.7 * qb[0] * largest if kind == "MUL" else (qa[0] + qb[0]) * largest
        qo = (size * 0.6 / largest, 0 if dtype == "i16" else -3)
    qa, qb, qo = ((F(s), z) for s, z in (qa, qb, qo))
    shape = np.broadcast_shapes(shape_a, shape_b)
    m, tensors, values = Model(), [], []
    for k, (each, q) in enumerate(((shape_a, qa), (shape_b, qb))):
        fixed = codes(rng, dtype, each, 1)[0] if constant == k else None
        tensors.append(m.tensor(dtype, each, None if is_float else q, fixed))
        values.append(fixed)
    y = m.tensor(dtype, shape, None if is_float else qo)
    fields = {} if kind == "MUL" else {"potScaleInt16": pot}
    m.op(kind, tensors, [y], kind.capitalize() + "Options", fusedActivationFunction=ACTIVATION[act], **fields)
    free = [k for k in (0, 1) if constant != k]

    def reference(step, rule):
        a, b = (step[free.index(k)] if k in free else values[k].astype(step[0].dtype) for k in (0, 1))
        if is_float:
            y = a + b if kind == "ADD" else a - b if kind == "SUB" else a * b
            low, high = {"none": (-np.inf, np.inf), "relu": (0, np.inf), "relu6": (0, 6), "relu_n1_to_1": (-1, 1)}[act]
            return [np.clip(y, low, high)]
        if kind == "MUL":
            return [im.mul(a, b, qa, qb, qo, act, dtype, rule)]
        return [im.add_sub(a, b, qa, qb, qo, kind, act, dtype, rule)]

    add("arithmetic", name, kind, m.bytes([tensors[k] for k in free], [y]),
        [codes(rng, dtype, (shape_a, shape_b)[k]) for k in free], reference, single=single and dtype == "i8")


def arithmetic():
    image, row, one, column = (1, 4, 4, 3), (3,), (1, 1, 1, 1), (1, 4, 1, 3)
    for kind in ("ADD", "SUB", "MUL"):
        low = kind.lower()
        for dtype in ("i8", "i16", "f32"):
            p = f"{low}_{dtype}"
            if dtype != "f32":
                binary(kind, f"{p}_same", image, image, dtype)
            binary(kind, f"{p}_column_first_constant", column, image, dtype, constant=0)
            if dtype == "i8":
                binary(kind, f"{p}_row_first", row, image)
                binary(kind, f"{p}_scalar", image, one)
            if dtype == "i8" or (kind == "ADD" and dtype == "i16"):
                binary(kind, f"{p}_relu6_constant_row", image, row, dtype, act="relu6", constant=1)
        binary(kind, f"{low}_i8_relu_n1_to_1", (1, 3, 3, 2), (1, 3, 3, 2), act="relu_n1_to_1", qo=(0.03, 5))
        binary(kind, f"{low}_i16_relu", (1, 3, 3, 2), (1, 3, 3, 2), "i16", act="relu", qo=(3e-4, 0), pot=False)
        binary(kind, f"{low}_i8_zero_points_at_ends", image, image, qa=(0.02, -128), qb=(0.02, 127), qo=(0.02, 127))
        binary(kind, f"{low}_i8_one_scale_tiny", image, image, qa=(0.5, 1), qb=(1e-5, -1), qo=(0.6, 2))
        binary(kind, f"{low}_i8_saturating", image, image, qa=(0.3, 1), qb=(0.2, -1), qo=(0.01, -100))
        binary(kind, f"{low}_i8_both_ways", (1, 4, 1, 3), (1, 1, 5, 3), qa=(0.03, 0), qb=(0.01, 1))
    binary("SUB", "sub_i8_factors", (1, 700), (1, 700), qa=(0.03, 0), qb=(0.03, 1), qo=(0.024, -3))
    binary("MUL", "mul_i8_scale_above_one", (1, 9), (1, 9), qa=(1.0, 0), qb=(1.3, 0), qo=(0.05, 0))
    binary("ADD", "add_i8_rank5", (1, 2, 2, 2, 3), (1, 2, 1, 2, 3))
    binary("ADD", "add_i8_equal_scales", (1, 3, 3, 2), (1, 3, 3, 2), qa=(0.05, 4), qb=(0.05, 4), qo=(0.05, 4))


# ---- pooling, mean

def pooling():
    def one(name, kind, x_shape, k, strides, padding, dtype="i8", act="none", q=(0.06, -4)):
        rng = generator(name)
        q = (F(q[0]), q[1]) if dtype == "i8" else (F(4e-4), 0)
        n, h, w, c = x_shape
        oh, ow = im.same_padding(h, k[0], strides[0], 1, padding)[0], im.same_padding(w, k[1], strides[1], 1, padding)[0]
        m = Model()
        quant = None if dtype == "f32" else q
        x, y = m.tensor(dtype, x_shape, quant), m.tensor(dtype, (n, oh, ow, c), quant)
        m.op(kind + "_POOL_2D", [x], [y], "Pool2DOptions", padding=PADDING[padding], strideH=strides[0], strideW=strides[1],
             filterHeight=k[0], filterWidth=k[1], fusedActivationFunction=ACTIVATION[act])
        reference = None if dtype == "f32" else lambda step, rule: [im.pool(
            step[0], k, strides, padding, "MAX" if kind == "MAX" else "AVERAGE", im.activation_range(act, *q, dtype))]
        add("pooling", name, kind + "_POOL_2D", m.bytes([x], [y]), [codes(rng, dtype, x_shape)], reference)

    for kind in ("AVERAGE", "MAX"):
        for dtype in ("i8", "i16", "f32"):
            p = f"{kind.lower()}_pool_{dtype}"
            if dtype == "i8":
                one(f"{p}_2x2", kind, (1, 6, 8, 3), (2, 2), (2, 2), "VALID")
                one(f"{p}_whole_relu", kind, (1, 5, 3, 4), (5, 3), (1, 1), "VALID", "i8", "relu")
            one(f"{p}_same_odd", kind, (1, 5, 7, 3), (3, 3), (2, 2), "SAME", dtype)
            one(f"{p}_same_2x4_relu6", kind, (2, 5, 6, 2), (2, 4), (1, 3), "SAME", dtype, "relu6")
        one(f"{kind.lower()}_pool_i8_relu_n1", kind, (1, 4, 4, 2), (3, 3), (1, 1), "SAME", "i8", "relu_n1_to_1")
        one(f"{kind.lower()}_pool_i8_zero_low", kind, (1, 4, 4, 2), (3, 2), (2, 2), "SAME", "i8", "relu", (0.05, -128))
        one(f"{kind.lower()}_pool_i8_window_beyond_image", kind, (1, 2, 2, 2), (5, 5), (1, 1), "SAME")


def means():
    def one(name, x_shape, axes, keep=True, dtype="i8", qi=(0.05, 13), qo=(0.04, -6), single=True):
        rng = generator(name)
        if dtype == "i16":
            qi, qo = (3e-4, 0), (2.1e-4, 0)
        qi, qo = (F(qi[0]), qi[1]), (F(qo[0]), qo[1])
        positive = tuple(sorted(a % len(x_shape) for a in axes))
        shape = np.zeros(x_shape).mean(positive, keepdims=keep).shape
        m = Model()
        x = m.tensor(dtype, x_shape, None if dtype == "f32" else qi)
        a = m.tensor("i32", (len(axes),), None, np.array(axes))
        y = m.tensor(dtype, shape, None if dtype == "f32" else qo)
        m.op("MEAN", [x, a], [y], "ReducerOptions", keepDims=keep)
        if dtype == "f32":
            reference = lambda step, rule: [step[0].astype(float).mean(positive, keepdims=keep)]
        else:
            reference = lambda step, rule: [im.mean(step[0], positive, keep, qi, qo, dtype, rule)]
        add("mean", name, "MEAN", m.bytes([x], [y]), [codes(rng, dtype, x_shape)], reference, exact=dtype != "f32",
            single=single and dtype == "i8")

    for dtype in ("i8", "i16", "f32"):
        p = f"mean_{dtype}"
        one(f"{p}_image", (1, 5, 3, 4), (1, 2), True, dtype)
        one(f"{p}_channels", (1, 4, 3, 7), (3,), False, dtype)
        if dtype != "i8":
            continue
        one(f"{p}_negative_axes", (1, 4, 3, 6), (-2, -3), True, dtype)
        one(f"{p}_everything", (2, 3, 3, 2), (0, 1, 2, 3), True, dtype)
        one(f"{p}_rank3", (1, 6, 5), (1,), False, dtype)
        one(f"{p}_no_axes", (1, 6, 5), (), False, dtype)
    one("mean_i8_same_scale", (1, 7, 7, 3), (1, 2), True, qi=(0.05, -128), qo=(0.05, -128))
    one("mean_i8_scale_above_one", (1, 3, 3, 3), (1, 2), True, qi=(0.5, 0), qo=(0.01, 0))
    one("mean_i8_tiny_scale", (1, 8, 8, 3), (1, 2), True, qi=(1e-9, 5), qo=(0.5, 127))
    one("mean_i8_power_of_two", (1, 4, 4, 3), (1, 2), False, qi=(0.04, 127), qo=(0.03, -128))
    one("mean_i8_axis1_of_4", (1, 5, 2, 3), (1,), True)


# ---- moving data

Q = {"i8": (F(0.05), -11), "i16": (F(3e-4), 0), "f32": None, "i32": None}


EVERY_TYPE = ("reshape", "pad_", "padv2_", "concatenation", "strided_slice", "transpose")
ONLY_INT8 = ("wildcard", "rank2", "rank3", "all", "axis0", "axis2", "last", "plain", "strided", "negative", "shrink_last", "axis1", "_0312", "_10", "_021", "_201", "_0231", "_3210", "ellipsis", "new_axis", "few_entries", "with_nothing")


def move(group, name, op, dtype, x_shapes, function, extra=(), options=None, which=MICRO, q=None, out_shape=None, **fields):
    """An operation that moves codes; `extra` are constants (dtype, array), `function` does the same in numpy."""
    if dtype != "i8" and (not name.startswith(EVERY_TYPE) or any(f"{dtype}{part}" in name or f"{dtype}_{part}" in name
                                                                  for part in ONLY_INT8)):
        return  # the kernels only move codes: the other types see a selection
    rng, m, q = generator(name), Model(), q or Q[dtype]
    xs = [m.tensor(dtype, shape, q) for shape in x_shapes]
    constants = [m.tensor(t, a.shape, q if t == dtype else None, a) for t, a in extra]
    inputs = [codes(rng, dtype, shape) for shape in x_shapes]
    shape = function(*[x[0] for x in inputs]).shape
    y = m.tensor(dtype, shape, q)
    m.op(op, [*xs, *constants], [y], options, **fields)
    add(group, name, op, m.bytes(xs, [y]), inputs, lambda step, rule: [function(*step)], which)


def shapes():
    i32 = lambda *v: ("i32", np.array(v, np.int32))
    for dtype in ("i8", "i16", "f32"):
        zero = Q[dtype][1] if Q[dtype] else 0
        move("shape", f"reshape_{dtype}", "RESHAPE", dtype, [(1, 4, 2, 3)], lambda x: x.reshape(1, 24), [i32(1, 24)])
        move("shape", f"reshape_{dtype}_wildcard", "RESHAPE", dtype, [(1, 4, 2, 3)], lambda x: x.reshape(2, 3, 4),
             [i32(2, -1, 4)], "ReshapeOptions", newShape=[2, -1, 4])
        move("shape", f"squeeze_{dtype}", "SQUEEZE", dtype, [(1, 4, 1, 3)], lambda x: x.reshape(1, 4, 3), (), "SqueezeOptions",
             squeezeDims=[2])
        move("shape", f"squeeze_{dtype}_all", "SQUEEZE", dtype, [(1, 4, 1, 3)], lambda x: x.reshape(4, 3), (), "SqueezeOptions",
             squeezeDims=[])
        move("shape", f"expand_dims_{dtype}", "EXPAND_DIMS", dtype, [(1, 4, 3)], lambda x: x[:, None], [i32(1)], "ExpandDimsOptions")
        move("shape", f"expand_dims_{dtype}_last", "EXPAND_DIMS", dtype, [(1, 4, 3)], lambda x: x[..., None], [i32(-1)],
             "ExpandDimsOptions")
        for suffix, shape, pads in (("image", (1, 3, 4, 2), [[0, 0], [1, 2], [0, 3], [0, 0]]),
                                    ("everywhere", (1, 2, 3, 2), [[1, 0], [0, 1], [2, 0], [1, 1]]),
                                    ("rank2", (2, 3), [[1, 1], [0, 2]])):
            padding = ("i32", np.array(pads, np.int32))
            move("shape", f"pad_{dtype}_{suffix}", "PAD", dtype, [shape],
                 lambda x, pads=pads: np.pad(x, pads, constant_values=zero), [padding], "PadOptions")
            value = 42 if dtype != "f32" else 4.5
            if suffix in ("image", "rank2"):
                move("shape", f"padv2_{dtype}_{suffix}", "PADV2", dtype, [shape],
                     lambda x, pads=pads: np.pad(x, pads, constant_values=value),
                     [padding, (dtype, np.array([value], NUMPY[dtype]))], "PadV2Options")
        for axis in range(4):
            parts = []
            for size in (2, 1, 3, 2)[:2 + axis % 3]:
                shape = [1, 2, 3, 2]
                shape[axis] = size
                parts.append(tuple(shape))
            move("shape", f"concatenation_{dtype}_axis{axis}_of_{len(parts)}", "CONCATENATION", dtype, parts,
                 lambda *x, axis=axis: np.concatenate(x, axis), (), "ConcatenationOptions", axis=axis)
        move("shape", f"concatenation_{dtype}_last_axis", "CONCATENATION", dtype, [(2, 3), (2, 5)],
             lambda *x: np.concatenate(x, -1), (), "ConcatenationOptions", axis=-1)
        move("shape", f"concatenation_{dtype}_with_nothing", "CONCATENATION", dtype, [(1, 2, 3)], lambda x: x,
             [(dtype, np.zeros((1, 0, 3)))], "ConcatenationOptions", axis=1)
        for perm in ((1, 0), (2, 0, 1), (0, 3, 1, 2), (0, 2, 3, 1), (3, 2, 1, 0), (0, 2, 4, 1, 3)):
            shape = (2, 3, 4, 2, 3)[:len(perm)]
            move("shape", f"transpose_{dtype}_{''.join(map(str, perm))}", "TRANSPOSE", dtype, [shape],
                 lambda x, perm=perm: x.transpose(perm), [i32(*perm)], "TransposeOptions")
        slices = dict(
            plain=((1, 5, 6, 3), (0, 1, 2, 0), (1, 4, 6, 2), (1, 1, 1, 1), {}, np.s_[:, 1:4, 2:6, 0:2]),
            strided=((1, 5, 6, 3), (0, 0, 1, 0), (1, 5, 6, 3), (1, 2, 2, 1), {}, np.s_[:, 0:5:2, 1:6:2]),
            backwards=((1, 5, 6, 3), (0, 4, 5, 2), (1, -6, 0, 0), (1, -1, -2, -1), {}, np.s_[:, ::-1, 5:0:-2, 2:0:-1]),
            masks=((1, 5, 6, 3), (9, 9, 2, 9), (9, 3, 9, 9), (1, 1, 1, 1), dict(beginMask=11, endMask=13), np.s_[:, :3, 2:]),
            negative=((1, 5, 6, 3), (0, -3, -5, -2), (1, -1, -1, 3), (1, 1, 3, 1), {}, np.s_[:, -3:-1, -5:-1:3, -2:]),
            shrink=((1, 5, 6, 3), (0, 2, 0, 0), (1, 3, 6, 3), (1, 1, 1, 1), dict(shrinkAxisMask=2), np.s_[:, 2]),
            shrink_last=((1, 5, 6, 3), (0, 0, 0, -1), (1, 5, 6, 0), (1, 1, 1, 1),
                         dict(shrinkAxisMask=8, beginMask=7, endMask=7), np.s_[..., -1]),
            rank2=((4, 7), (1, 6), (3, 1), (1, -2), {}, np.s_[1:3, 6:1:-2]))
        for suffix, (shape, begin, end, stride, masks, take) in slices.items():
            move("shape", f"strided_slice_{dtype}_{suffix}", "STRIDED_SLICE", dtype, [shape], lambda x, take=take: x[take],
                 [i32(*begin), i32(*end), i32(*stride)], "StridedSliceOptions", **masks)
        slices = dict(
            ellipsis=((2, 3, 4, 5), (0, 1), (0, 3), (1, 1), dict(ellipsisMask=1), np.s_[..., 1:3]),
            ellipsis_middle=((2, 3, 4, 5), (1, 0, -1), (2, 0, -6), (1, 1, -2), dict(ellipsisMask=2), np.s_[1:, ..., ::-2]),
            ellipsis_of_one=((2, 3, 5), (1, 7, -3), (2, 7, -1), (1, 1, 1), dict(ellipsisMask=2, shrinkAxisMask=1), np.s_[1, ..., -3:-1]),
            ellipsis_last=((2, 3, 4), (1, 0), (2, 0), (1, 1), dict(ellipsisMask=2), np.s_[1:]),
            new_axis=((3, 4), (0, 0, 0), (3, 0, 4), (1, 1, 1), dict(newAxisMask=2), np.s_[:, None]),
            new_axis_first_and_last=((3, 4), (5, 0, 3, 5), (6, 3, 0, 6), (1, 2, -1, 1), dict(newAxisMask=9), np.s_[None, ::2, 3:0:-1, None]),
            new_axis_ellipsis=((3, 4, 2), (0, 0, 1), (0, 0, 2), (1, 1, 1), dict(newAxisMask=1, ellipsisMask=2, shrinkAxisMask=4),
                               np.s_[None, ..., 1]),
            new_axis_behind_ellipsis=((3, 4, 2), (0, 0, 0), (0, 0, 1), (1, 1, 1), dict(newAxisMask=3, ellipsisMask=1), np.s_[..., None, 0:1]),
            few_entries=((2, 3, 4), (1,), (2,), (1,), {}, np.s_[1:]))
        for suffix, (shape, begin, end, stride, masks, take) in slices.items():
            move("shape", f"strided_slice_{dtype}_{suffix}", "STRIDED_SLICE", dtype, [shape], lambda x, take=take: x[take],
                 [i32(*begin), i32(*end), i32(*stride)], "StridedSliceOptions", REFERENCE, **masks)


# ---- one operand

def unary(name, op, dtypes, shape, qi, qo, reference=None, options=None, inputs=None, exact=True, single=False,
          which=MICRO, **fields):
    rng, m = generator(name), Model()
    x = m.tensor(dtypes[0], shape, None if dtypes[0] == "f32" else qi)
    y = m.tensor(dtypes[1], shape, None if dtypes[1] == "f32" else qo)
    m.op(op, [x], [y], options, **fields)
    if inputs is None:
        inputs = codes(rng, dtypes[0], shape)
    group = {"SOFTMAX": "softmax", "QUANTIZE": "quantize", "DEQUANTIZE": "quantize"}.get(op, "activation")
    add(group, name, op, m.bytes([x], [y]), [inputs], reference and (lambda step, rule: [reference(step[0], rule)]), which,
        single, exact)


def every_code(dtype, shape=(1, 16, 16)):  # all int8 codes, or int16 ones evenly spaced and some neighbours
    if dtype == "i8":
        return np.arange(-128, 128).reshape(1, *shape).astype(np.int8)
    spaced = np.linspace(-32768, 32767, 448).round()
    return np.concatenate([spaced, np.arange(-32, 32)]).reshape(2, *shape).astype(np.int16)


def activations():
    grid = (1, 16, 16)
    floats = np.linspace(-9, 9, 64).astype(F).reshape(1, 1, 64)
    for scale, zero in ((0.05, 3), (0.1, -128), (0.3, 127)):
        q = (F(scale), zero)
        tag = f"{scale:.3g}_{zero}".replace("-", "minus").replace(".", "p")
        for kind, out in (("LOGISTIC", (F(1 / 256), -128)), ("TANH", (F(1 / 128), 0))):
            unary(f"{kind.lower()}_i8_{tag}", kind, ("i8", "i8"), grid, q, out, inputs=every_code("i8"),
                  reference=lambda x, rule, q=q, kind=kind: im.sigmoid_like8(x, q, kind, rule))
    for tag, scale in (("pot12", 2.0**-12), ("pot11", 2.0**-11), ("general", 3.1e-4), ("coarse", 0.02),
                       ("large", 1.3)):
        for kind in ("LOGISTIC", "TANH"):
            unary(f"{kind.lower()}_i16_{tag}", kind, ("i16", "i16"), grid, (F(scale), 0), (F(2.0**-15), 0),
                  inputs=every_code("i16"),
                  reference=lambda x, rule, s=scale, kind=kind: im.sigmoid_like16(x, s, kind))
    sigmoid = lambda x: 1 / (1 + np.exp(-x.astype(float)))
    unary("logistic_f32", "LOGISTIC", ("f32", "f32"), (1, 64), None, None, inputs=floats, exact=False,
          reference=lambda x, rule: sigmoid(x))
    unary("tanh_f32", "TANH", ("f32", "f32"), (1, 64), None, None, inputs=floats, exact=False,
          reference=lambda x, rule: np.tanh(x.astype(float)))

    for tag, dtype, qi, qo in (("rescaled", "i8", (0.05, 10), (0.031, -128)),
                               ("above_one", "i8", (0.2, 0), (0.03, -20)), ("i16_rescaled", "i16", (3e-4, 0), (2e-4, 0))):
        qi, qo = (F(qi[0]), qi[1]), (F(qo[0]), qo[1])
        name = tag if tag.startswith("i16") else "i8_" + tag
        unary(f"relu_{name}", "RELU", (dtype, dtype), grid, qi, qo, inputs=every_code(dtype),
              reference=lambda x, rule, a=qi, b=qo, t=dtype: im.relu(x, a, b, t, rule))
        for alpha in (0.3, 1.7) if tag == "rescaled" else (0.3,):
            unary(f"leaky_relu_{name}_{alpha}".replace(".", "p"), "LEAKY_RELU", (dtype, dtype), grid, qi, qo,
                  options="LeakyReluOptions", alpha=alpha, inputs=every_code(dtype),
                  reference=lambda x, rule, a=qi, b=qo, t=dtype, k=alpha: im.leaky_relu(x, a, b, k, t, rule))
    for tag, dtype, q in (("i8", "i8", (0.05, -3)), ("i8_zero_low", "i8", (0.0235294, -128)), ("i16", "i16", (3e-4, 0))):
        q = (F(q[0]), q[1])
        unary(f"relu6_{tag}", "RELU6", (dtype, dtype), grid, q, q, inputs=every_code(dtype),
              reference=lambda x, rule, q=q: np.clip(x, q[1], q[1] + im.away(float(F(6) / q[0]))))
    unary("relu6_i8_six_beyond_codes", "RELU6", ("i8", "i8"), grid, (F(0.02), 0), (F(0.02), 0), inputs=every_code("i8"))
    for op in ("RELU", "RELU6", "RELU_N1_TO_1"):
        low, high = {"RELU": (0, np.inf), "RELU6": (0, 6), "RELU_N1_TO_1": (-1, 1)}[op]
        unary(f"{op.lower()}_f32", op, ("f32", "f32"), (1, 64), None, None, inputs=floats,
              reference=lambda x, rule, a=low, b=high: np.clip(x, F(a), F(b)), which=REFERENCE if "N1" in op else MICRO)
    unary("leaky_relu_f32", "LEAKY_RELU", ("f32", "f32"), (1, 64), None, None, inputs=floats, options="LeakyReluOptions",
          alpha=0.3, reference=lambda x, rule: np.where(x > 0, x, x * F(0.3)))
    unary("leaky_relu_i8_negative_alpha", "LEAKY_RELU", ("i8", "i8"), grid, (F(0.05), 4), (F(0.05), -9), options="LeakyReluOptions",
          alpha=-0.4, inputs=every_code("i8"),
          reference=lambda x, rule: im.leaky_relu(x, (F(0.05), 4), (F(0.05), -9), -0.4, "i8", rule))
    for k, (qi, qo) in enumerate((((0.047, -3), (0.025, -112)), ((0.2, 60), (0.18, -20)), ((1.3, 0), (1.2, 5)), ((0.01, 127), (0.02, 127)))):
        qi, qo = (F(qi[0]), qi[1]), (F(qo[0]), qo[1])
        unary(f"hard_swish_i8_{k}", "HARD_SWISH", ("i8", "i8"), grid, qi, qo, inputs=every_code("i8"),
              reference=lambda x, rule, a=qi, b=qo: im.hard_swish(x, a, b, "i8"))
    unary("hard_swish_i16", "HARD_SWISH", ("i16", "i16"), grid, (F(3e-4), 0), (F(3e-4), 0), inputs=every_code("i16"))
    unary("hard_swish_f32", "HARD_SWISH", ("f32", "f32"), (1, 64), None, None, inputs=floats, exact=False,
          reference=lambda x, rule: x.astype(float) * np.clip(x.astype(float) + 3, 0, 6) / 6)


def softmaxes():
    for shape in ((3, 7), (1, 2, 3, 5), (1, 1)):
        tag = "x".join(map(str, shape))
        for beta in (0.5,) if len(shape) == 4 else (1.0,):
            b = f"{tag}_beta{beta}".replace(".", "p")
            q = (F(0.11), 14)
            for kind, bits, out in (("i8", 8, (F(1 / 256), -128)), ("i16", 16, (F(1 / 65536), -32768))):
                unary(f"softmax_i8_{kind}_{b}", "SOFTMAX", ("i8", kind), shape, q, out, options="SoftmaxOptions", beta=beta,
                      single=bits == 8, reference=lambda x, rule, q=q, k=beta, n=bits: im.softmax8(x, q, k, n, rule))
            unary(f"softmax_i16_{b}", "SOFTMAX", ("i16", "i16"), shape, (F(2.5e-4), 0), (F(2.0**-15), 0), options="SoftmaxOptions",
                  beta=beta, reference=lambda x, rule, k=beta: im.softmax16(x, 2.5e-4, k, rule))
            unary(f"softmax_f32_{b}", "SOFTMAX", ("f32", "f32"), shape, None, None, options="SoftmaxOptions", beta=beta)
    for scale in (3.0, 0.0005):
        tag = f"scale{scale}".replace(".", "p")
        unary(f"softmax_i8_{tag}", "SOFTMAX", ("i8", "i8"), (2, 9), (F(scale), -128), (F(1 / 256), -128), options="SoftmaxOptions",
              beta=1.0, reference=lambda x, rule, s=scale: im.softmax8(x, (F(s), -128), 1.0, 8, rule))
    for scale in (1e-5, 2e-3):
        tag = f"scale{scale:g}".replace(".", "p").replace("-", "minus")
        unary(f"softmax_i16_{tag}", "SOFTMAX", ("i16", "i16"), (2, 9), (F(scale), 0), (F(2.0**-15), 0), options="SoftmaxOptions",
              beta=1.0, reference=lambda x, rule, s=scale: im.softmax16(x, s, 1.0, rule))
    unary("softmax_i16_wide_row", "SOFTMAX", ("i16", "i16"), (1, 300), (F(1e-5), 0), (F(2.0**-15), 0), options="SoftmaxOptions",
          beta=1.0, reference=lambda x, rule: im.softmax16(x, 1e-5, 1.0, rule))


def quantizations():
    def scaled(name, a, b, qi, qo, single=False):
        qi, qo = (F(qi[0]), qi[1]), (F(qo[0]), qo[1])
        inputs = {"i8": lambda: every_code("i8"), "i16": lambda: every_code("i16"),
                  "u8": lambda: np.arange(256).reshape(1, 1, 16, 16).astype(np.uint8)}[a]()
        unary(name, "QUANTIZE", (a, b), (1, 16, 16), qi, qo, inputs=inputs, options="QuantizeOptions",
              single=single, reference=lambda x, rule: im.requantize_codes(x, qi, qo, b, rule))

    floats = np.concatenate([np.linspace(-9, 9, 50), [0.025, 0.075, -0.025, 1e9, -1e9, 0.125, -0.125, 0, 3.3, 6.4, -6.4, 0.05, -0.05, 1]])
    floats = floats.astype(F).reshape(1, 1, 64)
    for t, q in (("i8", (0.05, -7)), ("i8", (0.031, 127)), ("i16", (3e-4, 0))):
        q = (F(q[0]), q[1])
        x = np.clip(floats, F(-4e7 * q[0]), F(4e7 * q[0]))
        unary(f"quantize_f32_{t}_{q[1]}".replace("-", "minus"), "QUANTIZE", ("f32", t), (1, 64), None, q, inputs=x,
              options="QuantizeOptions", reference=lambda v, rule, q=q, t=t: im.quantize(v, q, t))
    scaled("quantize_i8_i8", "i8", "i8", (0.05, 3), (0.031, -9), True)
    scaled("quantize_i8_i8_below", "i8", "i8", (0.01, -128), (0.08, 127), True)
    scaled("quantize_i8_i8_same_scale", "i8", "i8", (0.05, 3), (0.05, -9))
    scaled("quantize_i16_i8", "i16", "i8", (3e-4, 0), (0.05, -9))
    scaled("quantize_i16_i8_saturating", "i16", "i8", (3e-4, 0), (0.01, 127))
    scaled("quantize_i16_i16", "i16", "i16", (3e-4, 0), (4.4e-4, 0))
    scaled("quantize_i16_i16_above_one", "i16", "i16", (3e-4, 0), (1e-4, 0))
    scaled("quantize_i8_i16", "i8", "i16", (0.05, 3), (3e-4, 0))
    scaled("quantize_u8_i8", "u8", "i8", (0.05, 131), (0.05, 3))
    scaled("quantize_u8_i8_rescaled", "u8", "i8", (0.05, 131), (0.033, -4))
    scaled("quantize_i8_u8", "i8", "u8", (0.05, 3), (0.05, 131))
    scaled("quantize_i8_u8_rescaled", "i8", "u8", (0.05, 3), (0.07, 120))
    for t, q in (("i8", (0.05, -7)), ("i16", (3e-4, 0)), ("u8", (0.0371, 131))):
        q = (F(q[0]), q[1])
        unary(f"dequantize_{t}", "DEQUANTIZE", (t, "f32"), (1, 32), q, None, options="DequantizeOptions",
              reference=lambda x, rule, q=q: im.dequantize(x, q))
    m, rng = Model(), generator("float16")
    x = m.tensor("f32", (1, 4, 4, 2))
    held = m.tensor("f16", (3, 2, 2, 2), None, rng.normal(0, 1, (3, 2, 2, 2)))
    b16 = m.tensor("f16", (3,), None, rng.normal(0, 1, 3))
    w, b, y = m.tensor("f32", (3, 2, 2, 2)), m.tensor("f32", (3,)), m.tensor("f32", (1, 3, 3, 3))
    m.op("DEQUANTIZE", [held], [w], "DequantizeOptions")
    m.op("DEQUANTIZE", [b16], [b], "DequantizeOptions")
    m.op("CONV_2D", [x, w, b], [y], "Conv2DOptions", padding=1, strideW=1, strideH=1)
    for which in (MICRO, REFERENCE):
        add("quantize", "dequantize_f16_weights", "DEQUANTIZE", m.bytes([x], [y]), [codes(rng, "f32", (1, 4, 4, 2))], which=which)


# ---- graphs of several operations

def graphs():
    rng = generator("graphs")
    q = (F(0.05), -3)
    m = Model()  # two inputs, three outputs, one of which is read again
    a, b = m.tensor("i8", (1, 3, 3, 2), q), m.tensor("i8", (1, 3, 3, 2), (F(0.03), 8))
    total, product, flat = m.tensor("i8", (1, 3, 3, 2), (F(0.06), 1)), m.tensor("i8", (1, 3, 3, 2), (F(0.1), 0)), m.tensor("i8", (1, 18), (F(0.1), 0))
    m.op("ADD", [a, b], [total], "AddOptions")
    m.op("MUL", [total, b], [product], "MulOptions")
    m.op("RESHAPE", [product, m.tensor("i32", (2,), None, np.array([1, 18]))], [flat])

    def two_in_three_out(step, rule):
        s = im.add_sub(*step, q, (F(0.03), 8), (F(0.06), 1), "ADD", "none", "i8", rule)
        p = im.mul(s, step[1], (F(0.06), 1), (F(0.03), 8), (F(0.1), 0), "none", "i8", rule)
        return [p.reshape(1, 18), s, p]
    add("graph", "graph_two_inputs_three_outputs", "ADD+MUL+RESHAPE", m.bytes([a, b], [flat, total, product]),
        [codes(rng, "i8", (1, 3, 3, 2)) for _ in range(2)], two_in_three_out)

    m = Model()  # mixed types at the border
    f, c = m.tensor("f32", (1, 6)), m.tensor("i8", (1, 6), q)
    sq, e, g = m.tensor("i8", (1, 6), q), m.tensor("i8", (1, 6), (F(0.08), 0)), m.tensor("f32", (1, 6))
    m.op("QUANTIZE", [f], [sq], "QuantizeOptions")
    m.op("SUB", [sq, c], [e], "SubOptions")
    m.op("DEQUANTIZE", [e], [g], "DequantizeOptions")
    add("graph", "graph_float_and_int8_inputs", "QUANTIZE+SUB+DEQUANTIZE", m.bytes([f, c], [g, e]),
        [codes(rng, "f32", (1, 6)), codes(rng, "i8", (1, 6))], lambda step, rule: (lambda y: [im.dequantize(y, (F(0.08), 0)), y])(
            im.add_sub(im.quantize(step[0], q, "i8"), step[1], q, q, (F(0.08), 0), "SUB", "none", "i8", rule)))

    m = Model()  # what Keras writes for Flatten at batch 1
    i32 = lambda *v: m.tensor("i32", (len(v),), None, np.array(v))
    x, y = m.tensor("i8", (1, 4, 3, 2), q), m.tensor("i8", (1, 24), q)
    shape, batch, target = m.tensor("i32", (4,)), m.tensor("i32", ()), m.tensor("i32", (2,))
    m.op("SHAPE", [x], [shape], "ShapeOptions", outType=2)
    m.op("STRIDED_SLICE", [shape, i32(0), i32(1), i32(1)], [batch], "StridedSliceOptions", shrinkAxisMask=1)
    m.op("PACK", [batch, m.tensor("i32", (), None, np.array(24))], [target], "PackOptions", valuesCount=2, axis=0)
    m.op("RESHAPE", [x, target], [y], "ReshapeOptions")
    model = m.bytes([x], [y])
    add("graph", "graph_flatten_by_shape", "SHAPE+STRIDED_SLICE+PACK+RESHAPE", model, [codes(rng, "i8", (1, 4, 3, 2))],
        lambda step, rule: [step[0].reshape(1, 24)])

    def block(name, dtype):  # conv, conv, add, pool, fully connected, softmax
        m, r, is8 = Model(), generator(name), dtype == "i8"
        bias = "i32" if is8 else "i64"
        q0, q1, q2, q3, q4 = (((F(s), z) if is8 else (F(s / 256), 0)) for s, z in
                              ((0.02, -10), (0.04, -128), (0.06, 5), (0.08, -128), (0.1, 20)))
        out = (F(1 / 256), -128) if is8 else (F(2.0**-15), 0)

        def layer(qi, shape, axis=0):
            w = r.integers(-127, 128, shape)
            scales = np.full(shape[axis], 0.0012, F) * r.uniform(0.5, 1.5, shape[axis]).astype(F)
            b = r.integers(-4000, 4000, shape[axis]) * (1 if is8 else 200)
            return w, scales, b, m.tensor("i8", shape, (scales, 0), w, axis), m.tensor(bias, (shape[axis],), (qi[0] * scales, 0), b)
        x = m.tensor(dtype, (1, 6, 6, 4), q0)
        h, t, s = m.tensor(dtype, (1, 6, 6, 4), q1), m.tensor(dtype, (1, 6, 6, 4), q2), m.tensor(dtype, (1, 6, 6, 4), q3)
        p, flat = m.tensor(dtype, (1, 3, 3, 4), q3), m.tensor(dtype, (1, 36), q3)
        z, y = m.tensor(dtype, (1, 5), q4), m.tensor(dtype, (1, 5), out)
        l1, l2, l3 = layer(q0, (4, 3, 3, 4)), layer(q1, (1, 3, 3, 4), 3), layer(q3, (5, 36))
        same = dict(padding=0, strideH=1, strideW=1)
        m.op("CONV_2D", [x, *l1[3:]], [h], "Conv2DOptions", fusedActivationFunction=1, **same)
        m.op("DEPTHWISE_CONV_2D", [h, *l2[3:]], [t], "DepthwiseConv2DOptions", depthMultiplier=1, **same)
        m.op("ADD", [t, x], [s], "AddOptions", fusedActivationFunction=1)
        m.op("AVERAGE_POOL_2D", [s], [p], "Pool2DOptions", padding=1, strideH=2, strideW=2, filterHeight=2, filterWidth=2)
        m.op("RESHAPE", [p, m.tensor("i32", (2,), None, np.array([1, 36]))], [flat])
        m.op("FULLY_CONNECTED", [flat, *l3[3:]], [z], "FullyConnectedOptions")
        m.op("SOFTMAX", [z], [y], "SoftmaxOptions", beta=1.0)

        def reference(step, rule):
            def contract(x, l, qi, qo, act, depthwise):
                acc = im.convolution(x, l[0], l[2], qi[1], (1, 1), (1, 1), "SAME", depthwise)
                ms = [im.multiplier(im.d(qi[0]) * im.d(k) / im.d(qo[0]), rule) for k in l[1]]
                return im.contraction_output(acc, not is8, ms, qo[1], im.activation_range(act, *qo, dtype), rule)
            v = contract(contract(step[0], l1, q0, q1, "relu", 0), l2, q1, q2, "none", 1)
            v = im.add_sub(v, step[0], q2, q0, q3, "ADD", "relu", dtype, rule)
            v = im.pool(v, (2, 2), (2, 2), "VALID", "AVERAGE", im.LIMITS[dtype]).reshape(1, 36)
            ms = [im.multiplier(im.d(q3[0]) * im.d(k) / im.d(q4[0]), rule) for k in l3[1]]
            v = im.contraction_output((v - q3[1]) @ l3[0].T + l3[2], not is8, ms, q4[1], im.LIMITS[dtype], rule)
            return [im.softmax8(v, q4, 1.0, 8, rule) if is8 else im.softmax16(v, q4[0], 1.0, rule)]
        add("graph", name, "residual", m.bytes([x], [y]), [codes(r, dtype, (1, 6, 6, 4), 6)], reference, single=is8)
    block("graph_residual_i8", "i8")
    block("graph_residual_i16", "i16")

    m = Model()  # one buffer, two tensors: the same codes under different scales
    x = m.tensor("i8", (1, 6), (F(0.02), 4))
    codes6 = rng.integers(-127, 128, (6, 6))
    w1 = m.tensor("i8", (6, 6), (F(0.004), 0), codes6)
    w2 = m.tensor("i8", (6, 6), (F(0.007), 0), buffer=w1)
    h, y = m.tensor("i8", (1, 6), (F(0.03), -9)), m.tensor("i8", (1, 6), (F(0.05), 2))
    m.op("FULLY_CONNECTED", [x, w1, -1], [h], "FullyConnectedOptions")
    m.op("FULLY_CONNECTED", [h, w2, -1], [y], "FullyConnectedOptions")

    def shared(step, rule):
        def fc(v, qi, s, qo):
            ms = [im.multiplier(float(F(F(qi[0]) * F(s))) / im.d(qo[0]), rule)] * 6
            return im.contraction_output((v - qi[1]) @ codes6.T, False, ms, qo[1], (-128, 127), rule)
        return [fc(fc(step[0], (0.02, 4), 0.004, (0.03, -9)), (0.03, -9), 0.007, (0.05, 2))]
    add("graph", "graph_shared_buffer", "FULLY_CONNECTED", m.bytes([x], [y]), [codes(rng, "i8", (1, 6), 4)], shared, single=True)

    m = Model()  # an operator code and tensors that nothing uses
    m.codes.append(114)
    x, y = m.tensor("i8", (1, 5), q), m.tensor("i8", (1, 5), q)
    m.tensor("i8", (3, 3), q, np.arange(9))
    m.op("RELU6", [x], [y])
    add("graph", "graph_unused_tensor_and_code", "RELU6", m.bytes([x], [y]), [codes(rng, "i8", (1, 5))],
        lambda step, rule: [np.clip(step[0], -3, 117)])

    def one_layer(name, x_shape, tail=None, behind=False, signature=None):  # FULLY_CONNECTED
        m, r, qi, qo, s = Model(), generator(name), (F(0.05), -3), (F(0.2), 5), F(0.01)
        rows = x_shape[0]
        w, b = r.integers(-127, 128, (tail or 4, x_shape[1])), r.integers(-900, 900, tail or 4)
        held = m.tensor("i8", w.shape, (s, 0), w), m.tensor("i32", b.shape, (qi[0] * s, 0), b)
        if behind:
            m.move_behind()
        x, y = m.tensor("i8", x_shape, qi, signature=signature), m.tensor("i8", (rows, len(b)), qo, signature=signature and (-1, len(b)))
        m.op("FULLY_CONNECTED", [x, *held], [y], "FullyConnectedOptions")
        out = y
        if tail:  # a scalar, as the converter writes it
            out = m.tensor("i8", (), qo)
            m.op("RESHAPE", [y, m.tensor("i32", (0,), None, np.zeros(0))], [out], "ReshapeOptions", newShape=[])

        def reference(step, rule):
            ms = [im.multiplier(float(F(qi[0] * s)) / im.d(qo[0]), rule)] * len(b)
            v = im.contraction_output((step[0] - qi[1]) @ w.T + b, False, ms, qo[1], (-128, 127), rule)
            return [v.reshape(()) if tail else v]
        add("graph", name, "FULLY_CONNECTED", m.bytes([x], [out]), [codes(r, "i8", x_shape)], reference,
            REFERENCE if behind else MICRO)
    one_layer("graph_buffers_behind_the_flatbuffer", (1, 12), behind=True)
    one_layer("graph_scalar_output", (1, 8), tail=1)
    one_layer("graph_open_batch_of_two", (2, 8), signature=(-1, 8))

    m = Model()  # tensors without elements that nothing uses
    x, y = m.tensor("i8", (1, 5), q), m.tensor("i8", (1, 5), q)
    m.tensor("i8", (0,), q)
    m.tensor("f32", (2, 0, 3))
    m.op("RELU6", [x], [y])
    add("graph", "graph_unused_empty_tensors", "RELU6", m.bytes([x], [y]), [codes(rng, "i8", (1, 5))],
        lambda step, rule: [np.clip(step[0], -3, 117)])


def combinations():
    layers.hybrids(add, generator)
    layers.contractions(add, generator, codes)
    mixed_types.arithmetic(add, generator, codes)
    mixed_types.wide_codes(add)
    mixed_types.limits(add)
    mixed_types.constants(add, generator)
    mixed_types.clamps(add, every_code)
    mixed_types.moves(add, generator, codes)


def main():
    (HERE / "models").mkdir(exist_ok=True)
    for old in [*HERE.glob("models/*.tflite"), *HERE.glob("*.txt"), *HERE.glob("*.bin")]:
        if old.name != "requirements.txt":
            old.unlink()
    for part in (activations, softmaxes, quantizations, pooling, means, arithmetic, shapes, graphs, convolutions,
                 combinations):
        part()
        print(part.__name__, sum(map(len, sets.values())), flush=True)
    write()
    for group, cases in sets.items():
        print(group, len(cases), "cases,", sum(c[3] == "yes" for c in cases), "checked twice")
    print("refused:", *refused, sep="\n  ")
    print("single rounding, where the rules differ:", sum(n[1] for n in single_notes), "agree;",
          "others:", [n for n in single_notes if not n[1]])


main()
