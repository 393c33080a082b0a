"""Build hook of hatchling: compiles the parser for wheels and editable installs. Needs a C compiler but no headers."""

from __future__ import annotations

import os
import platform
import shlex
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

GRAMMAR = Path(__file__).parent / "tree-sitter-wit"
LIBRARY = "_wit.dll" if sys.platform == "win32" else "_wit.so"


def compiler() -> list[str] | None:
    """The command of a C compiler: `$CC`, or one on the path; None if there is none."""
    if command := os.environ.get("CC"):
        return shlex.split(command)
    return next(([found] for name in ("cc", "gcc", "clang") if (found := shutil.which(name))), None)


class ParserHook(BuildHookInterface[Any]):
    def dependencies(self) -> list[str]:
        return [] if compiler() else ["ziglang>=0.17"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        command = compiler() or [sys.executable, "-m", "ziglang", "cc"]
        package = Path(self.root) / "wit_lsp" / "syntax"
        editable = version == "editable"
        library = (package if editable else Path(tempfile.mkdtemp())) / LIBRARY
        sources = [str(GRAMMAR / "src" / name) for name in ("parser.c", "scanner.c")]
        options = ["-O2", "-shared", "-I", str(GRAMMAR / "src"), *([] if sys.platform == "win32" else ["-fPIC"])]
        subprocess.run([*command, *options, *sources, "-o", str(library)], check=True)
        if editable:
            return
        data = {
            library: f"wit_lsp/syntax/{LIBRARY}",
            GRAMMAR / "queries": "wit_lsp/syntax/queries",
            GRAMMAR / "src" / "grammar.json": "wit_lsp/syntax/grammar.json",
            Path(self.root) / "docs" / "rules": "wit_lsp/docs/rules",
            Path(self.root) / "docs" / "errors": "wit_lsp/docs/errors",
        }
        build_data["force_include"].update({str(path): target for path, target in data.items()})
        build_data.update(pure_python=False, tag=f"py3-none-{platform_tag()}")


def platform_tag() -> str:
    """The platform tag of the wheel: this machine's own, even if Python is built for two (`universal2`)."""
    tag = sysconfig.get_platform().replace("universal2", platform.machine())
    return tag.replace("-", "_").replace(".", "_")
