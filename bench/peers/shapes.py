# SPDX-License-Identifier: BSL-1.0
"""Random int8 layers as models of one operator: `shapes.py <folder> <count> <seed>` writes s000.tflite, its input s000.in
and so on, and shapes.json. Sizes are those of small networks; a third of all extents is odd on purpose."""
import json
import pathlib
import sys

import numpy as np

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tests" / "vectors"))
from model_builder import Model

LEAST_MACS, MOST_MACS, MOST_WEIGHTS = 2_000, 4_000_000, 96 << 10
SAME, VALID = 0, 1


def channels(rng, most):
    """Multiples of 16, of 4, or anything."""
    kind = rng.integers(3)
    step = (16, 4, 1)[kind]
    return int(min(most, step * rng.integers(1, max(2, most // step + 1))))


def out_extent(size, kernel, stride, dilation, padding):
    reach = (kernel - 1) * dilation + 1
    return -(-size // stride) if padding == SAME else (size - reach) // stride + 1


def draw_window(rng, depthwise):
    kernels = [(3, 3), (3, 3), (5, 5), (1, 3), (3, 1), (1, 9), (7, 7), (2, 2), (4, 10)] + ([] if depthwise else [(1, 1)] * 5)
    kernel = kernels[rng.integers(len(kernels))]
    strides = [(1, 1), (1, 1), (1, 1), (2, 2), (2, 2), (1, 2), (3, 3)][rng.integers(7)]
    dilations = (2, 2) if strides == (1, 1) and max(kernel) > 1 and rng.integers(8) == 0 else (1, 1)
    return kernel, strides, dilations, int(rng.integers(10) >= 7)


def draw(rng, kind):
    """A layer's facts, or None where it is too small or too large."""
    if kind == "dense":
        rows = int(rng.choice([1, 1, 1, 1, 2, 4, 8, 15]))
        own = dict(kind=kind, rows=rows, inputs=channels(rng, 800), outputs=channels(rng, 400))
        own["macs"], weights = rows * own["inputs"] * own["outputs"], own["inputs"] * own["outputs"]
    else:
        size = [int(n) for n in rng.integers(1, 49, 2)]
        kernel, strides, dilations, padding = draw_window(rng, kind == "depthwise")
        out = [out_extent(size[i], kernel[i], strides[i], dilations[i], padding) for i in range(2)]
        if min(out) < 1:
            return None
        ins = channels(rng, 256 if kind == "depthwise" else 192)
        outs = ins * (2 if rng.integers(8) == 0 else 1) if kind == "depthwise" else channels(rng, 192)
        taps = kernel[0] * kernel[1] * (1 if kind == "depthwise" else ins)
        own = dict(kind=kind, size=size, inputs=ins, outputs=outs, kernel=list(kernel), strides=list(strides),
                   dilations=list(dilations), padding=padding, out=out)
        own["macs"], weights = out[0] * out[1] * outs * taps, taps * outs
    return own if LEAST_MACS <= own["macs"] <= MOST_MACS and weights <= MOST_WEIGHTS else None


def make(rng, own):
    """The model of a layer. Scales are such that outputs spread over the codes."""
    model, kind, outs = Model(), own["kind"], own["outputs"]
    if kind == "dense":
        x_shape, w_shape, y_shape, taps = (own["rows"], own["inputs"]), (outs, own["inputs"]), (own["rows"], outs), own["inputs"]
    else:
        kernel = own["kernel"]
        x_shape, y_shape = (1, *own["size"], own["inputs"]), (1, *own["out"], outs)
        w_shape = (1, *kernel, outs) if kind == "depthwise" else (outs, *kernel, own["inputs"])
        taps = kernel[0] * kernel[1] * (1 if kind == "depthwise" else own["inputs"])
    weights = rng.integers(-127, 128, w_shape)
    per_channel = kind != "dense"
    scales = np.exp(rng.uniform(-6, -5, outs if per_channel else 1)).astype(np.float32)
    x = model.tensor("i8", x_shape, (np.float32(0.05), 3))
    w = model.tensor("i8", w_shape, (scales, 0), weights, 3 if kind == "depthwise" else 0)
    bias = rng.integers(-2000, 2001, outs)
    b = model.tensor("i32", (outs,), (np.float32(0.05) * scales, 0), bias)
    y_scale = np.float32(0.05 * scales.mean() * 74 * 74 * np.sqrt(taps) / 50)
    y = model.tensor("i8", y_shape, (y_scale, -5))
    if kind == "dense":
        model.op("FULLY_CONNECTED", [x, w, b], [y], "FullyConnectedOptions", fusedActivationFunction=0)
    else:
        fields = dict(padding=own["padding"], strideH=own["strides"][0], strideW=own["strides"][1],
                      dilationHFactor=own["dilations"][0], dilationWFactor=own["dilations"][1],
                      fusedActivationFunction=int(rng.integers(2)))
        if kind == "depthwise":
            model.op("DEPTHWISE_CONV_2D", [x, w, b], [y], "DepthwiseConv2DOptions", depthMultiplier=outs // own["inputs"], **fields)
        else:
            model.op("CONV_2D", [x, w, b], [y], "Conv2DOptions", **fields)
    return model.bytes([x], [y]), rng.integers(-128, 128, x_shape).astype(np.int8).tobytes()


def describe(own):
    if own["kind"] == "dense":
        return f"dense {own['rows']}x{own['inputs']} to {own['outputs']}"
    shape = f"{own['kind']} {own['size'][0]}x{own['size'][1]}x{own['inputs']} to {own['outputs']}, {own['kernel'][0]}x{own['kernel'][1]}"
    shape += f" /{own['strides'][0]}x{own['strides'][1]}" if own["strides"] != [1, 1] else ""
    return shape + (" dilated" if own["dilations"] != [1, 1] else "") + (" valid" if own["padding"] == VALID else "")


if __name__ == "__main__":
    folder, count = pathlib.Path(sys.argv[1]), int(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    rng, shapes = np.random.default_rng(int(sys.argv[3])), []
    while len(shapes) < count:
        kind = ("conv", "depthwise", "conv", "dense", "depthwise", "conv", "dense")[len(shapes) % 7]
        own = draw(rng, kind)
        if own is None:
            continue
        name = f"s{len(shapes):03}"
        model, given = make(rng, own)
        (folder / f"{name}.tflite").write_bytes(model)
        (folder / f"{name}.in").write_bytes(given)
        shapes.append({"name": name, "text": describe(own), **own})
    (folder / "shapes.json").write_text(json.dumps(shapes))
