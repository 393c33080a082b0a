"""What there is to say of the files of a run, made and rendered file by file, in several processes where that pays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any, NamedTuple

from wit_lsp.cli import CLEAN, FOUND, UNUSABLE
from wit_lsp.cli.processes import Lost, available, spread
from wit_lsp.cli.session import Session, display
from wit_lsp.engine.diagnostics import Diagnostic
from wit_lsp.engine.judge import Failure
from wit_lsp.ir.document import Document
from wit_lsp.problem import Applicability, Severity

BYTES_PER_PROCESS = 330_000
"""About 8,000 lines: what takes long enough that another process is worth its start."""

MAX_PROCESSES = 8

Render = Callable[[Document, list[Diagnostic]], Any]
"""How the diagnostics of a file are shown: as a value that can be pickled, empty where there are none."""


class FileReport(NamedTuple):
    """What there is to say of one file, as plain values. `severities` has one a diagnostic, `fixable` one a fix."""

    path: str
    shown: Any
    severities: list[str]
    fixable: list[bool]
    failures: list[str]


class Report:
    """What there is to say of all files. `shown` is in the order of their paths, without the files that are clean.

    `severities` counts the diagnostics; `fixable` those that `fix` can fix, by whether the fix is safe.
    """

    def __init__(self, files: list[FileReport]) -> None:
        ordered = sorted(files, key=lambda file: file.path)
        self.files = len(ordered)
        self.shown = [file.shown for file in ordered if file.severities]
        self.severities = Counter(severity for file in ordered for severity in file.severities)
        self.fixable = Counter(safe for file in ordered for safe in file.fixable)
        self.failures = [failure for file in ordered for failure in file.failures]


def check(session: Session, render: Render) -> Report:
    """Check all files of a session."""
    batches = _batches(session.texts)
    found: list[FileReport] = []
    parts = spread(lambda paths: [_checked(session, path, render) for path in paths], batches)
    for batch, part in zip(batches, parts, strict=True):
        if isinstance(part, Lost):
            session.complain(f"a process {part.reason}: {len(batch)} of {len(session.texts)} files are not checked")
        else:
            found += part
    complete = Report(found)
    for failure in complete.failures:
        session.complain(f"a bug: {failure}")
    return complete


def described(failure: Failure) -> str:
    return f"the rule `{failure.rule}` failed on {display(failure.path)}\n{failure.trace}"


def exit_code(session: Session, found: Report, fail_on: str) -> int:
    if session.unusable:
        return UNUSABLE
    severities = [severity.value for severity in Severity]
    failing = severities[: severities.index(fail_on) + 1] if fail_on != "never" else []
    return FOUND if any(found.severities[severity] for severity in failing) else CLEAN


def _batches(texts: dict[str, bytes]) -> list[list[str]]:
    """The paths, in a batch for each process that is worth its start: all have about as many bytes.

    Files of the same bytes come together and count once: whoever parses one has parsed all.
    """
    copies: dict[bytes, list[str]] = {}
    for path, text in texts.items():
        copies.setdefault(text, []).append(path)
    size = sum(map(len, copies))
    share = size / min(available(), MAX_PROCESSES, 1 + size // BYTES_PER_PROCESS)
    batches: list[list[str]] = [[]]
    filled = 0
    for text, paths in copies.items():
        if filled >= share * len(batches) > 0:
            batches.append([])
        batches[-1] += paths
        filled += len(text)
    return batches


def _checked(session: Session, path: str, render: Render) -> FileReport:
    """A bug that one file brings to light costs no other its report."""
    try:
        document = session.own_document(path)
        failures: list[str] = []
        found = session.engine.check(document, lambda failure: failures.append(described(failure)))
        diagnostics = list(found.limited())
        return FileReport(
            path,
            render(document, diagnostics),
            [diagnostic.severity.value for diagnostic in diagnostics],
            [fix.applicability is Applicability.SAFE for each in diagnostics if (fix := each.preferred) is not None],
            failures,
        )
    except Exception:
        from traceback import format_exc

        return FileReport(path, None, [], [], [f"the check of {display(path)} failed\n{format_exc()}"])
