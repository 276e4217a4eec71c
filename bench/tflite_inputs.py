# SPDX-License-Identifier: BSL-1.0
"""How many bytes the inputs of a .tflite take: the few fields of the flatbuffer that say so, without a package."""
import math
import pathlib
import struct

ELEMENT_BYTES = {0: 4, 1: 2, 2: 4, 3: 1, 4: 8, 6: 1, 7: 2, 9: 1}  # TensorType: float32, float16, int32, uint8, int64, bool, int16, int8


def input_bytes(path):
    data = pathlib.Path(path).read_bytes()
    word = lambda at: struct.unpack_from("<I", data, at)[0]

    def field(table, number):
        """Where a table's field stands, or 0."""
        vtable = table - struct.unpack_from("<i", data, table)[0]
        if 4 + 2 * number >= struct.unpack_from("<H", data, vtable)[0]:
            return 0
        offset = struct.unpack_from("<H", data, vtable + 4 + 2 * number)[0]
        return table + offset if offset else 0

    def follow(at):
        return at + word(at)

    def vector(table, number):
        start = follow(field(table, number))
        return start + 4, word(start)

    model = word(0)
    graphs, _ = vector(model, 2)
    graph = follow(graphs)
    tensors, _ = vector(graph, 0)
    inputs, count = vector(graph, 1)
    total = 0
    for k in range(count):
        tensor = follow(tensors + 4 * word(inputs + 4 * k))
        shape, rank = vector(tensor, 0)
        kind = field(tensor, 1)
        total += math.prod(word(shape + 4 * axis) for axis in range(rank)) * ELEMENT_BYTES[data[kind] if kind else 0]
    return total
