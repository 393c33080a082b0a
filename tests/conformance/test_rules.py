"""The rules on real packages: no rule fails, and fixes keep everything else."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest

from tests.conformance import corpora
from wit_lsp.engine.apply_fixes import apply_fixes
from wit_lsp.engine.engine import Engine
from wit_lsp.engine.judge import Failure
from wit_lsp.ir.document import Document
from wit_lsp.problem import Severity
from wit_lsp.syntax.language import captures, parse
from wit_lsp.workspace import Disk, Folders
from wit_lsp.workspace.roots import roots

COMMENTS = "[(line_comment) (block_comment)] @comment"


@pytest.fixture(autouse=True)
def _corpora() -> None:
    corpora.needed()


def files_of(root: corpora.Root) -> list[Document]:
    found = next(roots([root.path], Folders(), standalone=True), None)
    return [] if found is None else [Document(path, Path(path).read_bytes()) for path in found.files]


def engine(root: corpora.Root) -> Engine:
    """As `--standalone` does: a file is a package of its own, and the files of a folder are one."""
    found = Engine(Disk(Folders()), root.settings)
    if root.path.is_file():
        found.stands_alone(str(root.path))
    return found


def comments(text: bytes) -> Counter[bytes]:
    nodes = captures(COMMENTS, parse(text).root_node).get("comment", ())
    return Counter((node.text or b"").rstrip() for node in nodes)


def test_check_never_fails_and_finds_no_error_in_accepted_files(capsys: pytest.CaptureFixture[str]) -> None:
    counts: Counter[str] = Counter()
    seen: set[str] = set()
    for root in corpora.roots():
        judge = engine(root)
        for document in files_of(root):
            failures: list[Failure] = []
            diagnostics = judge.check(document, failures.append)
            assert failures == []
            if root.accepted:
                assert [each.code for each in diagnostics if each.severity is Severity.ERROR] == [], document.path
            if document.path not in seen:
                counts.update(each.code for each in diagnostics if each.is_rule)
            seen.add(document.path)
    with capsys.disabled():
        found = ", ".join(f"{rule} {count:,}" for rule, count in counts.most_common())
        print(f"\n{len(seen):,} files of {len(corpora.roots())} roots: {found}")
    assert all(counts.values())


def test_all_fixes_keep_syntax_comments_and_line_ends_and_leave_none(capsys: pytest.CaptureFixture[str]) -> None:
    changed = 0
    for root in corpora.roots():
        before = {document.path: document for document in files_of(root)}
        after = apply_fixes(before.values(), engine(root), lambda *_: True)
        assert after.failures == []
        for path, document in after.documents.items():
            old, new = before[path].text, document.text
            if old == new:
                continue
            changed += 1
            where = os.path.relpath(path, corpora.PUBLIC)
            assert parse(old).root_node.has_error or not parse(new).root_node.has_error, where
            assert comments(old) == comments(new), where
            assert b"\r" in old or b"\r" not in new, where
            has_only_crlf = b"\n" in old and old.count(b"\r\n") == old.count(b"\n")
            assert not has_only_crlf or new.count(b"\r\n") == new.count(b"\n"), where
        again = apply_fixes(after.documents.values(), engine(root), lambda *_: True)
        assert not again.counts, root.path
    with capsys.disabled():
        print(f"\n{changed:,} files changed by all fixes; a second run changes none")
    assert changed
