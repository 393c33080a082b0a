"""Forms of WIT that were right once, or that people write for what is right: each recognised by name, with its mend.

They are looked for among the tokens of a text that does not parse, before the search for a repair.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

from wit_lsp.syntax import tokens
from wit_lsp.syntax.mistakes import Mistake
from wit_lsp.syntax.tokens import Token
from wit_lsp.text import Edit, Span

OLD = "old-syntax"


class _At:
    """A place among tokens: `at[0]` is the token there, `at[1]` the next. Past the ends are tokens of no text."""

    def __init__(self, text: bytes, tokens: list[Token], index: int) -> None:
        self._text = text
        self._tokens = tokens
        self._index = index

    def __getitem__(self, step: int) -> Token:
        index = self._index + step
        return self._tokens[index] if 0 <= index < len(self._tokens) else _NOTHING

    def span(self, first: int, last: int) -> Span:
        return Span(self[first].start, self[last].end)

    def without(self, first: int, last: int) -> list[Edit]:
        """Edits that take these tokens out, and the blanks behind each, or before a `;`; comments stay."""
        found = []
        for token in (self[step] for step in range(first, last + 1)):
            end = token.end
            while self._text[end : end + 1] in (b" ", b"\t"):
                end += 1
            found.append(Edit(Span(token.start, end), ""))
        start, end = found[0].span.start, found[-1].span.end
        while self._text[end : end + 1] == b";" and self._text[start - 1 : start] in (b" ", b"\t"):
            start -= 1
        return [Edit(Span(start, found[0].span.end), ""), *found[1:]]

    def find(self, text: str, start: int, limit: int = 60) -> int | None:
        """How many tokens from here on `text` stands, outside of brackets that open after `start`."""
        depth = 0
        for step in range(start, limit):
            token = self[step]
            if token is _NOTHING:
                return None
            if depth == 0 and token.text == text:
                return step
            depth += (token.text in _OPENERS) - (token.text in _CLOSERS)
            if depth < 0:
                return None
        return None


_NOTHING = Token((), Span(0, 0), "")
_BEFORE_TYPES = {"<", ",", "=", "->", ":", "(", "own", "borrow"}
_OPENERS, _CLOSERS = {"(", "<", "{"}, {")", ">", "}"}


def known_forms(text: bytes, read: list[Token]) -> list[Mistake]:
    """The wrong forms among the tokens of a text, in its order. The edits of each make what can be read."""
    found: list[Mistake] = []
    end = 0
    for index, token in enumerate(read):
        forms = _FORMS.get(token.text, (_path_as_type,) if token.terminals == ("name",) else ())
        for recognise in forms if token.start >= end else ():
            if (mistake := recognise(_At(text, read, index))) is not None:
                found.append(mistake)
                end = mistake.span.end
                break
    return found


def open_comments(text: bytes) -> list[Mistake]:
    """Comments that are never closed, the first hundred. Each is taken to end with its line."""
    found = []
    for start, end, depth in islice(tokens.open_comments(text), 100):
        at = Span(start, start + 2)
        line = text[start:end].rstrip()
        edit = Edit(Span(start + len(line), start + len(line)), " */" * depth)
        found.append(Mistake(at, "unclosed-comment", "the comment is never closed", None, "Insert `*/`", (edit,)))
    return found


def _default_item(at: _At) -> Mistake | None:
    """`default world w`: a package has no default item any more."""
    if at[1].text not in ("world", "interface"):
        return None
    return _mistake(at.span(0, 0), OLD, "`default` is old syntax", "Remove `default`", at.without(0, 0))


def _named_result(at: _At) -> Mistake | None:
    """`-> (a: t)`: a function has one unnamed result, or none."""
    close = at.find(")", 2) if at[1].text == "(" else None
    if close is None:
        return None
    if close == 2:
        return _mistake(at.span(0, 2), OLD, "`-> ()` is old syntax", "Remove `-> ()`", at.without(0, 2))
    comma = at.find(",", 2)
    if at[3].text != ":" or (comma is not None and comma + 1 < close):
        return None
    edits = at.without(1, 3) + at.without(comma or close, close)
    return _mistake(at.span(1, close), OLD, "a named result is old syntax", "Leave out the result's name", edits)


def _use_self(at: _At) -> Mistake | None:
    """`use self.i.{t}` and `use pkg.i.{t}`: a package's own interface has a short name."""
    if at[1].text not in ("self", "pkg") or at[2].text != "." or at[3].text == "{":
        return None
    words = f"`{at[1].text}.`"
    return _mistake(at.span(1, 2), OLD, f"{words} is old syntax", f"Remove {words}", at.without(1, 2))


def _import_pkg(at: _At) -> Mistake | None:
    """`import x: pkg.i`: an import names the interface."""
    if at[2].text != ":" or at[3].text not in ("self", "pkg") or at[4].text != "." or at[6].text != ";":
        return None
    words = f"`{at[3].text}.`"
    return _mistake(at.span(3, 4), OLD, f"{words} is old syntax", f"Remove {words}", at.without(3, 4))


def _use_from(at: _At) -> Mistake | None:
    """`use {a} from b`: the path comes first."""
    close = at.find("}", 2, 400) if at[1].text == "{" else None
    if close is None or at[close + 1].text != "from":
        return None
    last = close + 1
    while at[last + 1].text not in (";", "") and not at[last + 1].first:
        last += 1
    path = "".join(at[step].text for step in range(close + 2, last + 1))
    edits = [Edit(Span(at[1].start, at[1].start), f"{path}."), *at.without(close + 1, last)]
    return _mistake(at.span(1, last), OLD, "`use { … } from` is old syntax", "Put the path first", edits)


def _semicolon_after_with(at: _At) -> Mistake | None:
    """`include w with { … };`: nothing follows the brace."""
    opener = next((step for step in range(1, 12) if at[step].text == "{"), None)
    if opener is None or at[opener - 1].text != "with" or (close := at.find("}", opener + 1, 400)) is None:
        return None
    after = close + 1
    if at[after].text != ";":
        return None
    return _mistake(at.span(after, after), OLD, "no `;` follows `with { … }`", "Remove `;`", at.without(after, after))


def _expected(at: _At) -> Mistake | None:
    """`expected<t, e>`: a `result`."""
    if at[1].text != "<" or at[-1].text not in _BEFORE_TYPES:
        return None
    span = at.span(0, 0)
    return _mistake(span, OLD, "`expected` is old syntax", "Write `result`", [Edit(span, "result")])


def _union(at: _At) -> Mistake | None:
    """`union u { a, b }`: a variant, whose cases have names; which is for the author to say."""
    if at[2].text != "{":
        return None
    span = at.span(0, 0)
    edits = (Edit(span, "variant"),)
    return Mistake(span, OLD, "`union` is old syntax; a `variant` names its cases", None, "Write `variant`", edits)


def _static_first(at: _At) -> Mistake | None:
    """`static f: func()`: the word stands before `func`."""
    func = 4 if at[3].text == "async" else 3
    if at[2].text != ":" or at[func].text != "func" or at[-1].text not in ("{", ";", ")", "}"):
        return None
    edits = [*at.without(0, 0), Edit(Span(at[3].start, at[3].start), "static ")]
    return _mistake(at.span(0, 0), "misplaced-static", "`static` stands before `func`", "Move `static`", edits)


def _version_inside(at: _At) -> Mistake | None:
    """`wasi:clocks@0.2.0/monotonic-clock`: the version ends the path."""
    if at[-2].text != ":" or at[1].terminals != ("semver",) or at[2].text != "/" or "name" not in at[3].terminals:
        return None
    words = f"@{at[1].text}"
    edits = [*at.without(0, 1), Edit(Span(at[3].end, at[3].end), words)]
    return _mistake(
        at.span(0, 1), "misplaced-version", "the version ends the path", f"Move `{words}` to its end", edits
    )


def _bare_handle(at: _At) -> Mistake | None:
    """`own t` is `t`, since a handle is owned by default, and `borrow t` is `borrow<t>`."""
    if at[1].terminals != ("name",):
        return None
    message = f"`{at[0].text}` has no `<` `>` around its resource"
    without = at.without(0, 0)
    if at[0].text == "own":
        return _mistake(at.span(0, 0), "bare-handle", message, "Remove `own`", without)
    end = at[_path_end(at, 1)].end
    edits = [Edit(Span(at[0].end, without[-1].span.end), "<"), Edit(Span(end, end), ">")]
    return _mistake(at.span(0, 0), "bare-handle", message, "Put `<` `>` around the resource", edits)


def _path_as_type(at: _At) -> Mistake | None:
    """`a:b/c/t` where a type stands, which has a plain name. What it is called here is for a `use` to say."""
    last = _path_end(at, 0)
    is_label = at[-1].text == ":" and at[-3].text in ("import", "export")
    if last == 0 or is_label or at[-1].text not in _BEFORE_TYPES:
        return None
    span = at.span(0, last)
    words = "".join(at[step].text for step in range(last + 1))
    name = next(at[step].text for step in range(last, -1, -1) if "name" in at[step].terminals)
    message = f"`{words}` is a path; a type has a plain name"
    return Mistake(span, "path-as-type", message, edits=(Edit(span, name),))


def _path_end(at: _At, start: int) -> int:
    """The last token of the path `a:b/c` and what follows of `/d`, `.d` and `@1.0.0`; `start` where there is none."""
    if (at[start + 1].text, at[start + 3].text) != (":", "/") or "name" not in at[start + 2].terminals:
        return start
    end = start + 2
    while at[end + 1].text in ("/", ".", "@") and {"name", "semver"}.intersection(at[end + 2].terminals):
        end += 2
    return end


def _mistake(span: Span, code: str, message: str, title: str, edits: list[Edit]) -> Mistake:
    return Mistake(span, code, message, None, title, tuple(edits), True)


_FORMS: dict[str, tuple[Callable[[_At], Mistake | None], ...]] = {
    "default": (_default_item,),
    "->": (_named_result,),
    "use": (_use_self, _use_from),
    "import": (_import_pkg,),
    "export": (_import_pkg,),
    "include": (_semicolon_after_with,),
    "expected": (_expected,),
    "union": (_union,),
    "static": (_static_first,),
    "@": (_version_inside,),
    "own": (_bare_handle,),
    "borrow": (_bare_handle,),
}
