"""What is published: when, for which version, of which text."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.server.raw import Message, at, change, client

URI = "file:///nowhere/a.wit"
UNPINNED = "package a:b@1.0.0;\nworld w { import wasi:io/streams; }\n"


def edit(range: Message, text: str) -> Message:
    return {"range": range, "text": text}


def test_open_change_and_close_publish() -> None:
    with client() as server:
        server.initialize()
        server.open(URI, "package a:b;\n", 7)
        assert server.codes(URI, 7) == ["missing-package-version"]
        server.change(URI, 8, edit(at(0, 11), "@1.0.0"))
        assert server.codes(URI, 8) == []
        server.change(URI, 9, {"text": "package c:d;\n"})
        assert server.codes(URI, 9) == ["missing-package-version"]
        server.notify("textDocument/didClose", {"textDocument": {"uri": URI}})
        assert server.codes(URI) == []
        server.open(URI, "package a:b;\n", 1)
        assert server.codes(URI, 1) == ["missing-package-version"]


def test_a_diagnostic_has_all_that_a_client_shows() -> None:
    with client() as server:
        server.initialize({"textDocument": {"publishDiagnostics": {"codeDescriptionSupport": True}}})
        server.open(URI, "package a:b;\n")
        [found] = server.published(URI)
    assert found.pop("codeDescription")["href"].endswith("missing-package-version.md")
    assert found == {
        "range": at(0, 8, 0, 11),
        "severity": 2,
        "code": "missing-package-version",
        "source": "wit-lsp",
        "message": "`a:b` has no version",
    }


def test_no_code_description_for_who_does_not_show_it() -> None:
    with client() as server:
        server.initialize()
        server.open(URI, "package a:b;\n")
        assert "codeDescription" not in server.published(URI)[0]


def test_changes_of_one_message_count_one_after_the_other() -> None:
    with client() as server:
        server.initialize()
        server.open(URI, "package a:b@1.0.0;\nworld w {}\n// x\n")
        server.published(URI)
        server.change(
            URI,
            2,
            edit(at(1, 9), "\n  import wasi:io/streams;\n"),
            edit(at(1, 0), "// 😀\n"),
            edit(at(3, 0, 3, 1), ""),
            edit(at(5, 5), "y"),
        )
        [found] = server.published(URI, 2)
        assert (found["code"], found["range"]) == ("unpinned-reference", at(3, 8, 3, 23))


def test_queued_changes_are_published_together() -> None:
    with client() as server:
        server.initialize()
        server.open(URI, "package a:b;\n" + "interface x { f: func(); }\n" * 50, 0)
        server.published(URI, 0)
        server.seen.clear()
        server.send(*(change(URI, version, edit(at(1, 0), "\n")) for version in range(1, 301)))
        server.published(URI, 300)
        assert len(server.seen) <= 3


def test_last_text_counts_however_it_came_about() -> None:
    with client() as server:
        server.initialize()
        server.open(URI, "", 0)
        assert server.codes(URI, 0) == ["missing-package-header"]
        for version, character in enumerate(UNPINNED, 1):
            row, column = UNPINNED[: version - 1].count("\n"), len(UNPINNED[: version - 1].rpartition("\n")[2])
            server.change(URI, version, edit(at(row, column), character))
        typed = server.published(URI, len(UNPINNED))
        server.open(URI, UNPINNED, 1000)
        assert typed == server.published(URI, 1000) and typed


@pytest.mark.parametrize(("encoding", "column"), [("utf-8", 4 + 2), ("utf-16", 2 + 1), ("utf-32", 1 + 1)])
def test_columns_count_as_was_agreed(encoding: str, column: int) -> None:
    with client() as server:
        server.initialize({"general": {"positionEncodings": [encoding]}})
        server.open(URI, "package a:b@1.0.0; /*😀é*/ world w { import wasi:io/streams; }")
        [found] = server.published(URI)
        start = len("package a:b@1.0.0; /**/ world w { import ") + column
        assert found["range"] == at(0, start, 0, start + len("wasi:io/streams"))
        server.change(URI, 2, edit(at(0, start + 15), "@0.2.0"))
        assert server.published(URI, 2) == []


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_lines_end_as_clients_count_them(newline: str) -> None:
    with client() as server:
        server.initialize()
        server.open(URI, f"/* one{newline}two */ world w {{ import wasi:io/streams; }}")
        assert at(1, 24, 1, 39) in [each["range"] for each in server.published(URI)]


@pytest.mark.parametrize(
    "uri",
    [
        "file:///c%3A/work/a.wit",
        "file:///C:/work/a.wit",
        "file:///no/such/folder/%C3%A9%20x.wit",
        "untitled:Untitled-1",
        "git:/a.wit?x",
        "file:///no/such/folder/%FF.wit",
        "file:///no/such/folder/a%00b/x.wit",
        "file://[x",
        "file:///no/such/folder/a.wit?x=1#y",
        "file:///no/such/folder/\ud83d.wit",
        "",
    ],
)
def test_document_is_called_what_the_client_calls_it(uri: str) -> None:
    with client() as server:
        server.initialize(CODE_ACTIONS)
        server.open(uri, UNPINNED)
        assert server.codes(uri) == ["unpinned-reference"]
        params = {"textDocument": {"uri": uri}, "range": at(1, 20), "context": {"diagnostics": []}}
        actions = server.request("textDocument/codeAction", params)["result"]
        assert list(actions[0]["edit"]["changes"]) == [uri]


def test_two_spellings_are_one_document() -> None:
    with client() as server:
        server.initialize()
        server.open("file:///tmp/x%3A.wit", "package a:b;")
        server.published("file:///tmp/x%3A.wit")
        server.change("file:///tmp/x:.wit", 2, {"text": "package a:b@1.0.0;"})
        assert server.published("file:///tmp/x%3A.wit", 2) == []


def test_what_differs_in_its_query_is_two_documents() -> None:
    first, second = "file:///tmp/a.wit?one", "file:///tmp/a.wit?two"
    with client() as server:
        server.initialize()
        for uri in (first, second):
            server.open(uri, "package a:b;")
            assert server.codes(uri) == ["missing-package-version"]
        server.notify("textDocument/didClose", {"textDocument": {"uri": first}})
        assert server.codes(first) == []
        server.change(second, 2, edit(at(0, 11), "@1.0.0"))
        assert server.codes(second, 2) == []


def test_changes_that_arrive_out_of_order_count_in_the_order_of_their_versions() -> None:
    with client() as server:
        server.initialize()
        server.open(URI, "", 40)
        server.send(change(URI, 42, edit(at(0, 7), " a:b;")), change(URI, 41, edit(at(0, 0), "package")))
        assert server.codes(URI, 42) == ["missing-package-version"]


def test_range_may_end_beyond_what_lsp_can_count() -> None:
    with client() as server:
        server.initialize()
        server.open(URI, "package a:b;\n// x\n")
        assert server.codes(URI, 1) == ["missing-package-version"]
        server.change(URI, 2, edit(at(0, 0, 0, 2**53), "package a:b@1.0.0;"), edit(at(1, 0, 2**32, 0), ""))
        assert server.codes(URI, 2) == []


def test_lone_surrogate_survives() -> None:
    with client() as server:
        server.initialize()
        server.open(URI, "// \ud83d\nworld w { import wasi:io/streams; }")
        assert "unpinned-reference" in server.codes(URI)


def test_halves_of_a_surrogate_pair_may_come_one_by_one() -> None:
    """As from clients that hold code units, and send of 😀 → 😁 only what differs."""
    with client() as server:
        server.initialize()
        server.open(URI, "package a:b@1.0.0; // 😀\n")
        assert server.codes(URI) == []
        server.change(URI, 2, edit(at(0, 23, 0, 24), "\ude01"))
        assert server.codes(URI) == []
        server.change(URI, 3, edit(at(0, 24), "\ud83d"))
        assert server.codes(URI) == ["not-utf8"]
        server.change(URI, 4, edit(at(0, 25), "\ude00"))
        assert server.codes(URI) == []


def test_change_of_what_is_not_open_is_ignored() -> None:
    with client() as server:
        server.initialize()
        server.change(URI, 2, {"text": "package a:b;"})
        server.notify("textDocument/didClose", {"textDocument": {"uri": URI}})
        server.notify("textDocument/didSave", {"textDocument": {"uri": URI}})
        other = "file:///nowhere/b.wit"
        server.open(other, "package a:b;")
        server.published(other)
        assert all(message.get("params", {}).get("uri") != URI for message in server.seen)


def test_no_rule_runs_on_a_dependency(tmp_path: Path) -> None:
    wit = tmp_path / "wit"
    (wit / "deps").mkdir(parents=True)
    (wit / "a.wit").write_text("package a:a@1.0.0;")
    uri = (wit / "deps" / "x.wit").as_uri()
    with client() as server:
        server.initialize()
        server.open(uri, UNPINNED)
        assert server.codes(uri) == []
        server.change(uri, 2, {"text": "package a:b"})
        assert server.codes(uri, 2) == ["missing-separator"]
        server.change(uri, 3, {"text": UNPINNED})
        assert server.codes(uri, 3) == []


def test_what_appears_on_the_disk_is_seen_on_the_next_save(tmp_path: Path) -> None:
    """In all open files of the folder: a folder `deps` is one only beside a package."""
    (tmp_path / "deps").mkdir()
    first, second = (tmp_path / "deps" / name for name in ("a.wit", "b.wit"))
    with client() as server:
        server.initialize()
        for path in (first, second):
            server.open(path.as_uri(), f"package a:{path.stem};")
            assert server.codes(path.as_uri()) == ["missing-package-version"]
        (tmp_path / "main.wit").write_text("package c:d;")
        server.notify("textDocument/didSave", {"textDocument": {"uri": second.as_uri()}})
        assert [server.codes(path.as_uri()) for path in (second, first)] == [[], []]


CODE_ACTIONS: Message = {
    "textDocument": {"codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix"]}}}}
}
