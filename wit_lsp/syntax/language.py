"""WIT text to syntax trees. Knows nothing of packages, rules or editors.

Nothing keeps a `Node` beyond the function that asked for it: a cached child list pins the whole tree.
"""

from __future__ import annotations

import ctypes
import sys
from functools import cache
from pathlib import Path

from tree_sitter import Language, Node, Parser, Query, QueryCursor, Tree

from wit_lsp.text import Span

__all__ = ["GRAMMAR_JSON", "LANGUAGE", "QUERIES", "Node", "Tree", "captures", "parse", "shipped_query", "span"]

_HERE = Path(__file__).parent
_CHECKOUT = _HERE.parents[1] / "tree-sitter-wit"

# A wheel carries the queries and the grammar's rules; a checkout has them beside the grammar.
_SHIPPED = (_HERE / "queries").is_dir()
QUERIES = (_HERE if _SHIPPED else _CHECKOUT) / "queries"
GRAMMAR_JSON = (_HERE if _SHIPPED else _CHECKOUT / "src") / "grammar.json"


def _load() -> Language:
    """The compiled grammar. Raises ImportError where the build that compiles it has not run."""
    path = _HERE / ("_wit.dll" if sys.platform == "win32" else "_wit.so")
    try:
        library = ctypes.CDLL(str(path))
    except OSError as error:
        raise ImportError(
            f"the compiled WIT grammar is missing or does not load ({error}); install wit-lsp again"
        ) from None
    library.tree_sitter_wit.restype = ctypes.c_void_p
    capsule = ctypes.pythonapi.PyCapsule_New
    capsule.restype = ctypes.py_object
    capsule.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p]
    return Language(capsule(library.tree_sitter_wit(), b"tree_sitter.Language", None))


LANGUAGE = _load()
_parser = Parser(LANGUAGE)


def parse(text: bytes, old: Tree | None = None) -> Tree:
    """The tree of `text`; `old` is the tree of the text before, with `Tree.edit` applied to it. Never fails."""
    return _parser.parse(text, old) if old is not None else _parser.parse(text)


def span(node: Node) -> Span:
    return Span(node.start_byte, node.end_byte)


@cache
def shipped_query(name: str) -> str:
    """The text of `queries/<name>.scm`."""
    return (QUERIES / f"{name}.scm").read_text(encoding="utf-8")


def captures(query: str, node: Node) -> dict[str, list[Node]]:
    """What a query, given as its text, captures below `node`, by capture name."""
    return QueryCursor(_compiled(query)).captures(node)


@cache
def _compiled(query: str) -> Query:
    compiled: Query = Query(LANGUAGE, query)
    return compiled
