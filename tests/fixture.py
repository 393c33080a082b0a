"""The notation in which tests and rule pages write files, cursors and expected ranges.

    //- deps/geometry.wit       starts a file; what stands before the first one is `test.wit`
    use geometry.{po$0int};     `$0` is the cursor; a second `$0` makes a selection
               // ^^^^^ read    marks that stretch of the line above, with a label
             // | expected `;`  marks the empty stretch before that column
    ^^^^… 7:3 whole             marks from there to line 7, column 3, both counted from 1

Columns count characters. Mark lines and `$0` are taken out before the text is parsed. The `//` of a mark is left
out where there is no room for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from wit_lsp.config import Settings
from wit_lsp.engine.apply_fixes import apply_fixes
from wit_lsp.engine.diagnostics import Diagnostic, report
from wit_lsp.ir.files import File, Model
from wit_lsp.ir.source import Source
from wit_lsp.rules import Fix
from wit_lsp.text import Span
from wit_lsp.wasi.releases import RELEASES

DEFAULT = "test.wit"

_LINE = re.compile(r".*\n|.+")
_MARK = re.compile(r"[ \t]*(?://)?[ \t]*(?P<at>\^+|\|)(?:… (?P<row>\d+):(?P<column>\d+))?(?: (?P<label>.*))?")


@dataclass(frozen=True, order=True)
class Mark:
    path: str
    span: Span
    label: str


@dataclass
class Fixture:
    """The files without their marks, and what was marked in them, in bytes."""

    files: dict[str, str] = field(default_factory=dict)
    marks: list[Mark] = field(default_factory=list)
    cursors: list[tuple[str, int]] = field(default_factory=list)

    def file(self, path: str | None = None) -> File:
        """One of the files, the first by default."""
        path = path or next(iter(self.files))
        return File(path, Source(self.files[path].encode()))

    def model(self, file: File, settings: Settings | None = None) -> Model | None:
        """What rules may ask of one of the files; None for one below `deps`."""
        folder = file.path.rpartition("/")[0]
        beside = [path for path in self.files if path.rpartition("/")[0] == folder and path.endswith(".wit")]
        if "deps" in folder.split("/"):
            return None
        return Model(file.facts, settings or Settings(), RELEASES, alone=len(beside) == 1)

    def mended(self, wanted: Callable[[Diagnostic, Fix], bool] = lambda _, fix: True) -> dict[str, str]:
        """The files after all fixes that are `wanted`. Fails where a rule does."""
        mended = apply_fixes(map(self.file, self.files), self.model, wanted)
        assert not mended.failures, mended.failures[0].trace
        return {path: file.source.text.decode() for path, file in mended.files.items()}

    def diagnostics(self, settings: Settings | None = None) -> list[Diagnostic]:
        """All that is wrong with the `.wit` files. Fails where a rule does."""
        found = []
        for path in self.files:
            file = self.file(path)
            diagnostics, failures = report(file, self.model(file, settings))
            assert not failures, failures[0].trace
            found += diagnostics
        return found


def parse(text: str) -> Fixture:
    fixture, path = Fixture(), DEFAULT
    line = ""
    ends: list[tuple[int, str, int, str]] = []
    for raw in _LINE.findall(text):
        before = fixture.files.get(path, "")
        start = len(before.encode()) - len(line.encode())
        if raw.startswith("//- "):
            path, line = raw[4:].strip(), ""
            fixture.files.setdefault(path, "")
        elif before and (mark := _MARK.fullmatch(raw.rstrip("\r\n"))):
            first, last = mark.span("at")
            span = Span(start + _bytes(line, first), start + _bytes(line, first if mark["at"] == "|" else last))
            if mark["row"]:
                ends.append((len(fixture.marks), path, int(mark["row"]), mark["column"]))
            fixture.marks.append(Mark(path, span, mark["label"] or ""))
        else:
            line = ""
            for part in re.split(r"(\$0)", raw):
                if part == "$0":
                    fixture.cursors.append((path, len((before + line).encode())))
                else:
                    line += part
            fixture.files[path] = before + line
    fixture.files = fixture.files or {DEFAULT: ""}
    for index, where, row, column in ends:
        lines = [*_LINE.findall(fixture.files[where]), ""]
        end = len("".join(lines[: row - 1]).encode()) + _bytes(lines[row - 1], int(column) - 1)
        old = fixture.marks[index]
        fixture.marks[index] = Mark(where, Span(old.span.start, end), old.label)
    return fixture


def render(fixture: Fixture, marks: Iterable[Mark]) -> str:
    """The text from which `parse` would read these files and cursors with these marks: what a test should say."""
    out = []
    marks = sorted(marks)
    for path, text in fixture.files.items():
        if list(fixture.files) != [DEFAULT]:
            out.append(f"//- {path}\n")
        start = 0
        lines = _LINE.findall(text)
        for number, line in enumerate(lines):
            data = line.encode()
            end = start + len(data)
            last = number == len(lines) - 1
            shown = data
            for cursor in reversed(
                [at for where, at in fixture.cursors if where == path and _in(at, start, end, last)]
            ):
                shown = shown[: cursor - start] + b"$0" + shown[cursor - start :]
            out.append(shown.decode())
            here = [mark for mark in marks if mark.path == path and _in(mark.span.start, start, end, last)]
            if here and not line.endswith("\n"):
                out.append("\n")
            out += (_mark_line(mark, text, start, end) for mark in here)
            start = end
    return "".join(out)


def check(text: str, settings: Settings | None = None) -> None:
    """The diagnostics of the files are exactly those marked, each as `code: message` or, in short, as `code`."""
    fixture = parse(text)
    short = {mark.label for mark in fixture.marks if ":" not in mark.label}
    found = [
        Mark(each.place.file.path, each.span, each.code if each.code in short else f"{each.code}: {each.message}")
        for each in fixture.diagnostics(settings)
    ]
    assert render(fixture, found) == render(fixture, fixture.marks)


def _mark_line(mark: Mark, text: str, start: int, end: int) -> str:
    data = text.encode()
    column = len(data[start : mark.span.start].decode())
    stop = mark.span.end
    shown = data[mark.span.start : min(stop, end)].decode()
    width = len(shown.rstrip("\r\n"))
    carets = "^" * width if stop > mark.span.start else "|"
    if stop > end or len(shown) > width:
        head = data[:stop].decode()
        carets = f"{'^' * max(width, 1)}… {head.count(chr(10)) + 1}:{len(head.rpartition(chr(10))[2]) + 1}"
    slashes = "// " if column > 2 else "//" if column == 2 else ""
    return f"{' ' * (column - len(slashes))}{slashes}{carets} {mark.label}".rstrip() + "\n"


def _in(offset: int, start: int, end: int, last: bool) -> bool:
    return start <= offset < end or (last and offset == end)


def _bytes(line: str, column: int) -> int:
    return len(line[:column].encode())
