"""What stands around a segment that was cut out of a body: blocks without names, in which it can be parsed."""

from __future__ import annotations

from functools import cache

from wit_lsp.syntax.problem import PLACEHOLDERS
from wit_lsp.tuples import NamedTuple

_NAME = PLACEHOLDERS["name"]
_OPENERS = {
    "package": f"package {_NAME}:{_NAME} {{\n".encode(),
    "interface": f"interface {_NAME} {{\n".encode(),
    "world": f"world {_NAME} {{\n".encode(),
    "resource": f"resource {_NAME} {{\n".encode(),
}


class Context(NamedTuple):
    """The keywords of the blocks that are open where a segment starts, the outermost first, and the text of them.

    `prefix` opens these blocks, and `suffix` closes the `depth_after` ones that are open where the segment ends.
    """

    blocks: tuple[str, ...]
    depth_after: int
    prefix: bytes
    suffix: bytes


@cache
def context(blocks: tuple[str, ...], depth_after: int) -> Context:
    return Context(blocks, depth_after, b"".join(_OPENERS[block] for block in blocks), b"}\n" * depth_after)


WHOLE = context((), 0)
