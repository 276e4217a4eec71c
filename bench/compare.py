# SPDX-License-Identifier: BSL-1.0
"""edgetl against its peers on the same models and inputs, in turns on one core. `scripts/bench --help`."""
import pathlib
import shlex

import common
import report
import runtimes


def options():
    own = common.parser(__doc__)
    own.add_argument("--compiler", default="g++", help="of edgetl's programs: g++, clang++-19, … (default: %(default)s)")
    own.add_argument("--flags", default="-O2 -march=native", help="of edgetl's programs, one word: -O3 or '-O3 -mavx2' (default: %(default)s)")
    own.add_argument("--rounds", type=common.positive(int), default=5, help="turns of every program (default: %(default)s)")
    own.add_argument("--seconds", type=common.positive(float), default=0.1, help="per model and turn; a layer gets a third (default: %(default)s)")
    own.add_argument("--peers", default=",".join(runtimes.PEERS), metavar="A,B", help="which (default: %(default)s)")
    own.add_argument("--no-peers", action="store_true", help="edgetl alone; needs no Python package")
    own.add_argument("--no-layers", action="store_true", help="whole models only")
    return common.parse(own)


def write_input(name, facts):
    folder = common.WORK / "models" / name
    folder.mkdir(parents=True, exist_ok=True)
    for stale in folder.glob("*.out"):
        stale.unlink()
    (folder / "whole.in").write_bytes(common.random_input(name, facts["input_bytes"], facts["element"]))


def whole_case(runtime, name):
    folder = common.WORK / "models" / name
    return name, folder / f"whole.{runtime.ending}", folder / "whole.in", folder / f"{runtime.name}.out"


def layer_cases(runtime, name, facts):
    folder = common.WORK / "models" / name
    for step in facts["steps"]:
        k = step["operator"]
        if runtime.name == "edgetl":
            yield f"{name}/{k}", "-", folder / "whole.in", "-"
        elif (folder / f"{k}.{runtime.ending}").exists():
            yield f"{name}/{k}", folder / f"{k}.{runtime.ending}", folder / f"{k}.in", "-"


def measure_peak(folder, rounds):
    """{row: summary of its figures per second}."""
    program = folder / "peak" / "bench_peak"
    if not program.exists():
        return {}
    samples = {}
    for _ in range(rounds):
        answer = common.run([*common.pinned(), program, "--benchmark_format=json", "--benchmark_min_time=0.02"])
        for own in common.read_json(answer.stdout)["benchmarks"]:
            samples.setdefault(own["name"], []).append(own["per_second"])
    return {name: common.summary(values) for name, values in samples.items()}


def empty_case(runtime):
    return "empty", common.WORK / f"empty.{runtime.ending}", common.WORK / "empty.in", "-"


def take_turns(everyone, models, facts, asked, peak_folder):
    """samples[case][runtime] is a list with one figure in ns per round."""
    (common.WORK / "empty.in").write_bytes(b"\1")
    samples, peaks = {}, {}
    for round_number in range(asked.rounds):
        print(f"  round {round_number + 1} of {asked.rounds}", flush=True)
        for name in models:
            for runtime in everyone:
                figures = runtime.measure([whole_case(runtime, name)], asked.seconds)
                if not asked.no_layers and runtime.with_layers:
                    cases = list(layer_cases(runtime, name, facts[name]))
                    if runtime.name != "edgetl":
                        cases.append(empty_case(runtime))
                    figures |= runtime.measure(cases, asked.seconds / 3)
                for case, figure in figures.items():
                    key = f"{name}/empty" if case == "empty" else case
                    samples.setdefault(key, {}).setdefault(runtime.name, []).append(figure)
        for row, own in measure_peak(peak_folder, 1).items():
            peaks.setdefault(row, []).extend(own["samples"])
    return samples, {row: common.summary(values) for row, values in peaks.items()}


def main():
    asked = options()
    models = common.find_models(asked.models)
    common.WORK.mkdir(parents=True, exist_ok=True)
    print(f"building edgetl's programs: {asked.compiler} {asked.flags}", flush=True)
    key = common.short_hash(asked.compiler, asked.flags, asked.no_layers, *models.values())
    steps = "-DEDGETL_BENCH_STEPS=" + ("OFF" if asked.no_layers else "ON")
    folder = common.build(f"edgetl-{key}", asked.compiler, asked.flags, steps, models=models)
    edgetl = runtimes.Runtime("edgetl", [folder / "bench_edgetl"], "tflite")
    known = common.read_json(common.run([folder / "bench_edgetl", "facts"]).stdout)
    facts = known["models"]
    print("building the peak's program" if asked.no_peers else "building the peers' programs and the peak's", flush=True)
    programs = common.build_programs(not asked.no_peers)
    peers = []
    if not asked.no_peers:
        runtimes.prepare(models, not asked.no_layers)
        peers = runtimes.find_peers(programs, asked.peers.split(","))
    for name in models:
        write_input(name, facts[name])
    samples, peaks = take_turns([edgetl, *peers], models, facts, asked, programs)
    results = {
        "machine": common.describe_machine(), "core": common.pinned()[-1], "compiler": common.first_line(asked.compiler, "--version"),
        "flags": asked.flags, "edgetl": known["version"], "revision": common.revision(), "packages": common.package_versions(),
        "rounds": asked.rounds, "seconds": asked.seconds, "entry": {own.name: runtimes.ENTRY[own.name] for own in peers},
        "instruction_sets": common.instruction_sets(asked.compiler, asked.flags), "peak": peaks, "facts": facts,
        "models": {name: path.name for name, path in models.items()}}
    outputs = {name: {own.name: runtimes.differences(whole_case(edgetl, name)[3], whole_case(own, name)[3],
                                                     facts[name]["element"]) for own in peers} for name in models}
    report.evaluate(results, samples, outputs)
    report.show(results)
    file = asked.json or common.WORK / "bench.json"
    common.save(results, file)
    print(f"\nall figures: {file}")
    report.draw(results, file)


if __name__ == "__main__":
    main()
