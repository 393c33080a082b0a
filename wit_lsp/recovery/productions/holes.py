"""What the holes of a pattern take: each kind reads what begins at a token, if it is one of its own."""

from __future__ import annotations

import re
from collections.abc import Callable

from wit_lsp.recovery.productions.cursor import BRACKETS_OF_VALUE, Cursor
from wit_lsp.recovery.productions.words import ANY_FUNC, DECLARING, FUNCTIONS, HANDLE, MODIFIERS, PRIMS, WRAPPER
from wit_lsp.recovery.productions.written import (
    ERRORS,
    PREFIXES,
    Written,
    around,
    c_parameters,
    foreign,
    generic,
    results,
    suffixed,
    written,
)
from wit_lsp.syntax.lexer import wit_lexer
from wit_lsp.tuples import NamedTuple
from wit_lsp.validation.names import escaped, kebab

NAMES, OTHERS = "", " "
"""Stand among the texts of tokens for all names, and for all that are neither names nor strings."""

_NAME = re.compile(r'"([a-z][a-z0-9]*(?:-[a-z0-9]+)*)"', re.ASCII)
_ANY_NAME = re.compile(r"""["']([A-Za-z][\w-]*)["']""", re.ASCII)
_IN_QUOTES = re.compile(r'"([^"]*)"')
_STRINGS = re.compile(r"""\|?\s*["'][A-Za-z][\w-]*["'](?:\s*\|\s*["'][A-Za-z][\w-]*["'])+""", re.ASCII)
_PATH = re.compile(r'"(%?[\w-]+(?::%?[\w-]+/%?[\w-]+(?:@[\w.+-]+)?)?)"', re.ASCII)
_PACKAGE = re.compile(r'"(%?[\w-]+:%?[\w-]+(?:@[\w.+-]+)?)"', re.ASCII)
_VERSION = re.compile(r'"([0-9]+\.[0-9]+\.[0-9][\w.+-]*)"', re.ASCII)
_DOMAINS = ("com", "org", "net", "io", "dev", "edu", "gov")
MAJOR = re.compile("v[0-9]+", re.ASCII)
_OF_PATH = (":", "/", "@"), ("name", "semver")
_FAR = 10_000  # tokens within which a bracket is closed
_TYPES = frozenset({*WRAPPER, *HANDLE, *PRIMS, *PREFIXES, NAMES})


class Hole(NamedTuple):
    """How a kind of holes is read, and the texts of the tokens at which it may begin; None: any token."""

    read: Callable[[Cursor, int], Written | None]
    firsts: frozenset[str] | None = frozenset({NAMES})


def up_to(text: str) -> Hole:
    """All up to the token of this text, brackets paired."""

    def read(at: Cursor, step: int) -> Written | None:
        stop = at.find(text, step, _FAR)
        return None if stop is None else _some(at, step, stop - 1)

    return Hole(read, None)


def _some(at: Cursor, first: int, last: int) -> Written:
    return Written(at.words(first, last), last)


def _token(terminal: str, kind: str = NAMES) -> Hole:
    def read(at: Cursor, step: int) -> Written | None:
        token = at[step]
        return Written(token.text, step) if terminal in token.terminals else None

    return Hole(read, frozenset({kind}))


def _plain(at: Cursor, step: int) -> Written | None:
    """A name that is no keyword anywhere."""
    return Written(at[step].text, step) if at[step].terminals == ("name",) else None


def _error(at: Cursor, step: int) -> Written | None:
    """The name of what is an error."""
    is_error = at.is_name(step) and at[step].text.endswith(ERRORS)
    return Written(at.error_type(at[step].text), step).renamed() if is_error else None


def _label(at: Cursor, step: int) -> Written | None:
    """A name or a keyword, written as WIT writes it as a name."""
    if not at.is_name(step) and (at[step].text in FUNCTIONS or at[step].text not in wit_lexer().reserved):
        return None
    name = kebab(at[step].text) or at[step].text
    return Written(escaped(name), step, name == at[step].text)


def _called(at: Cursor, step: int) -> Written | None:
    """As `_label`, of a function: no other place has its name."""
    found = _label(at, step)
    return found and found._replace(is_clear=True)


def _chain(marks: tuple[str, ...], terminals: tuple[str, ...] = ("name",)) -> Hole:
    """A name, and what follows after each of the marks."""

    def read(at: Cursor, step: int) -> Written | None:
        return _some(at, step, at.chain(step, marks, terminals)) if at.is_name(step) else None

    return Hole(read)


def _several(at: Cursor, step: int) -> Written | None:
    """`b, c` and `"b" "c"` of an `import` or `export`, of which each gets one of its own."""
    close = at.find(")", step)
    last = close - 1 if close else at.chain(step, (",", ":", "/", "@"), ("name", "semver"))
    words = at.words(step, last)
    paths = _IN_QUOTES.findall(words) or [path.strip() for path in words.split(",")]
    word = f"{at[0].text} {at.words(1, 3)}/" if step > 2 else f"{at[0].text} "
    return Written(f";\n{' ' * at[0].column}{word}".join(paths), last) if step > 1 or len(paths) > 1 else None


def _shared(at: Cursor, step: int) -> Written | None:
    """`x, y` after the type that both have in C."""
    type_, last = foreign(at, 0), at.chain(step, (",",))
    names = [at[each].text for each in range(step, last + 1, 2)]
    return Written(", ".join(f"{name}: {type_.text}" for name in names), last) if type_ and last > step else None


def _grouped(at: Cursor, step: int) -> Written | None:
    """`x, y t` of Go, in which both have the type."""
    last = at.chain(step, (",",))
    type_ = foreign(at, last + 1) if last > step and at.is_name(step) else None
    names = [at[each].text for each in range(step, last + 1, 2)]
    return Written(", ".join(f"{kebab(name) or name}: {type_.text}" for name in names), type_.last) if type_ else None


def _alternatives(at: Cursor, step: int) -> Written | None:
    """`a | b(t)` and `"a" | "b"` up to a `;`, with `,` between."""
    end = step + 1
    while at[end].text not in (";", "}", "") and not (
        at[end].first and {at[end].text, at[end - 1].text}.isdisjoint("|,")
    ):
        end += 1
    text = _ANY_NAME.sub(lambda name: kebab(name[1]) or name[0], at.words(step, end - 1).removeprefix("|"))
    return Written(text.replace(" |", ",").replace("|", ",").strip(), end - 1) if "|" in text or "," in text else None


def _strings(at: Cursor, step: int) -> Written | None:
    """As `_alternatives`, of strings alone, or up to another mark."""
    found = filter(None, (_alternatives(at, step), _member(at, step)))
    return next((each for each in found if _STRINGS.fullmatch(at.words(step, each.last))), None)


def _slashed(at: Cursor, step: int) -> Written | None:
    """`a:b/c`, and what follows of `/d`, `.d` and `@1.0.0`; a type may be `b/c` too. What it names is last."""
    end = step + 2 if at[step + 1].text == ":" else step
    if at[end + 1].text != "/" or not at.is_name(end, end + 2) or (end == step and not at.is_surely_type()):
        return None
    last = at.chain(end, ("/", ".", "@"), ("name", "semver"))
    return Written(next(at[each].text for each in range(last, step - 1, -1) if at.is_name(each)), last)


def _resource(at: Cursor, step: int) -> Written | None:
    """A name, or a path to one."""
    path = _slashed(at, step)
    return _plain(at, step) if path is None else _some(at, step, path.last)


def _simple(at: Cursor, step: int) -> Written | None:
    """A type without `<` `>`."""
    is_simple = at[step].text in PRIMS or _plain(at, step)
    return _some(at, step, at.chain(step, *_OF_PATH)) if is_simple else None


def _dotted(at: Cursor, step: int) -> Written | None:
    """`i.t` and `i::t`, without blanks. What it names is last."""
    last = step
    while at.is_name(last) and at[last].end == at[last + 1].start:
        name = last + (3 if at[last + 1].text == ":" else 2)
        if at.words(last + 1, name - 1) not in (".", "::") or not at.is_name(name):
            break
        last = name
    return Written(at[last].text, last) if last > step else None


def _package(at: Cursor, step: int) -> Written | None:
    """`com.example.shop` and `github.com/example/shop`: `example:shop`. At the end may be a major version."""
    last = at.chain(step, (".", "/"))
    host, *path = at.words(step, last).split("/")
    parts = host.split(".")
    if MAJOR.fullmatch((path or parts)[-1]):
        (path or parts).pop()
    is_hosted = len(path) > 1 and len(parts) > 1
    own = path if is_hosted else [*(part for part in parts if part not in _DOMAINS), *path]
    namespace, *names = (kebab(part) or part for part in (own if len(own) > 1 else (*parts, *path)))
    return Written(f"{namespace}:{'-'.join(names)}", last) if names else None


def _head(at: Cursor, step: int) -> Written | None:
    """`static`, `async` and a word for `func` before a name: as they go after it, `static` only in a resource."""
    end = step
    while at[end].text in ("static", "async"):
        end += 1
    words = {at[each].text for each in range(step, end)}
    if at[end].text in ANY_FUNC and _label(at, end + 1) and at[end + 1].text != ":":
        end += 1
    if (at[end + 1].text, at[end + 2].text) == (":", "async"):
        words.add("async")
    new = [word for word in ("static", "async") if word in words and (word == "async" or at.block in ("resource", ""))]
    return Written(" ".join([*new, "func"]), end - 1) if end > step else None


def _modifiers(at: Cursor, step: int) -> Written | None:
    """`public static final`, `pub(crate)`, `extern "C"`: words before a declaration; `const` may be of a type of C."""
    end = step
    while at[end].text in MODIFIERS or (at[end].text == "static" and at[end + 1].text in MODIFIERS):
        after = at[end + 1]
        if at[end].text == "const" and after.text not in (*DECLARING, *MODIFIERS) and at[end + 2].text != ":":
            break
        close = at.find(")", end + 2) if (at[end].text, after.text) == ("pub", "(") else None
        end = close + 1 if close else end + 1 + ("string_literal" in after.terminals)
    return _some(at, step, end - 1) if end > step else None


def _begun(at: Cursor, step: int) -> Written | None:
    """The first word of an item, and none of a field."""
    is_field = at[step + 1].text == ":" and at[step + 2].text not in FUNCTIONS
    return _some(at, step, step) if at[step].text[:1].isalpha() and not is_field else None


def _generics(at: Cursor, step: int) -> Written | None:
    """What other languages have in `<` `>` after a name."""
    close = at.find(">", step + 1) if at[step].text == "<" else None
    return None if close is None else _some(at, step, close)


def _message(at: Cursor, step: int) -> Written | None:
    """`t` and `stream t`, as protobuf has them."""
    is_stream = at[step].text == "stream" and at[step + 1].terminals == ("name",)
    found = written(at, step + is_stream)
    named = found and found.renamed()
    return around("stream", named) if named and is_stream else named


def _attributes(at: Cursor, step: int) -> Written | None:
    """None, one or several, as far as their brackets are closed."""
    end = step
    while at[end].text == "@" and at[end + 2].text == "(" and (close := at.find(")", end + 3, end + 12)) is not None:
        end = close + 1
    return _some(at, step, end - 1)


def _deeper(at: Cursor, step: int) -> Written | None:
    """All on the lines that are deeper than its own, and on that."""
    end = step
    while at[end].text not in ("", "}") and (not at[end].first or at[end].column > at[step - 1].indent):
        end += 1
    return _some(at, step, end - 1) if end > step else None


def _tag(at: Cursor, step: int) -> Written | None:
    """What Go has in quotes after a field."""
    close = at.find("`", step + 1)
    return None if close is None or at[close].row > at[step].row else _some(at, step, close)


def _member(at: Cursor, step: int) -> Written | None:
    """All up to the mark or the line end that ends a field, a case or a parameter."""
    last = at.member_end(step) - 1
    return _some(at, step, last) if last >= step else None


def _labelled(at: Cursor, step: int) -> Written | None:
    """`a: t, b: u` in brackets: `t, u`."""
    types: list[str] = []
    end = step - 2
    while not types or (at[end + 1].text == "," and at[end + 2].text != ")"):
        first = end + 4 if at[end + 3].text == ":" else end + 2
        end = at.member_end(first) - 1
        if end < first:
            return None
        types.append(at.words(first, end))
    return Written(", ".join(types), end)


def _callable(at: Cursor, step: int) -> Written | None:
    """As `_member`, of a function's type."""
    found = _member(at, step) if at[step].text in FUNCTIONS else None
    return found if found and at.find("(", step, found.last) else None


def _line(*ends: str) -> Hole:
    """All up to one of these tokens or to the end of the line, if that is not at once; a `<` is no bracket in it."""

    def read(at: Cursor, step: int) -> Written | None:
        found = at.scan(step, step + _FAR, 1, BRACKETS_OF_VALUE)
        is_end = (end for end, token, depth in found if depth <= 0 and (token.first or token.text in (*ends, "")))
        end = next(is_end, step)
        return _some(at, step, end - 1) if end > step else None

    return Hole(read, None)


def _separator(at: Cursor, step: int) -> Written | None:
    """What ends a field, for which WIT writes `,`: a `;`, or the end of its line."""
    token = at[step]
    if token.text in (",", ";") and not token.first:
        return Written(",", step)
    if token.first or token.text in ("}", ""):
        return Written("" if token.text == "}" else ",", step - 1)
    return None


def _quoted(string: re.Pattern[str], escape: Callable[[str], str | None] = str) -> Hole:
    """A string, without its quotes, as `escape` writes it, if at all."""

    def read(at: Cursor, step: int) -> Written | None:
        found = string.fullmatch(at[step].text)
        word = escape(found[1]) if found else None
        return None if word is None else Written(word, step)

    return Hole(read, frozenset({'"'}))


def _source(at: Cursor, step: int) -> Written | None:
    """A path of a package, which may be in quotes of any kind."""
    close = at.find("'", step + 1, step + 20) if at[step].text == "'" else step
    last = at.chain(step, *_OF_PATH) if at.is_name(step) else close
    words = at.words(step, last).strip("'\"") if last else ""
    return Written(words, last or step) if ":" in words and _PATH.fullmatch(f'"{words}"') else None


HOLES = {
    "name": _token("name"),
    "string": _token("string_literal", '"'),
    "semver": _token("semver"),
    "integer": _token("integer", OTHERS),
    "other": Hole(lambda at, step: _some(at, step, step) if at[step].text else None, None),
    "plain": Hole(_plain),
    "error": Hole(_error),
    "label": Hole(_label, frozenset({NAMES, *wit_lexer().reserved})),
    "called": Hole(_called, frozenset({NAMES, *wit_lexer().reserved})),
    "names": _chain((",",)),
    "shared": Hole(_shared),
    "grouped": Hole(_grouped),
    "several": Hole(_several, frozenset({NAMES, '"'})),
    "alternatives": Hole(_alternatives, None),
    "strings": Hole(_strings, frozenset({'"', "'", "|"})),
    "uses": _chain((",", "as")),
    "path": _chain(*_OF_PATH),
    "slashed": Hole(_slashed),
    "resource": Hole(_resource, None),
    "dotted": Hole(_dotted),
    "package": Hole(_package),
    "head": Hole(_head, frozenset({"static", "async", *ANY_FUNC})),
    "modifiers": Hole(_modifiers, frozenset({"static", *MODIFIERS})),
    "begun": Hole(_begun, None),
    "generics": Hole(_generics, frozenset({"<"})),
    "callable": Hole(_callable, frozenset(FUNCTIONS)),
    "parameters": Hole(c_parameters, frozenset({"("})),
    "results": Hole(results, _TYPES | {"("}),
    "message": Hole(_message, None),
    "type": Hole(written, _TYPES),
    "foreign": Hole(foreign, _TYPES),
    "simple": Hole(_simple, _TYPES),
    "around": Hole(generic, frozenset({NAMES})),
    "suffixed": Hole(suffixed, _TYPES),
    "deeper": Hole(_deeper, None),
    "tag": Hole(_tag, frozenset({"`"})),
    "attributes": Hole(_attributes, None),
    "member": Hole(_member, None),
    "labelled": Hole(_labelled),
    "value": _line(",", ";", "}"),
    "bases": _line("{", "}", ";"),
    "separator": Hole(_separator, None),
    "quotedname": _quoted(_NAME, escaped),
    "quotedtype": _quoted(_NAME, lambda word: word if word in PRIMS or word not in wit_lexer().reserved else None),
    "quotedpath": _quoted(_PATH),
    "quotedpackage": _quoted(_PACKAGE),
    "source": Hole(_source, None),
    "quotedversion": _quoted(_VERSION),
}
