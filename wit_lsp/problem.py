"""Problems and fixes as plain values that all layers share. Knows nothing of items, the disk or editors."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from enum import Enum
from itertools import accumulate
from typing import Any

from wit_lsp.text import Span
from wit_lsp.tuples import NamedTuple

MAX_SHOWN = 40
"""Characters of a stretch of a text that a message shows."""


def shown(text: str, most: int = MAX_SHOWN) -> str:
    """A stretch of a text for a message or a title: on one line, all of it visible, cut at its end, after a word."""
    line = " ".join(text.split())
    parts = [each if each.isprintable() else f"\\u{{{ord(each):x}}}" for each in line[: most + 1]]
    sizes = list(accumulate(map(len, parts)))
    if len(line) <= most and (not sizes or sizes[-1] <= most):
        return "".join(parts)
    begun = parts[: bisect_right(sizes, most - 1)]
    blanks = [number for number, part in enumerate([*begun, parts[len(begun)]]) if part == " "]
    is_near = blanks and sizes[blanks[-1]] > most // 2
    return f"{''.join(begun[: blanks[-1]] if is_near else begun)}…"


def listed(words: Iterable[str], junction: str = "or") -> str:
    """Words as a message lists them: `a, b or c`. Raises ValueError if there are none."""
    *others, last = words
    return f"{', '.join(others)} {junction} {last}" if others else last


def nearest(name: str, known: Iterable[str], likeness: float = 0.6) -> str | None:
    """The known name that is most like a wrong one, if one is like it enough; 1 is the same."""
    from difflib import get_close_matches  # only needed for what is wrong

    return next(iter(get_close_matches(name, list(known), 1, likeness)), None)


class Severity(Enum):
    """How serious a problem is. It is an error only if the reference toolchain rejects the text."""

    ERROR = "error"
    WARNING = "warning"
    INFORMATION = "information"
    HINT = "hint"


class Applicability(Enum):
    """Who may apply a fix.

    `SAFE`: the text was invalid, or it stays valid and no package, type, import or export changes. `UNSAFE`: the fix
    changes the contract. `MANUAL`: a person applies it to one place; it is never applied to many at once.
    """

    SAFE = "safe"
    UNSAFE = "unsafe"
    MANUAL = "manual"


class Anchor(NamedTuple):
    """An item of a file, or a part of it. It stays valid when other items are edited.

    `path` has a key for each item from the outermost to this one (see `ir.anchors.key`); it is empty for the file
    itself. `role` is the part: `whole`, `name`, `path`, the `comments` that document it, a name that a `use` brings in
    or a type that something mentions (see `ir.anchors.of_used` and `of_type`). It is empty for the most characteristic
    one, such as the name.
    """

    file: str
    path: tuple[str, ...] = ()
    role: str = ""

    def child(self, key: str) -> Anchor:
        return Anchor(self.file, (*self.path, key))

    def part(self, role: str) -> Anchor:
        return self._replace(role=role)


class Location(NamedTuple):
    """A span of the current text of a file, in bytes."""

    file: str
    span: Span


class Fix(NamedTuple):
    """A way to resolve a problem. Its edits are computed on demand.

    `make(editor, target, *arguments)` edits through a `fixes.editor.Editor`, whose methods will do. The target is the
    item at `on`, or else the subject of the problem. `make` is no closure, so that fixes can be compared.
    """

    title: str
    applicability: Applicability
    make: Callable[..., None]
    arguments: tuple[Any, ...] = ()
    on: Anchor | None = None


class Related(NamedTuple):
    """Another place that is related to a problem, possibly in another file, and a message about it."""

    at: Anchor
    message: str


class Problem(NamedTuple):
    """A problem that a check or rule found. The first fix is the preferred one.

    A span is relative to the segment of the subject. `severity` is set if it differs from that of the rule. Of the
    problems of a file that have the same `once`, the first is reported. Where a list of the settings lacks something,
    `setting` is the name of the list, and what to add.
    """

    at: Span | Anchor
    message: str
    fixes: tuple[Fix, ...] = ()
    related: tuple[Related, ...] = ()
    severity: Severity | None = None
    once: str = ""
    setting: tuple[str, str] | None = None
