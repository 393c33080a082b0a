"""The report for a person: each problem with its source line, carets, rule and fix; last the command that fixes."""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator

from wit_lsp.cli.report import Render, Report
from wit_lsp.cli.session import Session, display
from wit_lsp.engine.diagnostics import Diagnostic
from wit_lsp.ir.document import Document
from wit_lsp.problem import Applicability, Severity
from wit_lsp.text import Span, decode

TAB = 4
LONGEST = 160  # bytes of a source line that are shown

Line = list[tuple[str, str]]
"""Texts and their styles, such as `rich` knows; an empty one for none."""

_STYLES = {
    Severity.ERROR: "bold red",
    Severity.WARNING: "bold yellow",
    Severity.INFORMATION: "bold blue",
    Severity.HINT: "bold cyan",
}
_FRAME = "blue"


def renderer(session: Session, color: str) -> Render:
    """Makes the diagnostics of a file what `write` shows: text, or the lines of it where their styles are wanted."""

    def lines(document: Document, diagnostics: list[Diagnostic]) -> list[Line]:
        return [line for each in diagnostics for line in (*_diagnostic(document, session, each), [])]

    return lines if _is_colored(color) else lambda document, diagnostics: _plain(lines(document, diagnostics))


def write(report: Report, arguments: argparse.Namespace) -> None:
    summary = list(_summary(report, arguments)) if report.files and not arguments.quiet else []
    if _is_colored(arguments.color):
        _print_colored([*(line for lines in report.shown for line in lines), *summary])
    else:
        _print_plain("".join(report.shown) + _plain(summary))


def emit(lines: list[Line], color: str) -> None:
    """Write lines to stdout, in colours where it is a terminal or the user wants them."""
    if _is_colored(color):
        _print_colored(lines)
    else:
        _print_plain(_plain(lines))


def _plain(lines: Iterable[Line]) -> str:
    return "".join("".join(part for part, _ in line) + "\n" for line in lines)


def _print_plain(text: str) -> None:
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))
    sys.stdout.buffer.flush()


def _print_colored(lines: list[Line]) -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console(force_terminal=True, highlight=False, emoji=False, markup=False, soft_wrap=True)
    for line in lines:
        console.print(Text.assemble(*line))


def _is_colored(color: str) -> bool:
    if color == "auto":
        wanted = bool(os.environ.get("FORCE_COLOR")) or (sys.stdout.isatty() and os.environ.get("TERM") != "dumb")
        return wanted and not os.environ.get("NO_COLOR")
    return color == "always"


def _diagnostic(source: Document, session: Session, diagnostic: Diagnostic) -> Iterator[Line]:
    row, column = source.position(diagnostic.span.start, "utf-32")
    line = source.line(row)
    number = str(row + 1)
    gutter = " " * len(number)
    style = _STYLES[diagnostic.severity]
    window = _window(source.text, line, diagnostic.span.start)
    shown, start, end = _columns(source.text[window.start : window.end], diagnostic.span.shifted(-window.start))
    if window.start > line.start:
        shown, start, end = f"…{shown}", start + 1, end + 1
    if window.end < line.end:
        shown += "…"
    carets = "^" * max(end - start, 1)

    yield [(f"{diagnostic.severity.value}[{diagnostic.code}]", style), (f": {diagnostic.message}", "bold")]
    yield [(f"{gutter}--> ", _FRAME), (f"{display(source.path)}:{row + 1}:{column + 1}", "")]
    yield [(f"{gutter} |", _FRAME)]
    yield [(f"{number} | ", _FRAME), (shown, "")]
    yield [(f"{gutter} | ", _FRAME), (" " * start, ""), (carets, style)]
    for path, span, message in diagnostic.related:
        other = session.document(path)
        assert other is not None, f"{path} is gone since it was read"
        place = ":".join(str(number + 1) for number in other.position(span.start, "utf-32"))
        yield [(f"{gutter} = ", _FRAME), ("note", _FRAME), (f": {message}: {display(path)}:{place}", "")]
    for fix in diagnostic.fixes[:1]:
        kind = "" if fix.applicability is Applicability.SAFE else " (unsafe)"
        yield [(f"{gutter} = ", _FRAME), ("fix", "green"), (f": {fix.title}{kind}", "")]


def _window(text: bytes, line: Span, at: int) -> Span:
    """The part of a long line that is shown: what stands around `at`, whole characters of it."""
    if line.end - line.start <= LONGEST:
        return line
    start, end = max(line.start, at - LONGEST // 3), min(line.end, at + LONGEST)
    while start > line.start and text[start] & 0xC0 == 0x80:
        start -= 1
    while end < line.end and text[end] & 0xC0 == 0x80:
        end += 1
    return Span(start, end)


def _columns(line: bytes, span: Span) -> tuple[str, int, int]:
    """A line as it is shown, and the columns on the screen where a span of it, in bytes, begins and ends."""
    shown = ""
    columns: list[int] = []
    done = 0
    for stop in (span.start, min(span.end, len(line)), len(line)):
        part = decode(line[done:stop])
        if part.isprintable():
            shown += part
        else:
            for character in part:
                shown += _visible(character, shown)
        columns.append(_width(shown))
        done = stop
    return shown.rstrip(), columns[0], columns[1]


def _visible(character: str, before: str) -> str:
    """A character as it is shown: a tab as blanks, what would not be seen, or move the cursor, as `�`."""
    if character == "\t":
        return " " * (TAB - _width(before) % TAB)
    from unicodedata import category

    from wit_lsp.validation.characters import BIDI

    hidden = category(character) in ("Cc", "Cs", "Zl", "Zp") or character in BIDI
    return "\N{REPLACEMENT CHARACTER}" if hidden else character


def _width(text: str) -> int:
    """The cells that text takes on a terminal."""
    if text.isascii():
        return len(text)
    from wcwidth import wcswidth  # only where a line needs it

    return max(wcswidth(text), 0)


def _summary(report: Report, arguments: argparse.Namespace) -> Iterator[Line]:
    files = _count(report.files, "file")
    if not report.severities:
        yield [("No problems", "bold green"), (f" in {files}.", "")]
        return
    counts = [(report.severities[severity.value], _NOUNS[severity]) for severity in Severity]
    parts = ", ".join(_count(count, noun) for count, noun in counts if count)
    yield [(f"{_count(report.severities.total(), 'problem')} in {files}", "bold"), (f": {parts}.", "")]
    fixes = report.fixable
    if fixes:
        yield [(f"{fixes.total()} fixable{_unsafe(fixes)}:", "")]
        yield [(f"  {command('fix', arguments, unsafe=bool(fixes[False]))}", "green")]


def _unsafe(fixes: Counter[bool]) -> str:
    if not fixes[False]:
        return ""
    return (
        " with fixes that change the contract"
        if not fixes[True]
        else f", {fixes[False]} of them with fixes that change the contract"
    )


_NOUNS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFORMATION: "note", Severity.HINT: "hint"}


def command(name: str, arguments: argparse.Namespace, *, unsafe: bool) -> str:
    """The command line that does `name` to what this one looked at."""
    from shlex import join

    words = ["wit-lsp", name, *(["--unsafe-fixes"] if unsafe else [])]
    if arguments.profile != "agent":
        words += ["--profile", arguments.profile]
    if arguments.target != "wasi-0.2":
        words += ["--target", arguments.target]
    if arguments.select is not None:
        words += ["--select", ",".join(arguments.select)]
    if arguments.ignore:
        words += ["--ignore", ",".join(arguments.ignore)]
    if arguments.standalone:
        words.append("--standalone")
    return join([*words, *([] if arguments.paths == ["."] else arguments.paths)])


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
