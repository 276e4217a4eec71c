# SPDX-License-Identifier: BSL-1.0
"""tflite-micro as a benchmark program: `tflite_micro_session.py <cases> <empty.tflite> [--benchmark_min_time=S]`.

The package has no C interface, so a call passes through Python; what that costs is measured with the empty model in
the same run and taken off. Its answer has the form of Google Benchmark's JSON.
"""
import json
import pathlib
import sys
import time

from tflite_micro import runtime


def open_case(model, given):
    interpreter = runtime.Interpreter.from_file(model, arena_size=1 << 22)
    if given is not None:
        from schema import TYPES, read  # only here, so that the empty model stays cheap
        import numpy as np
        graph, at = read(model).subgraphs[0], 0
        for k, t in enumerate(graph.inputs):
            tensor = graph.tensors[t]
            count = int(np.prod(tensor.shape))
            kind = np.dtype(TYPES[tensor.type])
            value = np.frombuffer(given, np.uint8, count * kind.itemsize, at).view(kind).reshape(tensor.shape)
            interpreter.set_input(value, k)
            at += count * kind.itemsize
        interpreter.outputs = len(graph.outputs)
    return interpreter


def seconds_per_call(interpreter, least):
    calls, invoke = 1, interpreter.invoke
    while True:
        start = time.process_time()
        for _ in range(calls):
            invoke()
        spent = time.process_time() - start
        if spent >= least:
            return spent / calls
        calls = max(2 * calls, int(calls * 1.2 * least / max(spent, 1e-6))) if spent < least / 10 else 2 * calls


least = next((float(word.split("=")[1]) for word in sys.argv if word.startswith("--benchmark_min_time=")), 0.1)
empty = seconds_per_call(open_case(sys.argv[2], None), min(least, 0.05))
benchmarks = []
for line in pathlib.Path(sys.argv[1]).read_text().splitlines():
    name, model, given, answer = line.split("\t")
    try:
        own = open_case(model, pathlib.Path(given).read_bytes())
        own.invoke()
        if answer != "-":
            pathlib.Path(answer).write_bytes(b"".join(own.get_output(k).tobytes() for k in range(own.outputs)))
        spent = max(seconds_per_call(own, least) - empty, 0)
        benchmarks.append({"name": name, "cpu_time": spent * 1e9, "time_unit": "ns"})
    except Exception as trouble:
        print(f"skipped {name}: {trouble}", file=sys.stderr)
print(json.dumps({"context": {"empty_call_ns": empty * 1e9}, "benchmarks": benchmarks}))
