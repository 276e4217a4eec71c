# SPDX-License-Identifier: BSL-1.0
"""What the benchmark drivers share: folders, models, building, the machine, medians. Nothing but the standard library."""
import argparse
import hashlib
import json
import math
import os
import pathlib
import platform
import random
import shlex
import shutil
import statistics
import struct
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
BENCH, WORK, SHARED = ROOT / "bench", ROOT / "build" / "bench", ROOT.parent / "shared" / "models"
VENV = WORK / "venv" / "bin" / "python"

KNOWN = {  # short names of the models beside the repository; MLPerf Tiny's four first
    "kws": "mlperf_kws_ref_model", "vww": "mlperf_vww_96_int8", "ic": "mlperf_pretrainedResnet_quant",
    "ad": "mlperf_ad01_int8", "sine": "tflm_hello_world_int8", "speech": "tflm_micro_speech_quantized",
    "person": "tflm_person_detect", "mnist": "tinymaix_mnist_valid_q", "mnist_dw": "tinymaix_mnist_dw_q",
    "mobilenet": "tflm_mobilenet_v2_quantized_1x3x224x224", "ic_float": "mlperf_pretrainedResnet",
    "kws_float": "mlperf_kws_ref_model_float32", "mnist_float": "tinymaix_mnist_valid_f", "mnist_dw_float": "tinymaix_mnist_dw_f",
    "mnist_resnet_float": "tinymaix_mnist_resnet_f", "sine_float": "tflm_hello_world_float",
    "face_float": "mediapipe_face_detection_short_range"}
DEFAULT = ["kws", "vww", "ic", "ad"]


def stop(sentence):
    sys.exit(f"edgetl bench: {sentence}")


def find_models(names):
    """{name: path}; without names the four of MLPerf Tiny, or the committed digits where those are not there."""
    digits = ROOT / "examples" / "digits" / "digits.tflite"
    found = {}
    for name in names.split(",") if names else DEFAULT:
        path = digits if name == "digits" else SHARED / f"{KNOWN[name]}.tflite" if name in KNOWN else pathlib.Path(name)
        if path.is_file():
            found["".join(c if c.isalnum() else "_" for c in (name if name in KNOWN else path.stem))] = path.resolve()
        elif names:
            stop(f"there is no model `{name}` -> choose of {', '.join(KNOWN)}, digits, or pass a .tflite file")
    return found or {"digits": digits}


def parser(about, **defaults):
    own = argparse.ArgumentParser(description=about)
    own.add_argument("--models", default=defaults.get("models", ""), metavar="A,B",
                     help="short names or .tflite files (default: kws,vww,ic,ad, or digits where they are missing)")
    own.add_argument("--json", type=pathlib.Path, metavar="FILE", help="where all figures go")
    return own


def positive(kind):
    """For argparse: an int or a float above 0."""
    def read(text):
        try:
            number = kind(text)
        except ValueError:
            number = 0
        if not 0 < number < math.inf:
            raise argparse.ArgumentTypeError(f"`{text}` is no {'whole ' if kind is int else ''}number above 0")
        return number
    return read


def parse(own):
    """The options; --flags takes the next word even where that starts with a dash. With --only-check, which scripts/bench
    passes before it installs anything, the program ends here."""
    own.add_argument("--only-check", action="store_true", help=argparse.SUPPRESS)
    words = []
    for word in sys.argv[1:]:
        if words and words[-1] == "--flags" and not word.startswith("--"):
            words[-1] += "=" + word
        else:
            words.append(word)
    asked = own.parse_args(words)
    if asked.only_check:
        find_models(getattr(asked, "models", ""))
        sys.exit()
    return asked


def run(command, log=None, **options):
    """Runs a command; its words go to `log`, whose end is shown where it fails."""
    command = [str(word) for word in command]
    if log is None:
        return subprocess.run(command, text=True, capture_output=True, **options)
    with open(log, "w") as words:
        answer = subprocess.run(command, stdout=words, stderr=subprocess.STDOUT, **options)
    if answer.returncode != 0:
        stop(f"`{shlex.join(command[:4])} …` fails:\n" + "\n".join(pathlib.Path(log).read_text().splitlines()[-25:]))
    return answer


def build(name, compiler, flags, *settings, models=None):
    """Configures and builds bench/CMakeLists.txt in build/bench/<name>."""
    folder = WORK / name
    folder.mkdir(parents=True, exist_ok=True)
    command = ["cmake", "-S", BENCH, "-B", folder, "-G", "Ninja", f"-DCMAKE_CXX_COMPILER={compiler}",
               f"-DCMAKE_CXX_FLAGS={flags}", "-DCMAKE_BUILD_TYPE=", *settings]
    if models:
        command.append("-DEDGETL_BENCH_MODELS=" + ";".join(f"{key}={path}" for key, path in models.items()))
    run(command, folder / "configure.log")
    run(["cmake", "--build", folder], folder / "build.log")
    return folder


def build_programs(with_peers):
    """The peers' programs, where they are wanted, and the peak's, where the processor has one."""
    return build("programs", "g++", "-O2", "-DEDGETL_BENCH_MODELS=", "-DEDGETL_BENCH_PEERS=" + ("ON" if with_peers else "OFF"))


def short_hash(*words):
    return hashlib.sha256("\0".join(map(str, words)).encode()).hexdigest()[:10]


def pinned():
    """The command prefix that keeps a program on one core: the last one this process may use."""
    return ["taskset", "-c", str(max(os.sched_getaffinity(0)))]


def random_input(name, count, element):
    """`count` bytes of deterministic input; floats are normal, codes are anything."""
    generator = random.Random(name)
    if element == "float32":
        return b"".join(struct.pack("<f", generator.gauss(0, 1)) for _ in range(count // 4))
    return generator.randbytes(count)


def read_json(text):
    """Google Benchmark's JSON, which a runtime's own words may precede."""
    return json.loads(text[text.index("{"):])


def nanoseconds(report):
    """Time of the processor, not of the wall: other programs may run on this machine, each of these has one thread."""
    scale = {"ns": 1, "us": 1e3, "ms": 1e6, "s": 1e9}
    return {own["name"]: own["cpu_time"] * scale[own["time_unit"]] for own in report["benchmarks"]}


def summary(samples):
    """Median and spread: quartiles and extremes."""
    ordered = sorted(samples)
    quartiles = statistics.quantiles(ordered, n=4, method="inclusive") if len(ordered) > 1 else ordered * 3
    return {"median": statistics.median(ordered), "low": ordered[0], "high": ordered[-1], "first_quartile": quartiles[0],
            "third_quartile": quartiles[2], "samples": samples}


def geometric_mean(values):
    return math.exp(statistics.fmean(map(math.log, values))) if values else float("nan")


def instruction_sets(compiler, flags):
    """What the flags allow edgetl to use, in the names of bench/peak."""
    words = run([compiler, *shlex.split(flags), "-dM", "-E", "-x", "c++", "/dev/null"]).stdout
    asked = {"sse41": "__SSE4_1__", "avx2": "__AVX2__", "avx_vnni": "__AVXVNNI__", "avx512_vnni": "__AVX512VNNI__"}
    return [name for name, macro in asked.items() if f"#define {macro} " in words] or ["sse41"]


def first_line(*command):
    try:
        return run(command).stdout.splitlines()[0]
    except (OSError, IndexError):
        return ""


def describe_machine():
    facts = {"system": platform.platform(), "cores": os.cpu_count(), "python": platform.python_version()}
    cpu = pathlib.Path("/proc/cpuinfo")
    if cpu.exists():
        lines = dict(line.split(":", 1) for line in cpu.read_text().split("\n\n")[0].splitlines() if ":" in line)
        own = {key.strip(): value.strip() for key, value in lines.items()}
        wanted = ("sse4_1", "avx", "avx2", "fma", "avx_vnni", "avx512f", "avx512_vnni", "avx512_bf16", "amx_int8")
        facts["processor"] = own.get("model name", platform.processor())
        facts["family_model_stepping"] = [own.get(key) for key in ("cpu family", "model", "stepping")]
        facts["features"] = [flag for flag in own.get("flags", "").split() if flag in wanted]
    return facts


def package_versions():
    """Of the peers, as the virtual environment has them."""
    if not VENV.exists():
        return {}
    listed = run([VENV, "-m", "pip", "list", "--format=json"]).stdout
    wanted = {"ai-edge-litert", "onnxruntime", "onnx", "tflite_micro", "tflite-micro", "numpy"}
    return {own["name"]: own["version"] for own in json.loads(listed or "[]") if own["name"] in wanted}


def revision():
    if not shutil.which("git"):
        return ""
    text = run(["git", "-C", ROOT, "describe", "--always", "--dirty", "--abbrev=12"]).stdout.strip()
    return text


def save(results, path):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(results, indent=1) + "\n")


def table(headings, rows):
    """Columns as wide as they need; the first is left-aligned."""
    rows = [[str(cell) for cell in row] for row in rows]
    widths = [max(len(row[k]) for row in [list(headings), *rows]) for k in range(len(headings))]
    for row in [list(headings), *rows]:
        print("  " + "  ".join(cell.ljust(width) if k == 0 else cell.rjust(width)
                               for k, (cell, width) in enumerate(zip(row, widths))).rstrip())
