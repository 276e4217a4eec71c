# SPDX-License-Identifier: BSL-1.0
"""Draws the JSON of compare.py: `picture.py <bench.json> <picture.svg or .png>`. Needs matplotlib."""
import json
import sys

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt

COLOURS = {"litert": "#3b6fb6", "onnxruntime": "#c8702a", "onnxruntime_u8": "#e3b083", "tflite_micro": "#7d7d7d"}
NAMES = {"litert": "LiteRT (XNNPACK)", "onnxruntime": "ONNX Runtime", "onnxruntime_u8": "ONNX Runtime, uint8 weights", "tflite_micro": "tflite-micro"}

results = json.load(open(sys.argv[1]))
models, peers = list(results["results"]), list(results["entry"])
with_layers = [name for name in models if any(layer.get("percent_of_peak") for layer in results["results"][name]["layers"])]
panels = 1 + len(with_layers)
figure, axes = plt.subplots(panels, 1, figsize=(10, 3.4 + 2.3 * len(with_layers)), layout="constrained", squeeze=False,
                            height_ratios=[1.4] + [1] * len(with_layers))
axes = axes[:, 0]

top = axes[0]
width = 0.8 / max(1, len(peers))
for p, peer in enumerate(peers):
    for m, name in enumerate(models):
        own = results["results"][name]["ratio"].get(peer)
        if own is None:
            continue
        at = m + (p - (len(peers) - 1) / 2) * width
        top.bar(at, own["median"], width * 0.92, color=COLOURS[peer], label=NAMES[peer] if m == 0 else None,
                yerr=[[own["median"] - own["low"]], [own["high"] - own["median"]]], capsize=3, ecolor="#333333")
        top.annotate(f"{own['median']:.2f}", (at, own["high"]), ha="center", va="bottom", fontsize=8, xytext=(0, 3),
                     textcoords="offset points")
if not peers:
    for m, name in enumerate(models):
        top.bar(m, results["results"][name]["time_ns"]["edgetl"]["median"] / 1e3, 0.5, color="#2e7d4f")
top.set_yscale("log")
top.axhline(1, color="#2e7d4f", linewidth=1.5) if peers else None
top.set_xticks(range(len(models)), [f"{name}\n{results['results'][name]['time_ns']['edgetl']['median'] / 1e3:.1f} us, "
                                    f"{results['results'][name].get('percent_of_peak') or 0:.0f} % of peak" for name in models])
top.set_ylabel("peer's time / edgetl's" if peers else "us")
top.set_title(f"edgetl, {results['facts'][models[0]]['target']}; {results['machine'].get('processor', '')}; "
              f"{results['compiler']} {results['flags']}", fontsize=9)
if peers:
    top.legend(fontsize=8, loc="upper left", bbox_to_anchor=(1.0, 1.0), frameon=False)
    top.margins(y=0.2)

for axis, name in zip(axes[1:], with_layers):
    layers = [layer for layer in results["results"][name]["layers"] if layer.get("percent_of_peak")]
    axis.bar(range(len(layers)), [layer["percent_of_peak"] for layer in layers], 0.7, color="#2e7d4f")
    short = {"CONV_2D": "conv", "DEPTHWISE_CONV_2D": "dw", "FULLY_CONNECTED": "fc", "ADD": "add", "AVERAGE_POOL_2D": "pool"}
    axis.set_xticks(range(len(layers)), [f"{layer['operator']}\n{short.get(layer['operation'], layer['operation'][:5].lower())}"
                                         for layer in layers], fontsize=7)
    axis.set_ylim(0, 100)
    axis.set_ylabel("% of peak")
    axis.set_title(f"{name}: each layer's share of {results['results'][name]['peak_per_second'] / 1e9:.0f} Gop/s", fontsize=9)
    axis.grid(axis="y", alpha=0.3)
for axis in axes:
    axis.spines[["top", "right"]].set_visible(False)
figure.savefig(sys.argv[2], dpi=150)
