"""The notation in which tests and rule pages write files, cursors and expected ranges.

    //- deps/geometry.wit       starts a file; the text before the first one is `test.wit`. Without a file in `deps`,
                                packages that the files do not have may be anywhere
    //- wit-lsp.toml            starts the settings of all files
    //- shop/Cargo.toml         starts a manifest
    use geometry.{po$0int};     `$0` is the cursor; a second `$0` makes a selection
               // ^^^^^ read    marks that range of the line above, with a label
             // | expected `;`  marks the empty range before that column
    ^^^^… 7:3 whole             marks the range from there to line 7, column 3, both counted from 1

Columns count characters. Mark lines and `$0` are removed before the text is parsed. A mark has no `//` if there is no
room for it. A text that is about something else needs no header: the error that no file has one is left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from tests.sources import Texts
from wit_lsp.config import Settings
from wit_lsp.configuration import diagnostics as configuration
from wit_lsp.configuration.file import ConfigurationFile
from wit_lsp.configuration.layers import merged
from wit_lsp.engine.apply_fixes import apply_fixes
from wit_lsp.engine.diagnostics import Diagnostic
from wit_lsp.engine.engine import Engine
from wit_lsp.engine.judge import Failure
from wit_lsp.ir.document import Document
from wit_lsp.problem import Fix
from wit_lsp.text import Span, apply

DEFAULT = "test.wit"
CONFIGURATION = "wit-lsp.toml"

_LINE = re.compile(r".*\n|.+")
_MARK = re.compile(r"[ \t]*(?://)?[ \t]*(?P<at>\^+|\|)(?:… (?P<row>\d+):(?P<column>\d+))?(?: (?P<label>.*))?")
_REVEALED = re.compile(r"<U\+([0-9A-F]{4,6})>")


@dataclass(frozen=True, order=True)
class Mark:
    path: str
    span: Span
    label: str


@dataclass
class Fixture:
    """The files without their marks, and the marked ranges, in bytes."""

    files: dict[str, str] = field(default_factory=dict)
    marks: list[Mark] = field(default_factory=list)
    cursors: list[tuple[str, int]] = field(default_factory=list)

    def document(self, path: str | None = None) -> Document:
        """A file; the first `.wit` file by default."""
        path = path or self.wit_paths[0]
        return Document(path, self.files[path].encode())

    @property
    def wit_paths(self) -> list[str]:
        return [path for path in self.files if not path.endswith(".toml")]

    @property
    def configuration(self) -> ConfigurationFile:
        """The file `wit-lsp.toml`, which counts for all files; empty if there is none."""
        return ConfigurationFile(CONFIGURATION, self.files.get(CONFIGURATION, "").encode())

    def engine(self, settings: Settings | None = None) -> Engine:
        """An engine for the files, none of which is open. Their settings are those of `wit-lsp.toml` by default."""
        is_complete = any("deps" in path.split("/") for path in self.wit_paths)
        files = {path: text.encode() for path, text in self.files.items() if path != CONFIGURATION}
        texts = Texts(files, complete=is_complete)
        layer = self.configuration.layer
        return Engine(texts, settings or (lambda path: merged([layer], path)))

    def fixed(
        self, wanted: Callable[[Diagnostic, Fix], bool] = lambda _, fix: True, settings: Settings | None = None
    ) -> dict[str, str]:
        """The files after all `wanted` fixes. Fails if a rule raises an exception."""
        applied = apply_fixes(
            map(self.document, self.wit_paths),
            self.engine(settings),
            lambda each, fix: not is_missing_header(each) and wanted(each, fix),
        )
        assert not applied.failures, applied.failures[0].trace
        found = {path: document.text.decode() for path, document in applied.documents.items()}
        if CONFIGURATION in self.files:
            found[CONFIGURATION] = configuration.fixed(self.configuration, wanted)[0].decode()
        return found

    def after(self, diagnostic: Diagnostic, fix: Fix) -> dict[str, str]:
        """The files after one fix of a diagnostic, which edits files only."""
        change = diagnostic.change(fix, self.engine())
        assert not change.has_file_operations
        edits = change.edits
        return {path: apply(text.encode(), edits.get(path, [])).decode() for path, text in self.files.items()}

    def diagnostics(self, settings: Settings | None = None) -> list[Diagnostic]:
        """The diagnostics of all files. Fails if a rule raises an exception."""
        engine = self.engine(settings)
        failures: list[Failure] = []
        found = configuration.diagnostics(self.configuration)
        found += [each for path in self.wit_paths for each in engine.check(self.document(path), failures.append)]
        assert not failures, failures[0].trace
        return [each for each in found if not is_missing_header(each)]


def is_missing_header(each: Diagnostic) -> bool:
    """Whether it is the error that no file of a package has a header; that one file has none is for a rule to say."""
    return each.code == "missing-package-header" and not each.is_rule


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
    """The inverse of `parse`: the text with these files, cursors and marks, which the test should have."""
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


def reveal(text: str) -> list[str]:
    """Each character as it is shown: `<U+200B>` for an invisible one, or a space at the end of a line."""
    hidden = {at for match in re.finditer(r" +$", text, re.MULTILINE) for at in range(*match.span())}
    return [
        each if each == "\n" or (each.isprintable() and at not in hidden) else f"<U+{ord(each):04X}>"
        for at, each in enumerate(text)
    ]


def render_revealed(fixture: Fixture, marks: Iterable[Mark]) -> str:
    """As `render`, after `reveal`, without cursors. Carets are below everything that is shown for a character."""
    shown = {path: reveal(text) for path, text in fixture.files.items()}

    def moved(path: str, offset: int) -> int:
        characters = len(fixture.files[path].encode()[:offset].decode())
        return len("".join(shown[path][:characters]).encode())

    return render(
        Fixture({path: "".join(parts) for path, parts in shown.items()}),
        [
            Mark(path, Span(moved(path, span.start), moved(path, span.end)), "".join(reveal(label)))
            for path, span, label in ((each.path, each.span, each.label) for each in marks)
        ],
    )


def conceal(text: str) -> str:
    """The inverse of `reveal`: replaces each `<U+200B>` with its character."""
    return _REVEALED.sub(lambda match: chr(int(match[1], 16)), text)


def check(text: str, settings: Settings | None = None) -> None:
    """The diagnostics of the files are exactly the marked ones. A label is `code: message` or just `code`."""
    fixture = parse(text)
    short = {mark.label for mark in fixture.marks if ":" not in mark.label}
    found = [
        Mark(each.path, each.span, each.code if each.code in short else f"{each.code}: {each.message}")
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
