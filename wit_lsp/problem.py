"""What a problem is: plain values that all layers share. Knows no item, no file and no editor."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Any, NamedTuple

from wit_lsp.text import Span


class Severity(Enum):
    """How much a problem matters. Only what the reference toolchain rejects is an error."""

    ERROR = "error"
    WARNING = "warning"
    INFORMATION = "information"
    HINT = "hint"


class Applicability(Enum):
    """Who may apply a fix.

    `SAFE`: the text was rejected, or it stays accepted and no package, type, import or export changes.
    `UNSAFE`: it changes the contract. `MANUAL`: a person chooses it for one place; nothing applies it to many.
    """

    SAFE = "safe"
    UNSAFE = "unsafe"
    MANUAL = "manual"


class Anchor(NamedTuple):
    """An item of some file, or a part of it, whatever is edited elsewhere.

    `path` has a key for each item from the outermost to the one that is meant (see `ir.anchors.key`), none for the
    file itself. `role` is the part: `whole`, `name`, `path`, or empty for what is most telling, the name if it has one.
    """

    file: str
    path: tuple[str, ...] = ()
    role: str = ""

    def child(self, key: str) -> Anchor:
        return Anchor(self.file, (*self.path, key))

    def part(self, role: str) -> Anchor:
        return self._replace(role=role)


class Location(NamedTuple):
    """A stretch of the present text of a file, in bytes."""

    file: str
    span: Span


Place = Location | Anchor


class Fix(NamedTuple):
    """A way to end a problem, worked out when it is asked for.

    `make(editor, subject, *arguments)` edits through a `fixes.editor.Editor`, to which it names the subject of the
    problem by what it is given. It is a function of a module, so that fixes are values.
    """

    title: str
    applicability: Applicability
    make: Callable[..., None]
    arguments: tuple[Any, ...] = ()


class Related(NamedTuple):
    """Another place, perhaps in another file, and what it has to do with a problem."""

    at: Anchor
    message: str


class Problem(NamedTuple):
    """What a check or rule found: where, the fact, and ways to end it, the preferred first.

    A span counts in the segment of the subject. `severity` is set where this one differs from its rule's.
    """

    at: Span | Anchor
    message: str
    fixes: tuple[Fix, ...] = ()
    related: tuple[Related, ...] = ()
    severity: Severity | None = None
