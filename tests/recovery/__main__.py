"""`make recovery SEED=n`: how well broken files are told and mended, on ten real files drawn by the seed.

For each kind of mutation: how many texts it broke; in how many exactly one error is told, and the most; in how many all
errors lie within two lines of the place, or an unclosed block's related place does; how many members elsewhere
survive; how many texts parse after the mend; and for how many one run of the safe fixes leaves no error that it said
to be mended.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from tests.conformance import corpora
from tests.recovery.mutations import KINDS, Mutation, mutations
from wit_lsp.model.files import File
from wit_lsp.model.items import Func, Item, Package, TypeDef, Use, walk
from wit_lsp.rules import Level
from wit_lsp.rules.diagnostics import Diagnostic, report
from wit_lsp.syntax import parse
from wit_lsp.syntax.source import Source
from wit_lsp.text import OverlappingEdits, apply

FILES = 10
EACH = 100
NEAR = 2


class Outcome(NamedTuple):
    """What became of one broken text; `kept` and `members` count the members on other lines."""

    errors: int
    near: bool
    kept: int
    members: int
    parses: bool
    fixed: bool


class Member(NamedTuple):
    """A member by all names that lead to it, and its first and last row."""

    path: tuple[str, ...]
    first: int
    last: int


def main(seed: int) -> None:
    files = [path.read_bytes() for path in sorted(corpora.accepted_files()) if "real" in path.parts]
    files = [text for text in files if 40 <= text.count(b"\n") <= 1500]
    chance = random.Random(seed)
    outcomes: dict[str, list[Outcome]] = {kind: [] for kind in KINDS}
    for text in chance.sample(files, FILES):
        whole = list(_members(File("x.wit", Source(text))))
        for mutation in mutations(text, EACH, chance):
            if parse(mutation.text).root_node.has_error:
                outcomes[mutation.kind].append(_outcome(mutation, whole))
    print(f"seed {seed}: {FILES} files")
    print(f"{'':8}{'texts':>7}{'one error':>11}{'most':>6}{'all near':>10}{'kept':>10}{'parses':>9}{'fixed':>8}")
    for kind, found in outcomes.items():
        kept = sum(each.kept for each in found) / max(1, sum(each.members for each in found))
        print(
            f"{kind:8}{len(found):7}{_share(each.errors == 1 for each in found):>11}"
            f"{max(each.errors for each in found):6}{_share(each.near for each in found):>10}{kept:10.3%}"
            f"{_share(each.parses for each in found):>9}{_share(each.fixed for each in found):>8}"
        )


def _outcome(mutation: Mutation, whole: list[Member]) -> Outcome:
    file = File("x.wit", Source(mutation.text))
    errors = [each for each in report(file, None).diagnostics if each.level is Level.ERROR]
    cut = mutation.kind == "cut"
    elsewhere = Counter(
        member.path
        for member in whole
        if not mutation.names_container
        and (member.last < mutation.row if cut else not member.first <= mutation.row <= member.last)
    )
    lost = elsewhere - Counter(member.path for member in _members(file))
    return Outcome(
        len(errors),
        all(_is_near(file, each, mutation) for each in errors),
        elsewhere.total() - lost.total(),
        elsewhere.total(),
        all(not piece.tree.root_node.has_error for piece in file.source.pieces),
        _fixes_hold(file, errors),
    )


def _is_near(file: File, diagnostic: Diagnostic, mutation: Mutation) -> bool:
    places = [diagnostic.span, *(span for span, _ in diagnostic.related)]
    rows = (file.source.position(place.start, "utf-8")[0] for place in places)
    return any(abs(row - mutation.row) <= NEAR for row in rows)


def _members(file: File) -> Iterator[Member]:
    """What is declared in something, with all that it stands in."""
    for place in file.places:
        for item in walk(place.part.items):
            if isinstance(item, (Func, TypeDef)):
                names: tuple[str, ...] = (item.name.text,)
            elif isinstance(item, Use):
                names = tuple(name.name.text for name in item.names)
            else:
                continue
            first, last = (file.source.position(at, "utf-8")[0] for at in place.absolute(item.span))
            yield Member((*_path(item), *names), first, last)


def _path(item: Item) -> Iterator[str]:
    owner = item.owner
    while owner is not None:
        if isinstance(owner, Package):
            yield str(owner.id)
        elif (name := owner.name) is not None:
            yield name.text
        owner = owner.owner


def _fixes_hold(file: File, errors: list[Diagnostic]) -> bool:
    """After all safe fixes no error is left but those that have none."""
    safe = [(error, fix) for error in errors for fix in error.fixes[:1] if fix.safe]
    edits = [edit for error, fix in safe for edit in error.edits(fix)[file.path]]
    try:
        mended = File(file.path, Source(apply(file.source.text, edits)))
    except OverlappingEdits:
        return False
    left = [each for each in report(mended, None).diagnostics if each.level is Level.ERROR]
    return len(left) <= len(errors) - len(safe)


def _share(found: Iterator[bool]) -> str:
    values = list(found)
    return f"{sum(values) / max(1, len(values)):.1%}"


if __name__ == "__main__":
    for seed in map(int, sys.argv[1:] or ["1"]):
        main(seed)
