"""Types that are declared as other languages declare them."""

from __future__ import annotations

import re
from itertools import pairwise

from wit_lsp.recovery.blocks import FOREIGN
from wit_lsp.recovery.productions.cursor import BEFORE_TYPES, STARTS, Cursor, Productions, safely
from wit_lsp.recovery.productions.members import KINDS
from wit_lsp.syntax.problem import PLACEHOLDERS, SyntaxProblem
from wit_lsp.text import Edit, Span

_STRING = re.compile(r'"[a-z][a-z0-9-]*"', re.ASCII)


def _assigned(at: Cursor) -> SyntaxProblem | None:
    """`type r = record { … };`, `type r = { … };` and `type r = resource;` for `record r { … }` and `resource r;`."""
    if at[-2].text != "type":
        return None
    is_named = at[1].text in (*KINDS, "resource")
    kind = at[1].text if is_named else "record"
    opener = 2 if is_named else 1
    edits = [Edit(at.span(-2, -2), kind), *at.without(0, opener - 1)]
    if (kind, at[2].text) != ("resource", ";"):
        close = at.find("}", opener + 1, 400) if at[opener].text == "{" else None
        if close is None:
            return None
        edits += _without_end(at, close)
    message = f"expected `{kind}`, not `type`"
    return safely(at.span(-2, -2), "expected-type", message, f"Write `{kind}`", edits)


def _kind_behind_name(at: Cursor) -> SyntaxProblem | None:
    """`type r struct { … }` for `record r { … }`."""
    kind = FOREIGN.get(at[2].text, at[2].text)
    if not at.starts or "name" not in at[1].terminals or kind not in KINDS or at[3].text != "{":
        return None
    edits = [Edit(at.span(0, 0), kind), *at.without(2, 2)]
    return safely(at.span(0, 0), "expected-type", f"expected `{kind}`, not `type`", f"Write `{kind}`", edits)


def _inline(at: Cursor) -> SyntaxProblem | None:
    """`f: func(a: record { … })`: only a type that has a name can be used."""
    close = at.find("}", 2, 400) if at[1].text == "{" and at[-1].text in BEFORE_TYPES else None
    return None if close is None else unnamed(at, close)


def unnamed(at: Cursor, close: int) -> SyntaxProblem:
    """That of a type in braces, which ends at the token `close`, where one stands that has a name."""
    message = "only a type that has a name stands here"
    return SyntaxProblem(
        at.span(0, 0), "expected-type", message, edits=(Edit(at.span(0, close), PLACEHOLDERS["name"]),)
    )


def _without_end(at: Cursor, close: int) -> list[Edit]:
    """Edits that take out the `;` behind a block, which has none."""
    return at.without(close + 1, close + 1) if at[close + 1].text == ";" else []


def _name_first(at: Cursor) -> SyntaxProblem | None:
    """`r: record { … }` for `record r { … }`."""
    is_item = at[-1].text == ":" and "name" in at[-2].terminals and (at[-2].first or at[-3].text in STARTS)
    close = at.find("}", 2, 400) if at[1].text == "{" and is_item and at.opener()[0] not in ("(", "<") else None
    if close is None or at.block not in ("interface", "world", ""):
        return None
    new = f"{at[0].text} {at[-2].text}"
    edits = [Edit(at.span(-2, 0), new), *_without_end(at, close)]
    return safely(at.span(0, 0), "expected-token", f"`{at[0].text}` stands before the name", f"Write `{new}`", edits)


def _mark_before_block(at: Cursor) -> SyntaxProblem | None:
    """`record r = { … };` and `record r: { … }` for `record r { … }`."""
    if "name" not in at[1].terminals or at[2].text not in ("=", ":") or at[3].text != "{" or not at.starts:
        return None
    close = at.find("}", 4, 400)
    edits = [Edit(Span(at[1].end, at[2].end), ""), *([] if close is None else _without_end(at, close))]
    message = f"expected `{{`, not `{at[2].text}`"
    return safely(at.span(2, 2), "expected-token", message, f"Remove `{at[2].text}`", edits)


def _brackets(at: Cursor) -> SyntaxProblem | None:
    """`record r (a: t);` and `record r = (a: t);` for `record r { a: t }`."""
    opener = 3 if at[2].text == "=" else 2
    close = at.find(")", opener + 1, 400) if at[opener].text == "(" and at.starts else None
    if close is None or "name" not in at[1].terminals:
        return None
    edits = [Edit(Span(at[1].end, at[opener].end), " { "), Edit(at.span(close, close), " }"), *_without_end(at, close)]
    is_clear = at[0].text == "record" and at[opener + 2].text == ":"
    return _without_braces(at, edits)._replace(safe=is_clear)


def _indented(at: Cursor) -> SyntaxProblem | None:
    """`record r:` and its fields on the lines below, deeper than it."""
    if at[2].text != ":" or not at[3].first or not at[0].first:
        return None
    end = 3
    while at[end].text not in ("", "}") and (not at[end].first or at[end].column > at[0].column):
        end += 1
    if end == 3:
        return _without_braces(at, [Edit(at.span(2, 2), " {}")])._replace(title="")
    starts = [3, *(step for step in range(4, end) if at[step].first and at[step - 1].text != ","), end]
    margin = "\n" + " " * at[3].column
    fields = f",{margin}".join(at.words(first, after - 1) for first, after in pairwise(starts))
    new = f" {{{margin}{fields}\n{' ' * at[0].column}}}"
    return _without_braces(at, [Edit(at.span(2, end - 1), new)])


def _without_braces(at: Cursor, edits: list[Edit]) -> SyntaxProblem:
    what = {"record": "fields", "flags": "flags"}.get(at[0].text, "cases")
    message = f"`{at[0].text} {at[1].text}` has its {what} in `{{` `}}`"
    return SyntaxProblem(at.span(0, 1), "expected-token", message, None, "Write `{` `}`", tuple(edits))


def _alternatives(at: Cursor) -> SyntaxProblem | None:
    """`variant v = a | b(t);` and `type e = "a" | "b";` for `variant v { a, b(t) }` and `enum e { a, b }`."""
    end = at.find(";", 3, 200) if at[2].text == "=" and at.starts else None
    bars = [step for step in range(3, end or 0) if at[step].text in ("|", ",") and at.find(at[step].text, 3, step + 1)]
    if end is None or not bars:
        return None
    strings = [step for step in range(3, end) if _STRING.fullmatch(at[step].text)]
    if at[0].text == "type" and len(strings) != len(bars) + 1:
        edit = Edit(Span(at[bars[0] - 1].end, at[end - 1].end), "")
        message = "a type is one type; a `variant` has cases, an `enum` has names"
        return SyntaxProblem(at.span(bars[0], bars[0]), "expected-type", message, edits=(edit,))
    kind = "enum" if at[0].text == "type" else at[0].text
    edits = [Edit(at.span(0, 0), kind), Edit(at.span(2, 2), "{"), Edit(at.span(end, end), " }")]
    edits += (Edit(Span(at[step - 1].end, at[step].end), "," if step > 3 else "") for step in bars)
    edits += (Edit(at.span(step, step), at[step].text.strip('"')) for step in strings)
    message = f"`{kind} {at[1].text}` has its cases in `{{` `}}`"
    title = f"Write `{kind} {at[1].text} {{ … }}`"
    return SyntaxProblem(at.span(0, 1), "expected-token", message, None, title, tuple(edits))


PRODUCTIONS: Productions = {
    "type": (_kind_behind_name, _alternatives),
    "=": (_assigned,),
    "record": (_name_first, _inline, _mark_before_block, _brackets, _indented),
    **dict.fromkeys(("enum", "flags"), (_name_first, _inline, _mark_before_block, _brackets, _indented, _alternatives)),
    "variant": (_name_first, _inline, _mark_before_block, _indented, _alternatives),
    "resource": (_name_first, _mark_before_block),
    **dict.fromkeys(("interface", "world"), (_mark_before_block,)),
}
