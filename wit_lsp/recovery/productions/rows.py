"""Wrong forms as rows: a pattern of tokens, what WIT writes for it, and what is reported.

A pattern is written as WIT is, and so is what is right. In them

    async  world|interface   are tokens; `a|b` is one of two
    $name  $f                are names; `$path`, `$type` … are more (see `HOLES`), also with a number: `$type2`
    $FUNC                    is a word of the table `FUNC` in `words`; what is right has WIT's own word for it
    ...                      is all up to the token that follows it, brackets paired
    ;?                       may be missing
    +>                       follows without a blank
    ^x                       is marked: the problem points to it; where nothing is, to what changes first

What stands in both keeps its place, so that comments and the places of names survive: a fix is as small as it can be.
A `?` in what is right is something that only the author knows; nothing is offered then. Message and title have the
holes too; `$0` is what stands at the first item of the pattern, `$^` what is marked, `$right` all that is right, and
`$part` or `$parts` what the block around it holds.

A form stands on one line, but for what is in brackets and what follows `...`: two statements are never joined.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any, Literal

from wit_lsp.problem import Applicability, shown
from wit_lsp.recovery.blocks import CODES, FILE
from wit_lsp.recovery.productions.changes import Changed, Changes
from wit_lsp.recovery.productions.cursor import Cursor
from wit_lsp.recovery.productions.pattern import Found, Pattern
from wit_lsp.recovery.productions.words import PARTS
from wit_lsp.syntax.problem import PLACEHOLDERS, Code, SyntaxProblem
from wit_lsp.text import Edit, Span, insertion, merged
from wit_lsp.tuples import NamedTuple

LINE_END = "⏎"
_HOLE = re.compile(r"\$(\w+|\^)")

Tell = Callable[[Cursor], "SyntaxProblem | None"]


class Row(NamedTuple):
    """A wrong form.

    It counts only where its first token is at a `place`; in `blocks` of these keywords, "" being a text whose braces do
    not pair up; `after` these tokens, such as `feature =` or `@|=`; and where one of `then` follows: `⏎` ends a line.

    With a `home` the whole item belongs in a block of that kind, and its author has to move it. A message that is
    not given is that of its `rows`; a title that is not given says what changes. `fix` says who may apply the fix;
    where it is None, nothing is offered.
    A `code` of None is that of the block.
    """

    wrong: str
    right: str
    message: str = ""
    title: str = ""
    place: Callable[[Cursor], bool] | None = None
    blocks: tuple[str, ...] = ()
    after: str = ""
    then: str = ""
    home: str = ""
    code: Code | None = "expected-token"
    fix: Literal["safe", "unsafe", "manual"] | None = "safe"


class Production(NamedTuple):
    """A wrong form: `tell` gives the problem at a place, if the form stands there.

    It is asked where its `pattern` may begin, in one of `blocks`, if there are any. `form` is that pattern, or the name
    of its function.
    """

    form: str
    pattern: Pattern
    blocks: tuple[str, ...]
    tell: Tell


def production(pattern: str, *blocks: str) -> Callable[[Tell], Production]:
    """Makes one of a function that is asked where a pattern fits, in blocks: for a form that is no row."""
    compiled = Pattern(pattern)

    def made(tell: Tell) -> Production:
        def found(at: Cursor) -> SyntaxProblem | None:
            return tell(at) if compiled.find(at) else None

        return Production(tell.__name__, compiled, blocks, found)

    return made


def rows(*rows: Row, **conditions: Any) -> tuple[Row, ...]:
    """Rows that have these conditions in common, but for those that one has of its own."""

    def shared(row: Row) -> dict[str, Any]:
        own = {name for name, given in zip(row._fields, row, strict=True) if given != Row._field_defaults.get(name)}
        return {name: value for name, value in conditions.items() if name not in own}

    return tuple(row._replace(**shared(row)) for row in rows)


def table(*rows: Row | Production) -> tuple[Production, ...]:
    """Those of a module. Of several that fit at one token, the first is told."""
    return tuple(each if isinstance(each, Production) else _of_row(each) for each in rows)


def _of_row(row: Row) -> Production:
    then = row.then.split()
    pattern = Pattern(row.wrong)
    before = [(-step, each.split("|")) for step, each in enumerate(reversed(row.after.split()), 1)]
    changes = cache(lambda: Changes(pattern.items, row.right))  # made when the form is found for the first time

    def tell(at: Cursor) -> SyntaxProblem | None:
        for step, texts in before:
            if at[step].text not in texts:
                return None
        if row.place is not None and not at.answers(row.place):
            return None
        found = pattern.find(at)
        if found is None or (then and not _goes_on(found, then)):
            return None
        return _problem(row, pattern, changes(), found)

    return Production(row.wrong, pattern, row.blocks, tell)


def _goes_on(found: Found, then: list[str]) -> bool:
    following = found.at[found.end]
    return following.text in then or (LINE_END in then and (following.first or not following.text))


def _problem(row: Row, pattern: Pattern, changes: Changes, found: Found) -> SyntaxProblem | None:
    at, changed = found.at, changes.of(found)
    if not changed and not row.home:
        return None
    spans = [found.span(number) for number, item in enumerate(pattern.items) if item.is_marked]
    marked = [each for each in spans if each.start < each.end]
    span = changed[0].span if changed else at.span(0, 0)
    if marked:
        span = Span(marked[0].start, marked[-1].end)
    is_whole = len(marked) > 1 and pattern.items[0].is_marked and pattern.items[-1].is_marked

    def said(hole: re.Match[str]) -> str:
        name = hole[1]
        if name.isdigit():
            return shown(at.text(*found.span(int(name))))
        if name == "right":
            return _HOLE.sub(said, row.right.removeprefix(") ").removesuffix("$separator").replace("...", "…"))
        for item, part in zip(pattern.items, found.parts, strict=True):
            if item.name == name:
                return shown(part.text)
        return shown(at.text(*span)) if name == "^" else PARTS[at.block] + name[4:]

    title = ""
    if row.fix is not None and not row.home and not changes.is_open:
        title = _HOLE.sub(said, row.title) or _title(changed, is_whole) or _HOLE.sub(said, "Write `$right`")
    edits = [each.edit for each in changed]
    if row.home:
        first, *last = moved(at, row.home)
        edits = merged([first, *edits, *last])
    applicability = Applicability(row.fix or "manual")
    if applicability is Applicability.SAFE and not all(part.is_clear for part in found.parts):
        applicability = Applicability.UNSAFE
    code = row.code or CODES.get(at.block, "expected-token")
    return SyntaxProblem(span, code, _HOLE.sub(said, row.message), None, title, tuple(edits), applicability)


def _title(changed: list[Changed], is_whole: bool) -> str:
    """What is done, in the fewest words; empty where all that is right is to be shown."""
    olds, news = [each.old for each in changed if each.old], [each.new for each in changed if each.new]
    if not news:
        return f"Remove {' and '.join(f'`{shown(old)}`' for old in olds)}"
    if is_whole or len(changed) > 1:
        return ""
    return f"{'Write' if olds else 'Insert'} `{shown(news[0])}`"


def moved(at: Cursor, home: str) -> list[Edit]:
    """Edits for the item that begins here. Where it should go, its author decides.

    To read on, it gets a home of its kind at top level; elsewhere it is left out.
    """
    whole = at.span(0, at.statement_end())
    if at.block == FILE and home in ("interface", "world"):
        return [insertion(whole.start, f"{home} {PLACEHOLDERS['name']} {{\n"), insertion(whole.end, "\n}")]
    return [Edit(whole, "")]
