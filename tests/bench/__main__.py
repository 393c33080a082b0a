"""`make bench`: all that is measured, with the targets beside the figures. By hand, on an idle machine.

`python -m tests.bench check server` runs these modules alone. Each module of this package that has a `run` is one.
"""

from __future__ import annotations

import sys
from importlib import import_module

from tests import bench
from wit_lsp.modules import module_names

for name in sys.argv[1:] or module_names(bench.__path__):
    module = import_module(f"{bench.__name__}.{name}")
    if hasattr(module, "run"):
        module.run()
    elif sys.argv[1:]:
        sys.exit(f"`{name}` measures nothing")
