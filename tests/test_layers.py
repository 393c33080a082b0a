"""Which modules may import which: a module may use its own layer and the layers before it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from wit_lsp.syntax import kinds

LAYERS = [
    *(
        "modules",
        "tuples",
        "text",
        "uri",
        "problem",
        "config",
        "db",
        "syntax",
        "validation",
        "recovery",
        "ir",
        "semantics",
    ),
    *(
        "wasi",
        "contract",
        "fixes",
        "checks",
        "rules",
        "engine",
        "format",
        "configuration",
        "workspace",
        "catalogue",
        "features",
    ),
]
TOPS = ["cli", "server"]  # they are above all layers, and must not import each other
OUTSIDE = {
    "tree_sitter": ("syntax/",),
    "lsprotocol": ("features/", "server/"),
    "pygls": ("server/transport.py",),
}
# The names that provide nodes, and the modules that may spell kinds as strings (validation does so for now). Recovery
# uses the names of rules in grammar.json instead.
TREES = {f"wit_lsp.syntax.language.{name}" for name in ("Node", "Tree", "captures", "parse")}
TREES |= {"wit_lsp.syntax.ast", "wit_lsp.fixes.readable.Readable"}
SPELLING = ("syntax/kinds.py", "validation/")
KINDS = {value for names in (kinds, kinds.Field) for key, value in vars(names).items() if key.isupper()}
PACKAGE = Path(__file__).parent.parent / "wit_lsp"
MODULES = sorted(PACKAGE.rglob("*.py"))


def imports(path: Path) -> set[str]:
    """Everything that a file imports, including imports for type checking and in functions."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    froms = [node for node in nodes if isinstance(node, ast.ImportFrom)]
    return plain | {f"{node.module}.{alias.name}" for node in froms for alias in node.names}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_point_down(path: Path) -> None:
    file = path.relative_to(PACKAGE).as_posix()
    here = path.relative_to(PACKAGE).with_suffix("").parts[0]
    for name in imports(path):
        top, _, rest = name.partition(".")
        if top in OUTSIDE:
            assert file.startswith(OUTSIDE[top]), f"`{file}` must not import `{top}`"
        layer = rest.partition(".")[0] if top == "wit_lsp" else ""
        if layer in TOPS:
            assert here in (layer, "__main__"), f"`{here}` must not import `{name}`"
        elif layer in LAYERS and here in LAYERS:
            assert LAYERS.index(layer) <= LAYERS.index(here), f"`{here}` must not import `{name}`"


def test_imports_have_no_cycle() -> None:
    files = {".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts): path for path in MODULES}
    files = {name.removesuffix(".__init__"): path for name, path in files.items()}
    graph = {
        name: {each if each in files else each.rpartition(".")[0] for each in imports(path)} & files.keys()
        for name, path in files.items()
    }
    TopologicalSorter(graph).prepare()  # raises CycleError, which names the files


def test_named_tuples_are_those_that_are_made_fast() -> None:
    importing = [path.name for path in MODULES if "typing.NamedTuple" in imports(path)]
    assert importing == ["tuples.py"]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_modules_have_a_docstring(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_modules_stay_short(path: Path) -> None:
    assert path.read_text(encoding="utf-8").count("\n") <= 500


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_nodes_are_compared_with_named_kinds(path: Path) -> None:
    """If the grammar renames a kind or a field, its constant no longer exists; a string would silently never match."""
    file = path.relative_to(PACKAGE).as_posix()
    if file.startswith(SPELLING) or TREES.isdisjoint(imports(path)):
        return
    assert not KINDS.intersection(matched(ast.parse(path.read_text(encoding="utf-8"))))


def matched(tree: ast.AST) -> Iterator[str]:
    """The strings that are compared, looked up, or passed to a method, alone or in a collection."""
    for node in ast.walk(tree):
        parts: list[ast.expr | None] = []
        if isinstance(node, ast.Compare):
            parts = [node.left, *node.comparators]
        elif isinstance(node, (ast.Set, ast.List, ast.Tuple)):
            parts = [*node.elts]
        elif isinstance(node, ast.Dict):
            parts = [*node.keys]
        elif isinstance(node, ast.MatchValue):
            parts = [node.value]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            parts = [*node.args]
        yield from (part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str))
