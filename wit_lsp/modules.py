"""The modules of a package, found by their files, so that no list of them is kept. Imports none of them.

In place of `pkgutil`, which loads `inspect`: that alone would cost a seventh of a small `check`.
"""

from __future__ import annotations

import os
from collections.abc import Iterable


def module_names(package_path: Iterable[str]) -> list[str]:
    """The names of all modules in the folders of a package's `__path__`, and in those below, sorted.

    They count from the package: `time.missing_deadline`. What begins with `_` is left out.
    """
    found: list[str] = []
    for folder in package_path:
        with os.scandir(folder) as entries:
            for entry in entries:
                name, ending = os.path.splitext(entry.name)
                if name.startswith("_"):
                    continue
                if ending == ".py":
                    found.append(name)
                elif not ending and entry.is_dir():
                    found += (f"{name}.{inner}" for inner in module_names([entry.path]))
    return sorted(found)
