# SPDX-License-Identifier: BSL-1.0
"""How near innermost loops come to what their multiplications and loads alone would take, as llvm-mca sees it:

    objdump -d -w -C --no-show-raw-insn model.o | loop_bound.py <llvm-mca> <mcpu> <instruction> <least percent>

<instruction> is a regular expression. Loops are judged in which half of the arithmetic is that instruction, on at least
eight accumulators (fewer cannot hide its latency, whatever surrounds them). Two of it and two loads are done in a cycle.
Exits with 1 where a loop takes too long, or where there is none, and with 77 where there is no llvm-mca.
"""
import re
import shutil
import subprocess
import sys


def functions(lines):
    """(name, [(address, text)]) for every function of a disassembly."""
    name, code = "", []
    for line in lines:
        if head := re.match(r"[0-9a-f]{16} <(.*)>:$", line):
            yield name, code
            name, code = head[1], []
        elif one := re.match(r"\s+([0-9a-f]+):\t(.*)", line):
            code.append((int(one[1], 16), one[2].split("#")[0].split(" <")[0].strip()))
    yield name, code


def innermost_loops(code):
    ranges = []
    for address, text in code:
        jump = re.match(r"j\w+\s+([0-9a-f]+)$", text)
        if jump and code[0][0] <= int(jump[1], 16) <= address:
            ranges.append((int(jump[1], 16), address))
    for first, last in ranges:
        if not any((a, b) != (first, last) and a >= first and b <= last for a, b in ranges):
            yield [text for address, text in code if first <= address <= last]


def for_simulation(text, free):
    """llvm-mca 19 has Intel's 64-byte loads occupy a vector port besides the load's; vmovntdqa is the one without. And it has
    an accumulator wait for the load of the product that is added to it: such loads are written apart, to a free register."""
    if folded := re.match(r"((?:\{vex\} )?vpdp\w+) ([^%]*\(.*?\)),(.*%([yz])mm\d+)$", re.sub(r"\s+", " ", text)):
        register = f"%{folded[4]}mm{free}"
        return f"vmovntdqa {folded[2]},{register}\n{folded[1]} {register},{folded[3]}"
    text = re.sub(r"^(j\w+)\s+.*", r"\1 0", text)
    return re.sub(r"^(?:vpbroadcast[bwdq]|vbroadcast\w+|vmovu?a?p[sd]|vmovdq[ua]\d*)\s+([^%,]*\([^)]*\)),(%zmm\d+)$", r"vmovntdqa \1,\2", text)


def cycles_of(tool, cpu, loop):
    iterations = 100
    used = {int(number) for text in loop for number in re.findall(r"%[xyz]mm(\d+)", text)}
    free = min(set(range(32)) - used, default=0)
    answer = subprocess.run([tool, "-mtriple=x86_64", f"-mcpu={cpu}", f"-iterations={iterations}", "-all-views=false", "-summary-view"],
                            input="\n".join(for_simulation(text, free) for text in loop), capture_output=True, text=True, check=True)
    return int(re.search(r"Total Cycles:\s+(\d+)", answer.stdout)[1]) / iterations


def main():
    tool, cpu, wanted, least = sys.argv[1:]
    if shutil.which(tool) is None:
        print(f"there is no {tool}")
        return 77
    rows, failed = {}, 0
    for name, code in functions(sys.stdin.read().splitlines()):
        for loop in innermost_loops(code) if code else []:
            dots = [text for text in loop if re.match(r"(\{vex\} )?(?:" + wanted + ")", text)]
            loads = sum(bool(re.search(r"\(.*\),", text)) for text in loop)
            arithmetic = sum(text.startswith(("v", "{vex}")) and not re.match(r"v(p?broadcast|mov)", text) for text in loop)
            if len({text.split(",")[-1] for text in dots}) < 8 or 2 * len(dots) < arithmetic:
                continue
            bound, cycles = max(len(dots), loads) / 2, cycles_of(tool, cpu, loop)
            percent = 100 * bound / cycles
            failed += percent < float(least)
            short = (re.search(r"[a-z]+(_[a-z]+)+", name) or re.search(".*", name))[0]
            row = f"{len(dots):5} {loads:5} {bound:7.1f} {cycles:7.1f} {percent:4.0f} %{' !' if percent < float(least) else '  '} {short}"
            rows[row] = rows.get(row, 0) + 1
    print("times  dots loads   bound  cycles")
    for row, times in sorted(rows.items()):
        print(f"{times:5} {row}")
    print(f"{failed} loops below {least} % of their bound" if rows else "no loop was found")
    return 1 if failed or not rows else 0


sys.exit(main())
