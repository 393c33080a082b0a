"""Whatever happens on the disk and in the editor, in whatever order: the client has what a fresh start gives it.

What is published, and what the names of open documents mean.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from hypothesis import example, given
from hypothesis import strategies as st
from lsprotocol import types as lsp

from tests.server.editor import Editor
from wit_lsp.features.definition import definition
from wit_lsp.features.references import references
from wit_lsp.semantics import queries as q

PATHS = (
    "a.wit",
    "b.wit",
    "x/c.wit",
    "x/deps/d.wit",
    "x/deps/e/e.wit",
    "x/deps/e/f.wit",
    "y/wit/deps/g.wit",
    "gen/h.wit",
    "y/deps/i.wit",
)
TEXTS = (
    "package a:b@1.0.0;\ninterface i {\n  use j.{t};\n}\n",
    "package a:b@1.0.0;\ninterface j {\n  type t = u8;\n}\n",
    "package a:c@1.0.0;\ninterface j {\n  use a:b/i@1.0.0.{t};\n  use a:d/k.{u};\n}\n",
    "package a:d;\ninterface k {\n  type u = list<u8>\n",
    "interface l {\n  use a:c/j@1.0.0.{t};\n}\n",
    "package a:e@1.0.0;\ninterface m {\n  use a:f/k.{u};\n  use a:cc/j@1.0.0.{t};\n}\n",
    "package a:f;\ninterface k {\n  type u = u8;\n}\n",
)
SETTINGS = (
    "",
    'exclude = ["x/"]\n',
    'ignore = ["packages"]\n',
    'exclude = ["[ab].wit"]\n',
    'one-file-packages = ["/*.wit", "e/"]\n',
)
MANIFESTS = ("", 'h = "../gen"\n', 'd = "../y/wit/deps/g.wit"\n', 'a = ".."\n', "h = [")


class Step(NamedTuple):
    """`kind` happens to the file of this number, with the text of this number."""

    kind: str
    path: int
    text: int


KINDS = [
    "write",
    "write",
    "remove",
    "move",
    "prune",
    "settings",
    "ignored",
    "manifest",
    "open",
    "open",
    "change",
    "close",
    "look",
    "ask",
    "work",
    "replace",
]
STEPS = st.builds(Step, st.sampled_from(KINDS), st.integers(0, len(PATHS) - 1), st.integers(0, len(TEXTS) - 1))


@given(st.lists(STEPS, max_size=20), st.booleans())
@example([Step("write", 0, 0), Step("open", 0, 1), Step("work", 0, 0), Step("close", 0, 0), Step("prune", 0, 0)], False)
@example(
    [
        *(Step("replace", 2, 4), Step("work", 3, 2), Step("replace", 3, 1), Step("move", 2, 0), Step("work", 3, 2)),
        Step("remove", 1, 1),
    ],
    True,
)
def test_any_history_gives_what_a_fresh_start_gives(steps: list[Step], watches: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(os.path.realpath(folder)), watches)
        for step in steps:
            getattr(world, step.kind)(step)
        world.check()


class World:
    """A folder, and an editor in which it is open. `watches`: the editor says what happens on the disk."""

    def __init__(self, top: Path, watches: bool) -> None:
        self.top = self.opened = top
        self.watches = watches
        self.editor = self.start()
        self.open_texts: dict[Path, int] = {}
        for number in range(len(PATHS)):
            self.write(Step("", number, number % len(TEXTS)))

    def start(self) -> Editor:
        return Editor(workspaceFolders=[{"uri": self.opened.as_uri(), "name": "x"}])

    def path(self, step: Step) -> Path:
        return self.top / PATHS[step.path]

    def touched(self, path: Path) -> None:
        if self.watches:
            self.editor.touch(path)

    def write(self, step: Step) -> None:
        path = self.path(step)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(TEXTS[step.text])
        self.touched(path)

    def remove(self, step: Step) -> None:
        self.path(step).unlink(missing_ok=True)
        self.touched(self.path(step))

    def move(self, step: Step) -> None:
        """Rename a file to what is there next."""
        path, target = self.path(step), self.top / PATHS[(step.path + 1 + step.text) % len(PATHS)]
        if path.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            path.replace(target)
            self.touched(path)
            self.touched(target)

    def prune(self, step: Step) -> None:
        """Remove a folder, of which no client says anything."""
        top = self.top / PATHS[step.path].partition("/")[0]
        if top.is_dir():
            shutil.rmtree(top)

    def settings(self, step: Step) -> None:
        path = self.top / "wit-lsp.toml"
        path.write_text(SETTINGS[step.text % len(SETTINGS)])
        self.touched(path)

    def ignored(self, step: Step) -> None:
        (self.top / ".gitignore").write_text("gen\n" if step.text % 2 else "")

    def manifest(self, step: Step) -> None:
        path = self.top / "x" / "deps.toml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(MANIFESTS[step.text % len(MANIFESTS)])
        self.touched(path)

    def open(self, step: Step) -> None:
        self.open_texts[self.path(step)] = step.text
        self.editor.open(self.path(step).as_uri(), TEXTS[step.text])

    def change(self, step: Step) -> None:
        if self.path(step) in self.open_texts:
            self.open_texts[self.path(step)] = step.text
            self.editor.change(self.path(step).as_uri(), 2, TEXTS[step.text])

    def close(self, step: Step) -> None:
        if self.open_texts.pop(self.path(step), None) is not None:
            self.editor.session.did_close(self.path(step).as_uri())

    def look(self, step: Step) -> None:
        self.editor.session.did_save()
        self.editor.idle()

    def ask(self, step: Step) -> None:
        """What its names mean, which fills what is remembered for other answers."""
        path = self.path(step)
        meanings(self.editor, {path: self.open_texts[path]} if path in self.open_texts else {})

    def work(self, step: Step) -> None:
        """Some of what there is to do."""
        left = iter(range(5 + 3 * step.path))
        self.editor.waits = lambda: next(left, None) is None
        self.editor.session.idle()
        self.editor.waits = lambda: False

    def replace(self, step: Step) -> None:
        """Open another folder instead of the one that is open."""
        other = self.top / "x" if self.opened == self.top else self.top
        self.editor.folders(added=[other], removed=[self.opened])
        self.opened = other

    def check(self) -> None:
        for number, each in enumerate(PATHS[:2]):
            if self.top / each not in self.open_texts:
                self.open(Step("", number, number))  # so that there are names to ask about
        self.look(Step("", 0, 0))
        fresh = self.start()
        for path, text in self.open_texts.items():
            fresh.open(path.as_uri(), TEXTS[text])
        fresh.idle()
        assert shown(self.editor) == shown(fresh)
        assert meanings(self.editor, self.open_texts) == meanings(fresh, self.open_texts)
        packages = [each.session.engine.db.get(q.workspace_packages) for each in (self.editor, fresh)]
        assert packages[0] == packages[1]
        assert self.editor.session.engine.watched == fresh.session.engine.watched


def shown(editor: Editor) -> dict[str, object]:
    """What the client shows at the end."""
    last = {each["uri"]: each["diagnostics"] for each in editor.published}
    return {uri: diagnostics for uri, diagnostics in last.items() if diagnostics}


def meanings(editor: Editor, texts: Mapping[Path, int]) -> dict[tuple[Path, int, int], object]:
    """Where each word of open documents is declared and mentioned, by row and column."""
    found: dict[tuple[Path, int, int], object] = {}
    context = lsp.ReferenceContext(include_declaration=True)
    for path, number in texts.items():
        document = lsp.TextDocumentIdentifier(path.as_uri())
        for row, line in enumerate(TEXTS[number].splitlines()):
            for word in re.finditer(r"[a-z]\w*", line):
                at = lsp.Position(row, word.start())
                found[path, row, word.start()] = (
                    editor.session.answer(definition, lsp.DefinitionParams(document, at)),
                    editor.session.answer(references, lsp.ReferenceParams(context, document, at)),
                )
    return found
