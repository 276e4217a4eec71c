# SPDX-License-Identifier: BSL-1.0
"""Samples into ratios, percent of the peak, tables and the picture."""
import common
import runtimes


def peak_of(results, element):
    """The machine's best rate for an element type among the instruction sets that the flags allow: (row, per second)."""
    kind = "float" if element == "float32" else "int8"
    rows = {row: own["median"] for row, own in results["peak"].items()
            if row.startswith(kind) and row.split()[1] in results["instruction_sets"]}
    return max(rows.items(), key=lambda row: row[1]) if rows else (None, None)


def percent(macs, nanoseconds, peak):
    return 100 * 2 * macs / (nanoseconds * 1e-9) / peak if peak and macs and nanoseconds else None


def figures_of(samples, macs, peak, empty=None):
    """Summaries per runtime; ratios peer / edgetl round by round, the peer's empty call taken off where given."""
    own = {"macs": macs, "time_ns": {name: common.summary(values) for name, values in samples.items()}, "ratio": {}}
    if "edgetl" in samples:
        own["percent_of_peak"] = percent(macs, own["time_ns"]["edgetl"]["median"], peak)
        for name, values in samples.items():
            if name == "edgetl":
                continue
            off = (empty or {}).get(name) or [0] * len(values)
            own["ratio"][name] = common.summary([max(peer - call, 0) / ours for peer, call, ours in
                                                 zip(values, off, samples["edgetl"])])
    return own


def evaluate(results, samples, outputs):
    results["results"] = {}
    for name in results["models"]:
        facts = results["facts"][name]
        row, peak = peak_of(results, facts["element"])
        whole = figures_of(samples.get(name, {}), facts["macs"], peak)
        whole |= {"peak_row": row, "peak_per_second": peak, "outputs": outputs[name], "layers": []}
        empty = samples.get(f"{name}/empty", {})
        whole["empty_call_ns"] = {runtime: common.summary(values) for runtime, values in empty.items()}
        for step in facts["steps"]:
            layer = samples.get(f"{name}/{step['operator']}")
            if layer:
                whole["layers"].append(step | figures_of(layer, step["macs"], peak, empty))
        results["results"][name] = whole
    results["geometric_mean_ratio"] = {
        peer: common.geometric_mean([own["ratio"][peer]["median"] for own in results["results"].values() if peer in own["ratio"]])
        for peer in results["entry"]}


def microseconds(own):
    return f"{own['median'] / 1e3:.2f}" if own["median"] < 1e5 else f"{own['median'] / 1e3:.0f}"


def spread(own):
    """The quartiles' distance in percent of the median."""
    return f"±{50 * (own['third_quartile'] - own['first_quartile']) / own['median']:.1f}%" if own["median"] else "-"


def ratio(own, peer):
    one = own["ratio"].get(peer)
    return "-" if one is None else f"{one['median']:.2f} ({one['low']:.2f}-{one['high']:.2f})"


def share(value):
    return "-" if value is None else f"{value:.1f}"


def agreement(own):
    if own is None:
        return "no output"
    if own["different"] == 0:
        return "equal"
    return f"{own['different']} of {own['elements']} differ, by {own['largest']:.3g} at most" if own["largest"] is not None else "another size"


def show(results):
    peers = list(results["entry"])
    print(f"\n{results['machine'].get('processor', '')}, core {results['core']}; {results['compiler']}; {results['flags']}")
    print("limits of this core (median of the rounds):")
    common.table(["", "Gop/s or GB/s"], [[row, f"{own['median'] / 1e9:.1f}"] for row, own in results["peak"].items()])
    for peer in peers:
        print(f"{runtimes.PEERS[peer]}: {results['entry'][peer]}")
    print("\nwhole models" + ("; a ratio is the peer's time over edgetl's, round by round: median (lowest-highest)" if peers else ""))
    rows = []
    for name, own in results["results"].items():
        ours, facts = own["time_ns"]["edgetl"], results["facts"][name]
        rows.append([name, facts["target"], f"{facts['macs'] / 1e6:.2f}", microseconds(ours), spread(ours),
                     share(own["percent_of_peak"]), *(microseconds(own["time_ns"][p]) if p in own["time_ns"] else "-" for p in peers),
                     *(ratio(own, p) for p in peers)])
    common.table(["model", "target", "MMAC", "edgetl us", "spread", "% peak", *(f"{p} us" for p in peers),
                  *(f"{p} ratio" for p in peers)], rows)
    if len(rows) > 1 and peers:
        print("  geometric means: " + ", ".join(f"{p} {v:.2f}" for p, v in results["geometric_mean_ratio"].items()))
    for name, own in results["results"].items():
        for peer, found in own["outputs"].items():
            print(f"  {name}: outputs against {peer}: {agreement(found)}")
    for name, own in results["results"].items():
        show_layers(results, name, own)


def layer_ratio(layer, peer):
    """None of a step that is nothing, or nearly."""
    return "-" if layer["time_ns"]["edgetl"]["median"] < 20 else ratio(layer, peer)


def show_layers(results, name, own):
    if not own["layers"]:
        return
    peers = [p for p in results["entry"] if any(p in layer["ratio"] for layer in own["layers"])]
    print(f"\n{name}, step by step, each alone in a loop" +
          ("; peers run a model of that one operator, their empty call taken off: " if peers else "") +
          ", ".join(f"{p} {one['median'] / 1e3:.2f} us" for p, one in own["empty_call_ns"].items()))
    rows = [[f"{layer['operator']} {layer['operation'].lower()}", layer["kernel"], f"{layer['macs'] / 1e3:.0f}",
             microseconds(layer["time_ns"]["edgetl"]), spread(layer["time_ns"]["edgetl"]), share(layer["percent_of_peak"]),
             *(layer_ratio(layer, p) for p in peers)] for layer in own["layers"] if "edgetl" in layer["time_ns"]]
    common.table(["step", "kernel", "kMAC", "edgetl us", "spread", "% peak", *(f"{p} ratio" for p in peers)], rows)
    total = sum(layer["time_ns"]["edgetl"]["median"] for layer in own["layers"] if "edgetl" in layer["time_ns"])
    print(f"  all steps {total / 1e3:.2f} us, the whole model {own['time_ns']['edgetl']['median'] / 1e3:.2f} us")


def draw(results, file):
    """The picture, where matplotlib is installed."""
    picture = file.with_suffix(".svg")
    python = common.VENV if common.VENV.exists() else "python3"
    answer = common.run([python, common.BENCH / "picture.py", file, picture])
    if answer.returncode == 0:
        print(f"picture: {picture}")
    else:
        print("no picture: " + (answer.stderr.strip().splitlines() or ["?"])[-1])
