"""The package works on its own: these tests also run against an installed wheel, without a checkout."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlparse
from urllib.request import url2pathname

EXAMPLES = Path(__file__).parents[2] / "examples"


def wit_lsp(*arguments: str, input: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "wit_lsp", *arguments]
    return subprocess.run(command, capture_output=True, input=input, timeout=60)


def test_check_works_and_its_page_exists() -> None:
    run = wit_lsp("check", "--format", "json", str(EXAMPLES))
    assert run.returncode == 1, run.stderr.decode()
    urls = {each["url"] for each in json.loads(run.stdout)["diagnostics"]}
    assert len(urls) == 4
    for url in urls:
        assert Path(url2pathname(urlparse(url).path)).read_text(encoding="utf-8").startswith("# ")


def test_syntax_error_is_fixed_and_its_page_exists() -> None:
    run = wit_lsp("fix", "-", input=b"package a:b@1.0.0;\ninterface i { f: func() }\n")
    assert b"f: func();" in run.stdout, run.stderr.decode()
    assert wit_lsp("explain", "missing-separator").stdout.startswith(b"# missing-separator\n")


def test_queries_are_installed() -> None:
    from wit_lsp.syntax.language import LANGUAGE, captures, parse, shipped_query

    assert LANGUAGE.abi_version == 14
    assert captures(shipped_query("highlights"), parse(b"package a:b;").root_node)


def test_server_answers_and_ends() -> None:
    def message(**fields: object) -> bytes:
        body = json.dumps({"jsonrpc": "2.0", **fields}).encode()
        return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)

    capabilities: dict[str, object] = {}
    run = wit_lsp(
        input=message(
            id=1, method="initialize", params={"processId": None, "rootUri": None, "capabilities": capabilities}
        )
        + message(method="initialized", params={})
        + message(id=2, method="shutdown")
        + message(method="exit")
    )
    assert run.returncode == 0, run.stderr.decode()
    assert b'"documentSymbolProvider"' in run.stdout
