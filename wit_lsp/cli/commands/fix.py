"""Fix what can be fixed in WIT files, and report what is left.

Safe fixes are applied; with --unsafe-fixes also those that change the contract.
A manual fix is for a person to choose, in an editor. Symbolic links that
point outside of a PATH are read, but never changed. A wit-lsp.toml is changed
only if it is a PATH, or in a folder that is one.

examples:
  wit-lsp fix                             all packages below this folder
  wit-lsp fix --unsafe-fixes --select time wit
  wit-lsp fix --diff                      look at the changes first
  wit-lsp fix --stdin-filename wit/world.wit - < unsaved.wit
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from wit_lsp.cli import CLEAN, FOUND, UNUSABLE, options
from wit_lsp.tuples import NamedTuple

if TYPE_CHECKING:
    from collections import Counter

    from wit_lsp.cli.session import Session
    from wit_lsp.cli.terminal import Line, Output
    from wit_lsp.engine.apply_fixes import Applied
    from wit_lsp.engine.diagnostics import Diagnostic
    from wit_lsp.ir.document import Document
    from wit_lsp.problem import Fix


def add_arguments(parser: argparse.ArgumentParser) -> None:
    options.add_arguments(parser)
    fixes = parser.add_argument_group("fixes")
    fixes.add_argument("--unsafe-fixes", action="store_true", help="also apply fixes that change the contract")
    fixes.add_argument("--diff", action="store_true", help="show what would change, and change nothing")


def parse(parser: argparse.ArgumentParser, arguments: list[str]) -> argparse.Namespace:
    chosen = options.parse(parser, arguments)
    if "-" in chosen.paths and len(chosen.paths) > 1:
        parser.error("`-` must be the only PATH: only one text can be written to stdout")
    return chosen


def run(arguments: argparse.Namespace) -> int:
    from wit_lsp.cli import report
    from wit_lsp.cli.formats import text
    from wit_lsp.cli.session import start
    from wit_lsp.cli.terminal import Output

    session = start(arguments)
    if session is None:
        return UNUSABLE
    is_stream = "-" in arguments.paths
    of_settings = [] if is_stream else list(_fix_settings(session, arguments.unsafe_fixes))
    applied = _apply(session, arguments.unsafe_fixes, is_stream=is_stream)
    changes = list(_changes(session, applied))
    for change, codes in of_settings:
        changes.append(change)
        applied.counts[change.path] = codes
    changes.sort(key=lambda change: change.path)
    output = Output(sys.stdout, arguments.color)
    if arguments.diff:
        for change in changes:
            _show(change, output)
        return UNUSABLE if session.unusable else FOUND if changes else CLEAN
    if is_stream:
        _emit(session, applied, output)
        output = Output(sys.stderr, arguments.color)
    else:
        _write(session, applied, changes, output)
    own = {applied.moves.get(path, path) for path in session.texts} | applied.created
    session.documents = {path: document for path, document in applied.documents.items() if path in own}
    session.texts = {path: document.text for path, document in session.documents.items()}
    session.engine.packages_changed(session.workspace_packages())
    left = report.check(session, text.renderer(session, output))
    if left.findings or not is_stream:
        text.write(session, left, arguments, output)
    return report.exit_code(session, left, arguments.fail_on)


class Change(NamedTuple):
    """A file before and after: the path that it has, or had, and its text; None where it is not there."""

    old: tuple[str, bytes] | None
    new: tuple[str, bytes] | None

    @property
    def path(self) -> str:
        here = self.new or self.old
        assert here is not None
        return here[0]


def _fix_settings(session: Session, unsafe: bool) -> Iterator[tuple[Change, Counter[str]]]:
    """Fix the files of settings first: what they say decides which rules run."""
    if not any(file.mistakes for file in session.configurations.files):
        return
    from collections import Counter

    from wit_lsp.configuration.diagnostics import fixed
    from wit_lsp.problem import Applicability

    kinds = {Applicability.SAFE, Applicability.UNSAFE} if unsafe else {Applicability.SAFE}
    for file in session.configurations.files:
        text, codes = fixed(file, lambda _, fix: fix.applicability in kinds)
        if codes and session.may_change_settings(file.path):
            session.configuration_texts[file.path] = text
            yield Change((file.path, file.text), (file.path, text)), Counter(codes)
    session.configurations.refresh()
    session.engine.configure(lambda path: session.configurations.settings(path))


def _apply(session: Session, unsafe: bool, *, is_stream: bool) -> Applied:
    """Apply the wanted fixes, to nothing that links lead out to: that is said of each file that would change.

    Of a text that came on stdin no other file is changed.
    """
    from functools import cache
    from traceback import format_exc

    from wit_lsp.cli import report
    from wit_lsp.cli.progress import Progress
    from wit_lsp.cli.session import display
    from wit_lsp.cli.terminal import say
    from wit_lsp.engine.apply_fixes import apply_fixes
    from wit_lsp.problem import Applicability

    kinds = {Applicability.SAFE, Applicability.UNSAFE} if unsafe else {Applicability.SAFE}

    def wanted(diagnostic: Diagnostic, fix: Fix) -> bool:
        return fix.applicability in kinds

    outside: set[str] = set()

    @cache
    def may_change(path: str) -> bool:
        if is_stream:
            return path in session.texts
        if session.is_outside(path):
            outside.add(path)
        return path not in outside

    def failed(path: str) -> None:
        session.complain(f"a bug: the fix of {display(path)} failed", format_exc())

    def parsed(path: str) -> Document | None:
        try:
            return session.own_document(path)
        except Exception:
            failed(path)
            return None

    documents = filter(None, map(parsed, session.texts))
    progress = Progress("fixing", len(session.texts))
    applied = apply_fixes(
        documents, session.engine, wanted, may_change=may_change, progress=progress.over, failed=failed
    )
    for path in sorted(outside):
        say(f"`{display(path)}` is not changed: links lead from it to a file outside")
    for failure in applied.failures:
        session.complain(*report.bug(failure))
    return applied


def _changes(session: Session, applied: Applied) -> Iterator[Change]:
    """Every file that is another one than before, by path."""
    moved = {to: path for path, to in applied.moves.items()}
    for path, document in sorted(applied.documents.items()):
        if path in applied.created:
            yield Change(None, (path, document.text))
            continue
        old = moved.get(path, path)
        before = _text(session, old)
        if old != path or before != document.text:
            yield Change((old, before), (path, document.text))
    for path in sorted(applied.deleted - applied.created):
        yield Change((path, _text(session, path)), None)


def _text(session: Session, path: str) -> bytes:
    """The text of a file before it was changed."""
    if path in session.texts:
        return session.texts[path]
    document = session.document(path)
    assert document is not None, f"{path} is gone since it was read"
    return document.text


def _show(change: Change, output: Output) -> None:
    """Write a change as a patch: to a terminal so that nothing in it can act on that."""
    from wit_lsp.cli.diff import patch
    from wit_lsp.cli.session import display

    old, new = ((display(side[0]), side[1]) if side is not None else None for side in change)
    lines = patch(old, new)
    if output.is_terminal or output.is_colored:
        styles = {"+": "green", "-": "red", "@": "cyan"}
        output.lines([(line.removesuffix("\r"), styles.get(line[:1], ""))] for line in lines)
    else:
        output.data("".join(f"{line}\n" for line in lines).encode("utf-8", "surrogateescape"))


def _emit(session: Session, applied: Applied, output: Output) -> None:
    """Write the text that came on stdin."""
    for path in session.texts:
        document = applied.documents[path]
        output.data(document.text)
        session.engine.take(document)


def _write(session: Session, applied: Applied, changes: list[Change], output: Output) -> None:
    """Carry changes out, and say so; one that is not possible is reported on stderr, and undone in `applied`."""
    from wit_lsp.cli.session import display
    from wit_lsp.cli.signals import Deferred
    from wit_lsp.ir.document import Document

    with Deferred() as signals:
        for change in changes:
            if signals.received is not None:
                break
            try:
                if any(session.is_outside(side[0]) for side in change if side is not None):
                    raise OSError(None, "links lead from it to a file outside")
                for line in _written(change, applied):
                    output.lines([line])
            except OSError as error:
                session.complain(f"cannot write `{display(change.path)}`: {error.strerror}")
                if session.configuration_texts.pop(change.path, None) is not None:
                    session.configurations.refresh()
                    continue
                if change.new is not None:
                    applied.documents.pop(change.new[0])
                    applied.created.discard(change.new[0])
                if change.old is not None:
                    path, text = change.old
                    applied.moves.pop(path, None)
                    applied.documents[path] = Document(path, text)


def _written(change: Change, applied: Applied) -> Iterator[Line]:
    """Carry a change out, and what there is to say of it. Raises OSError."""
    from wit_lsp.cli.session import display
    from wit_lsp.workspace import writing

    old, new = change
    name = display(change.path)
    if old is None and new is not None:
        writing.create(*new)
        yield [("Created", "bold green"), (f" {name}", "")]
    elif old is not None and new is None:
        writing.delete(*old)
        yield [("Deleted", "bold green"), (f" {name}", "")]
    elif old is not None and new is not None:
        if old[0] != new[0]:
            writing.move(old[0], new[0])
            yield [("Moved", "bold green"), (f" {display(old[0])} to {name}", "")]
        if old[1] != new[1]:
            writing.write(*new, old[1])
            counts: dict[str, int] = applied.counts.get(change.path) or {}
            what = ", ".join(f"{code} ({count})" for code, count in sorted(counts.items()))
            yield [("Fixed", "bold green"), (f" {name}: {what}" if what else f" {name}", "")]
