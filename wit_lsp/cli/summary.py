"""What a report for a person ends with: how much was found, and which command fixes what."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator

from wit_lsp.cli import options
from wit_lsp.cli.report import Report
from wit_lsp.cli.terminal import Line
from wit_lsp.problem import Applicability, Severity

STYLES = {
    Severity.ERROR: "bold red",
    Severity.WARNING: "bold yellow",
    Severity.INFORMATION: "bold blue",
    Severity.HINT: "bold cyan",
}

_NOUNS = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFORMATION: "information message",
    Severity.HINT: "hint",
}


def summary(report: Report, arguments: argparse.Namespace) -> Iterator[Line]:
    """The last line is the command that fixes most; it changes exactly what is counted."""
    if not report.named:
        return
    if not report.findings:
        yield [("No problems", "bold green"), (f" in {_count(report.named, 'file')}.", "")]
        return
    files = _count(report.with_problems, "file")
    counts = [(report.severities[severity.value], _NOUNS[severity]) for severity in Severity]
    parts = ", ".join(_count(count, noun) for count, noun in counts if count)
    yield [(f"{_count(len(report.findings), 'problem')} in {files}", "bold"), (f": {parts}.", "")]
    safe, unsafe, manual = (report.fixable[each.value] for each in Applicability)
    if manual:
        yield [(f"{manual:,} with a fix that a person must choose, in an editor (manual).", "")]
    if not (safe or unsafe):
        return
    from shlex import join

    words = options.words(arguments)
    if safe:
        yield [(f"{safe:,} fixable (safe):", "")]
        yield [(f"  {join(['wit-lsp', 'fix', *words])}", "green")]
    if unsafe:
        more = " more" if safe else ""
        yield [(f"{unsafe:,}{more} fixable with fixes that change the contract (unsafe):", "")]
        yield [(f"  {join(['wit-lsp', 'fix', '--unsafe-fixes', *words])}", "green")]


def statistics(report: Report) -> Iterator[Line]:
    """A line for each code, the most frequent first: how often it was found, and how many of these have which fix."""
    rows: dict[tuple[str, str], Counter[str]] = {}
    for code, severity, fix in report.findings:
        rows.setdefault((code, severity), Counter()).update(["all", *([fix] if fix is not None else [])])
    width = len(f"{max((row['all'] for row in rows.values()), default=0):,}")
    for (code, severity), row in sorted(rows.items(), key=lambda each: (-each[1]["all"], each[0])):
        fixes = ", ".join(f"{row[each.value]:,} {each.value}" for each in Applicability if row[each.value])
        yield [
            (f"{row['all']:>{width},}  ", ""),
            (f"{severity}[{code}]", STYLES[Severity(severity)]),
            (f": {fixes}" if fixes else "", ""),
        ]
    if rows:
        yield []


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
