"""Fix what can be fixed in WIT files, and report what is left."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from wit_lsp.cli import CLEAN, FOUND, UNUSABLE, options

if TYPE_CHECKING:
    from wit_lsp.cli.session import Session
    from wit_lsp.engine.apply_fixes import Applied


def add_arguments(parser: argparse.ArgumentParser) -> None:
    options.add_arguments(parser)
    parser.add_argument("--unsafe-fixes", action="store_true", help="also apply fixes that change the contract")
    parser.add_argument("--diff", action="store_true", help="show what would change, and change nothing")
    parser.add_argument("--quiet", action="store_true", help="do not say what is left")


def run(arguments: argparse.Namespace) -> int:
    from wit_lsp.cli import report, text_report
    from wit_lsp.cli.session import Session
    from wit_lsp.engine.apply_fixes import apply_fixes
    from wit_lsp.problem import Applicability

    settings = options.settings(arguments)
    if settings is None:
        return UNUSABLE
    session = Session(settings, arguments.standalone)
    session.read(arguments)
    wanted = (Applicability.SAFE, Applicability.UNSAFE) if arguments.unsafe_fixes else (Applicability.SAFE,)
    documents = map(session.own_document, session.texts)
    applied = apply_fixes(documents, session.engine, lambda _, fix: fix.applicability in wanted)
    for failure in applied.failures:
        session.complain(f"a bug: {report.described(failure)}")
    changes = list(_changes(session, applied))
    if arguments.diff:
        text_report.emit([line for change in changes for line in _diff(change)], arguments.color)
        return UNUSABLE if session.unusable else FOUND if changes else CLEAN
    if "-" in arguments.paths:
        for document in applied.documents.values():
            sys.stdout.buffer.write(document.text)
            session.engine.take(document)
    else:
        text_report.emit([line for each in changes for line in _written(session, each, applied)], arguments.color)
    own = {applied.moves.get(path, path) for path in session.texts} | applied.created
    session.documents = {path: document for path, document in applied.documents.items() if path in own}
    session.texts = {path: document.text for path, document in session.documents.items()}
    left = report.check(session, text_report.renderer(session, arguments.color))
    if "-" not in arguments.paths:  # else the text is the only output
        text_report.write(left, arguments)
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


def _written(session: Session, change: Change, applied: Applied) -> Iterator[list[tuple[str, str]]]:
    """Carry a change out, and say so; on stderr where that is not possible."""
    from wit_lsp.cli.session import display
    from wit_lsp.workspace import writing

    old, new = change
    name = display(change.path)
    try:
        if old is None and new is not None:
            writing.create(*new)
            yield [("Created", "bold green"), (f" {name}", "")]
        elif old is not None and new is None:
            writing.delete(old[0])
            yield [("Deleted", "bold green"), (f" {name}", "")]
        elif old is not None and new is not None:
            if old[0] != new[0]:
                writing.move(old[0], new[0])
                yield [("Moved", "bold green"), (f" {display(old[0])} to {name}", "")]
            if old[1] != new[1]:
                writing.write(*new)
                counts: dict[str, int] = applied.counts.get(change.path) or {}
                what = ", ".join(f"{code} ({count})" for code, count in sorted(counts.items()))
                yield [("Fixed", "bold green"), (f" {name}: {what}" if what else f" {name}", "")]
    except OSError as error:
        session.complain(f"cannot write `{name}`: {error.strerror}")


def _diff(change: Change) -> list[list[tuple[str, str]]]:
    from difflib import unified_diff

    from wit_lsp.cli.session import display
    from wit_lsp.text import decode

    old, new = change
    before, after = (decode(side[1]).splitlines() if side is not None else [] for side in (old, new))
    names = (
        f"a/{display(old[0])}" if old is not None else "/dev/null",
        f"b/{display(new[0])}" if new is not None else "/dev/null",
    )
    styles = {"+": "green", "-": "red", "@": "cyan"}
    diff = list(unified_diff(before, after, names[0], names[1], lineterm=""))
    if old is not None and new is not None and old[0] != new[0]:
        diff = [f"rename from {display(old[0])}", f"rename to {display(new[0])}", *diff]
    return [[(line, styles.get(line[:1], ""))] for line in diff]
