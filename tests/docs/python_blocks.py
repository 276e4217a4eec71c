# SPDX-License-Identifier: BSL-1.0
"""python_blocks.py <repository>: every Python block of docs/ is Python."""
import pathlib
import re
import sys

for page in sorted(pathlib.Path(sys.argv[1], "docs").glob("*.md")):
    for number, block in enumerate(re.findall(r"```python\n(.*?)```", page.read_text(), re.S), 1):
        compile(block, f"{page.name}, block {number}", "exec")
