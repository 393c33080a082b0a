"""The report for a person: each problem with its source line, carets, rule and fix; last the command that fixes."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from wit_lsp.cli.report import Render, Report
from wit_lsp.cli.session import Session, display
from wit_lsp.cli.summary import STYLES, summary
from wit_lsp.cli.terminal import Line, Output, is_hidden, plain
from wit_lsp.engine.diagnostics import Diagnostic
from wit_lsp.text import Source, Span, decode

TAB = 4
LONGEST = 160  # bytes of a source line that are shown

_FRAME = "blue"


def renderer(session: Session, output: Output) -> Render:
    """Makes the diagnostics of a file what `write` shows: text, or the lines of it where their styles are wanted."""

    def lines(document: Source, diagnostics: list[Diagnostic]) -> list[Line]:
        return [line for each in diagnostics for line in (*_diagnostic(document, session, each), [])]

    return lines if output.is_colored else lambda document, diagnostics: plain(lines(document, diagnostics))


def write(session: Session, report: Report, options: argparse.Namespace, output: Output) -> None:
    if output.is_colored:
        output.lines(line for lines in report.shown for line in lines)
    else:
        output.text("".join(report.shown))
    if not options.quiet:
        output.lines(summary(report, options))


def _diagnostic(source: Source, session: Session, diagnostic: Diagnostic) -> Iterator[Line]:
    row, column = source.position(diagnostic.span.start, "utf-32")
    line = source.line(row)
    number = str(row + 1)
    gutter = " " * len(number)
    style = STYLES[diagnostic.severity]
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
        other = session.source(path)
        assert other is not None, f"{path} is gone since it was read"
        place = ":".join(str(number + 1) for number in other.position(span.start, "utf-32"))
        yield [(f"{gutter} = ", _FRAME), ("note", _FRAME), (f": {message}: {display(path)}:{place}", "")]
    fix = diagnostic.suggested
    if fix is not None:
        kind = session.kept(diagnostic.path) or fix.applicability.value
        yield [(f"{gutter} = ", _FRAME), ("fix", "green"), (f": {fix.title} ({kind})", "")]


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
    return "\N{REPLACEMENT CHARACTER}" if is_hidden(character) else character


def _width(text: str) -> int:
    """The cells that text takes on a terminal."""
    if text.isascii():
        return len(text)
    from wcwidth import wcswidth  # only where a line needs it

    return max(wcswidth(text), 0)
