# SPDX-License-Identifier: BSL-1.0
"""Runs a model in tflite-micro, in LiteRT's reference kernels or in LiteRT as it comes, in a process of its own: all
may abort."""
import multiprocessing
import os
import pathlib
import tempfile

import numpy as np

LOG = os.path.join(tempfile.gettempdir(), f"edgetl_oracle_{os.getpid()}.log")


def _micro(model, steps):
    from tflite_micro import runtime
    answers = []
    interpreter = runtime.Interpreter.from_bytes(model, arena_size=1 << 20)
    for inputs in steps:
        for k, value in enumerate(inputs):
            interpreter.set_input(value, k)
        interpreter.invoke()
        answers.append([np.array(interpreter.get_output(k)) for k in range(_outputs(model))])
    return answers


def _outputs(model):
    from model_builder import schema
    return schema.Model.GetRootAsModel(model, 0).Subgraphs(0).OutputsLength()


def _lite(model, steps, which):
    from ai_edge_litert import interpreter as litert
    kind = litert.OpResolverType.BUILTIN_REF if which == "litert-reference" else litert.OpResolverType.AUTO
    interpreter = litert.Interpreter(model_content=model, experimental_op_resolver_type=kind)
    interpreter.allocate_tensors()
    answers = []
    for inputs in steps:
        for detail, value in zip(interpreter.get_input_details(), inputs):
            interpreter.set_tensor(detail["index"], value)
        interpreter.invoke()
        answers.append([np.array(interpreter.get_tensor(o["index"])) for o in interpreter.get_output_details()])
    return answers


def _child(pipe, which, model, steps):
    log = os.open(LOG, os.O_CREAT | os.O_TRUNC | os.O_WRONLY)
    os.dup2(log, 1)
    os.dup2(log, 2)
    try:
        pipe.send(_micro(model, steps) if which == "tflite-micro" else _lite(model, steps, which))
    except Exception as error:  # the runtime refuses the model: its log says why
        pipe.send(str(error))


def run(which, model, steps):
    """The outputs of every step, or a sentence on why there are none."""
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("fork").Process(target=_child, args=(there, which, model, steps))
    process.start()
    there.close()
    try:
        answer = here.recv()
    except EOFError:
        answer = "aborts"
    process.join()
    if isinstance(answer, str):
        log = pathlib.Path(LOG).read_text(errors="replace").strip().splitlines()
        answer += ": " + " / ".join(line for line in log if "cpu_feature_guard" not in line)[-300:]
    return answer
