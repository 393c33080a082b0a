"""Imports and exports that are written as other languages write them."""

from __future__ import annotations

from wit_lsp.recovery.blocks import FILE
from wit_lsp.recovery.productions.cursor import NAMES, Cursor, Productions, instead, safely
from wit_lsp.recovery.productions.paths import are_names
from wit_lsp.syntax.problem import Code, SyntaxProblem
from wit_lsp.text import Edit, Span

_WORDS = {
    **dict.fromkeys(("exports", "exported", "exporting"), "export"),
    **dict.fromkeys(("imports", "imported", "importing"), "import"),
    **dict.fromkeys(("includes", "including"), "include"),
    **dict.fromkeys(("uses", "using"), "use"),
}
_CODES: dict[str, Code] = {"world": "expected-world-item", "interface": "expected-interface-item"}


def _word(at: Cursor) -> SyntaxProblem | None:
    """`exports f: func();` for `export f: func();`."""
    word = _WORDS.get(at[0].text)
    if word is None or not at.starts or "name" not in at[1].terminals or at[1].first or at.block not in _CODES:
        return None
    return instead(at, _CODES[at.block], f"expected `{word}`, not `{at[0].text}`", word)


def _at_top_level(at: Cursor) -> SyntaxProblem | None:
    """`export interface i { … }`: a package shows all that it has."""
    if at.block != FILE or at[1].text not in ("interface", "world") or "name" not in at[2].terminals:
        return None
    word = at[0].text
    message = f"`{word}` stands in a world, not before `{at[1].text}`"
    edit = Edit(at.span(0, 1), at[1].text)
    problem = safely(at.span(0, 0), "expected-top-item", message, f"Remove `{word}`", [edit])
    return problem._replace(safe=word == "export")


def _of_several(at: Cursor) -> SyntaxProblem | None:
    """`import a:b/{c, d};` and `import c, d;`: each interface has an import of its own."""
    is_set = are_names(at, 1, 3) and at[2].text == ":" and at[4].text in ("/", ".") and at[5].text == "{"
    close = at.find("}", 6) if is_set else None
    end = at.find(";", 1) if close is None else close + 1
    if end is None or at[end].text != ";" or (close is None and at.find(",", 1, end) is None):
        return None
    paths: list[str] = []
    step = 6 if is_set else 1
    while step < (close or end):
        last = at.path_end(step)
        if "name" not in at[step].terminals or at[last + 1].text not in (",", ";", "}"):
            return None
        paths.append(at.words(step, last))
        step = last + 2
    before = f"{at.words(1, 3)}/" if is_set else ""
    new = f";\n{' ' * at[0].column}".join(f"{at[0].text} {before}{path}" for path in paths)
    span = at.span(0, end - 1)
    message = f"an {at[0].text} names one interface"
    return SyntaxProblem(span, "expected-token", message, None, f"Write each `{at[0].text}`", (Edit(span, new),))


def _renamed(at: Cursor) -> SyntaxProblem | None:
    """`import a:b/c as d;`."""
    end = at.path_end(1)
    if at[end + 1].text != "as" or "name" not in at[end + 2].terminals or at[end + 3].text != ";":
        return None
    span = at.span(end + 1, end + 2)
    edit = Edit(Span(at[end].end, span.end), "")
    message, title = f"an {at[0].text} has no other name", f"Remove `{at.words(end + 1, end + 2)}`"
    return SyntaxProblem(span, "expected-token", message, None, title, (edit,))


def _of_file(at: Cursor) -> SyntaxProblem | None:
    """`import { a } from "./b";` and `import * as a from "./b";`."""
    source = at.find("from", 1)
    if source is None or at.find(";", 1, source) or not at[source + 1].text.startswith('"') or not at.starts:
        return None
    last = source + 2 if at[source + 2].text == ";" else source + 1
    message = "an import names an interface, not a file"
    return SyntaxProblem(at.span(0, source + 1), "expected-token", message, edits=(Edit(at.span(0, last), ""),))


PRODUCTIONS: Productions = {
    NAMES: (_word,),
    "import": (_at_top_level, _of_file, _of_several, _renamed),
    "export": (_at_top_level, _of_several, _renamed),
}
