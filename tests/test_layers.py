"""What may import what: a module may use its own layer and the layers before it."""

from __future__ import annotations

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

LAYERS = [
    *("modules", "text", "uri", "problem", "config", "db", "syntax", "validation", "recovery", "ir", "semantics"),
    *("wasi", "contract", "fixes", "checks", "rules", "engine", "format", "workspace", "catalogue", "features"),
]
TOPS = ["cli", "server"]  # they stand above all layers and do not know each other
OUTSIDE = {
    "tree_sitter": ("syntax/",),
    "lsprotocol": ("features/", "server/"),
    "pygls": ("server/transport.py",),
}
PACKAGE = Path(__file__).parent.parent / "wit_lsp"
MODULES = sorted(PACKAGE.rglob("*.py"))


def imports(path: Path) -> set[str]:
    """What a file imports anywhere in it, for its types alone or within a function too."""
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


def test_no_file_imports_itself_by_way_of_others() -> None:
    files = {".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts): path for path in MODULES}
    files = {name.removesuffix(".__init__"): path for name, path in files.items()}
    graph = {
        name: {each if each in files else each.rpartition(".")[0] for each in imports(path)} & files.keys()
        for name, path in files.items()
    }
    TopologicalSorter(graph).prepare()  # raises CycleError, which names the files


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_modules_say_what_they_are(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_modules_stay_short(path: Path) -> None:
    assert path.read_text(encoding="utf-8").count("\n") <= 500
