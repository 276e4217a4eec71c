# SPDX-License-Identifier: BSL-1.0
"""The benchmarked programs behind one interface: edgetl's and those of the peers, each a process of its own."""
import pathlib

import common

PEERS = {"litert": "LiteRT (XNNPACK)", "onnxruntime": "ONNX Runtime", "onnxruntime_u8": "ONNX Runtime, uint8 weights",
         "tflite_micro": "tflite-micro"}
ENTRY = {"litert": "C interface of libLiteRt.so (compiled model, CPU accelerator, 1 thread)",
         "onnxruntime": "C interface of libonnxruntime (1 thread, uint8 activations, int8 weights: saturates without VNNI)",
         "onnxruntime_u8": "the same with uint8 weights: does not saturate",
         "tflite_micro": "Python interpreter, less an empty call measured in the same run"}


class Runtime:
    told = set()  # what was said of skipped cases

    def __init__(self, name, command, ending, with_layers=True):
        self.name, self.command, self.ending, self.with_layers = name, command, ending, with_layers

    def measure(self, cases, least):
        """{case: ns}; `cases` are (name, model, input, output), least the seconds per case."""
        if self.name != "edgetl":
            cases = [case for case in cases if pathlib.Path(case[1]).exists()]  # not every model has an ONNX
        if not cases:
            return {}
        file = common.WORK / f"cases_{self.name}.txt"
        file.write_text("".join("\t".join(map(str, case)) + "\n" for case in cases))
        program, *rest = self.command
        answer = common.run([*common.pinned(), *([program] if isinstance(program, (str, pathlib.Path)) else program), file,
                             *rest, f"--benchmark_min_time={least}", "--benchmark_format=json"])
        for line in answer.stderr.splitlines():
            if line.startswith("skipped ") and line not in self.told:
                self.told.add(line)
                print(f"  {self.name} {line[:200]}")
        if answer.returncode != 0 and "{" not in answer.stdout:
            return {}
        return common.nanoseconds(common.read_json(answer.stdout))


def packages():
    return next((common.WORK / "venv" / "lib").glob("python3.*/site-packages"))


def find_peers(folder, wanted):
    """The peers whose package is there; `folder` has their programs."""
    found = []
    lite = packages() / "ai_edge_litert" / "libLiteRt.so"
    onnx = sorted((packages() / "onnxruntime" / "capi").glob("libonnxruntime.so*"))
    if lite.exists():
        found.append(Runtime("litert", [folder / "bench_litert", lite], "tflite"))
    if onnx:
        found.append(Runtime("onnxruntime", [folder / "bench_onnxruntime", onnx[0]], "onnx"))
        found.append(Runtime("onnxruntime_u8", [folder / "bench_onnxruntime", onnx[0]], "u8.onnx"))
    if (packages() / "tflite_micro").exists():
        script = common.BENCH / "peers" / "tflite_micro_session.py"
        found.append(Runtime("tflite_micro", [[common.VENV, script], common.WORK / "empty.tflite"], "tflite", False))
    missing = [name for name in wanted if name not in [own.name for own in found]]
    if missing:
        print(f"  not installed, left out: {', '.join(missing)}")
    return [own for own in found if own.name in wanted]


def prepare(models, with_layers=True):
    """Copies of the models, one model per layer, and all of them as ONNX, in build/bench/models/<name>/."""
    helper = lambda script, *arguments: common.run([common.VENV, common.BENCH / "peers" / script, *arguments],
                                                   common.WORK / f"{script}.log")
    helper("empty.py", common.WORK / "empty.tflite")
    files = [common.WORK / "empty.tflite"]
    for name, path in models.items():
        folder = common.WORK / "models" / name
        folder.mkdir(parents=True, exist_ok=True)
        for stale in folder.glob("*.onnx"):
            stale.unlink()
        whole = folder / "whole.tflite"
        whole.write_bytes(path.read_bytes())
        files.append(whole)
        if with_layers:
            helper("layers.py", whole, folder)
            files += sorted(folder.glob("[0-9]*.tflite"))
    helper("to_onnx.py", *files)
    log = (common.WORK / "to_onnx.py.log").read_text()
    for line in log.splitlines():
        if "not converted" in line and "whole" in line:
            print("  " + line)


def differences(left, right, element):
    """How far two outputs are apart: elements that differ, and the largest difference."""
    a, b = pathlib.Path(left), pathlib.Path(right)
    if not a.exists() or not b.exists():
        return None
    a, b = a.read_bytes(), b.read_bytes()
    if element == "float32":
        one, other = memoryview(a).cast("f"), memoryview(b).cast("f")
    else:
        one, other = memoryview(a).cast("b"), memoryview(b).cast("b")
    if len(one) != len(other):
        return {"elements": len(one), "different": len(one), "largest": None}
    apart = [abs(x - y) for x, y in zip(one, other)]
    return {"elements": len(apart), "different": sum(d > 0 for d in apart), "largest": max(apart, default=0)}
