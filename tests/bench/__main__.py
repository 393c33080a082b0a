"""`make bench`: all that is measured, with the targets beside the figures. By hand, on an idle machine.

`python -m tests.bench check server` runs these modules alone. Each module of this package with a function `rows` is
one: it yields what is measured, the figure and the target, as they come.
"""

from __future__ import annotations

import sys
from importlib import import_module

from tests import bench
from wit_lsp.modules import module_names

for name in sys.argv[1:] or module_names(bench.__path__):
    rows = getattr(import_module(f"{bench.__name__}.{name}"), "rows", None)
    if rows is None and sys.argv[1:]:
        sys.exit(f"`{name}` measures nothing")
    if rows is not None:
        print(f"{name:<70} {'measured':<28} target")
        for what, measured, target in rows():
            print(f"{what:<70} {measured:<28} {target}", flush=True)
        print()
