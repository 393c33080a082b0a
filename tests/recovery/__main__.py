"""`make recovery SEED=n`: how well errors are reported and repaired, in ten real files that the seed draws.

The first table has one problem a text. For each kind of mutation: how many texts it broke; in how many exactly one
error is told, and the most; in how many all errors lie within two lines of the place, or an unclosed block's related
place does; how many members elsewhere survive; how many texts parse after the repair; for how many one run of the safe
fixes leaves no error that it claims to fix, and for how many it keeps comments and line ends; and the file with the
fewest texts of exactly one error, where it is not all of them: an average hides a file. The second table has
the same problems in the same files without their indentation. The third has 2 to 19 edits a text, and says in how many
any error is told.

Every other file has CRLF line ends.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tests.conformance import corpora
from tests.recovery.drawn import FILES, Drawn, files, flat
from tests.recovery.mutations import KINDS, Mutation, many, mutations
from tests.recovery.verdict import Verdict, judge, told
from wit_lsp.engine.diagnostics import Diagnostic
from wit_lsp.ir.document import Document, LocatedItem
from wit_lsp.ir.items import Extern, Func, Interface, Package, Resource, TypeDef, Use, World
from wit_lsp.ir.outline import parent
from wit_lsp.syntax.language import parse

EACH = 100
MANY = 60
NEAR = 2


class Outcome(NamedTuple):
    """What became of a text with one problem; `kept` and `members` count the members on other lines."""

    verdict: Verdict
    near: bool
    kept: int
    members: int


class Member(NamedTuple):
    """A member by all names that lead to it, and its first and last row."""

    path: tuple[str, ...]
    first: int
    last: int


def main(seed: int) -> None:
    chosen = files(seed)
    print(f"seed {seed}: {FILES} files")
    _print_single("one mistake", chosen, random.Random(seed))
    _print_single("no indentation", [file._replace(text=flat(file.text)) for file in chosen], random.Random(seed))
    _print_many([file.text for file in chosen], random.Random(seed))


def _print_single(title: str, chosen: list[Drawn], chance: random.Random) -> None:
    outcomes: dict[str, dict[str, list[Outcome]]] = {kind: {file.name: [] for file in chosen} for kind in KINDS}
    for name, text in chosen:
        whole = list(_members(Document("x.wit", text)))
        for mutation in mutations(text, EACH, chance):
            if _is_broken(mutation.text):
                outcomes[mutation.kind][name].append(_outcome(mutation, whole))
    print(f"\n{title:16}{'texts':>6}{'one error':>11}{'most':>6}{'all near':>10}{'kept':>10}{_HEADS}  worst file")
    for kind, by_file in outcomes.items():
        found = [each for of_file in by_file.values() for each in of_file]
        verdicts = [each.verdict for each in found]
        one = _share(each.errors == 1 for each in verdicts)
        most = max((each.errors for each in verdicts), default=0)
        near = _share(each.near for each in found)
        kept = sum(each.kept for each in found) / max(1, sum(each.members for each in found))
        print(f"{kind:16}{len(found):6}{one:>11}{most:6}{near:>10}{kept:10.3%}{_shares(verdicts)}{_worst(by_file)}")


def _worst(by_file: dict[str, list[Outcome]]) -> str:
    """The share of texts with one error in the file that has the smallest one, and its name."""
    shares = [
        (sum(each.verdict.errors == 1 for each in found) / len(found), name) for name, found in by_file.items() if found
    ]
    share, name = min(shares, default=(1.0, ""))
    return f"  {share:.1%} {name}" if share < 1 else ""


def _print_many(texts: list[bytes], chance: random.Random) -> None:
    broken = filter(_is_broken, (each for text in texts for each in many(text, MANY, chance)))
    verdicts = [judge(*told(each)) for each in broken]
    print(f"\n{'':16}{'texts':>6}{'any error':>11}{_HEADS}")
    print(f"{'2 to 19 edits':16}{len(verdicts):6}{_share(each.errors > 0 for each in verdicts):>11}{_shares(verdicts)}")


_HEADS = f"{'parses':>9}{'fixed':>8}{'harmless':>10}"


def _shares(verdicts: list[Verdict]) -> str:
    parses = _share(each.parses for each in verdicts)
    fixed = _share(each.fixed for each in verdicts)
    harmless = _share(each.harmless for each in verdicts)
    return f"{parses:>9}{fixed:>8}{harmless:>10}"


def _share(found: Iterable[bool]) -> str:
    values = list(found)
    return f"{sum(values) / max(1, len(values)):.1%}"


def _is_broken(text: bytes) -> bool:
    return parse(text).root_node.has_error


def _outcome(mutation: Mutation, whole: list[Member]) -> Outcome:
    document, errors = told(mutation.text)
    cut = mutation.kind == "cut"
    elsewhere = Counter(
        member.path
        for member in whole
        if not mutation.names_container
        and (member.last < mutation.row if cut else not member.first <= mutation.row <= member.last)
    )
    lost = elsewhere - Counter(member.path for member in _members(document))
    return Outcome(
        judge(document, errors),
        all(_is_near(document, each, mutation) for each in errors),
        elsewhere.total() - lost.total(),
        elsewhere.total(),
    )


def _is_near(document: Document, diagnostic: Diagnostic, mutation: Mutation) -> bool:
    places = [diagnostic.span, *(place.span for place in diagnostic.related)]
    rows = (document.position(place.start, "utf-8")[0] for place in places)
    return any(abs(row - mutation.row) <= NEAR for row in rows)


def _members(document: Document) -> Iterator[Member]:
    """What is declared in something, with all that it stands in."""
    for of in document.items():
        item = of.item
        if isinstance(item, (Func, TypeDef)):
            names: tuple[str, ...] = (item.name.text,)
        elif isinstance(item, Use):
            names = tuple(name.name.text for name in item.names)
        else:
            continue
        first, last = (document.position(at, "utf-8")[0] for at in of.span)
        yield Member((*_path(of), *names), first, last)


def _path(of: LocatedItem) -> Iterator[str]:
    around = parent(of)
    while around is not None:
        if isinstance(around.item, Package):
            yield str(around.item.id)
        elif isinstance(around.item, (Interface, World, Resource, Extern)) and around.item.name is not None:
            yield around.item.name.text
        around = parent(around)


if __name__ == "__main__":
    if corpora.FOLDER is None:
        sys.exit(corpora.MISSING)
    for seed in map(int, sys.argv[1:] or ["1"]):
        main(seed)
