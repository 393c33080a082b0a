"""The code, message and title of a repair: the fact first, in WIT's own words, at the place where a person fixes it."""

from __future__ import annotations

import re

from wit_lsp.problem import Applicability, listed, shown
from wit_lsp.recovery.blocks import CODES, MEMBERS
from wit_lsp.recovery.broken import BrokenText
from wit_lsp.recovery.repairs import Part, Repair
from wit_lsp.syntax.expectations import ITEMS, NOUNS, expectations
from wit_lsp.syntax.lexer import wit_lexer
from wit_lsp.syntax.problem import PLACEHOLDERS, Code, SyntaxProblem
from wit_lsp.syntax.recogniser import ParserState, wit_recogniser
from wit_lsp.text import Span, decode
from wit_lsp.validation.characters import named

_CODES: dict[str, Code] = {
    **dict.fromkeys(("`;`", "`,`"), "missing-separator"),
    **dict.fromkeys(("`}`", "`)`", "`>`"), "unclosed-block"),
    NOUNS["name"]: "expected-name",
    NOUNS["type"]: "expected-type",
    NOUNS["integer"]: "expected-list-length",
    **{NOUNS[rule]: CODES[block] for block, rule in MEMBERS.items()},
}

_SEPARATORS = {";", ","}
_ENDS = {";", "{"}

# Put in, these give back what was deleted without fail; a person decides on the rest.
_SAFE_INSERTIONS = {";", ",", "}", ")", "{", "->", "=", "."}

# The keyword and name of what a brace belongs to: between them and it are no other brace and no `;`.
_HEAD = re.compile(
    rb"\b((?:package|interface|world|record|variant|enum|flags|resource|use|include|import|export)\b"
    rb"(?:\s+%?[\w:./@-]+)?)[^{};]*\Z"
)

_LINE_END = re.compile(rb"[ \t]*\r?(?:\n|\Z)")
_WORD = re.compile(rb"%?[\w-]+")
_PART = re.compile(rb"[\w-]")
_NEAR = 100  # bytes of blanks between two words
_WORD_AFTER = re.compile(rb"[ \t]*([\w-]*)")


def described(repair: Repair, broken: BrokenText) -> SyntaxProblem:
    """The problem that a repair ends, in the words of what its author wrote."""
    title = _title(repair, broken)
    applicability = Applicability.SAFE if title and _is_clear(repair, broken.text) else Applicability.MANUAL
    leading = _leading(repair)
    problem = _problem(leading, broken)
    braces = (each for each in repair.parts if each.at is None and each.about is not None)
    if leading.at is not None and (brace := next(braces, None)):
        problem = problem._replace(message=f"{problem.message}, and {_brace(brace, broken).message}")
    return problem._replace(title=title, edits=tuple(repair.edits), applicability=applicability)


def _problem(part: Part, broken: BrokenText) -> SyntaxProblem:
    """What is wrong where a part is needed."""
    span = part.edit.span
    if part.at is None:
        return _brace(part, broken)
    if part.kind == "insert":
        code, expected = _expected(part.at, part.terminal)
        return SyntaxProblem(span, code, expected)
    if part.kind == "ends" or part.about == Span(span.end, span.end):
        return SyntaxProblem(Span(span.end, span.end), *_unfinished(part.at, part.terminal))
    if part.kind == "escape":
        at = Span(span.start, span.start + len(part.terminal))
        return SyntaxProblem(at, "keyword-as-name", f"`{part.terminal}` is a keyword")
    span = part.about or span
    code, message = _unexpected(part.kind, part.at, part.terminal, broken.written(span))
    if message == "unexpected `;`" and broken.text[max(0, span.start - 100) : span.start].rstrip().endswith(b"}"):
        message += " after `}`"
    return SyntaxProblem(span, code, message)


def _leading(repair: Repair) -> Part:
    """The part that tells most: where a statement ends that is not whole, a keyword taken for a name, or the first."""
    if end := next((part for part in repair.parts if part.kind == "ends"), None):
        return end
    telling = [part for part in repair.parts if part.terminal not in _SEPARATORS]
    return telling[0] if len(telling) == 1 and telling[0].kind == "escape" else repair.parts[0]


def _brace(part: Part, broken: BrokenText) -> SyntaxProblem:
    at = part.edit.span
    if part.kind == "delete":
        return SyntaxProblem(at, "expected-top-item", "unmatched `}`" if part.terminal == "}" else "unexpected `{`")
    end = part.about.start if part.about else at.start
    head = _HEAD.search(broken.text, max(0, end - 300), end)
    words = f"`{shown(broken.written(Span(*head.span(1))))}`" if head else "a block"
    message = f"{words} is missing its `{part.terminal}`"
    if part.terminal == "{":
        return SyntaxProblem(at, "expected-token", message)
    return SyntaxProblem(Span(*head.span(1)) if head else at, "unclosed-block", message, at)


def _unfinished(at: ParserState, before: str) -> tuple[Code, str]:
    """The code and message where a statement goes on after the token `before`."""
    code, words = _wanted(at)
    after = next(each.after for each in expectations(at) if each.what)
    if words == ["`:`"] and (behind := wit_recogniser().step(at, (":",))) is not None:
        _, following = _wanted(behind)
        words = [f"`:` and {NOUNS['func'] if NOUNS['func'] in following else following[0]}"]
        after = f" after `{before}`"
    return code, f"expected {listed(words[:3])}{after}"


def _wanted(at: ParserState) -> tuple[Code, list[str]]:
    """What may come at a place, in words, and the code where something else does."""
    words = list(dict.fromkeys(each.what for each in expectations(at) if each.what))
    codes = (_CODES[what] for what in words if what in _CODES)
    return next((each for each in codes if each.startswith("expected")), "expected-token"), words


def _begun(at: ParserState | None, token: str) -> str | None:
    """The mark that may come at a place and is longer than a token that begins it, such as `->`."""
    marks = at.edges if at is not None and token and not token[0].isalnum() else ()
    return next((each for each in marks if each.startswith(token) and each != token), None)


def _unexpected(kind: str, at: ParserState, terminal: str, token: str) -> tuple[Code, str]:
    """The code and message for text that does not fit and is removed, or replaced by a terminal."""
    name = named(token) if token == "`" else f"`{shown(token)}`"
    if kind == "delete" and token in _SEPARATORS:
        return "doubled-separator", f"unexpected {name}"
    if mark := _begun(at, token):
        return "expected-token", f"expected `{mark}`, not {name}"
    if _is_strange(token) and (kind, token) != ("replace", "%"):
        return "unexpected-char", f"unexpected {name}"
    if kind == "replace":
        code, message = _expected(at, terminal)
        return code, f"{message}, not {name}"
    code, expected = _wanted(at)
    if not ITEMS.isdisjoint(expected):
        expected = [what for what in expected if what != "`}`"]
    if 0 < len(expected) <= 3:
        return code, f"expected {listed(expected)}, not {name}"
    return code, f"unexpected {name}"


def _is_strange(token: str) -> bool:
    return len(token) == 1 and not token.isalnum() and not any(token in mark for mark in wit_recogniser().rank)


def _title(repair: Repair, broken: BrokenText) -> str:
    """What the quick-fix does; empty where it would write a stand-in for what only the author knows."""
    does = list(dict.fromkeys(_does(part, broken) for part in repair.parts))
    if sum(part.kind in ("delete", "replace") for part in repair.parts) > 1:
        does.append("")  # several tokens that do not fit are no slip: what was meant is for the author to say
    if len(does) > 3 or not all(does):
        return "Fix this line" if all(_is_safe(part, broken.text) for part in repair.parts) else ""
    return ", ".join([does[0], *(each[0].lower() + each[1:] for each in does[1:])])


def _does(part: Part, broken: BrokenText) -> str:
    """What a part changes, in words; empty for a placeholder, and for a word unlike the one that it replaces."""
    words = broken.written(part.edit.span)
    if part.kind == "escape":
        return f"Write `%{part.terminal}`"
    if part.kind == "delete":
        return "" if _is_authored(part.edit.span, broken.text) else f"Remove `{shown(words)}`"
    if part.kind in ("blank", "ends") or part.terminal in PLACEHOLDERS or _begun(part.at, words):
        return ""
    if part.kind == "insert":
        return f"Insert `{part.terminal}`"
    return f"Replace `{shown(words)}` with `{part.terminal}`" if _is_alike(words, part.terminal) else ""


def _is_authored(span: Span, text: bytes) -> bool:
    """Whether a token is a word that does not stand twice, or at the end of a line a mark that begins a word."""
    start, end = span
    word, near = text[start:end], _NEAR + end - start
    if _WORD.fullmatch(word):
        before, after = text[max(0, start - near) : start].rstrip(), text[end : end + near].lstrip()
        is_before = before.endswith(word) and not _PART.match(before[: -len(word)][-1:])
        return not (is_before or (after.startswith(word) and not _PART.match(after, len(word))))
    return word in (b"/", b"%", b"@") and _LINE_END.match(text, end) is not None


def _is_alike(word: str, other: str) -> bool:
    """Whether one may be the other misspelt; marks are anything for anything."""
    from difflib import SequenceMatcher

    return not (word[:1].isalpha() and other[:1].isalpha()) or SequenceMatcher(None, word, other).ratio() >= 0.6


def _is_clear(repair: Repair, text: bytes) -> bool:
    """Whether a repair is what was meant without doubt.

    One is not that takes something out for what it puts in, is found with one that does, makes a result of what may be
    a parameter, or puts something after a name that is still being typed.
    """
    if not all(_is_safe(part, text) for part in repair.parts):
        return False
    if any(part.kind != "insert" and not _is_safe(part, text) for part in repair.cause):
        return False
    put_in = {part.terminal for part in repair.parts if part.kind == "insert"}
    kinds = {part.kind for part in repair.parts}
    ended = {part.edit.span.start for part in repair.parts if part.terminal in _ENDS}
    # A keyword that its line ends with may begin a longer name.
    is_typed = any(part.edit.span.start + len(part.terminal) in ended for part in repair.parts if part.kind == "escape")
    at = repair.edits[0].span.start
    is_exchange = {"insert", "delete"} <= kinds
    return not is_exchange and not is_typed and not {")", "->"} <= put_in and text[at - 1 : at] != b"-"


def _is_safe(part: Part, text: bytes) -> bool:
    if part.guess:
        return False
    if part.kind == "insert":
        return part.terminal in _SAFE_INSERTIONS and not _may_be_other(part, text)
    if part.kind == "escape":  # of a type that has this name nothing is known
        return part.at is not None and not part.at.expects("u8")
    return part.kind == "delete" and part.terminal in _SEPARATORS


def _may_be_other(part: Part, text: bytes) -> bool:
    """Whether something else may be missing: `as` between two names, or nothing before a word such as `const`."""
    after = _WORD_AFTER.match(text, part.edit.span.start)
    word = decode(after[1]) if after else ""
    if part.terminal == "->":
        return word not in wit_recogniser().at("type").edges
    return part.terminal == "," and bool(word) and part.at is not None and part.at.expects("as")


def _expected(at: ParserState, terminal: str) -> tuple[Code, str]:
    """The code and message where a place expects a terminal, or after an attribute the item that it belongs to."""
    found = next(each for each, terminals in expectations(at).items() if terminal in terminals)
    if at.expects("@") and found.preceding.symbol == "attr":
        rules = (rule for rule in MEMBERS.values() if wit_recogniser().at(rule).edges.keys() >= at.edges.keys())
        found = next((found._replace(what=NOUNS[rule]) for rule in rules), found)
    message = f"expected {found.what}{found.after}"
    if found.rule == "attr" and terminal in wit_lexer().contextual:
        return "attr-key" if terminal in ("version", "feature") else "attr-unknown", message
    return _CODES.get(found.what, "expected-token"), message
