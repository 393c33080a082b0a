"""What there is to say of the files of a run, made and rendered file by file, in several processes where that pays."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from itertools import chain
from typing import TYPE_CHECKING, Any

from wit_lsp.cli import CLEAN, FOUND, UNUSABLE
from wit_lsp.cli.processes import Lost, available, spread
from wit_lsp.cli.progress import Progress
from wit_lsp.cli.session import Session, display
from wit_lsp.engine.diagnostics import Diagnostic
from wit_lsp.engine.judge import Failure
from wit_lsp.problem import Applicability, Severity
from wit_lsp.text import Source
from wit_lsp.tuples import NamedTuple

if TYPE_CHECKING:
    from wit_lsp.configuration.file import ConfigurationFile
    from wit_lsp.semantics.queries import Reading

BYTES_PER_PROCESS = 330_000
"""About 8,000 lines: what takes long enough that another process is worth its start."""

MAX_PROCESSES = 8

Render = Callable[[Source, list[Diagnostic]], Any]
"""How the diagnostics of a file are shown: as a value that can be pickled, empty where there are none."""


class Finding(NamedTuple):
    """What is counted of a diagnostic. `fix` is the kind of its fix, None where it has none or must not be changed."""

    code: str
    severity: str
    fix: str | None


Bug = tuple[str, str]
"""A sentence on a bug, and its trace."""


class FileReport(NamedTuple):
    """What there is to say of one file, as plain values."""

    path: str
    shown: Any
    findings: list[Finding]
    failures: list[Bug]


class Report:
    """What there is to say of all files. `shown` is in the order of their paths, without the files that are clean.

    `severities` counts the diagnostics; `fixable` those that have a fix, by its `Applicability`.
    """

    def __init__(self, files: list[FileReport], settings: list[FileReport], named_settings: int) -> None:
        """`settings` are files of settings, which `files` does not count; `named` counts those that were asked for."""
        ordered = sorted([*files, *settings], key=lambda file: file.path)
        self.files = len(files)
        self.named = self.files + named_settings
        self.with_problems = sum(bool(file.findings) for file in ordered)
        self.shown = [file.shown for file in ordered if file.findings]
        self.findings = [finding for file in ordered for finding in file.findings]
        self.severities = Counter(finding.severity for finding in self.findings)
        self.fixable = Counter(finding.fix for finding in self.findings if finding.fix is not None)
        self.failures = [*dict.fromkeys(failure for file in ordered for failure in file.failures)]


def check(session: Session, render: Render) -> Report:
    """Check all files of a session."""
    batches = _batches(session.texts)
    shared = _folders_in_several(batches)
    found: list[FileReport] = []
    progress = Progress("checking", len(batches[0]))

    def tell(paths: list[str]) -> list[tuple[str, Reading]]:
        session.expect(paths)
        return session.readings(path for path in paths if os.path.dirname(path) in shared)

    def checked(paths: list[str]) -> list[FileReport]:
        session.expect(paths)
        return [_checked(session, path, render) for path in (progress.over(paths) if paths is batches[0] else paths)]

    for batch, part in zip(batches, spread(checked, batches, tell, session.take_readings), strict=True):
        if isinstance(part, Lost):
            session.complain(f"a process {part.reason}: {len(batch)} of {len(session.texts)} files are not checked")
        else:
            found += part
    settings = [_settings_report(session, file, render) for file in session.configurations.files]
    complete = Report(found, settings, session.named_settings)
    for failure in complete.failures:
        session.complain(*failure)
    return complete


def bug(failure: Failure) -> Bug:
    return f"a bug: the rule `{failure.rule}` failed on {display(failure.path)}", failure.trace


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


def _folders_in_several(batches: list[list[str]]) -> set[str]:
    """Those whose files are in more than one batch: these are judged by what the others say."""
    folders = [{os.path.dirname(path) for path in batch} for batch in batches]
    return {folder for folder, count in Counter(chain.from_iterable(folders)).items() if count > 1}


def _checked(session: Session, path: str, render: Render) -> FileReport:
    """A bug that one file brings to light costs no other its report."""
    try:
        document = session.own_document(path)
        failures: list[Bug] = []
        found = session.engine.check(document, lambda failure: failures.append(bug(failure)))
        diagnostics = list(found.limited())
        is_changed = any(each.fixes for each in diagnostics) and session.kept(path) is None
        return _reported(document, diagnostics, failures, render, is_changed=is_changed)
    except Exception:
        from traceback import format_exc

        return FileReport(path, None, [], [(f"a bug: the check of {display(path)} failed", format_exc())])
    finally:
        session.release(path)


def _settings_report(session: Session, file: ConfigurationFile, render: Render) -> FileReport:
    if not file.mistakes:
        return FileReport(file.path, None, [], [])
    from wit_lsp.configuration.diagnostics import diagnostics

    return _reported(file, diagnostics(file), [], render, is_changed=session.may_change_settings(file.path))


def _reported(
    source: Source, diagnostics: list[Diagnostic], failures: list[Bug], render: Render, *, is_changed: bool
) -> FileReport:
    """`is_changed`: fixes may change the file."""
    findings = [
        Finding(each.code, each.severity.value, _kind(each) if is_changed and each.fixes else None)
        for each in diagnostics
    ]
    return FileReport(source.path, render(source, diagnostics), findings, failures)


def _kind(diagnostic: Diagnostic) -> str:
    """The kind of the fix that is applied where all are; `manual` where there is none."""
    fix = diagnostic.preferred
    return (fix.applicability if fix is not None else Applicability.MANUAL).value
