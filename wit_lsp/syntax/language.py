"""WIT text to syntax trees. Knows nothing of packages, rules or editors.

Nothing keeps a `Node` beyond the function that asked for it: a cached child list pins the whole tree.
"""

from __future__ import annotations

import ctypes
import os
import sys
from functools import cache

from tree_sitter import Language, Node, Parser, Query, QueryCursor, Tree, TreeCursor

from wit_lsp.text import Span, span_of

__all__ = ["LANGUAGE", "Node", "Tree", "TreeCursor", "captures", "grammar_json", "parse", "shipped_query", "span"]

_HERE = os.path.dirname(__file__)


def _load() -> Language:
    """The compiled grammar. Raises ImportError where the build that compiles it has not run."""
    path = os.path.join(_HERE, "_wit.dll" if sys.platform == "win32" else "_wit.so")
    try:
        library = ctypes.CDLL(path)
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
    return span_of(node.byte_range)


@cache
def shipped_query(name: str) -> str:
    """The text of `queries/<name>.scm`."""
    return _text(f"queries/{name}.scm", f"queries/{name}.scm")


def grammar_json() -> str:
    """The grammar as tree-sitter wrote it down."""
    return _text("grammar.json", "src/grammar.json")


def captures(query: str, node: Node) -> dict[str, list[Node]]:
    """What a query, given as its text, captures below `node`, by capture name."""
    return QueryCursor(_compiled(query)).captures(node)


@cache
def _compiled(query: str) -> Query:
    compiled: Query = Query(LANGUAGE, query)
    return compiled


def _text(shipped: str, of_grammar: str) -> str:
    """The text of a file that a wheel carries beside this module; a checkout has it in the folder of the grammar."""
    path = os.path.join(_HERE, shipped)
    if not os.path.exists(path):
        path = os.path.join(os.path.dirname(os.path.dirname(_HERE)), "tree-sitter-wit", of_grammar)
    with open(path, encoding="utf-8") as stream:
        return stream.read()
