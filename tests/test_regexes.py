"""Every regular expression that meets a user's text costs what the text is long, however hostile the text.

All of them are found: they stand in modules and classes, or are listed here. Of each, texts are made that begin as it
does, go on with what it repeats, and end otherwise. What they cost is compared with an expression that reads each
character once, in CPU time of the same process: only growth that nobody can mistake for noise fails.
"""

from __future__ import annotations

import ast
import re
import time
from collections import deque
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from re import _constants as c  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple

import pytest

import wit_lsp
from wit_lsp.syntax.lexer import wit_lexer
from wit_lsp.validation.characters import refused_runs

TIMES = (25, 500, 2_000, 4_000, 8_000)
"""How often a text repeats something."""

SLACK = 15
"""Times as long as a plain expression takes for a character. One that is quadratic takes more at 8,000 times."""

ELSEWHERE: dict[str, Callable[[], list[re.Pattern[Any]]]] = {
    "syntax/lexer.py": lambda: wit_lexer().patterns,
    "validation/characters.py": lambda: [refused_runs()],
}
"""The modules with expressions that are made in functions, and where these are found."""

OURS = {"recovery/productions/changes.py:_WORDS", "recovery/productions/pattern.py:_ITEMS"}
"""Expressions that read the tables of this project alone."""

SHORT = {"recovery/describe.py:_HEAD": 300}
"""Expressions that are asked of so many characters at most."""

ROOT = Path(wit_lsp.__file__).parent
MODULES = [path.relative_to(ROOT).as_posix() for path in sorted(ROOT.rglob("*.py"))]


class Expression(NamedTuple):
    """One of a module, by the path of that; it has a name or stands elsewhere."""

    path: str
    name: str
    pattern: re.Pattern[Any]

    def __str__(self) -> str:
        return f"{self.path}:{self.name}"


def expressions() -> Iterator[Expression]:
    for path in MODULES:
        if path == "__main__.py" or "re." not in (ROOT / path).read_text(encoding="utf-8"):
            continue
        module = import_module(f"wit_lsp.{path.removesuffix('.py').replace('/', '.')}".removesuffix(".__init__"))
        classes = (each for each in vars(module).values() if getattr(each, "__module__", "") == module.__name__)
        for holder in (module, *(each for each in classes if isinstance(each, type))):
            for name, value in vars(holder).items():
                if isinstance(value, re.Pattern):
                    yield Expression(path, name, value)
        yield from (Expression(path, "", each) for each in ELSEWHERE.get(path, list)())


ALL = {each.pattern: each for each in expressions() if str(each) not in OURS}


def test_all_are_found() -> None:
    """`re` is asked for nothing but a compiled expression, in the body of a module or of a class."""
    for path in MODULES:
        tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
        functions = [node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.Lambda))]
        inside = {call for function in functions for call in ast.walk(function) if _asks(call)}
        if path not in ELSEWHERE:
            assert not inside, f"{path} makes an expression in a function"
        assert all(_name(call) in ("compile", "escape") for call in ast.walk(tree) if _asks(call)), path


def _asks(node: ast.AST) -> bool:
    """Whether it is a call of the module `re`."""
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and ast.unparse(node.func.value) == "re"


def _name(node: ast.AST) -> str:
    assert isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    return node.func.attr


@pytest.mark.parametrize("expression", ALL.values(), ids=str)
def test_cost_grows_as_the_text_does(expression: Expression) -> None:
    pattern = expression.pattern
    most = SHORT.get(str(expression))
    asks = (pattern.match, pattern.fullmatch) if is_anchored(expression) else (pattern.finditer,)
    plain = re.compile(rb"x?[^\0]").finditer
    for_one = cost(plain, b" " * TIMES[-1]) / TIMES[-1]
    for before, again, after in attacks(pattern):
        for times in TIMES:
            text = (before + again * times)[:most] + after
            allowed = SLACK * for_one * max(len(text), 1_000)
            for ask in asks:
                assert cost(ask, text, allowed) <= allowed, (times, before, again, after)


def is_anchored(expression: Expression) -> bool:
    """Whether its module asks it at given places only; of one that is handed on, all that are asked there."""
    text = (ROOT / expression.path).read_text(encoding="utf-8")
    methods = "search|match|fullmatch|finditer|findall|sub|split"
    found = re.findall(rf"\b{expression.name}\.({methods})\(", text) if expression.name else []
    return set(found or re.findall(rf"\.({methods})\(", text)) <= {"match", "fullmatch"}


def cost(ask: Callable[[Any], object], text: str | bytes, enough: float = 0) -> float:
    """The least CPU seconds that it takes to ask all of a text, of one or, above `enough`, of three times."""
    least = float("inf")
    for _ in range(3):
        started = time.thread_time()
        found = ask(text)
        if isinstance(found, Iterator):
            deque(found, 0)
        least = min(least, time.thread_time() - started)
        if least <= enough:
            break
    return least


def attacks(pattern: re.Pattern[Any]) -> Iterator[tuple[Any, Any, Any]]:
    """How a text may begin, what it repeats, and how it ends."""
    parsed = _parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE if isinstance(pattern.pattern, bytes) else 0)
    found = {
        (before, again, after) for before, again in _pumped(list(parsed), "") if again for after in ("", "\0", "x")
    }
    whole = "".join(_sample(*each) for each in parsed)
    found |= {("", again, "\0") for again in (whole, whole[:-1], whole[:1]) if again}
    for texts in sorted(found):
        before, again, after = texts
        if isinstance(pattern.pattern, bytes):
            yield before.encode("latin-1"), again.encode("latin-1"), after.encode("latin-1")
        else:
            yield texts


def _pumped(sequence: list[Any], before: str) -> Iterator[tuple[str, str]]:
    """What stands before each repeat in a sequence, and what it repeats; and that all over again."""
    for op, value in sequence:
        if op in (c.MAX_REPEAT, c.MIN_REPEAT):
            yield from _pumped(list(value[2]), before)
            if value[1] > 20:
                for again in _samples(list(value[2])):
                    yield before, again
                    yield "", before + again
        elif op is c.SUBPATTERN:
            yield from _pumped(list(value[3]), before)
        elif op is c.BRANCH:
            for branch in value[1]:
                yield from _pumped(list(branch), before)
        elif op in (c.ASSERT, c.ASSERT_NOT):
            yield from _pumped(list(value[1]), before)
        before += _sample(op, value)


def _samples(sequence: list[Any]) -> list[str]:
    """Some of what a sequence matches."""
    if len(sequence) == 1 and sequence[0][0] is c.IN:
        return _characters(sequence[0][1])
    if len(sequence) == 1 and sequence[0][0] is c.BRANCH:
        return ["".join(_sample(*each) for each in branch) for branch in sequence[0][1][1]]
    return ["".join(_sample(*each) for each in sequence)]


def _sample(op: Any, value: Any) -> str:
    """Something that a part matches."""
    if op is c.LITERAL:
        return chr(value)
    if op is c.NOT_LITERAL:
        return "x" if value != ord("x") else "y"
    if op is c.ANY:
        return "x"
    if op is c.IN:
        return str(_characters(value)[0])
    if op in (c.MAX_REPEAT, c.MIN_REPEAT):
        return "".join(_sample(*each) for each in value[2]) * max(int(value[0]), 1)
    if op is c.SUBPATTERN:
        return "".join(_sample(*each) for each in value[3])
    if op is c.BRANCH:
        return "".join(_sample(*each) for each in value[1][0])
    return ""


def _characters(members: list[Any]) -> list[str]:
    """Up to four of the characters of a class."""
    inside = re.compile(f"[{_written(members)}]")
    return [each for each in 'x -1"A\n\t\\{<(@:/=.;,_é\x80\x01\r]>*' if inside.match(each)][:4] or [
        chr(members[0][1][0])
    ]


def _written(members: list[Any]) -> str:
    """A class as it is written between `[` and `]`."""
    words = {
        c.CATEGORY_SPACE: r"\s",
        c.CATEGORY_NOT_SPACE: r"\S",
        c.CATEGORY_WORD: r"\w",
        c.CATEGORY_DIGIT: r"\d",
        c.CATEGORY_NOT_WORD: r"\W",
    }
    parts = []
    for op, value in members:
        if op is c.NEGATE:
            parts.append("^")
        elif op is c.RANGE:
            parts.append("-".join(re.escape(chr(each)) for each in value))
        else:
            parts.append(words[value] if op is c.CATEGORY else re.escape(chr(value)))
    return "".join(parts)
