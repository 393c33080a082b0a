"""One run over the paths of a command line: files in, reports out."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from wit_lsp import workspace
from wit_lsp.cli import CLEAN, FOUND, UNUSABLE
from wit_lsp.config import Settings
from wit_lsp.engine.diagnostics import Diagnostic, limited, report
from wit_lsp.ir.files import File, Model
from wit_lsp.ir.source import Source
from wit_lsp.problem import Severity
from wit_lsp.workspace.roots import roots

_SEVERITIES = [level.value for level in Severity]


@dataclass
class Session:
    """The files of a run, what is wrong with each, and whether everything could be read and checked."""

    settings: Settings
    standalone: bool = False
    packages: int = 0
    files: dict[str, File] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    unusable: bool = False

    def complain(self, message: str) -> None:
        """Say on stderr what could not be done."""
        self.unusable = True
        print(f"wit-lsp: {message}", file=sys.stderr)

    def read(self, options: argparse.Namespace) -> None:
        """Read the files that the paths mean; what cannot be read is told and left out."""
        for path in options.paths:
            if path == "-" and sys.stdin is None:
                self.complain("stdin is closed")
                continue
            if not path:
                self.complain("a PATH is empty")
                continue
            if path == "-":
                self._add(options.stdin_filename or "stdin.wit", sys.stdin.buffer.read())
                self.packages += 1
                continue
            try:
                for root in roots([Path(path)], standalone=self.standalone, failed=self._unread):
                    self.packages += 1
                    for file in root.files:
                        self._read_file(file)
            except OSError as error:
                self._unread(error)
        if not self.files and not self.unusable:
            print("wit-lsp: no .wit file found", file=sys.stderr)

    def model(self, file: File) -> Model | None:
        return workspace.model(file, self.settings, standalone=self.standalone)

    def check(self) -> None:
        """Find what is wrong with all files, by path and place."""
        for path in sorted(self.files):
            file = self.files[path]
            found = report(file, self.model(file))
            self.diagnostics += limited(found.diagnostics)
            for failure in found.failures:
                self.complain(f"a bug: the rule `{failure.rule}` failed on {display(failure.path)}\n{failure.trace}")
            for segment in file.source.segments:
                segment.drop_tree()

    def exit_code(self, fail_on: str) -> int:
        if self.unusable:
            return UNUSABLE
        failing = _SEVERITIES[: _SEVERITIES.index(fail_on) + 1] if fail_on != "never" else []
        return FOUND if any(each.severity.value in failing for each in self.diagnostics) else CLEAN

    def _read_file(self, path: Path) -> None:
        try:
            self._add(path, path.read_bytes())
        except OSError as error:
            self._unread(error, path)

    def _unread(self, error: OSError, path: Path | str = "") -> None:
        self.complain(f"cannot read `{display(str(error.filename or path))}`: {error.strerror}")

    def _add(self, path: Path | str, text: bytes) -> None:
        name = os.path.abspath(path)
        self.files.setdefault(name, File(name, Source(text)))


def disable_gc() -> None:
    """Turn the garbage collector off: a run makes hundreds of thousands of objects, and keeps them to its end."""
    gc.disable()


def display(path: str) -> str:
    """A path as the user would type it: relative to the working folder where it lies below it."""
    folder = os.getcwd() + os.sep
    return path[len(folder) :].replace(os.sep, "/") if path.startswith(folder) else path


def fixable(diagnostics: list[Diagnostic]) -> Iterator[bool]:
    """For each diagnostic that `fix` can mend, whether the fix is safe."""
    for diagnostic in diagnostics:
        if (fix := diagnostic.mend) is not None:
            yield fix.safe
