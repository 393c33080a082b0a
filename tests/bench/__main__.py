"""`make bench` runs all benchmarks and prints the targets next to the figures. Run it by hand, on an idle machine.

`python -m tests.bench check server` runs only these modules. Each module of this package whose name begins with no `_`
is a benchmark: its function `rows` yields the name, the figure and the target of each measurement.
"""

from __future__ import annotations

import sys
from importlib import import_module

from tests import bench
from wit_lsp.modules import module_names

for name in sys.argv[1:] or module_names(bench.__path__):
    benchmark = import_module(f"{bench.__name__}.{name}")
    print(f"{name:<70} {'measured':<28} target")
    for what, measured, target in benchmark.rows():
        print(f"{what:<70} {measured:<28} {target}", flush=True)
    print()
